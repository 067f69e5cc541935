import {
  emptyFlow,
  formatEdge,
  parseEdge,
  subFlowNodes,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type LocalizedText,
} from '@koppel/model';
import { canonicalEntity, type RecordShape } from '@koppel/sdk';
import { check, type CheckResult } from './check.ts';
import type { CheckContext } from './context.ts';
import type { Refusal } from './edges.ts';
import { graphOf, reachableFrom } from './graph.ts';

export type Extracted =
  | {
      readonly ok: true;
      /** The selected nodes, with an input and an output for each way over which records come and go. */
      readonly subFlow: FlowDocument;
      /** The flow with one node in their place, which uses version 1 of the sub-flow. */
      readonly document: FlowDocument;
      readonly nodeId: string;
    }
  | ({ readonly ok: false } & Refusal);

/** What is to be made of which nodes. */
export interface Extraction {
  readonly nodeIds: readonly string[];
  /** Of the new sub-flow. */
  readonly id: string;
  readonly title: string;
}

/** Makes a sub-flow of some nodes of a flow, or says why that cannot be. Pure; what the flow does stays the same. */
export function extractSubFlow(document: FlowDocument, extraction: Extraction, context: CheckContext): Extracted {
  const inside = new Set(extraction.nodeIds.filter((id) => Object.hasOwn(document.nodes, id)));
  const result = check(document, context);
  const edges = document.edges.map(parseEdge);
  const refused = refusal(document, inside, edges, result, context);
  if (refused) return { ok: false, ...refused };
  return new Extractor(document, extraction, inside, edges, result).extract();
}

function refusal(
  document: FlowDocument,
  inside: ReadonlySet<string>,
  edges: readonly FlowEdge[],
  { nodes }: CheckResult,
  { catalog }: CheckContext,
): Refusal | null {
  const no = (message: string, remedy: string): Refusal => ({ code: 'sub-flow.cannot-be-made', message, remedy });
  const titleOf = (id: string) => {
    const node = document.nodes[id]!;
    return node.title ?? catalog.nodes.get(node.type)?.title.en ?? id;
  };
  if (inside.size === 0) return no('Nothing is selected.', 'Select the nodes that belong together.');
  for (const id of inside) {
    const { type } = document.nodes[id]!;
    if (catalog.nodes.get(type)?.role === 'trigger') {
      return no(
        `"${titleOf(id)}" starts runs, and a sub-flow has no start of its own.`,
        'Leave it out of the selection.',
      );
    }
    if (type === subFlowNodes.input || type === subFlowNodes.output) {
      return no(`"${titleOf(id)}" is an input or output of this sub-flow.`, 'Leave it out of the selection.');
    }
    if (type !== subFlowNodes.use && !nodes.has(id)) {
      return no(`"${titleOf(id)}" has settings that cannot be read.`, 'Correct them first.');
    }
  }
  const outsideBehind = edges.filter(({ from, to }) => inside.has(from.nodeId) && !inside.has(to.nodeId));
  const back = reachableFrom(
    graphOf(without(document, inside)),
    outsideBehind.map(({ to }) => to.nodeId),
  );
  for (const { to } of outsideBehind) back.add(to.nodeId);
  const again = edges.find(({ from, to }) => back.has(from.nodeId) && inside.has(to.nodeId));
  if (again) {
    return no(
      `Records leave the selection and come back to it at "${titleOf(again.to.nodeId)}".`,
      `Select "${titleOf(again.from.nodeId)}" and what is in between too.`,
    );
  }
  const failing = edges.find(
    ({ from, to }) =>
      inside.has(to.nodeId) &&
      !inside.has(from.nodeId) &&
      catalog.nodes.get(document.nodes[to.nodeId]!.type)?.role === 'failures',
  );
  if (failing) {
    return no(
      `"${titleOf(failing.to.nodeId)}" also keeps failed records of "${titleOf(failing.from.nodeId)}".`,
      'Leave it out of the selection.',
    );
  }
  return null;
}

/** The edges of a document that touch none of these nodes. */
function without(document: FlowDocument, ids: ReadonlySet<string>): FlowDocument {
  const edges = document.edges.filter((text) => {
    const { from, to } = parseEdge(text);
    return !ids.has(from.nodeId) && !ids.has(to.nodeId);
  });
  return { ...document, edges };
}

class Untyped extends Error {}

class Extractor {
  readonly #document: FlowDocument;
  readonly #extraction: Extraction;
  readonly #inside: ReadonlySet<string>;
  readonly #edges: readonly FlowEdge[];
  readonly #result: CheckResult;
  readonly #nodeId: string;
  readonly #boundary: Record<string, FlowNode> = {};
  readonly #at: Record<string, [number, number]> = {};
  readonly #inner: FlowEdge[] = [];
  readonly #outer: FlowEdge[] = [];

  constructor(
    document: FlowDocument,
    extraction: Extraction,
    inside: ReadonlySet<string>,
    edges: readonly FlowEdge[],
    result: CheckResult,
  ) {
    this.#document = document;
    this.#extraction = extraction;
    this.#inside = inside;
    this.#edges = edges;
    this.#result = result;
    this.#nodeId = freeId(nodeIdOf(extraction.id), Object.keys(document.nodes));
  }

  extract(): Extracted {
    try {
      this.#drawBoundary();
    } catch (error) {
      if (!(error instanceof Untyped)) throw error;
      return {
        ok: false,
        code: 'sub-flow.cannot-be-made',
        message: error.message,
        remedy: 'Correct what comes before it first, so that the type of the records is known.',
      };
    }
    return { ok: true, subFlow: this.#subFlow(), document: this.#user(), nodeId: this.#nodeId };
  }

  #drawBoundary(): void {
    const inputs = new Map<string, string>();
    const outputs = new Map<string, string>();
    for (const edge of this.#edges) {
      const [starts, ends] = [this.#inside.has(edge.from.nodeId), this.#inside.has(edge.to.nodeId)];
      if (starts && ends) this.#inner.push(edge);
      else if (!starts && !ends) this.#outer.push(edge);
      else if (ends) this.#enter(edge, inputs);
      else this.#leave(edge, outputs);
    }
  }

  /** Records that come from one place enter by one input, however many nodes they go to. */
  #enter({ from, to }: FlowEdge, inputs: Map<string, string>): void {
    const type = this.#typeAt(from);
    if (type?.kind === 'signal' || to.port === 'start') {
      this.#outer.push({ from, to: { nodeId: this.#nodeId, port: 'start' } });
      return;
    }
    const source = `${from.nodeId}.${from.port}`;
    let id = inputs.get(source);
    if (id === undefined) {
      const shape = this.#recordsAt(from);
      // What a mapping made is there by its mapping alone; what a system gives is all of it.
      const fields = shape.fields.some(({ madeBy }) => madeBy) ? shape.fields.map(({ field }) => field) : [];
      id = this.#addBoundary('input', shape, this.#slotOf(shape.sourceRole), { fields }, to.nodeId);
      inputs.set(source, id);
      this.#outer.push({ from, to: { nodeId: this.#nodeId, port: id } });
    }
    this.#inner.push({ from: { nodeId: id, port: 'records' }, to });
  }

  #leave({ from, to }: FlowEdge, outputs: Map<string, string>): void {
    if (from.port === 'rejected') {
      const edge = { from: { nodeId: this.#nodeId, port: 'rejected' }, to };
      if (!this.#outer.some((other) => formatEdge(other) === formatEdge(edge))) this.#outer.push(edge);
      return;
    }
    const source = `${from.nodeId}.${from.port}`;
    let id = outputs.get(source);
    if (id === undefined) {
      const shape = this.#recordsAt(from);
      const target = this.#result.nodes.get(from.nodeId)?.context.target?.slot.slot;
      id = this.#addBoundary('output', shape, target ?? this.#slotOf(shape.sourceRole), {}, from.nodeId);
      outputs.set(source, id);
      this.#inner.push({ from, to: { nodeId: id, port: 'records' } });
    }
    this.#outer.push({ from: { nodeId: this.#nodeId, port: id }, to });
  }

  #typeAt({ nodeId, port }: FlowEdge['from']) {
    return (this.#result.nodes.get(nodeId) ?? this.#result.uses.get(nodeId))?.outputs[port];
  }

  #recordsAt(end: FlowEdge['from']): RecordShape {
    const type = this.#typeAt(end);
    if (type?.kind !== 'records') {
      const title = this.#document.nodes[end.nodeId]?.title ?? end.nodeId;
      throw new Untyped(`It is not known what leaves "${title}" by "${end.port}".`);
    }
    return type.shape;
  }

  #slotOf(role: string): string {
    const slot = Object.keys(this.#document.slots).find((name) => this.#document.slots[name]!.role === role);
    if (slot === undefined)
      throw new Untyped(`The flow has no slot for the system "${role}" that the records come from.`);
    return slot;
  }

  #addBoundary(
    side: 'input' | 'output',
    { entity }: RecordShape,
    slot: string,
    config: Record<string, unknown>,
    beside: string,
  ): string {
    const id = freeId(side, [...this.#inside, ...Object.keys(this.#boundary)]);
    const title = canonicalEntity(entity)?.plural.en ?? entity;
    const taken = Object.values(this.#boundary).filter((node) => node.type === subFlowNodes[side]).length;
    this.#boundary[id] = {
      type: subFlowNodes[side],
      v: 1,
      title: taken === 0 ? title : `${title} ${taken + 1}`,
      slot,
      entity,
      config,
    };
    const xs = [...this.#inside].map((inner) => this.#document.layout.nodes[inner]?.[0] ?? 0);
    const y = (this.#document.layout.nodes[beside]?.[1] ?? 0) + taken * 20;
    this.#at[id] = [side === 'input' ? Math.min(...xs) - 240 : Math.max(...xs) + 240, y];
    return id;
  }

  #subFlow(): FlowDocument {
    const { nodes, slots, parameters, phrases, layout, integration } = this.#document;
    const inner = { ...pick(nodes, (id) => this.#inside.has(id)), ...this.#boundary };
    const settings = JSON.stringify(Object.values(inner).map(({ config }) => config));
    const usesSlot = (name: string) =>
      Object.values(inner).some(({ slot }) => slot === name) || settings.includes(JSON.stringify(name));
    const titles = new Set(Object.values(inner).map(({ title }) => title));
    const words = pick(phrases ?? {}, (title) => titles.has(title));
    return {
      ...emptyFlow(this.#extraction.id, this.#extraction.title),
      ...(integration === undefined ? {} : { integration }),
      isSubFlow: true,
      slots: pick(slots, usesSlot),
      parameters: pick(parameters, (name) => new RegExp(`\\b${name}\\b`).test(settings)),
      nodes: inner,
      phrases: { ...words, ...this.#entityPhrases() },
      edges: this.#inner.map(formatEdge).sort(),
      layout: {
        nodes: { ...pick(layout.nodes, (id) => this.#inside.has(id)), ...this.#at },
        groups: {},
        notes: {},
      },
    };
  }

  #entityPhrases(): NonNullable<FlowDocument['phrases']> {
    return Object.fromEntries(
      Object.values(this.#boundary).flatMap(({ title, entity }) => {
        const plural: LocalizedText | undefined = canonicalEntity(entity!)?.plural;
        if (!plural || title !== plural.en) return [];
        return [[plural.en, { nl: plural.nl ?? plural.en, fr: plural.fr ?? plural.en }]];
      }),
    );
  }

  #user(): FlowDocument {
    const { nodes, layout } = this.#document;
    const use: FlowNode = {
      type: subFlowNodes.use,
      v: 1,
      title: this.#extraction.title.slice(0, 80),
      config: { subFlow: this.#extraction.id, version: 1 },
    };
    const points = [...this.#inside].flatMap((id) => (layout.nodes[id] ? [layout.nodes[id]] : []));
    const mean = (axis: 0 | 1) =>
      Math.round(points.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, points.length));
    const groups = Object.entries(layout.groups).flatMap(([id, group]) => {
      const left = group.nodes.filter((nodeId) => !this.#inside.has(nodeId));
      if (left.length === 0) return [];
      const isPart = left.length < group.nodes.length;
      return [[id, isPart ? { ...group, nodes: [...left, this.#nodeId] } : group] as const];
    });
    return {
      ...this.#document,
      nodes: { ...pick(nodes, (id) => !this.#inside.has(id)), [this.#nodeId]: use },
      edges: this.#outer.map(formatEdge).sort(),
      layout: {
        ...layout,
        nodes: { ...pick(layout.nodes, (id) => !this.#inside.has(id)), [this.#nodeId]: [mean(0), mean(1)] },
        groups: Object.fromEntries(groups),
      },
    };
  }
}

function pick<T>(record: Readonly<Record<string, T>>, keep: (key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keep(key)));
}

function nodeIdOf(id: string): string {
  return id.slice(0, 56);
}

function freeId(base: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}${number}`;
    if (!taken.includes(id)) return id;
  }
}
