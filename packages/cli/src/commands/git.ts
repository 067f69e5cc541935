import {
  canonicalText,
  flowTestSchema,
  mastershipTableSchema,
  parseFlow,
  stringifyFlow,
  stringifyFlowTest,
  templateChanges,
  valueListSchema,
  type FieldValue,
  type FlowDocument,
  type FlowTest,
  type Issue,
  type MastershipTable,
  type MergeChange,
  type ValueList,
  subFlowUsesOf,
} from '@koppel/model';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { complaint, type Output } from '../output.ts';
import { changeInWords } from './change-words.ts';

const bindingsSchema = z.record(
  z.string(),
  z.strictObject({
    /** Slot → name of the connection: ids differ from workspace to workspace. */
    slots: z.record(z.string(), z.string().nullable()),
    parameterValues: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
);
type Bindings = z.infer<typeof bindingsSchema>;

/** Hash of each file as it was pulled or pushed last, by its path in the folder. */
const pulledSchema = z.strictObject({
  koppel: z.literal('pulled'),
  version: z.literal(1),
  files: z.record(z.string(), z.string()),
});
const pulledFile = 'workspace/pulled.json';
const mastershipFile = 'workspace/mastership.json';
const bindingsFile = 'workspace/bindings.json';

/** What of a workspace is kept in files. */
interface Kept {
  readonly flows: Readonly<Record<string, FlowDocument>>;
  readonly valueLists: Readonly<Record<string, ValueList>>;
  readonly mastership: MastershipTable;
  readonly bindings: Bindings;
  readonly tests: readonly FlowTest[];
}

/** A file of the folder that is not what it should be. */
class FolderProblem extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'FolderProblem';
    this.remedy = remedy;
  }
}

/** Where the test of a flow is kept. */
const testFile = ({ flowId, id }: Pick<FlowTest, 'flowId' | 'id'>) => `${flowId}/tests/${id}.json`;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** The files of a folder, by their path in it: the same bytes for the same content. */
function filesOf({ flows, valueLists, mastership, bindings, tests }: Kept): Map<string, string> {
  return new Map([
    ...Object.entries(flows).map(([id, flow]) => [`${id}.json`, stringifyFlow(flow)] as const),
    ...Object.entries(valueLists).map(([id, list]) => [`value-lists/${id}.json`, canonicalText(list)] as const),
    ...tests.map((test) => [testFile(test), stringifyFlowTest(test)] as const),
    [mastershipFile, canonicalText(mastership)],
    [bindingsFile, canonicalText(bindings)],
  ]);
}

async function keptOnServer(api: ApiClient): Promise<Kept> {
  const [summaries, lists, { table }, connections] = await Promise.all([
    api.call('listFlows'),
    api.call('listValueLists'),
    api.call('getMastership'),
    api.call('listConnections'),
  ]);
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  const readable = summaries.filter(({ damage }) => damage === null);
  const details = await Promise.all(readable.map(({ id }) => api.call('getFlow', { params: { id } })));
  const tests: FlowTest[] = [];
  for (const { id } of readable) {
    const kept = await api.call('listFlowTests', { params: { id } });
    for (const { id: test } of kept) tests.push(await api.call('getFlowTest', { params: { id, test } }));
  }
  return {
    tests,
    flows: Object.fromEntries(details.map(({ draft }) => [draft.id, draft])),
    valueLists: Object.fromEntries(lists.map((list) => [list.id, list])),
    mastership: table,
    bindings: Object.fromEntries(
      details.map(({ draft, slots, parameterValues }) => [
        draft.id,
        {
          slots: Object.fromEntries(
            Object.entries(slots).map(([slot, id]) => [slot, id === null ? null : (names.get(id) ?? null)]),
          ),
          parameterValues,
        },
      ]),
    ),
  };
}

async function jsonIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).toSorted();
}

async function read<Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues[0]!.message : (error as Error).message;
    throw new FolderProblem(`${join(folder, file)} cannot be read: ${why}`, 'Correct it, or pull it again.');
  }
}

/** What the files say; what has no file is as on the server. */
async function keptInFolder(folder: string, server: Kept): Promise<Kept> {
  const flows: Record<string, FlowDocument> = {};
  for (const name of await jsonIn(folder)) {
    const parsed = parseFlow(await readFile(join(folder, name), 'utf8'), join(folder, name));
    if (!parsed.ok) throw new FolderProblem(parsed.issues[0]!.message, parsed.issues[0]!.remedy);
    if (`${parsed.document.id}.json` !== name) {
      throw new FolderProblem(
        `${join(folder, name)} is the flow "${parsed.document.id}".`,
        'Name the file as its flow.',
      );
    }
    flows[parsed.document.id] = parsed.document;
  }
  const valueLists: Record<string, ValueList> = {};
  for (const name of await jsonIn(join(folder, 'value-lists'))) {
    const list = await read(folder, `value-lists/${name}`, valueListSchema);
    if (list) valueLists[list.id] = list;
  }
  return {
    tests: await testsIn(folder, Object.keys(flows)),
    flows,
    valueLists,
    mastership: (await read(folder, mastershipFile, mastershipTableSchema)) ?? server.mastership,
    bindings: (await read(folder, bindingsFile, bindingsSchema)) ?? server.bindings,
  };
}

/** The tests in the folders of these flows. */
async function testsIn(folder: string, flowIds: readonly string[]): Promise<FlowTest[]> {
  const tests: FlowTest[] = [];
  for (const flowId of flowIds) {
    for (const name of await jsonIn(join(folder, flowId, 'tests'))) {
      const path = `${flowId}/tests/${name}`;
      const test = await read(folder, path, flowTestSchema);
      if (!test) continue;
      if (testFile(test) !== path) {
        throw new FolderProblem(
          `${join(folder, path)} is the test "${test.id}" of the flow "${test.flowId}".`,
          'Name the folder as its flow and the file as the test.',
        );
      }
      tests.push(test);
    }
  }
  return tests;
}

async function pulledIn(folder: string): Promise<Readonly<Record<string, string>>> {
  return (await read(folder, pulledFile, pulledSchema))?.files ?? {};
}

async function writePulled(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const hashes = Object.fromEntries([...files].map(([path, text]) => [path, hashOf(text)]));
  await mkdir(join(folder, 'workspace'), { recursive: true });
  await writeFile(join(folder, pulledFile), canonicalText({ koppel: 'pulled', version: 1, files: hashes }));
}

async function answering(output: Output, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FolderProblem)) throw error;
    output.err(complaint(error.message, error.remedy));
    return exitCodes.problems;
  }
}

/** `koppel pull`: the drafts, value lists, mastership table and bindings of the workspace as files. */
export function pull(
  api: ApiClient,
  folder: string,
  options: { readonly force: boolean },
  output: Output,
): Promise<number> {
  return answering(output, async () => {
    const server = await keptOnServer(api);
    const files = filesOf(server);
    const pulled = await pulledIn(folder);
    const here = filesOf(await keptInFolder(folder, server));
    const unsaved = [...here].filter(
      ([path, text]) =>
        pulled[path] !== hashOf(text) && files.get(path) !== text && (pulled[path] !== undefined || files.has(path)),
    );
    if (unsaved.length > 0 && !options.force) {
      throw new FolderProblem(
        `Nothing was pulled: these files were changed and not pushed: ${unsaved.map(([path]) => path).join(', ')}.`,
        'Push them, or commit them and pull with --force, then merge with git.',
      );
    }
    await mkdir(join(folder, 'value-lists'), { recursive: true });
    await mkdir(join(folder, 'workspace'), { recursive: true });
    let changed = 0;
    for (const [path, text] of files) {
      const place = join(folder, path);
      await mkdir(dirname(place), { recursive: true });
      if ((await readFile(place, 'utf8').catch(() => null)) === text) continue;
      await writeFile(place, text);
      changed += 1;
    }
    // A flow that the server no longer has, and that was pulled from it.
    const gone = Object.keys(pulled).filter((path) => !files.has(path) && here.has(path));
    for (const path of gone) await rm(join(folder, path));
    await writePulled(folder, files);
    output.out(`${files.size} files, ${changed} changed, ${gone.length} removed.`);
    return exitCodes.ok;
  });
}

/** `koppel diff`: what the files would change on the server. */
export function diff(
  api: ApiClient,
  folder: string,
  options: { readonly json: boolean },
  output: Output,
): Promise<number> {
  return answering(output, async () => {
    const server = await keptOnServer(api);
    const here = await keptInFolder(folder, server);
    const changes = differences(server, here);
    if (options.json) output.out(JSON.stringify(changes, null, 2));
    else if (changes.length === 0) output.out('The files and the workspace say the same.');
    else for (const change of changes) for (const line of changeInWords(change)) output.out(line);
    return exitCodes.ok;
  });
}

function differences(server: Kept, here: Kept): readonly MergeChange[] {
  const contents = ({ flows, valueLists, mastership }: Kept) => ({ flows, valueLists, mastership: mastership.rows });
  const changes = templateChanges(contents(server), contents(here));
  const bound = Object.entries(here.bindings)
    .filter(([id, binding]) => canonicalText(binding) !== canonicalText(server.bindings[id] ?? null))
    .map(([id, after]): MergeChange => ({
      id: `bindings/${id}`,
      kind: 'parameter',
      flowId: id,
      nodeId: null,
      nodeTitle: null,
      name: 'bindings',
      change: 'changed',
      before: server.bindings[id],
      after,
      isLayoutOnly: false,
    }));
  const there = new Map(server.tests.map((test) => [testFile(test), stringifyFlowTest(test)]));
  const tested = here.tests
    .filter((test) => there.get(testFile(test)) !== stringifyFlowTest(test))
    .map((test): MergeChange => ({
      id: testFile(test),
      kind: 'flowText',
      flowId: test.flowId,
      nodeId: null,
      nodeTitle: null,
      name: `test "${test.title}"`,
      change: there.has(testFile(test)) ? 'changed' : 'added',
      before: undefined,
      after: undefined,
      isLayoutOnly: true,
    }));
  return [...changes, ...bound, ...tested];
}

export interface PushOptions {
  readonly publish: boolean;
  readonly note?: string;
  /** Why it is published although tests do not pass. */
  readonly overrule?: string;
  readonly json: boolean;
}

/** `koppel push`: what was changed in the files since the pull. All of it is looked at before any of it is saved. */
export function push(api: ApiClient, folder: string, options: PushOptions, output: Output): Promise<number> {
  return answering(output, async () => {
    const server = await keptOnServer(api);
    const here = await keptInFolder(folder, server);
    const [there, wanted, pulled] = [filesOf(server), filesOf(here), await pulledIn(folder)];
    const changed = [...wanted]
      .filter(([path, text]) => there.get(path) !== text && pulled[path] !== hashOf(text))
      .map(([path]) => path);
    const meanwhile = changed.filter((path) => {
      const present = there.get(path);
      return present !== undefined && pulled[path] !== hashOf(present);
    });
    if (meanwhile.length > 0) {
      throw new FolderProblem(
        `Nothing was pushed: these changed on the server since they were pulled: ${meanwhile.join(', ')}.`,
        'Commit, pull with --force, merge with git, then push.',
      );
    }
    const flows = usedFirst(
      changed.flatMap((path) => {
        const flow = path.includes('/') ? undefined : here.flows[path.slice(0, -'.json'.length)];
        return flow ? [flow] : [];
      }),
    );
    const broken = await mistakesIn(
      api,
      flows.filter(({ id }) => there.has(`${id}.json`)),
    );
    if (broken.length > 0) {
      for (const { flow, issue } of broken) output.err(complaint(`${flow}.json: ${issue.message}`, issue.remedy));
      output.err('Nothing was pushed.');
      return exitCodes.problems;
    }
    const published = await save(api, { server, here, changed, flows }, options);
    await writePulled(folder, filesOf(await keptOnServer(api)));
    if (options.json) output.out(JSON.stringify({ changed, published }, null, 2));
    else if (changed.length === 0) output.out('There is nothing to push.');
    else
      output.out(`Pushed ${changed.join(', ')}.${published.length > 0 ? ` Published ${published.join(', ')}.` : ''}`);
    return exitCodes.ok;
  });
}

/** Sub-flows before the flows that use them: those can only be published afterwards. */
function usedFirst(flows: readonly FlowDocument[]): FlowDocument[] {
  const ordered = new Map<string, FlowDocument>();
  const open = new Set<string>();
  const visit = (flow: FlowDocument) => {
    if (ordered.has(flow.id) || open.has(flow.id)) return;
    open.add(flow.id);
    for (const { subFlow } of subFlowUsesOf(flow)) {
      const used = flows.find(({ id }) => id === subFlow);
      if (used) visit(used);
    }
    ordered.set(flow.id, flow);
  };
  flows.forEach(visit);
  return [...ordered.values()];
}

async function mistakesIn(api: ApiClient, flows: readonly FlowDocument[]): Promise<{ flow: string; issue: Issue }[]> {
  const found: { flow: string; issue: Issue }[] = [];
  for (const document of flows) {
    // What such a flow makes of a sub-flow that comes along is known once that is there.
    if (subFlowUsesOf(document).some(({ subFlow }) => flows.some(({ id }) => id === subFlow))) continue;
    const { issues } = await api.call('checkFlow', { params: { id: document.id }, body: { document } });
    for (const issue of issues) if (issue.severity === 'error') found.push({ flow: document.id, issue });
  }
  return found;
}

async function save(
  api: ApiClient,
  {
    server,
    here,
    changed,
    flows,
  }: {
    readonly server: Kept;
    readonly here: Kept;
    readonly changed: readonly string[];
    readonly flows: readonly FlowDocument[];
  },
  { publish, note, overrule }: PushOptions,
): Promise<string[]> {
  const saveTests = async (flowId?: string) => {
    for (const test of here.tests) {
      if (!changed.includes(testFile(test)) || (flowId !== undefined && flowId !== test.flowId)) continue;
      await api.call('saveFlowTest', { params: { id: test.flowId, test: test.id }, body: { test } });
    }
  };
  for (const [id, list] of Object.entries(here.valueLists)) {
    if (changed.includes(`value-lists/${id}.json`)) await api.call('saveValueList', { params: { id }, body: list });
  }
  if (changed.includes(mastershipFile)) {
    const { revision } = await api.call('getMastership');
    await api.call('saveMastership', { body: { table: here.mastership, revision } });
  }
  const published: string[] = [];
  for (const document of flows) {
    const { id } = document;
    if (server.flows[id]) {
      const { revision } = await api.call('getFlow', { params: { id } });
      await api.call('saveDraft', { params: { id }, body: { document, revision } });
    } else {
      await api.call('importFlow', { body: { document } });
    }
    if (changed.includes(bindingsFile)) await bind(api, id, here.bindings[id]);
    await saveTests(id);
    if (!publish) continue;
    const { revision } = await api.call('getFlow', { params: { id } });
    await api.call('publishFlow', {
      params: { id },
      body: { revision, note: note ?? 'From files', ...(overrule === undefined ? {} : { overrule }) },
    });
    published.push(id);
  }
  await saveTests();
  if (changed.includes(bindingsFile)) {
    for (const [id, binding] of Object.entries(here.bindings)) {
      const isBound =
        flows.some((flow) => flow.id === id) || canonicalText(binding) === canonicalText(server.bindings[id] ?? null);
      if (!isBound && server.flows[id]) await bind(api, id, binding);
    }
  }
  return published;
}

async function bind(api: ApiClient, id: string, binding: Bindings[string] | undefined): Promise<void> {
  if (!binding) return;
  const connections = await api.call('listConnections');
  const slots = Object.entries(binding.slots).map(([slot, name]) => {
    const connection = name === null ? null : connections.find((one) => one.name === name);
    if (connection === undefined) {
      throw new FolderProblem(
        `The workspace has no connection "${name}", which ${id} is bound to.`,
        'Make it, or correct workspace/bindings.json.',
      );
    }
    return [slot, connection?.id ?? null] as const;
  });
  const parameterValues = binding.parameterValues as Record<string, FieldValue>;
  await api.call('bindFlow', { params: { id }, body: { slots: Object.fromEntries(slots), parameterValues } });
}
