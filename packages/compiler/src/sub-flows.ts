import {
  boundaryNodes,
  drawnNodeId,
  formatEdge,
  nodeTitleOf,
  parseEdge,
  subFlowNodes,
  subFlowUseSchema,
  type FieldValue,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowParameter,
  type Issue,
  type LocalizedText,
  type SubFlowUseConfig,
} from '@koppel/model';
import type { PortSpec, SpecCatalog } from '@koppel/sdk';

/** A published version of a sub-flow. It never changes. */
export interface SubFlowVersion {
  readonly version: number;
  readonly document: FlowDocument;
}

/** The values that the rules of a node may name, by name. */
export type ParameterScope = Readonly<Record<string, { type: FlowParameter['type']; value: FieldValue }>>;

/** A node that uses a sub-flow, as the drawn flow sees it. */
export interface DrawnUse extends SubFlowVersion {
  /** The newest version that is known; more than `version` where a newer one can be taken. */
  readonly newest: number;
  /** The ports of the node: the sub-flow's inputs and outputs, a start where it reads by itself, and what failed in it. */
  readonly ports: { readonly in: readonly PortSpec[]; readonly out: readonly PortSpec[] };
}

/** A flow with its sub-flows drawn out: their nodes stand in the place of the nodes that use them. */
export interface DrawnOut {
  /** Nodes inside are called after the node that uses them: `address/map`. Without sub-flows it is the flow itself. */
  readonly document: FlowDocument;
  /** What keeps a sub-flow from being used; the node that uses it is left out then. */
  readonly issues: readonly Issue[];
  /** Per edge its place in the flow as it is drawn; null for an edge inside a sub-flow. */
  readonly edgeOrigins: readonly (number | null)[];
  /** Of nodes inside sub-flows, by their ids. */
  readonly parameters: ReadonlyMap<string, ParameterScope>;
  /** By id of the node that uses it, in the drawn flow itself. */
  readonly uses: ReadonlyMap<string, DrawnUse>;
}

interface World {
  readonly catalog: SpecCatalog;
  readonly subFlows: readonly SubFlowVersion[];
}

const maxDepth = 5;
const maxNodes = 2_000;

/**
 * Puts the nodes of sub-flows in the place of the nodes that use them, to any depth up to five. Pure: the same flow and
 * versions always give the same result, so a published flow runs the same whatever becomes of its sub-flows.
 */
export function drawOutSubFlows(document: FlowDocument, world: World, parameters: ParameterScope = {}): DrawnOut {
  if (!Object.values(document.nodes).some(({ type }) => type === subFlowNodes.use)) {
    return {
      document,
      issues: [],
      edgeOrigins: document.edges.map((_, index) => index),
      parameters: new Map(),
      uses: new Map(),
    };
  }
  return new Drawing(document, world, parameters).result();
}

/** Where a document is drawn: the flow itself, or the place of a node that uses it. */
interface Place {
  /** Empty, or the id of the using node and a slash. */
  readonly prefix: string;
  readonly title: LocalizedText | null;
  /** The slot of the drawn flow for one of this document. */
  slot(name: string): string;
  readonly parameters: ParameterScope;
  /** The documents that this one is in, and itself. */
  readonly within: readonly string[];
}

type End = FlowEdge['from'];

/** What the edges of a using node are drawn to. */
interface Ends {
  readonly inputs: ReadonlyMap<string, End>;
  readonly outputs: ReadonlyMap<string, End>;
  /** The reads inside that nothing in the sub-flow starts. */
  readonly starts: readonly End[];
  /** The outputs of failed records inside that lead nowhere yet. */
  readonly rejected: readonly End[];
}

const noEnds: Ends = { inputs: new Map(), outputs: new Map(), starts: [], rejected: [] };

class Drawing {
  readonly #document: FlowDocument;
  readonly #world: World;
  readonly #nodes: Record<string, FlowNode> = {};
  readonly #edges: { text: string; origin: number | null }[] = [];
  readonly #phrases: NonNullable<FlowDocument['phrases']> = {};
  readonly #issues: Issue[] = [];
  readonly #parameters = new Map<string, ParameterScope>();
  readonly #uses = new Map<string, DrawnUse>();

  constructor(document: FlowDocument, world: World, parameters: ParameterScope) {
    this.#document = document;
    this.#world = world;
    this.#draw(document, { prefix: '', title: null, slot: (name) => name, parameters, within: [document.id] });
  }

  result(): DrawnOut {
    return {
      document: {
        ...this.#document,
        nodes: this.#nodes,
        phrases: { ...this.#document.phrases, ...this.#phrases },
        edges: this.#edges.map(({ text }) => text),
      },
      issues: this.#issues,
      edgeOrigins: this.#edges.map(({ origin }) => origin),
      parameters: this.#parameters,
      uses: this.#uses,
    };
  }

  /** Draws a document in a place. Gives the ends that edges to the whole of it lead to. */
  #draw(document: FlowDocument, place: Place): Ends {
    const uses = new Map<string, Ends | null>();
    for (const [id, node] of Object.entries(document.nodes)) {
      if (node.type === subFlowNodes.use) uses.set(id, this.#drawUse(id, node, document, place));
      else this.#addNode(id, node, document, place);
    }
    document.edges.forEach((text, index) => this.#addEdge(text, index, uses, place));
    return this.#endsOf(document, uses, place);
  }

  #addNode(id: string, node: FlowNode, document: FlowDocument, place: Place): void {
    if (place.title === null) {
      this.#nodes[id] = node;
      return;
    }
    const fullId = place.prefix + id;
    const own = nodeTitleOf(document, id) ?? this.#world.catalog.nodes.get(node.type)?.title ?? { en: id };
    const title = joined(place.title, own);
    this.#phrases[title.en] = { nl: title.nl ?? title.en, fr: title.fr ?? title.en };
    const config = (this.#world.catalog.nodes.get(node.type)?.slotsIn ?? []).reduce(
      (current, path) => withSlotAt(current, path, place.slot),
      node.config,
    );
    this.#nodes[fullId] = {
      ...node,
      title: title.en,
      ...(node.slot === undefined ? {} : { slot: place.slot(node.slot) }),
      config,
    };
    this.#parameters.set(fullId, place.parameters);
  }

  /** Null where the sub-flow cannot be used: an issue says why, and the edges of the node say nothing more. */
  #drawUse(id: string, node: FlowNode, document: FlowDocument, place: Place): Ends | null {
    const fullId = place.prefix + id;
    const read = subFlowUseSchema.safeParse(node.config);
    if (!read.success) {
      this.#refuse(fullId, 'node.bad-setting', 'This node does not say which sub-flow it uses.', 'Choose a sub-flow.');
      return null;
    }
    const used = this.#find(fullId, read.data, place);
    if (!used) return null;
    const title = nodeTitleOf(document, id) ?? used.document.title;
    const inner: Place = {
      prefix: `${fullId}/`,
      title: place.title ? joined(place.title, title) : title,
      slot: (name) => place.slot(slotFor(name, used.document, read.data.slots, document) ?? name),
      parameters: this.#parametersFor(fullId, used.document, read.data.parameters, place),
      within: [...place.within, used.document.id],
    };
    if (!this.#hasSlots(fullId, used.document, read.data.slots, document)) return null;
    const ends = node.isDisabled ? this.#drawPassage(used.document, inner) : this.#draw(used.document, inner);
    if (place.prefix === '') {
      const newest = Math.max(...this.#versionsOf(read.data.subFlow).map(({ version }) => version));
      this.#uses.set(id, { ...used, newest, ports: this.#portsOf(used.document, ends) });
    }
    return ends;
  }

  #versionsOf(id: string): SubFlowVersion[] {
    return this.#world.subFlows.filter(({ document }) => document.id === id);
  }

  #find(fullId: string, { subFlow, version }: SubFlowUseConfig, { within }: Place) {
    const versions = this.#versionsOf(subFlow);
    const used = versions.find((candidate) => candidate.version === version);
    const name = `"${used?.document.title.en ?? versions[0]?.document.title.en ?? subFlow}"`;
    const refuse = (code: string, message: string, remedy: string) => {
      this.#refuse(fullId, code, message, remedy);
      return null;
    };
    if (within.includes(subFlow)) {
      return refuse(
        'sub-flow.cycle',
        `The sub-flow ${name} would be part of itself.`,
        'Take it out: a sub-flow cannot use itself, nor one that uses it.',
      );
    }
    if (!used && versions.length === 0) {
      return refuse('sub-flow.unknown', `There is no published sub-flow ${name}.`, 'Publish it, or choose another.');
    }
    if (!used) {
      return refuse(
        'sub-flow.no-version',
        `The sub-flow ${name} has no version ${version}.`,
        'Take a version that it has.',
      );
    }
    if (!used.document.isSubFlow) {
      return refuse('sub-flow.is-a-flow', `${name} is a flow of its own, no sub-flow.`, 'Choose a sub-flow.');
    }
    if (within.length > maxDepth) {
      return refuse(
        'sub-flow.too-deep',
        `Sub-flows are used ${maxDepth} deep already; ${name} would be one more.`,
        'Take some of them together.',
      );
    }
    if (Object.keys(this.#nodes).length + Object.keys(used.document.nodes).length > maxNodes) {
      return refuse(
        'sub-flow.too-large',
        `With the sub-flow ${name} the flow would have more than ${maxNodes} nodes.`,
        'Make two flows of it.',
      );
    }
    return used;
  }

  #refuse(fullId: string, code: string, message: string, remedy: string): void {
    const nodeId = drawnNodeId(fullId);
    this.#issues.push({ code, severity: 'error', message, remedy, nodeId, path: ['config', 'subFlow'] });
  }

  #hasSlots(fullId: string, used: FlowDocument, chosen: Readonly<Record<string, string>>, user: FlowDocument): boolean {
    const missing = Object.entries(used.slots).filter(([name]) => slotFor(name, used, chosen, user) === undefined);
    for (const [name, { role }] of missing) {
      this.#refuse(
        fullId,
        'sub-flow.slot-missing',
        `The sub-flow "${used.title.en}" works on a system of the role "${role}" by its slot "${name}"; this flow has no such slot.`,
        'Choose a slot of the flow for it, or give the flow one of that role.',
      );
    }
    return missing.length === 0;
  }

  #parametersFor(
    fullId: string,
    used: FlowDocument,
    given: Readonly<Record<string, string | number | boolean>>,
    place: Place,
  ): ParameterScope {
    const values = Object.entries(used.parameters).map(([name, { type, default: fallback }]) => {
      const same = place.parameters[name];
      const value: FieldValue = given[name] ?? (same?.type === type ? same.value : null) ?? fallback ?? null;
      if (value === null || !fits(type, value)) {
        this.#issues.push({
          code: value === null ? 'parameter.missing' : 'parameter.does-not-fit',
          severity: 'error',
          message:
            value === null
              ? `The parameter "${name}" of the sub-flow "${used.title.en}" has no value.`
              : `The value "${String(value)}" of the parameter "${name}" of the sub-flow "${used.title.en}" is no ${type}.`,
          remedy: 'Fill it in on the node that uses the sub-flow.',
          nodeId: drawnNodeId(fullId),
          path: ['config', 'parameters', name],
        });
      }
      return [name, { type, value }] as const;
    });
    return Object.fromEntries(values);
  }

  /** A disabled sub-flow: what comes in by its first input goes out by its first output. */
  #drawPassage(used: FlowDocument, place: Place): Ends {
    const [input] = boundaryNodes(used, subFlowNodes.input);
    const [output] = boundaryNodes(used, subFlowNodes.output);
    if (!input) return noEnds;
    this.#addNode(input[0], { ...input[1], config: {} }, used, place);
    const through = { nodeId: place.prefix + input[0], port: 'records' };
    return {
      ...noEnds,
      inputs: new Map([[input[0], through]]),
      outputs: new Map(output ? [[output[0], through]] : []),
    };
  }

  #addEdge(text: string, index: number, uses: ReadonlyMap<string, Ends | null>, place: Place): void {
    const { from, to } = parseEdge(text);
    if (uses.get(from.nodeId) === null || uses.get(to.nodeId) === null) return;
    const leaving = endsAt(from, uses.get(from.nodeId), place, ({ outputs, rejected }) =>
      from.port === 'rejected' ? rejected : outputs.get(from.port),
    );
    const entering = endsAt(to, uses.get(to.nodeId), place, ({ inputs, starts }) =>
      to.port === 'start' ? starts : inputs.get(to.port),
    );
    const known = [...this.#isKnown(from, leaving, 'output', place), ...this.#isKnown(to, entering, 'input', place)];
    if (known.includes(false)) return;
    const origin = place.prefix === '' ? index : null;
    for (const start of leaving)
      for (const end of entering) this.#edges.push({ text: formatEdge({ from: start, to: end }), origin });
  }

  /** Tells of an edge to a port that the version of the sub-flow does not have; of one that is disabled nothing is told. */
  #isKnown({ nodeId, port }: End, ends: readonly End[], side: string, { prefix }: Place): boolean[] {
    if (ends.length > 0) return [];
    if (port === 'rejected' || this.#document.nodes[drawnNodeId(prefix + nodeId)]?.isDisabled) return [false];
    this.#issues.push({
      code: 'sub-flow.no-port',
      severity: 'error',
      message: `This version of the sub-flow has no ${side} "${port}".`,
      remedy: 'Remove the edge and draw it again.',
      nodeId: drawnNodeId(prefix + nodeId),
      path: ['config', 'version'],
    });
    return [false];
  }

  #endsOf(document: FlowDocument, uses: ReadonlyMap<string, Ends | null>, { prefix }: Place): Ends {
    const boundary = (type: typeof subFlowNodes.input | typeof subFlowNodes.output) =>
      new Map(boundaryNodes(document, type).map(([id]) => [id, { nodeId: prefix + id, port: 'records' }]));
    const edges = document.edges.map(parseEdge);
    const free = (side: 'from' | 'to', port: string, ofUse: (ends: Ends) => readonly End[]) =>
      Object.entries(document.nodes).flatMap(([id, node]): readonly End[] => {
        if (edges.some((edge) => edge[side].nodeId === id && edge[side].port === port)) return [];
        const ends = uses.get(id);
        if (ends !== undefined) return ends ? ofUse(ends) : [];
        return this.#hasPort(node, side === 'from' ? 'out' : 'in', port) ? [{ nodeId: prefix + id, port }] : [];
      });
    return {
      inputs: boundary(subFlowNodes.input),
      outputs: boundary(subFlowNodes.output),
      starts: free('to', 'start', ({ starts }) => starts),
      rejected: free('from', 'rejected', ({ rejected }) => rejected),
    };
  }

  #hasPort({ type }: FlowNode, side: 'in' | 'out', port: string): boolean {
    const isBoundary = type === subFlowNodes.input || type === subFlowNodes.output;
    return !isBoundary && this.#world.catalog.nodes.get(type)?.ports[side].some(({ id }) => id === port) === true;
  }

  #portsOf(used: FlowDocument, { starts }: Ends): DrawnUse['ports'] {
    const ports = (type: typeof subFlowNodes.input | typeof subFlowNodes.output) =>
      boundaryNodes(used, type).map(([id, node]): PortSpec => ({
        id,
        kind: 'records',
        title: nodeTitleOf(used, id) ?? this.#world.catalog.nodes.get(node.type)?.title ?? { en: id },
      }));
    const start: PortSpec = {
      id: 'start',
      kind: 'signal',
      isOptional: true,
      title: { en: 'Start', nl: 'Start', fr: 'Départ' },
    };
    const rejected: PortSpec = {
      id: 'rejected',
      kind: 'failures',
      isOptional: true,
      title: { en: 'Failed', nl: 'Mislukt', fr: 'En échec' },
    };
    return {
      in: [...(starts.length > 0 ? [start] : []), ...ports(subFlowNodes.input)],
      out: [...ports(subFlowNodes.output), rejected],
    };
  }
}

/** The ends of one side of an edge: of a node itself, or of what stands in its place. */
function endsAt(
  end: End,
  use: Ends | null | undefined,
  { prefix }: Place,
  of: (ends: Ends) => readonly End[] | End | undefined,
): readonly End[] {
  if (!use) return [{ nodeId: prefix + end.nodeId, port: end.port }];
  const found = of(use) ?? [];
  return 'nodeId' in found ? [found] : found;
}

/** The slot of the using flow that a slot of the sub-flow stands for: as chosen, of the same name, or of the same role. */
function slotFor(
  name: string,
  used: FlowDocument,
  chosen: Readonly<Record<string, string>>,
  user: FlowDocument,
): string | undefined {
  const role = used.slots[name]?.role;
  const ofRole = Object.keys(user.slots).filter((slot) => user.slots[slot]!.role === role);
  return [chosen[name], name].find((slot) => slot !== undefined && ofRole.includes(slot)) ?? ofRole[0];
}

function joined(outer: LocalizedText, inner: LocalizedText): LocalizedText {
  const of = (language: 'nl' | 'fr') => `${outer[language] ?? outer.en} › ${inner[language] ?? inner.en}`;
  return { en: `${outer.en} › ${inner.en}`, nl: of('nl'), fr: of('fr') };
}

function withSlotAt(
  config: Readonly<Record<string, unknown>>,
  [key, ...rest]: readonly string[],
  slot: (name: string) => string,
): Record<string, unknown> {
  const value = key === undefined ? undefined : config[key];
  if (key === undefined || value === undefined || value === null) return { ...config };
  if (rest.length === 0) return typeof value === 'string' ? { ...config, [key]: slot(value) } : { ...config };
  return { ...config, [key]: withSlotAt(value as Record<string, unknown>, rest, slot) };
}

const plain: Readonly<Record<FlowParameter['type'], (value: FieldValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: Number.isInteger,
  decimal: (value) => typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
};

function fits(type: FlowParameter['type'], value: FieldValue): boolean {
  return plain[type](value);
}
