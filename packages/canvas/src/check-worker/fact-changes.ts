import type { FlowFacts, NodeFacts, PortType } from './messages.ts';

/** The facts of the nodes that are other than what was told before, and which nodes are gone. */
export interface FactChanges {
  readonly facts: FlowFacts;
  /** Null: `facts` is everything, and what was told before does not count. */
  readonly gone: readonly string[] | null;
}

/**
 * Remembers what it told, and tells only what changed: reading the facts of hundreds of nodes takes the main thread longer
 * than the check took the worker.
 */
export function createFactChanges(): (facts: FlowFacts) => FactChanges {
  let told: ReadonlyMap<string, string> | null = null;
  return (facts) => {
    const before = told;
    const keys = new Map<object, string>();
    const now = new Map(Object.entries(facts.nodes).map(([id, node]) => [id, keyOf(node, keys)]));
    told = now;
    if (!before) return { facts, gone: null };
    const changed = Object.entries(facts.nodes).filter(([id]) => before.get(id) !== now.get(id));
    return {
      facts: { issues: facts.issues, nodes: Object.fromEntries(changed) },
      gone: [...before.keys()].filter((id) => !now.has(id)),
    };
  };
}

/** All facts again, from those before and what changed. The same object where nothing did. */
export function withChanges(
  before: Readonly<Record<string, NodeFacts>>,
  { facts, gone }: FactChanges,
): Readonly<Record<string, NodeFacts>> {
  if (gone === null) return facts.nodes;
  if (gone.length === 0 && Object.keys(facts.nodes).length === 0) return before;
  const left = new Set(gone);
  return { ...Object.fromEntries(Object.entries(before).filter(([id]) => !left.has(id))), ...facts.nodes };
}

/** Nodes in a row hand on one and the same shape: its text is made once. */
function keyOf({ inputs, outputs, telling, target }: NodeFacts, keys: Map<object, string>): string {
  const ports = (types: Readonly<Record<string, PortType>>) =>
    Object.entries(types)
      .map(([port, type]) => `${port}=${type.kind === 'records' ? shapeKey(type.shape, keys) : type.kind}`)
      .join(' ');
  return `${ports(inputs)} | ${ports(outputs)} | ${JSON.stringify([telling, target])}`;
}

function shapeKey(shape: object, keys: Map<object, string>): string {
  const known = keys.get(shape);
  if (known !== undefined) return known;
  const made = JSON.stringify(shape);
  keys.set(shape, made);
  return made;
}
