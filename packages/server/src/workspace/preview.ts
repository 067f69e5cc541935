import { check, type CheckedNode, type CheckResult, type CompileContext } from '@koppel/compiler';
import type { ErrorView, FieldValue, FlowDocument } from '@koppel/model';
import type { PreviewRecord, PreviewResult } from '@koppel/protocol';
import {
  asFlowError,
  fieldIndex,
  namedValues,
  recordErrorOf,
  type Clock,
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
    const nameAt = fieldIndex(wanted, 'name');
    const samples = read.map(({ key, version, change, values }, index): Sample => ({
      record: { index, key, version, change, name: String(values[nameAt] ?? key), values, target: null },
      stoppedBy: null,
      errors: {},
    }));
    // The same check, with the source giving only what was read.
    const restricted = check(
      options.document,
      options.context,
      new Map([[source.id, wanted.fields.map(({ field }) => field)]]),
    );
    for (const step of before) walk(restricted.nodes.get(step.id)!, samples, options, restricted);
    const records = samples.map((sample) => look(restricted.nodes.get(node.id)!, sample, node === source, options));
    await addPresent(records, samples, restricted.nodes.get(node.id)!, source, options);
    return { readAt, records: records.map(({ shown }) => shown), error: null };
  } catch (error) {
    if (options.signal.aborted) throw error;
    return { readAt, records: [], error: asFlowError(error).view() };
  }
}

/** The nodes from a source to this one, along the edges that carry records. */
function pathTo(nodeId: string, { nodes, edges }: CheckResult): CheckedNode[] | null {
  const node = nodes.get(nodeId);
  if (!node) return null;
  if (node.spec.role === 'source') return [node];
  const edge = edges.find(({ to }) => to.nodeId === nodeId && to.port === 'records');
  const before = edge ? pathTo(edge.from.nodeId, { nodes, edges, issues: [] }) : null;
  return before ? [...before, node] : null;
}

function recordShape(type: CheckedNode['outputs'][string] | undefined): RecordShape | undefined {
  return type?.kind === 'records' ? type.shape : undefined;
}

/** Everything that has a canonical name, and the first of the system's own fields: enough to map with. */
function boundFields(shape: RecordShape): RecordShape {
  return { ...shape, fields: shape.fields.filter(({ field }, index) => !field.startsWith('~') || index < 120) };
}

/** Takes the samples through a node that lies before the one that is looked at. */
function walk(node: CheckedNode, samples: readonly Sample[], options: PreviewOptions, result: CheckResult): void {
  const definition = options.context.catalog.definitions.get(node.spec.type);
  const input = recordShape(node.inputs['records']);
  const next = [...result.edges].filter(({ from }) => from.nodeId === node.id);
  for (const sample of samples) {
    if (sample.stoppedBy || Object.keys(sample.errors).length > 0) continue;
    if (node.node.isDisabled || definition?.role !== 'transform' || !input) continue;
    try {
      const port = definition.compile({ config: node.config, input, context: node.context })(sample.record);
      const portId = node.spec.ports.out[port]!.id;
      if (!next.some(({ from }) => from.port === portId)) sample.stoppedBy = { nodeId: node.id, port: portId };
    } catch (error) {
      sample.stoppedBy = { nodeId: node.id, port: 'rejected' };
      sample.errors[''] = recordErrorOf(error, sample.record, input.entity).view();
    }
  }
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
      { code: codeOf(error), message: error.message, remedy: remedyOf(error, record, entity) },
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
): Promise<void> {
  const { target } = node.context;
  if (!target || !source.node.slot) return;
  const system = await options.system(target.slot.slot);
  const sink = system?.sink(target.entity);
  if (!sink) return;
  const links = await options.linksOf(
    { entity: target.entity, sourceSlot: source.node.slot, targetSlot: target.slot.slot },
    samples.map(({ record }) => record.key),
  );
  const asked = records.flatMap((record) => {
    const key = links.get(record.shown.key);
    return key && record.outputFields ? [{ record, key, outputFields: record.outputFields }] : [];
  });
  if (asked.length === 0) return;
  const fields = [...new Set(asked.flatMap(({ outputFields }) => outputFields))];
  const found = await findQuietly(
    sink,
    asked.map(({ key }) => key),
    fields,
    options.signal,
  );
  asked.forEach(({ record }, index) => {
    const hit = found[index]?.[0];
    if (hit) Object.assign(record.shown, { present: prefixed(target.entity, hit.values) });
  });
}

/** What the target holds is a help, not the point: without it the preview is shown all the same. */
async function findQuietly(
  sink: Sink,
  keys: readonly string[],
  fields: readonly string[],
  signal: AbortSignal,
): Promise<FoundRecord[][]> {
  try {
    return await sink.find(
      keys.map((key) => ({ by: 'key', key })),
      { fields, signal },
    );
  } catch (error) {
    if (signal.aborted) throw error;
    return [];
  }
}

function prefixed(entity: string, values: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [`${entity}.${field}`, value]));
}
