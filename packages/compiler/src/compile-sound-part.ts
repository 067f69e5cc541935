import { parseEdge, type FlowDocument, type FlowEdge, type Issue } from '@koppel/model';
import { compile } from './compile.ts';
import type { CompileContext } from './context.ts';
import { graphOf, reachableFrom } from './graph.ts';
import { drawOutSubFlows } from './sub-flows.ts';
import type { Plan } from './plan.ts';

/** A plan of the part of a draft that has no errors. */
export interface SoundPart {
  readonly plan: Plan;
  /** The nodes with errors and those that only get their records from them, in the order of the document. */
  readonly leftOut: readonly string[];
  /** The edges that lead from the plan's nodes to those. */
  readonly cut: readonly FlowEdge[];
}

export type SoundPartCompiled = ({ readonly ok: true } & SoundPart) | { readonly ok: false; readonly issue: Issue };

/**
 * Compiles what can run of a draft: without the nodes that have errors, and without what lies behind them. Not for real
 * runs: those need the whole. Gives the first issue where an error concerns the whole flow, or nothing would be written.
 */
export function compileSoundPart(document: FlowDocument, context: CompileContext): SoundPartCompiled {
  let part = document;
  for (;;) {
    const compiled = compile(part, context);
    const errors = compiled.issues.filter(({ severity }) => severity === 'error');
    if (compiled.ok) return withWhatIsLeftOut(compiled.plan, part, document);
    const broken = errors.flatMap(({ nodeId }) => nodeId ?? []);
    const smaller = without(part, [...broken, ...reachableFrom(graphOf(part), broken)]);
    const isSmaller = Object.keys(smaller.nodes).length < Object.keys(part.nodes).length;
    const whole = errors.find(({ nodeId }) => nodeId === null);
    if (whole || !isSmaller || !hasWriter(smaller, context)) return { ok: false, issue: whole ?? errors[0]! };
    part = smaller;
  }
}

function withWhatIsLeftOut(plan: Plan, part: FlowDocument, document: FlowDocument): SoundPartCompiled {
  const edges = document.edges.map(parseEdge);
  return {
    ok: true,
    plan,
    leftOut: Object.keys(document.nodes).filter((id) => !(id in part.nodes)),
    cut: edges.filter(({ from, to }) => from.nodeId in part.nodes && !(to.nodeId in part.nodes)),
  };
}

function without(document: FlowDocument, ids: readonly string[]): FlowDocument {
  const gone = new Set(ids);
  return {
    ...document,
    nodes: Object.fromEntries(Object.entries(document.nodes).filter(([id]) => !gone.has(id))),
    edges: document.edges.filter((text) => {
      const { from, to } = parseEdge(text);
      return !gone.has(from.nodeId) && !gone.has(to.nodeId);
    }),
  };
}

function hasWriter(document: FlowDocument, context: CompileContext): boolean {
  const { catalog } = context;
  const { nodes } = drawOutSubFlows(document, context).document;
  return Object.values(nodes).some(({ type }) => {
    const role = catalog.definitions.get(type)?.role;
    return role === 'sink' || role === 'sync';
  });
}
