import { masterOf, type FlowDocument, type FlowEdge, type Issue } from '@koppel/model';
import { canonicalField, nameFields, namePositions, type RecordShape } from '@koppel/sdk';
import { check, streamName, type CheckedNode, type CheckResult, type SourceFields } from './check.ts';
import type { CompileContext } from './context.ts';
import { fuse, type FusedNode } from './fuse.ts';
import { graphOf, reachableFrom } from './graph.ts';
import { handOversOf } from './hand-over.ts';
import type { Plan, PlanSource, PlanStep, Targets } from './plan.ts';

export type Compiled = { ok: true; plan: Plan; issues: readonly Issue[] } | { ok: false; issues: readonly Issue[] };

/** Checks a flow and, where nothing is wrong, makes the plan that runs. Issues that are no errors come along. */
export function compile(document: FlowDocument, context: CompileContext): Compiled {
  const full = check(document, context);
  if (document.isSubFlow) return { ok: false, issues: [isSubFlowIssue, ...full.issues] };
  if (full.issues.some(({ severity }) => severity === 'error')) return { ok: false, issues: full.issues };
  const checked = check(document, context, wantedFields(full));
  return { ok: true, plan: new PlanBuilder(context, checked).build(), issues: full.issues };
}

const isSubFlowIssue: Issue = {
  code: 'sub-flow.does-not-run',
  severity: 'error',
  message: 'A sub-flow does not run by itself.',
  remedy: 'Use it in a flow, and run that.',
  nodeId: null,
  path: [],
};

/**
 * The fields each source must give: those that a node behind it reads, as far as they come from the source itself, and
 * the field that names a record.
 */
function wantedFields(result: CheckResult): SourceFields {
  const graph = graphOf(result.document);
  const wanted = new Map<string, readonly string[]>();
  for (const [id, node] of result.nodes) {
    if (node.spec.role !== 'source') continue;
    const records = node.outputs['records'];
    if (records?.kind !== 'records') continue;
    const read = new Set<string>(nameFields);
    for (const other of reachableFrom(graph, [id])) {
      const behind = result.nodes.get(other);
      if (behind) for (const field of fieldsRead(behind, records.shape.entity)) read.add(field);
    }
    wanted.set(
      id,
      records.shape.fields.map(({ field }) => field).filter((field) => read.has(field)),
    );
  }
  return wanted;
}

function fieldsRead(node: CheckedNode, entity: string): string[] {
  const input = node.inputs['records'];
  if (input?.kind !== 'records') return [];
  const { shape } = input;
  // A disabled node reads nothing: its records pass through to who comes next.
  if (node.node.isDisabled) return [];
  if (node.spec.reads) {
    const prefix = `${entity}.`;
    return node.spec
      .reads(node.config as never, shape, node.context)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }
  // Without a say of its own it reads all that comes in; what a mapping made does not come from the source.
  return shape.fields
    .filter(({ madeBy, field }) => !madeBy && (canonicalField(entity, field) || field.startsWith('~')))
    .map(({ field }) => field);
}

class PlanBuilder {
  readonly #document: FlowDocument;
  readonly #context: CompileContext;
  readonly #nodes: readonly CheckedNode[];
  readonly #number: ReadonlyMap<string, number>;
  readonly #edges: readonly FlowEdge[];
  readonly #steps: PlanStep[] = [];

  constructor(context: CompileContext, checked: CheckResult) {
    this.#document = checked.document;
    this.#context = context;
    this.#nodes = [...checked.nodes.values()];
    this.#number = new Map(this.#nodes.map(({ id }, index) => [id, index]));
    this.#edges = checked.edges;
  }

  build(): Plan {
    const stepOf = this.#layOutSteps();
    for (const node of this.#nodes) {
      const step = stepOf.get(node.id);
      if (step !== undefined) this.#steps[step] = this.#step(node, stepOf);
    }
    return {
      flowId: this.#document.id,
      title: this.#document.title.en,
      nodes: this.#nodes.map(({ id, node, spec, outputs }) => ({
        nodeId: id,
        title: node.title ?? spec.title.en,
        ports: spec.ports.out.map((port) => port.id),
        shapes: Object.fromEntries(
          Object.entries(outputs).flatMap(([port, type]) => (type.kind === 'records' ? [[port, type.shape]] : [])),
        ),
      })),
      sources: this.#nodes.filter(({ spec }) => spec.role === 'source').map((node) => this.#source(node, stepOf)),
      steps: this.#steps,
      failuresOf: this.#failuresOf(),
    };
  }

  /** Which nodes begin a step, and its place. A pure node behind a pure node belongs to the step of the first. */
  #layOutSteps(): Map<string, number> {
    const places = new Map<string, number>();
    for (const node of this.#nodes) {
      const { role } = node.spec;
      if (role === 'trigger' || role === 'source' || role === 'failures') continue;
      if (this.#isPure(node)) {
        const before = this.#edges.find(({ to }) => to.nodeId === node.id);
        const previous = before && this.#node(before.from.nodeId);
        if (previous && this.#isPure(previous)) continue;
      }
      places.set(node.id, places.size);
    }
    return places;
  }

  /** A disabled node is pure whatever it was: it lets records through. */
  #isPure({ spec, node }: CheckedNode): boolean {
    return spec.role === 'transform' || (node.isDisabled === true && spec.role !== 'source' && spec.role !== 'trigger');
  }

  #node(id: string): CheckedNode {
    return this.#nodes[this.#number.get(id)!]!;
  }

  #targets(nodeId: string, port: string, stepOf: ReadonlyMap<string, number>): Targets {
    return this.#edges
      .filter(({ from }) => from.nodeId === nodeId && from.port === port)
      .flatMap(({ to }) => stepOf.get(to.nodeId) ?? []);
  }

  #source(node: CheckedNode, stepOf: ReadonlyMap<string, number>): PlanSource {
    const { shape } = this.#recordsAt(node.outputs, 'records');
    const { per, all } = node.config as { per?: string; all?: boolean };
    return {
      node: this.#number.get(node.id)!,
      slot: node.node.slot!,
      entity: shape.entity,
      isAlwaysAll: all === true,
      per: per === undefined ? null : { entity: node.node.entity!, field: per },
      stream: streamName(node),
      shape,
      nameFields: namePositions(shape),
      records: this.#targets(node.id, 'records', stepOf),
      deleted: this.#targets(node.id, 'deleted', stepOf),
    };
  }

  #step(node: CheckedNode, stepOf: ReadonlyMap<string, number>): PlanStep {
    if (node.spec.role === 'sync' && !node.node.isDisabled) return this.#syncStep(node);
    const { shape } = this.#recordsAt(node.inputs, 'records');
    if (this.#isPure(node)) return this.#fusedStep(node, shape, stepOf);
    if (node.spec.role === 'reply') return this.#replyStep(node, shape);
    if (node.spec.role === 'code') return this.#codeStep(node, shape, stepOf);
    const entity = node.spec.readsEntity ?? node.node.entity!;
    const place = { node: this.#number.get(node.id)!, slot: node.node.slot!, entity, shape };
    const definition = this.#context.catalog.definitions.get(node.spec.type);
    if (definition?.role === 'processor') {
      return {
        kind: 'processor',
        ...place,
        outputs: node.spec.ports.out.map((port) => this.#targets(node.id, port.id, stepOf)),
        run: definition.compile({ config: node.config, input: shape, context: node.context }),
      };
    }
    if (definition?.role === 'sink') {
      return {
        kind: 'sink',
        ...place,
        policy: definition.policy(node.config),
        conflicts: shape.fields.map(
          ({ field }) => masterOf(this.#context.mastership, shape.entity, field)?.conflict ?? 'masterWins',
        ),
        ...handOversOf(shape, this.#document.slots[node.node.slot!]!.role, this.#context.mastership),
        outputs: Object.fromEntries(
          node.spec.ports.out.map((port) => [port.id, this.#targets(node.id, port.id, stepOf)]),
        ),
      };
    }
    throw new Error(`The catalog has no behaviour for a node of type "${node.spec.type}".`);
  }

  #syncStep({ id, node, spec, config, context }: CheckedNode): PlanStep {
    const definition = this.#context.catalog.definitions.get(spec.type);
    if (definition?.role !== 'sync') {
      throw new Error(`The catalog has no behaviour for a node of type "${spec.type}".`);
    }
    const { otherSlot, match, fields, creates } = definition.policy(config, context);
    const number = this.#number.get(id)!;
    const entity = node.entity!;
    const roleOf = (slot: string) => context.otherSlot(slot)!.role;
    const shapeOf = (slot: string, type: 'typeA' | 'typeB', kept = fields): RecordShape => ({
      entity,
      fields: kept.map((field) => ({ field: field.field, type: field[type] })),
      sourceRole: roleOf(slot),
    });
    const side = (slot: string, type: 'typeA' | 'typeB', from: 'a' | 'b') => {
      const seeded = fields.filter(({ seeds }) => seeds[from]);
      return {
        slot,
        shape: shapeOf(slot, type),
        seed: {
          kind: 'sink' as const,
          node: number,
          slot,
          entity,
          shape: shapeOf(slot, type, seeded),
          policy: { mode: 'create' as const, match, writeBack: null },
          conflicts: seeded.map(({ rule }) => rule),
          outputs: {},
        },
      };
    };
    return {
      kind: 'sync',
      node: number,
      entity,
      sides: { a: side(node.slot!, 'typeA', 'b'), b: side(otherSlot, 'typeB', 'a') },
      fields,
      creates,
    };
  }

  #replyStep({ id, spec, config }: CheckedNode, shape: RecordShape): PlanStep {
    const definition = this.#context.catalog.definitions.get(spec.type);
    const wanted = definition?.role === 'reply' ? definition.fields(config) : [];
    const fields = shape.fields.flatMap(({ field }, at) => (wanted.length === 0 || wanted.includes(field) ? [at] : []));
    return { kind: 'reply', node: this.#number.get(id)!, shape, fields };
  }

  #codeStep(
    { id, spec, config, context }: CheckedNode,
    shape: RecordShape,
    stepOf: ReadonlyMap<string, number>,
  ): PlanStep {
    const definition = this.#context.catalog.definitions.get(spec.type);
    const { code } = this.#context;
    if (definition?.role !== 'code' || !code) throw new Error(`Nothing here runs the code of "${spec.type}".`);
    return {
      kind: 'code',
      node: this.#number.get(id)!,
      shape,
      records: this.#targets(id, 'records', stepOf),
      run: definition.compile({ config, input: shape, context }, code),
    };
  }

  #fusedStep(root: CheckedNode, shape: RecordShape, stepOf: ReadonlyMap<string, number>): PlanStep {
    const shapes = new Map<number, RecordShape>();
    const collect = (node: CheckedNode): FusedNode => {
      const input = this.#recordsAt(node.inputs, 'records').shape;
      const number = this.#number.get(node.id)!;
      shapes.set(number, input);
      return {
        node: number,
        handle: this.#handler(node, input),
        outputs: node.spec.ports.out.map((port) => {
          const followers = this.#edges.filter(({ from }) => from.nodeId === node.id && from.port === port.id);
          return {
            inside: followers
              .map(({ to }) => this.#node(to.nodeId))
              .filter((next) => this.#isFusedInto(next, stepOf))
              .map(collect),
            outside: this.#targets(node.id, port.id, stepOf),
          };
        }),
      };
    };
    const tree = collect(root);
    return { kind: 'fused', shape, nodes: [...shapes.keys()], shapes, run: fuse(tree) };
  }

  #isFusedInto(node: CheckedNode, stepOf: ReadonlyMap<string, number>): boolean {
    return this.#isPure(node) && !stepOf.has(node.id);
  }

  #handler(node: CheckedNode, input: RecordShape) {
    if (node.node.isDisabled) return () => 0;
    const definition = this.#context.catalog.definitions.get(node.spec.type);
    if (definition?.role !== 'transform') throw new Error(`The catalog has no behaviour for "${node.spec.type}".`);
    return definition.compile({ config: node.config, input, context: node.context });
  }

  #recordsAt(ports: CheckedNode['inputs'], port: string): { shape: RecordShape } {
    const type = ports[port];
    if (type?.kind !== 'records') throw new Error(`A checked flow has an untyped port "${port}".`);
    return type;
  }

  #failuresOf(): Map<number, number> {
    const map = new Map<number, number>();
    for (const { from, to } of this.#edges) {
      if (this.#node(to.nodeId).spec.role === 'failures')
        map.set(this.#number.get(from.nodeId)!, this.#number.get(to.nodeId)!);
    }
    return map;
  }
}
