import type { FlowDocument } from '@koppel/model';

type Nodes = FlowDocument['nodes'];
type FlowNode = Nodes[string];

/** One setting of a node that differs, or one row of a setting that has rows. Undefined: it is not there. */
export interface SettingDifference {
  readonly setting: string;
  readonly row: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface NodeDifference {
  readonly nodeId: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Of a node that is new or gone all that it says. */
  readonly settings: readonly SettingDifference[];
  /** What it says in both, with the same before and after. */
  readonly same: readonly SettingDifference[];
}

/** What differs between two versions of a flow. Where things stand on the canvas plays no part. */
export interface FlowDifference {
  readonly nodes: readonly NodeDifference[];
  readonly addedEdges: readonly string[];
  readonly removedEdges: readonly string[];
  /** How many nodes say the same in both. */
  readonly same: number;
}

/** Settings that are compared row by row: the fields of a mapping and those that are translated. */
const withRows = new Set(['rows', 'fields']);

/** Compares two versions node by node and row by row: changed nodes first, then new ones, then those that are gone. */
export function compareFlows(before: FlowDocument, after: FlowDocument): FlowDifference {
  const changed = Object.keys(after.nodes).flatMap((nodeId): NodeDifference[] => {
    const [old, fresh] = [before.nodes[nodeId], after.nodes[nodeId]!];
    if (!old) return [];
    const { differing, same } = settingsOf(old, fresh);
    return differing.length > 0 ? [{ nodeId, kind: 'changed', settings: differing, same }] : [];
  });
  const only = (nodes: Nodes, others: Nodes, kind: 'added' | 'removed') =>
    Object.entries(nodes).flatMap(([nodeId, node]): NodeDifference[] => {
      if (others[nodeId]) return [];
      const nothing = { type: node.type, v: node.v, config: {}, ...(node.title ? { title: node.title } : {}) };
      const { differing } = kind === 'added' ? settingsOf(nothing, node) : settingsOf(node, nothing);
      return [{ nodeId, kind, settings: differing, same: [] }];
    });
  const added = only(after.nodes, before.nodes, 'added');
  return {
    nodes: [...changed, ...added, ...only(before.nodes, after.nodes, 'removed')],
    addedEdges: after.edges.filter((edge) => !before.edges.includes(edge)),
    removedEdges: before.edges.filter((edge) => !after.edges.includes(edge)),
    same: Object.keys(after.nodes).length - added.length - changed.length,
  };
}

function settingsOf(before: FlowNode, after: FlowNode) {
  const own = (['title', 'type', 'slot', 'entity', 'isDisabled'] as const).map((setting): SettingDifference => ({
    setting,
    row: null,
    before: before[setting],
    after: after[setting],
  }));
  const [old, fresh] = [before.config as Record<string, unknown>, after.config as Record<string, unknown>];
  const settings = keysOf(old, fresh).flatMap((setting): SettingDifference[] => {
    const [was, is] = [old[setting], fresh[setting]];
    if (!withRows.has(setting) || !isRecord(was ?? {}) || !isRecord(is ?? {})) {
      return [{ setting, row: null, before: was, after: is }];
    }
    const [rows, freshRows] = [(was ?? {}) as Record<string, unknown>, (is ?? {}) as Record<string, unknown>];
    return keysOf(rows, freshRows).map((row) => ({ setting, row, before: rows[row], after: freshRows[row] }));
  });
  const all = [...own, ...settings];
  return {
    differing: all.filter(({ before, after }) => canonical(before) !== canonical(after)),
    // What a node is called, and of which type it is, can be read without opening anything.
    same: all.filter(({ setting, before, after }) => {
      const isTold = setting === 'title' || setting === 'type' || before === undefined;
      return !isTold && canonical(before) === canonical(after);
    }),
  };
}

const keysOf = (a: object, b: object) => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same text for the same value, in whatever order its keys stand. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part as object).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
