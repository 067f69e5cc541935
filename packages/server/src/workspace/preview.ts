import { check, type CheckedNode, type CheckResult, type CompileContext } from '@koppel/compiler';
import { MappingError } from '@koppel/mapping';
import { subFlowNodes, type ErrorView, type FieldValue, type FlowDocument } from '@koppel/model';
import type { PreviewRecord, PreviewResult } from '@koppel/protocol';
import { dayOf } from '@koppel/runtime';
import {
  asFlowError,
  namedValues,
  nameOf,
  namePositions,
  recordErrorOf,
  type Clock,
  type FindQuery,
  type FlowRecord,
  type FoundRecord,
  type RecordShape,
  type Sink,
  type System,
} from '@koppel/sdk';

export interface PreviewOptions {
  readonly document: FlowDocument;
  readonly context: CompileContext;
  readonly nodeId: string;
  readonly keys: readonly string[] | null;
  readonly limit: number;
  /** What the target holds also in fields that nothing fills. */
  readonly withWholeTarget?: boolean;
  /** Whether the target is asked what it holds, as it is unless told otherwise; else `present` is null. */
  readonly withTarget?: boolean;
  /** The open system of a slot; null where none is bound. */
  readonly system: (slot: string) => Promise<System | null>;
  /** The target keys that record links give for source keys of a slot. */
  readonly linksOf: (
    sides: { entity: string; sourceSlot: string; targetSlot: string },
    keys: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const notPossible = (message: string, remedy: string): ErrorView => ({ code: 'preview.not-possible', message, remedy });

/** One sample on its way to the node that is looked at. */
interface Sample {
  readonly record: FlowRecord;
  stoppedBy: { nodeId: string; port: string } | null;
  errors: Record<string, ErrorView>;
}

/**
 * What a draft makes of real records at one node: live reads, the nodes before it as they run, and the node itself field by
 * field. Nothing is written. Mistakes elsewhere in the draft do not stand in the way.
 */
export async function preview(options: PreviewOptions): Promise<PreviewResult> {
  const readAt = options.clock.now().toISOString();
  const result = check(options.document, options.context);
  const path = pathTo(options.nodeId, result);
  const [source, ...before] = path ?? [];
  const node = before.pop() ?? source;
  if (!source || !node) {
    return {
      readAt,
      records: [],
      error: notPossible('Nothing arrives at this node yet.', 'Connect it to a node that reads records.'),
    };
  }
  const shape = recordShape(source.outputs['records']);
  try {
    const system = source.node.slot ? await options.system(source.node.slot) : null;
    const reader = system?.source(source.node.entity ?? '');
    if (!reader || !shape) {
      return {
        readAt,
        records: [],
        error: notPossible(
          'The system it reads from is not connected.',
          "Choose a connection under the flow's settings.",
        ),
      };
    }
    const wanted = boundFields(shape);
    const read = await reader.sample({
      fields: wanted.fields.map(({ field }) => field),
      keys: options.keys,
      limit: options.limit,
      signal: options.signal,
    });
    const positions = namePositions(wanted);
    const samples = read.map(({ key, version, change, values }, index): Sample => ({
      record: { index, key, version, change, name: nameOf(positions, key, values), values, target: null },
      stoppedBy: null,
      errors: {},
    }));
    // The same check, with the source giving only what was read.
    const restricted = check(
      options.document,
      options.context,
      new Map([[source.id, wanted.fields.map(({ field }) => field)]]),
    );
    for (const [index, step] of before.entries()) {
      const next = before[index + 1]?.id ?? node.id;
      await walk(restricted.nodes.get(step.id)!, next, samples, options, restricted);
    }
    const looked = restricted.nodes.get(node.id)!;
    const arrived = samples.map(({ record }) => record.values);
    if (node !== source) await runCode(looked, samples, options);
    const records = samples.map((sample, index) =>
      looked.spec.role === 'code' && !looked.node.isDisabled
        ? lookAtCode(looked, sample, arrived[index]!)
        : look(looked, sample, node === source, options),
    );
    if (options.withTarget !== false)
      await addPresent(records, samples, restricted.nodes.get(node.id)!, source, options, restricted);
    return { readAt, records: records.map(({ shown }) => shown), error: null };
  } catch (error) {
    if (options.signal.aborted) throw error;
    return { readAt, records: [], error: asFlowError(error).view() };
  }
}

/** The nodes from a source to this one, along the edges that carry records. */
function pathTo(nodeId: string, result: Pick<CheckResult, 'nodes' | 'edges'>): CheckedNode[] | null {
  const node = result.nodes.get(nodeId);
  if (!node) return null;
  if (node.spec.role === 'source') return [node];
  const edge = result.edges.find(({ to }) => to.nodeId === nodeId && to.port === 'records');
  // An input of a sub-flow stands for records of its system.
  if (!edge && node.spec.type === subFlowNodes.input) return [node];
  const before = edge ? pathTo(edge.from.nodeId, result) : null;
  return before ? [...before, node] : null;
}

function recordShape(type: CheckedNode['outputs'][string] | undefined): RecordShape | undefined {
  return type?.kind === 'records' ? type.shape : undefined;
}

function boundFields(shape: RecordShape): RecordShape {
  return { ...shape, fields: enoughOf(shape.fields) };
}

/** Everything that has a canonical name, and the first of the system's own fields: enough to map with. */
function enoughOf<Field extends { readonly field: string }>(fields: readonly Field[]): Field[] {
  return fields.filter(({ field }, index) => !field.startsWith('~') || index < 120);
}

/** Takes the samples through a node that lies before the one that is looked at: those that leave it for `next`. */
async function walk(
  node: CheckedNode,
  next: string,
  samples: readonly Sample[],
  options: PreviewOptions,
  result: CheckResult,
): Promise<void> {
  await runCode(node, samples, options);
  const definition = options.context.catalog.definitions.get(node.spec.type);
  const input = recordShape(node.inputs['records']);
  // Of several branches only one leads to the node that is looked at.
  const leading = new Set(
    result.edges.filter(({ from, to }) => from.nodeId === node.id && to.nodeId === next).map(({ from }) => from.port),
  );
  for (const sample of samples) {
    if (sample.stoppedBy || Object.keys(sample.errors).length > 0) continue;
    if (node.node.isDisabled || definition?.role !== 'transform' || !input) continue;
    try {
      const port = definition.compile({ config: node.config, input, context: node.context })(sample.record);
      const portId = node.spec.ports.out[port]!.id;
      if (!leading.has(portId)) sample.stoppedBy = { nodeId: node.id, port: portId };
    } catch (error) {
      sample.stoppedBy = { nodeId: node.id, port: 'rejected' };
      sample.errors[''] = recordErrorOf(error, sample.record, input.entity).view();
    }
  }
}

/** Takes the samples through the code of a node; one of another kind is left alone. */
async function runCode(node: CheckedNode, samples: readonly Sample[], options: PreviewOptions): Promise<void> {
  const { catalog, code } = options.context;
  const definition = catalog.definitions.get(node.spec.type);
  const input = recordShape(node.inputs['records']);
  if (definition?.role !== 'code' || node.node.isDisabled || !input || !code) return;
  const going = samples.filter(({ stoppedBy }) => !stoppedBy);
  const run = definition.compile({ config: node.config, input, context: node.context }, code);
  const today = dayOf(options.clock.now());
  const failures = await run(going.map(({ record }) => record), { today }); // prettier-ignore
  going.forEach((sample, index) => {
    const failure = failures[index];
    if (!failure) return;
    sample.stoppedBy = { nodeId: node.id, port: 'rejected' };
    sample.errors[''] = failure.view();
  });
}

/** What the code of a node made of a sample that it has been through. */
function lookAtCode(node: CheckedNode, { record, stoppedBy, errors }: Sample, arrived: FlowRecord['values']): Shown {
  const input = recordShape(node.inputs['records']);
  const base = { key: record.key, name: record.name, present: null, errors };
  const isFailed = stoppedBy?.nodeId === node.id;
  if (!input || (stoppedBy && !isFailed)) {
    return { shown: { ...base, input: null, stoppedBy, output: null, port: null }, outputFields: null };
  }
  const entered = { ...base, input: namedValues(input, arrived), stoppedBy: null };
  if (isFailed) return { shown: { ...entered, output: null, port: 'rejected' }, outputFields: null };
  const output = recordShape(node.outputs['records']) ?? input;
  return {
    shown: { ...entered, output: namedValues(output, record.values), port: 'records' },
    outputFields: fieldsOf(output),
  };
}

interface Shown {
  readonly shown: PreviewRecord;
  /** The fields of what leaves the node, without entity; null when nothing does. */
  readonly outputFields: readonly string[] | null;
}

function look(node: CheckedNode, sample: Sample, isSource: boolean, options: PreviewOptions): Shown {
  const { record } = sample;
  const base = { key: record.key, name: record.name, present: null };
  const input = isSource ? recordShape(node.outputs['records']) : recordShape(node.inputs['records']);
  if (sample.stoppedBy || !input) {
    return {
      shown: { ...base, input: null, stoppedBy: sample.stoppedBy, output: null, port: null, errors: sample.errors },
      outputFields: null,
    };
  }
  const entered = record.values;
  const arrived = { ...base, input: namedValues(input, entered), stoppedBy: null };
  const definition = options.context.catalog.definitions.get(node.spec.type);
  const compiling = { config: node.config, input, context: node.context };
  const outputShape = recordShape(node.outputs[node.spec.ports.out[0]?.id ?? '']) ?? input;
  if (definition?.role === 'transform' && definition.sample) {
    const { values, errors } = definition.sample(compiling)(entered);
    return {
      shown: {
        ...arrived,
        output: prefixed(outputShape.entity, values),
        port: node.spec.ports.out[0]?.id ?? null,
        errors: viewsOf(errors, record, outputShape.entity),
      },
      outputFields: Object.keys(values),
    };
  }
  if (definition?.role !== 'transform' || node.node.isDisabled) {
    return {
      shown: { ...arrived, output: arrived.input, port: null, errors: {} },
      outputFields: fieldsOf(input),
    };
  }
  try {
    const port = definition.compile(compiling)(record);
    const portId = node.spec.ports.out[port]!.id;
    const shape = recordShape(node.outputs[portId]) ?? input;
    return {
      shown: { ...arrived, output: namedValues(shape, record.values), port: portId, errors: {} },
      outputFields: fieldsOf(shape),
    };
  } catch (error) {
    const view = recordErrorOf(error, record, input.entity).view();
    return { shown: { ...arrived, output: null, port: 'rejected', errors: { '': view } }, outputFields: null };
  }
}

function fieldsOf(shape: RecordShape): string[] {
  return shape.fields.map(({ field }) => field);
}

function viewsOf(
  errors: Readonly<Record<string, Error>>,
  record: FlowRecord,
  entity: string,
): Record<string, ErrorView> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, error]) => [
      field === '' ? '' : `${entity}.${field}`,
      {
        code: codeOf(error),
        message: error.message,
        remedy: remedyOf(error, record, entity),
        ...(error instanceof MappingError && error.names.length > 0 ? { names: [...error.names] } : {}),
      },
    ]),
  );
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'mapping.rule-not-usable';
}

function remedyOf(error: Error, record: FlowRecord, entity: string): string {
  return 'remedy' in error && typeof error.remedy === 'string'
    ? error.remedy
    : recordErrorOf(error, record, entity).remedy;
}

/** Adds what the target holds now: by record link, else by the match rules of the node that will write. */
async function addPresent(
  records: readonly Shown[],
  samples: readonly Sample[],
  node: CheckedNode,
  source: CheckedNode,
  options: PreviewOptions,
  result: CheckResult,
): Promise<void> {
  const target = targetOf(node);
  if (!target || !source.node.slot) return;
  const system = await options.system(target.slot.slot);
  const sink = system?.sink(target.entity);
  if (!sink) return;
  const links = await options.linksOf(
    { entity: target.entity, sourceSlot: source.node.slot, targetSlot: target.slot.slot },
    samples.map(({ record }) => record.key),
  );
  const reaching = records.filter(({ outputFields }) => outputFields !== null);
  const whole = options.withWholeTarget ? target.slot.schemas.get(target.entity) : undefined;
  const fields = [
    ...new Set([
      ...reaching.flatMap(({ outputFields }) => outputFields!),
      ...(whole ? enoughOf(whole.fields) : []).map(({ field }) => field),
    ]),
  ];
  const show = async (asked: readonly { readonly record: Shown; readonly query: FindQuery }[]) => {
    if (asked.length === 0) return;
    const found = await findQuietly(
      sink,
      asked.map(({ query }) => query),
      fields,
      options.signal,
    );
    asked.forEach(({ record }, index) => {
      const [hit, another] = found[index] ?? [];
      // Two that fit are no match: the record would fail, and nobody knows which of them is meant.
      if (hit && !another) Object.assign(record.shown, { present: prefixed(target.entity, hit.values) });
    });
  };
  await show(
    reaching.flatMap((record) => {
      const key = links.get(record.shown.key);
      return key ? [{ record, query: { by: 'key' as const, key } }] : [];
    }),
  );
  for (const rule of matchRulesBehind(node, options, result)) {
    await show(
      reaching.flatMap((record) => {
        if (record.shown.present !== null || links.has(record.shown.key)) return [];
        const query = queryOf(rule, target.entity, record.shown.output ?? {});
        return query ? [{ record, query }] : [];
      }),
    );
  }
}

/** Where the records of a node end up: at itself, if it writes, else at the first node behind it that does. */
function targetOf({ spec, context }: CheckedNode): CheckedNode['context']['target'] {
  const { slot, entity } = context;
  return spec.role === 'sink' && slot && entity ? { slot, entity } : context.target;
}

/** The match rules of this node, if it writes, else of the first node behind it that does. */
function matchRulesBehind(
  node: CheckedNode,
  { context }: PreviewOptions,
  { nodes, edges }: CheckResult,
): readonly (readonly string[])[] {
  const open = [node.id];
  const seen = new Set(open);
  for (const id of open) {
    const checked = nodes.get(id);
    const definition = checked && context.catalog.definitions.get(checked.spec.type);
    if (definition?.role === 'sink') return definition.policy(checked!.config).match;
    for (const { from, to } of edges) {
      if (from.nodeId !== id || seen.has(to.nodeId)) continue;
      seen.add(to.nodeId);
      open.push(to.nodeId);
    }
  }
  return [];
}

/** The query of a rule for a record, or null where a field of it is empty: an empty field recognises nobody. */
function queryOf(
  rule: readonly string[],
  entity: string,
  values: Readonly<Record<string, FieldValue>>,
): FindQuery | null {
  const query: Record<string, FieldValue> = {};
  for (const field of rule) {
    const value = values[`${entity}.${field}`] ?? null;
    if (value === null || value === '') return null;
    query[field] = value;
  }
  return { by: 'fields', values: query };
}

/** What the target holds is a help, not the point: without it the preview is shown all the same. */
async function findQuietly(
  sink: Sink,
  queries: readonly FindQuery[],
  fields: readonly string[],
  signal: AbortSignal,
): Promise<FoundRecord[][]> {
  try {
    return await sink.find(queries, { fields, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return [];
  }
}

function prefixed(entity: string, values: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [`${entity}.${field}`, value]));
}
