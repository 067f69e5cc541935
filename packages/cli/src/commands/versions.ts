import type { FlowDocument } from '@koppel/model';
import type { RestoreSource } from '@koppel/protocol';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

interface Printed {
  readonly json: boolean;
}

interface Change {
  readonly node: string;
  readonly title: string;
  readonly change: 'added' | 'removed' | 'changed';
}

/** `koppel version list`: the published versions of a flow and the drafts that were kept. */
export async function listVersions(api: ApiClient, flow: string, { json }: Printed, output: Output): Promise<number> {
  const params = { id: flow };
  const [versions, points] = [
    await api.call('listVersions', { params }),
    await api.call('listRestorePoints', { params }),
  ];
  if (json) {
    output.out(JSON.stringify({ versions, restorePoints: points }, null, 2));
    return exitCodes.ok;
  }
  const rows = [
    ...versions.map(({ version, note, publishedAt, publishedBy, runs, records, failed }) => ({
      at: publishedAt,
      cells: [
        String(version),
        publishedAt,
        publishedBy,
        String(runs),
        records > 0 ? `${((failed / records) * 100).toFixed(1)} %` : '',
        note,
      ],
    })),
    ...points.map(({ id, cause, note, savedAt, savedBy }) => ({
      at: savedAt,
      cells: [id, savedAt, savedBy, '', '', note || cause],
    })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1));
  output.out(
    rows.length === 0
      ? 'Not published yet, and no draft was kept.'
      : table(
          ['version', 'when', 'who', 'runs', 'failed', 'note'],
          rows.map(({ cells }) => cells),
        ),
  );
  return exitCodes.ok;
}

/** `koppel version compare`: which nodes and edges are new, gone or say something else. */
export async function compareVersions(
  api: ApiClient,
  { flow, before, after }: { readonly flow: string; readonly before: string; readonly after: string },
  { json }: Printed,
  output: Output,
): Promise<number> {
  const [from, to] = [await documentOf(api, flow, before), await documentOf(api, flow, after)];
  const nodes = [...new Set([...Object.keys(from.nodes), ...Object.keys(to.nodes)])]
    .toSorted()
    .flatMap((node): Change[] => {
      const [was, is] = [from.nodes[node], to.nodes[node]];
      const title = (is ?? was)?.title ?? node;
      if (!was) return [{ node, title, change: 'added' }];
      if (!is) return [{ node, title, change: 'removed' }];
      return sorted(was) === sorted(is) ? [] : [{ node, title, change: 'changed' }];
    });
  const edges = {
    added: to.edges.filter((edge) => !from.edges.includes(edge)),
    removed: from.edges.filter((edge) => !to.edges.includes(edge)),
  };
  if (json) output.out(JSON.stringify({ nodes, edges }, null, 2));
  else if (nodes.length + edges.added.length + edges.removed.length === 0) output.out('The two say the same.');
  else {
    const sign = { added: '+', removed: '-', changed: '~' };
    for (const { change, title, node } of nodes) output.out(`${sign[change]} ${title} (${node})`);
    for (const edge of edges.added) output.out(`+ ${edge}`);
    for (const edge of edges.removed) output.out(`- ${edge}`);
  }
  return exitCodes.ok;
}

/** `koppel version keep`: keeps the draft as it is now. */
export async function keepDraft(
  api: ApiClient,
  flow: string,
  { note, json }: Printed & { readonly note: string },
  output: Output,
): Promise<number> {
  const kept = await api.call('keepRestorePoint', { params: { id: flow }, body: { note } });
  output.out(json ? JSON.stringify(kept, null, 2) : `The draft is kept as ${kept.id}.`);
  return exitCodes.ok;
}

/** `koppel version restore`: makes a version or a restore point the draft again. */
export async function restoreDraft(
  api: ApiClient,
  flow: string,
  from: string,
  { json }: Printed,
  output: Output,
): Promise<number> {
  const { revision } = await api.call('getFlow', { params: { id: flow } });
  const saved = await api.call('restoreDraft', { params: { id: flow }, body: { from: sourceOf(from), revision } });
  output.out(json ? JSON.stringify(saved, null, 2) : `${from} is the draft again. The draft before it was kept.`);
  return exitCodes.ok;
}

/** `koppel version rollback`: restores a version and publishes it, after the same checks as any other. */
export async function rollBack(
  api: ApiClient,
  flow: string,
  {
    version,
    note,
    overrule,
    json,
  }: Printed & { readonly version: string; readonly note?: string; readonly overrule?: string },
  output: Output,
): Promise<number> {
  const { revision } = await api.call('getFlow', { params: { id: flow } });
  const restored = await api.call('restoreDraft', {
    params: { id: flow },
    body: { from: sourceOf(version), revision },
  });
  const published = await api.call('publishFlow', {
    params: { id: flow },
    body: {
      revision: restored.revision,
      note: note ?? `Back to version ${version}`,
      ...(overrule === undefined ? {} : { overrule }),
    },
  });
  output.out(
    json ? JSON.stringify(published, null, 2) : `Version ${version} runs again, as version ${published.version}.`,
  );
  return exitCodes.ok;
}

async function documentOf(api: ApiClient, flow: string, which: string): Promise<FlowDocument> {
  if (which === 'draft') return (await api.call('getFlow', { params: { id: flow } })).draft;
  const from = sourceOf(which);
  return 'version' in from
    ? api.call('getVersion', { params: { id: flow, version: from.version } })
    : api.call('getRestorePoint', { params: { id: flow, point: from.point } });
}

/** A number is a version, anything else a restore point. */
function sourceOf(which: string): RestoreSource {
  return /^\d+$/.test(which) ? { version: Number(which) } : { point: which };
}

/** The same text for the same value, in whatever order its keys stand. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
