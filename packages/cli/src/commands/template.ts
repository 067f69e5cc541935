import type { FieldValue } from '@koppel/model';
import type { ExportRequest, TemplateInstallation } from '@koppel/protocol';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, table, type Output } from '../output.ts';
import { changeInWords, partInWords, valueInWords } from './change-words.ts';

const states: Readonly<Record<string, string>> = {
  upToDate: 'up to date',
  locallyChanged: 'changed here',
  stale: 'newer version there',
  locallyChangedAndStale: 'changed here, newer version there',
  cannotCheck: 'cannot be checked',
};

/** `koppel template list`: what is installed, and what the library has. */
export async function listTemplates(
  api: ApiClient,
  options: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const overview = await api.call('listTemplates');
  if (options.json) {
    output.out(JSON.stringify(overview, null, 2));
    return exitCodes.ok;
  }
  const installed = overview.installed.map(({ id, version, state, localChanges, available, unfinished }) => [
    id,
    version,
    states[state] ?? state,
    String(localChanges),
    available ?? '',
    unfinished === null ? '' : 'begun',
  ]);
  output.out(table(['Installed', 'Version', 'State', 'Changed here', 'Available', 'Installation'], installed));
  output.out('');
  const library = overview.library.map(({ id, version, trust, checksum }) => [
    id,
    version,
    trust.state === 'unsigned' ? 'unsigned' : `${trust.publisher} (${trust.state})`,
    checksum.slice(0, 19),
  ]);
  output.out(table(['Library', 'Version', 'Publisher', 'Checksum'], library));
  return exitCodes.ok;
}

export interface ExportOptions {
  readonly id?: string;
  readonly title?: string;
  readonly version?: string;
  readonly note?: string;
  readonly answers?: string;
  readonly writeAnswers?: string;
  readonly file?: string;
  readonly withoutTests: boolean;
  readonly json: boolean;
}

/** `koppel template export`: a package of some flows, once every hit of the secrets check is handled. */
export async function exportTemplate(
  api: ApiClient,
  flows: readonly string[],
  options: ExportOptions,
  output: Output,
): Promise<number> {
  const answers = await answersFrom(options.answers, output);
  if (!answers) return exitCodes.usage;
  const id = options.id ?? (answers['id'] as string | undefined);
  const chosen = flows.length > 0 ? [...flows] : answers['flows'];
  if (id === undefined || chosen === undefined) {
    output.err(
      complaint('It is not said what to export.', 'Name flows and --id, or give both in the file of --answers.'),
    );
    return exitCodes.usage;
  }
  const request = {
    title: { en: id },
    ...answers,
    id,
    flows: chosen,
    ...(options.title === undefined ? {} : { title: { en: options.title } }),
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(options.note === undefined ? {} : { note: options.note }),
    ...(options.withoutTests ? { withTests: false } : {}),
  } as ExportRequest;
  const proposal = await api.call('proposeExport', { body: request });
  if (options.writeAnswers !== undefined) {
    const open = proposal.findings.map(({ id: finding, decision }) => [finding, decision ?? { do: 'remove' }]);
    const content = { ...request, decisions: Object.fromEntries(open) as unknown };
    await writeFile(options.writeAnswers, `${JSON.stringify(content, null, 2)}\n`);
  }
  const unhandled = proposal.findings.filter(({ decision }) => decision === null);
  if (unhandled.length > 0 || options.writeAnswers !== undefined) {
    if (options.json) output.out(JSON.stringify(proposal, null, 2));
    else {
      output.out(`${unhandled.length} places may hold data of this workspace:`);
      for (const { kind, place, text, id: finding } of unhandled) {
        const where = [place.flowId, place.nodeTitle, place.name].filter((part) => part !== null).join(', ');
        output.out(`  ${kind} in ${where}: ${text}`);
        output.out(`    ${finding}`);
      }
      if (unhandled.length > 0) {
        output.err(
          complaint(
            'Nothing was exported.',
            'Say of each "remove", "parameter" or "explain" under "decisions" in the file of --answers; --write-answers begins one.',
          ),
        );
      }
    }
    return unhandled.length > 0 ? exitCodes.problems : exitCodes.ok;
  }
  const made = await api.call('exportTemplate', { body: request });
  const { content, fileName } = await api.call('downloadTemplate', { params: { id: made.id, version: made.version } });
  const file = options.file ?? fileName;
  await writeFile(file, content);
  if (options.json) output.out(JSON.stringify({ ...made, file }, null, 2));
  else {
    output.out(`${made.id} ${made.version} is in ${file}\n${made.checksum}`);
    for (const { flowId, title, problem } of proposal.tests) {
      if (problem !== null) output.out(`The test "${title}" of ${flowId} stayed behind: ${problem}`);
    }
  }
  return exitCodes.ok;
}

/** What an unattended installation is answered with. */
const installAnswersSchema = z.strictObject({
  /** Slot → id or name of a connection. */
  slots: z.record(z.string(), z.string()).default({}),
  fields: z.record(z.string(), z.string()).default({}),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
  /** By the id of a conflict: `ours`, `theirs`, or what to write in its place. */
  conflicts: z
    .record(z.string(), z.union([z.enum(['ours', 'theirs']), z.strictObject({ combined: z.unknown() })]))
    .default({}),
});

export interface InstallOptions {
  readonly answers?: string;
  readonly version?: string;
  readonly take?: 'ours' | 'theirs';
  readonly publish: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `koppel template install` and `upgrade`: from a file or the library; what is missing is told and nothing is changed. */
export async function installTemplate(
  api: ApiClient,
  source: string,
  kind: 'install' | 'upgrade',
  options: InstallOptions,
  output: Output,
): Promise<number> {
  const given = await answersFrom(options.answers, output);
  const answers = given && installAnswersSchema.safeParse(given);
  if (!answers?.success) {
    if (answers) {
      const [issue] = answers.error.issues;
      output.err(
        complaint(`The answers cannot be read: ${issue!.path.join('.')}: ${issue!.message}.`, 'Correct the file.'),
      );
    }
    return exitCodes.usage;
  }
  const found = await packageFrom(api, source, options.version, output);
  if (!found) return exitCodes.usage;
  const { installed } = await api.call('listTemplates');
  const present = installed.find(({ id }) => id === found.id);
  if ((present !== undefined) !== (kind === 'upgrade')) {
    output.err(
      present
        ? complaint(`"${found.id}" is installed in version ${present.version}.`, 'Use `koppel template upgrade`.')
        : complaint(`"${found.id}" is not installed.`, 'Use `koppel template install`.'),
    );
    return exitCodes.usage;
  }
  const begun = await api.call('beginInstallation', { body: found });
  const params = { id: begun.id };
  const connections = await api.call('listConnections');
  const { slots, fields, parameters, conflicts } = answers.data;
  const bound = Object.entries(slots).map(([slot, name]) => {
    const connection = connections.find((one) => one.id === name || one.name === name);
    return [slot, connection?.id ?? name] as const;
  });
  // The mastership table changes only where somebody names the row.
  const takes = begun.compare.conflicts.flatMap(({ id, kind: of }) =>
    options.take ? [[id, { take: of === 'mastershipCell' ? 'ours' : options.take }] as const] : [],
  );
  const said = Object.entries(conflicts).map(([id, choice]) => {
    return [
      id,
      typeof choice === 'string' ? { take: choice } : { take: 'combined' as const, value: choice.combined },
    ] as const;
  });
  const work = await api.call('changeInstallation', {
    params,
    body: {
      slots: Object.fromEntries(bound),
      fields,
      parameters: parameters as Record<string, FieldValue>,
      choices: Object.fromEntries([...takes, ...said]),
    },
  });
  if (!options.json) tell(work, output);
  if (options.dryRun || work.blockers.length > 0) {
    if (options.json) output.out(JSON.stringify(work, null, 2));
    await api.call('abandonInstallation', { params });
    return work.blockers.length > 0 ? exitCodes.problems : exitCodes.ok;
  }
  const done = await api.call('finishInstallation', { params, body: { as: options.publish ? 'published' : 'drafts' } });
  if (options.json) output.out(JSON.stringify(done, null, 2));
  else {
    const { id, version } = done.installed;
    const what = options.publish ? 'published' : 'as drafts';
    output.out(`${id} ${version} is installed, ${what}: ${done.flows.map((flow) => flow.id).join(', ')}.`);
    for (const { flowId, title, reason } of done.skippedTests) {
      output.out(`The test "${title}" of ${flowId} was left out: ${reason}`);
    }
  }
  return exitCodes.ok;
}

function tell({ template, upgrades, compare, blockers, checks }: TemplateInstallation, output: Output): void {
  const from = upgrades === null ? '' : `, over ${upgrades}`;
  output.out(
    `${template.id} ${template.version}${from}. Publisher: ${template.trust.publisher ?? 'none'} (${template.trust.state}).`,
  );
  for (const change of compare.automatic) for (const line of changeInWords(change)) output.out(`  ${line}`);
  for (const { choice, id, base, ours, theirs, ...part } of compare.conflicts) {
    output.out(`  ? ${partInWords(part)}: ${choice ? choice.take : 'open'}`);
    output.out(`      id:        ${id}`);
    output.out(`      installed: ${valueInWords(base)}`);
    output.out(`      ours:      ${valueInWords(ours)}`);
    output.out(`      new:       ${valueInWords(theirs)}`);
  }
  for (const { flowId, issues } of checks) {
    for (const { message, severity } of issues) if (severity === 'error') output.out(`  ! ${flowId}: ${message}`);
  }
  for (const { message, remedy } of blockers) output.err(complaint(message, remedy));
}

/** `koppel template diff`: what was changed here, or what another version changes. */
export async function diffTemplate(
  api: ApiClient,
  id: string,
  options: { readonly to?: string; readonly json: boolean },
  output: Output,
): Promise<number> {
  const query = options.to === undefined ? {} : { to: options.to };
  const diff = await api.call('diffTemplate', { params: { id }, query });
  if (options.json) output.out(JSON.stringify(diff, null, 2));
  else if (diff.changes.length === 0) output.out(`Nothing differs from version ${diff.from}.`);
  else for (const change of diff.changes) for (const line of changeInWords(change)) output.out(line);
  return exitCodes.ok;
}

/** `koppel template revert`: back to before the last installation. */
export async function revertTemplate(
  api: ApiClient,
  id: string,
  options: { readonly discardChanges: boolean; readonly json: boolean },
  output: Output,
): Promise<number> {
  const { discardChanges } = options;
  const reverted = await api.call('revertTemplate', { params: { id }, body: { discardChanges } });
  if (options.json) output.out(JSON.stringify(reverted, null, 2));
  else if (reverted.version === null) output.out(`"${id}" is no longer installed; what it brought is gone.`);
  else output.out(`"${id}" is back at version ${reverted.version}.`);
  return exitCodes.ok;
}

/** `koppel template docs`: the documentation page, in Markdown. */
export async function showDocumentation(
  api: ApiClient,
  id: string,
  options: { readonly version?: string; readonly json: boolean },
  output: Output,
): Promise<number> {
  const query = options.version === undefined ? {} : { version: options.version };
  const page = await api.call('getTemplateDocumentation', { params: { id }, query });
  output.out(options.json ? JSON.stringify(page, null, 2) : plainText(page.documentation));
  return exitCodes.ok;
}

/** Text of others without the characters that a terminal obeys. */
function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '').trimEnd();
}

/** `koppel template detach`: its flows stay, and are upgraded no more. */
export async function detachTemplate(
  api: ApiClient,
  id: string,
  options: { readonly yes: boolean; readonly json: boolean },
  output: Output,
): Promise<number> {
  if (!options.yes) {
    output.err(
      complaint(
        `"${id}" was not detached: it would get no more upgrades, and there is no way back to before it.`,
        'Say --yes if that is meant. Its flows stay.',
      ),
    );
    return exitCodes.usage;
  }
  const { flows } = await api.call('detachTemplate', { params: { id } });
  if (options.json) output.out(JSON.stringify({ flows }, null, 2));
  else output.out(`"${id}" is no longer installed. These flows stay: ${flows.join(', ')}.`);
  return exitCodes.ok;
}

/** The package that a file holds, put into the library, or one that the library has. */
async function packageFrom(
  api: ApiClient,
  source: string,
  version: string | undefined,
  output: Output,
): Promise<{ id: string; version: string } | null> {
  if (/[./\\]/.test(source)) {
    const content = await readFile(source, 'utf8').catch(() => null);
    if (content === null) {
      output.err(complaint(`"${source}" cannot be read.`, 'Name a file that `koppel template export` wrote.'));
      return null;
    }
    const added = await api.call('uploadTemplate', { body: { content } });
    return { id: added.id, version: added.version };
  }
  const { library } = await api.call('listTemplates');
  const found = library.find(({ id, version: has }) => id === source && (version === undefined || has === version));
  if (!found) {
    output.err(
      complaint(
        `The library has no "${source}"${version === undefined ? '' : ` ${version}`}.`,
        'See `koppel template list`.',
      ),
    );
    return null;
  }
  return { id: found.id, version: found.version };
}

async function answersFrom(file: string | undefined, output: Output): Promise<Record<string, unknown> | null> {
  if (file === undefined) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    output.err(complaint(`"${file}" cannot be read as JSON.`, 'Name a file with an object of answers.'));
    return null;
  }
}
