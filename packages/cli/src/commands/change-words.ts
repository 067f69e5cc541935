import type { MergeChange } from '@koppel/model';

const kinds: Readonly<Record<MergeChange['kind'], string>> = {
  flow: 'flow',
  flowText: 'text of the flow',
  slot: 'slot',
  parameter: 'parameter',
  node: 'node',
  nodeTitle: 'title of a node',
  nodeSetting: 'setting',
  mappingRow: 'mapping',
  edge: 'edge',
  wire: 'way of the records',
  loop: 'edges in a circle',
  note: 'note',
  group: 'group',
  position: 'position',
  valueList: 'value list',
  valueListRow: 'row of a value list',
  mastershipCell: 'mastership',
};
const signs = { added: '+', removed: '-', changed: '~' } as const;
const longestValue = 400;

/** What something is of, for people: `mapping account.creditLimit in accounts-erp-to-crm, Map to account`. */
export function partInWords({
  kind,
  name,
  flowId,
  nodeId,
  nodeTitle,
}: Pick<MergeChange, 'kind' | 'name' | 'flowId' | 'nodeId' | 'nodeTitle'>): string {
  const node = nodeTitle ?? nodeId;
  const what = name === '' || name === node ? kinds[kind] : `${kinds[kind]} ${name}`;
  const where = [flowId, node].filter((part) => part !== null && part !== name);
  return where.length === 0 ? what : `${what} in ${where.join(', ')}`;
}

/** A value on one line; nothing for what is not there. */
export function valueInWords(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** A change on one line, and its values below. */
export function changeInWords(change: MergeChange): string[] {
  const { before, after } = change;
  const head = `${signs[change.change]} ${partInWords(change)}`;
  if (change.kind === 'flow' || change.kind === 'node' || change.kind === 'edge' || change.isLayoutOnly) return [head];
  return [head, `    ${valueInWords(before)} → ${valueInWords(after)}`];
}
