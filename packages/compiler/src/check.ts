import { canonicalEntity, type NodeContext, type PortSpec, type PortType, type SlotContext } from '@koppel/sdk';
import {
  drawnNodeId,
  mastershipRowId,
  subFlowNodes,
  type FlowDocument,
  type FlowEdge,
  type Issue,
  type MastershipTable,
} from '@koppel/model';
import type { CheckContext } from './context.ts';
import { doubleWriteIssues } from './double-writes.ts';
import { edgeIssues } from './edges.ts';
import { graphOf, nearest, reachableFrom, topologicalOrder, type FlowGraph } from './graph.ts';
import { readNodes, type ReadNode } from './nodes.ts';
import { subFlowIssues } from './sub-flow-issues.ts';
import { drawOutSubFlows, type DrawnOut, type DrawnUse, type ParameterScope } from './sub-flows.ts';

/** A node with everything the check found out about it. */
export interface CheckedNode extends ReadNode {
  readonly context: NodeContext;
  /** The type of each connected input and of each output, as far as known. */
  readonly inputs: Readonly<Record<string, PortType>>;
  readonly outputs: Readonly<Record<string, PortType>>;
}

/** A node that uses a sub-flow, with what enters and leaves it. */
export interface CheckedUse extends DrawnUse {
  readonly inputs: Readonly<Record<string, PortType>>;
  readonly outputs: Readonly<Record<string, PortType>>;
}

export interface CheckResult {
  /** Errors first, then in the order of the flow. What is wrong inside a sub-flow is told at the node that uses it. */
  readonly issues: readonly Issue[];
  /** The flow as it runs: the nodes of sub-flows in the place of those that use them. */
  readonly document: FlowDocument;
  /** Those nodes, by the ids of the flow as it is drawn. */
  readonly uses: ReadonlyMap<string, CheckedUse>;
  /** In topological order, those inside sub-flows included. Nodes that could not be read are absent. */
  readonly nodes: ReadonlyMap<string, CheckedNode>;
  /** The edges that hold: both ends exist and fit. */
  readonly edges: readonly FlowEdge[];
}

const severityOrder = { error: 0, warning: 1, hint: 2 };

/** For compiling: the fields each source is to be asked for. */
export type SourceFields = ReadonlyMap<string, readonly string[]>;

/**
 * Checks a flow without running it: nodes, settings, edges, types along the edges, rules, mastership. Pure and
 * deterministic. `sourceFields` restricts what sources give, for the second pass of compiling.
 */
export function check(drawn: FlowDocument, context: CheckContext, sourceFields?: SourceFields): CheckResult {
  const parameters = parametersOf(drawn, context);
  const drawnOut = drawOutSubFlows(drawn, context, parameters);
  const { document } = drawnOut;
  const graph = graphOf(document);
  const { order, inCycle } = topologicalOrder(graph);
  const { nodes, issues } = readNodes(document, context);
  const edges = edgeIssues(document, graph, nodes, inCycle);
  issues.push(...drawnOut.issues, ...edges.issues, ...slotIssues(document, context));
  // What a sub-flow leaves open, whoever uses it fills in.
  if (!document.isSubFlow) issues.push(...parameterIssues(parameters));

  const entering = Map.groupBy(edges.sound, ({ to }) => to.nodeId);
  const checked = new Map<string, CheckedNode>();
  for (const id of order) {
    const node = nodes.get(id);
    if (!node) continue;
    const nodeContext = contextOf(node, {
      document,
      context,
      graph,
      nodes,
      parameters: drawnOut.parameters.get(id) ?? parameters,
    });
    const arriving = arrivingBy(entering.get(id) ?? [], checked);
    const inputs = Object.fromEntries(arriving.map(({ port, type }) => [port, type]));
    const entityIssue = arriving.map((one) => entityMismatch(node, one)).find((issue) => issue !== undefined);
    if (entityIssue) issues.push(entityIssue);
    const result = node.spec.check(node.config as never, entityIssue ? {} : inputs, nodeContext);
    issues.push(
      ...result.issues.map((issue): Issue => ({ ...issue, nodeId: issue.nodeId ?? id, path: [...issue.path] })),
    );
    const passed = node.node.isDisabled ? passThrough(node, inputs, result.outputs) : result.outputs;
    checked.set(id, { ...node, context: nodeContext, inputs, outputs: restrict(id, passed, sourceFields) });
  }
  issues.push(
    ...undecidedEntityIssues(checked, context.mastership),
    ...connectionIssues(document, graph, checked, edges.sound),
    ...streamIssues(checked),
    ...doubleWriteIssues(checked, edges.sound),
    ...subFlowIssues(drawn, drawnOut.uses, checked),
  );
  const told = issues.flatMap((issue) => asDrawn(issue, drawnOut));
  told.sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);
  const uses = new Map([...drawnOut.uses].map(([id, use]) => [id, checkedUse(id, use, checked)]));
  return { issues: distinct(told), document, uses, nodes: checked, edges: edges.sound };
}

/** An issue where the drawn flow has its place. Hints about the inside of a sub-flow are for whoever works on that. */
function asDrawn(issue: Issue, { edgeOrigins, uses }: DrawnOut): Issue[] {
  const { nodeId, range: _range, ...rest } = issue;
  const [first, index] = issue.path;
  if (first === 'edges' && typeof index === 'number') {
    const origin = edgeOrigins[index];
    return [
      { ...rest, nodeId: nodeId && drawnNodeId(nodeId), path: typeof origin === 'number' ? ['edges', origin] : [] },
    ];
  }
  if (nodeId === null || !nodeId.includes('/')) return [issue];
  if (issue.severity === 'hint') return [];
  const drawnId = drawnNodeId(nodeId);
  const { en = drawnId, nl = en, fr = en } = uses.get(drawnId)?.document.title ?? {};
  const { translations } = issue;
  return [
    {
      ...rest,
      nodeId: drawnId,
      path: ['config', 'subFlow'],
      remedy: `${issue.remedy} It is a node of the sub-flow "${en}".`,
      ...(translations && {
        translations: {
          nl: { ...translations.nl, remedy: `${translations.nl.remedy} Het is een stap van de subflow "${nl}".` },
          fr: { ...translations.fr, remedy: `${translations.fr.remedy} C’est une étape du sous-flux "${fr}".` },
        },
      }),
    },
  ];
}

function checkedUse(id: string, use: DrawnUse, nodes: ReadonlyMap<string, CheckedNode>): CheckedUse {
  const at = (side: 'inputs' | 'outputs', ports: DrawnUse['ports']['in']) =>
    Object.fromEntries(
      ports.flatMap((port) => {
        const type = nodes.get(`${id}/${port.id}`)?.[side]['records'];
        return type ? [[port.id, type] as const] : [];
      }),
    );
  return { ...use, inputs: at('inputs', use.ports.in), outputs: at('outputs', use.ports.out) };
}

/** A disabled node lets its records through: its first output gives what comes in. */
function passThrough(
  node: ReadNode,
  inputs: Readonly<Record<string, PortType>>,
  outputs: Readonly<Record<string, PortType>>,
): Readonly<Record<string, PortType>> {
  const [into] = node.spec.ports.in;
  const [out] = node.spec.ports.out;
  const type = into ? inputs[into.id] : undefined;
  return out && type ? { ...outputs, [out.id]: type } : outputs;
}

function restrict(
  id: string,
  outputs: Readonly<Record<string, PortType>>,
  sourceFields: SourceFields | undefined,
): Readonly<Record<string, PortType>> {
  const wanted = sourceFields?.get(id);
  const records = outputs['records'];
  if (!wanted || records?.kind !== 'records') return outputs;
  const fields = records.shape.fields.filter(({ field }) => wanted.includes(field));
  return { ...outputs, records: { kind: 'records', shape: { ...records.shape, fields } } };
}

function slotContext(slot: string, document: FlowDocument, context: CheckContext): SlotContext | null {
  const declared = document.slots[slot];
  if (!declared) return null;
  const bound = context.slots.get(slot);
  return { slot, role: declared.role, connectorId: bound?.connectorId ?? null, schemas: bound?.schemas ?? new Map() };
}

interface Surroundings {
  readonly document: FlowDocument;
  readonly context: CheckContext;
  readonly graph: FlowGraph;
  readonly nodes: ReadonlyMap<string, ReadNode>;
  readonly parameters: ParameterScope;
}

function contextOf({ id, node }: ReadNode, { document, context, graph, nodes, parameters }: Surroundings): NodeContext {
  // What a sub-flow gives back is on its way to a system too: its output says to which.
  const isEnd = ({ spec }: ReadNode) =>
    spec.role === 'sink' || (document.isSubFlow === true && spec.type === subFlowNodes.output);
  const writer = nearest(graph, id, (other) => nodes.has(other) && isEnd(nodes.get(other)!));
  const target = writer === undefined ? undefined : nodes.get(writer)?.node;
  const targetSlot = target?.slot ? slotContext(target.slot, document, context) : null;
  return {
    nodeId: id,
    slot: node.slot ? slotContext(node.slot, document, context) : null,
    otherSlot: (name) => slotContext(name, document, context),
    entity: node.entity ?? null,
    target: targetSlot && target?.entity ? { slot: targetSlot, entity: target.entity } : null,
    mastership: context.mastership,
    valueLists: context.valueLists,
    parameters,
  };
}

function parametersOf(document: FlowDocument, context: CheckContext): ParameterScope {
  return Object.fromEntries(
    Object.entries(document.parameters).map(([name, { type, default: fallback }]) => [
      name,
      { type, value: context.parameterValues[name] ?? fallback ?? null },
    ]),
  );
}

/** An entity of which nothing is decided: whether a flow should read or write it depends on who its master will be. */
function undecidedEntityIssues(nodes: ReadonlyMap<string, CheckedNode>, { rows }: MastershipTable): Issue[] {
  const isUndecided = (entity: string) => {
    const ofEntity = rows.filter((row) => row.entity === entity);
    return ofEntity.length > 0 && ofEntity.every(({ master }) => master === 'undecided');
  };
  return [...nodes.values()].flatMap(({ id, node, spec }): Issue[] => {
    if (node.isDisabled || node.entity === undefined || spec.role === 'sink' || !isUndecided(node.entity)) return [];
    const name = canonicalEntity(node.entity)?.plural.en.toLowerCase() ?? node.entity;
    return [
      {
        code: 'mastership.undecided',
        severity: 'error',
        message: `Nobody has decided which system is master of ${name}, so no flow may touch them yet.`,
        remedy: 'Decide it on the mastership table.',
        matrixRow: mastershipRowId(rows.find(({ entity }) => entity === node.entity)!),
        nodeId: id,
        path: ['entity'],
      },
    ];
  });
}

/** What an edge brings to a node. */
interface Arriving {
  readonly port: string;
  readonly type: PortType;
}

function arrivingBy(edges: readonly FlowEdge[], checked: ReadonlyMap<string, CheckedNode>): Arriving[] {
  return edges.flatMap(({ from, to }) => {
    const type = checked.get(from.nodeId)?.outputs[from.port];
    return type ? [{ port: to.port, type }] : [];
  });
}

function entityMismatch({ id, node, spec }: ReadNode, { type: records }: Arriving): Issue | undefined {
  if (records.kind !== 'records') return undefined;
  if (!spec.needs.entity || records.shape.entity === node.entity) return undefined;
  const name = (entity: string | undefined) =>
    entity ? (canonicalEntity(entity)?.title.en.toLowerCase() ?? entity) : '';
  return {
    code: 'edge.entity-differs',
    severity: 'error',
    message: `"${node.title ?? spec.title.en}" needs a record of ${name(node.entity)}. It gets ${name(records.shape.entity)} records.`,
    remedy: `Map the records to ${name(node.entity)} first, or choose ${name(records.shape.entity)} in this node.`,
    nodeId: id,
    path: ['entity'],
  };
}

function parameterIssues(parameters: ParameterScope): Issue[] {
  return Object.entries(parameters)
    .filter(([, { value }]) => value === null)
    .map(([name]) => ({
      code: 'parameter.missing',
      severity: 'error',
      message: `The parameter "${name}" has no value.`,
      remedy: "Fill it in under the flow's settings, or give it a default.",
      nodeId: null,
      path: ['parameters', name],
    }));
}

function slotIssues(document: FlowDocument, context: CheckContext): Issue[] {
  const used = new Set(Object.values(document.nodes).map(({ slot }) => slot));
  return Object.keys(document.slots)
    .filter((slot) => used.has(slot) && !context.slots.get(slot)?.connectorId)
    .map((slot) => ({
      code: 'slot.not-bound',
      severity: 'warning',
      message: `The slot "${slot}" is not bound to a connection, so fields are checked against the general model only.`,
      remedy: "Choose a connection under the flow's settings.",
      nodeId: null,
      path: ['slots', slot],
    }));
}

/** Nodes that nothing reaches, inputs that need an edge, records that lead nowhere, flows without a beginning. */
function connectionIssues(
  document: FlowDocument,
  graph: FlowGraph,
  nodes: ReadonlyMap<string, CheckedNode>,
  edges: readonly FlowEdge[],
): Issue[] {
  const issues: Issue[] = [];
  const isBeginning = ({ id, spec }: CheckedNode) =>
    spec.role === 'source' || (spec.type === subFlowNodes.input && !id.includes('/'));
  const sources = [...nodes.values()].filter(isBeginning).map(({ id }) => id);
  const triggers = [...nodes.values()].filter(({ spec }) => spec.role === 'trigger').map(({ id }) => id);
  if (sources.length === 0) {
    issues.push({
      code: 'flow.no-source',
      severity: 'error',
      message: Object.keys(document.nodes).length === 0 ? 'The flow is empty.' : 'Nothing in this flow reads records.',
      remedy: document.isSubFlow ? 'Add an input.' : 'Add a node that reads records, such as "ERP account source".',
      nodeId: null,
      path: ['nodes'],
    });
  }
  const reached = reachableFrom(graph, [...sources, ...triggers]);
  const enteringBy = Map.groupBy(edges, ({ to }) => to.nodeId);
  const leavingBy = Map.groupBy(edges, ({ from }) => from.nodeId);
  for (const { id, node, spec } of nodes.values()) {
    const title = node.title ?? spec.title.en;
    const entering = enteringBy.get(id) ?? [];
    const leaving = leavingBy.get(id) ?? [];
    // Of a sub-flow that is used, no input and no output is optional.
    const isOptional = (port: PortSpec) =>
      port.isOptional === true && !(id.includes('/') && spec.category === 'subFlow' && port.kind === 'records');
    const missing = spec.ports.in.filter(
      (port) => !isOptional(port) && !entering.some(({ to }) => to.port === port.id),
    );
    if (missing.length > 0) {
      issues.push({
        code: 'node.unconnected',
        severity: 'error',
        message: `Nothing arrives at "${title}".`,
        remedy: 'Connect an output to its input, or remove the node.',
        nodeId: id,
        path: [],
      });
    } else if (!reached.has(id) && !sources.includes(id) && !triggers.includes(id)) {
      issues.push({
        code: 'node.unreachable',
        severity: 'error',
        message: `"${title}" is never reached: nothing before it reads records.`,
        remedy: 'Connect it to a node that reads records, or remove it.',
        nodeId: id,
        path: [],
      });
    }
    for (const port of spec.ports.out) {
      if (isOptional(port) || leaving.some(({ from }) => from.port === port.id)) continue;
      issues.push({
        code: port.kind === 'signal' ? 'node.starts-nothing' : 'node.leads-nowhere',
        severity: 'warning',
        message:
          port.kind === 'signal'
            ? `"${title}" starts nothing.`
            : `What leaves "${title}" by "${port.title.en}" goes nowhere.`,
        remedy:
          port.kind === 'signal'
            ? 'Connect it to a node that reads records.'
            : 'Connect the output, or remove the node.',
        nodeId: id,
        path: [],
      });
    }
  }
  return issues;
}

/** Two reads that would remember how far they got under one name. */
function streamIssues(nodes: ReadonlyMap<string, CheckedNode>): Issue[] {
  const seen = new Map<string, string>();
  const issues: Issue[] = [];
  for (const node of nodes.values()) {
    if (node.spec.role !== 'source') continue;
    const stream = streamName(node);
    if (seen.has(stream)) {
      issues.push({
        code: 'read.same-stream',
        severity: 'error',
        message: `"${node.node.title ?? node.spec.title.en}" and another node read the same entity, and would share one memory of how far they got.`,
        remedy: 'Give one of them a stream name of its own.',
        nodeId: node.id,
        path: ['config', 'stream'],
      });
    }
    seen.set(stream, node.id);
  }
  return issues;
}

/** Under which name a source remembers how far it got, within its flow. */
export function streamName({ node, config }: Pick<ReadNode, 'node' | 'config'>): string {
  const { stream } = config as { stream?: string };
  return `${node.slot ?? ''}.${node.entity ?? ''}${stream ? `.${stream}` : ''}`;
}

function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const key = JSON.stringify([issue.code, issue.nodeId, issue.path, issue.message]);
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
