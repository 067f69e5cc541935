import type { z } from 'zod';
import type { FieldValue } from '../field-type.ts';
import { flowTestSchema, recordingSchema, type FlowTest, type Recording } from '../flow-test.ts';
import { fieldId, type Fitting } from './fit.ts';
import { ExampleNames } from './example-names.ts';
import { own } from './flow-cells.ts';
import type { SensitiveHit } from './sensitive.ts';

/**
 * A flow test as a template carries it: what the flow is told about some made-up records. What it makes of them depends on the
 * fields, values and tables of whoever installs it, so that is worked out there.
 */
export const templateTestSchema = flowTestSchema
  .pick({ id: true, flowId: true, title: true })
  .extend({ recording: recordingSchema.omit({ mastership: true, valueLists: true, parameterValues: true }) });
export type TemplateTest = z.infer<typeof templateTestSchema>;

/** A test without what it was recorded with of its workspace: its tables, and what it expects. */
export function templateTestOf({ id, flowId, title, recording }: FlowTest): TemplateTest {
  const { mastership: _rows, valueLists: _lists, parameterValues: _values, ...asked } = recording;
  return { id, flowId, title, recording: asked };
}

/**
 * A test that says nothing of whose records it was made of: names of customers and people, numbers, addresses and keys are those
 * of nobody. Null: something of that kind is left.
 */
export function withExampleNames(
  test: TemplateTest,
  detect: (text: string) => readonly SensitiveHit[],
): TemplateTest | null {
  const names = new ExampleNames(detect);
  const once = inTexts(test, (text) => names.text(text));
  const result = inTexts(once, (text) => names.sameName(text));
  let isClean = true;
  inTexts(result, (text) => {
    isClean &&= names.isClean(text);
    return text;
  });
  return isClean ? result : null;
}

/** Changes the texts of a test that records, systems and people put there. What was written last is known by its hash: it is no longer that. */
function inTexts(test: TemplateTest, change: (text: string) => string): TemplateTest {
  const { schemas, sources, finds, links, claims, refused } = test.recording;
  const walk = <Value>(value: Value): Value => {
    if (typeof value === 'string') return change(value) as Value;
    if (Array.isArray(value)) return value.map(walk) as Value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk<unknown>(inner)])) as Value;
  };
  const labelled = <Value>(value: Value): Value => {
    if (Array.isArray(value)) return value.map(labelled) as Value;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      key === 'label' ? walk<unknown>(inner) : labelled<unknown>(inner),
    ]);
    return Object.fromEntries(entries) as Value;
  };
  const title = change(test.title);
  const forgotten = links.map((one) => (one.link ? { ...one, link: { ...one.link, hashes: {} } } : one));
  const recording = {
    ...test.recording,
    schemas: labelled(schemas),
    sources: walk(sources),
    finds: walk(finds),
    links: walk(forgotten),
    claims: walk(claims),
    refused: walk(refused),
  };
  return { ...test, title, recording };
}

type Named = Readonly<Record<string, FieldValue>>;

/** A test by the name that its flow has here, with the fields of the systems here. */
export function fitTest(test: TemplateTest, { flowIds, fields }: Pick<Fitting, 'flowIds' | 'fields'>): TemplateTest {
  const { recording } = test;
  const slotsOf = (system: string) =>
    Object.keys(recording.slots).filter((slot) => recording.slots[slot]!.system === system);
  const named = (systems: readonly string[], entity: string) => (field: string) => {
    const names = systems.flatMap(slotsOf).map((slot) => own(fields, fieldId({ slot, entity, field })));
    return names.find((name) => name !== undefined) ?? field;
  };
  const keyed = <Value>(values: Readonly<Record<string, Value>>, name: (field: string) => string) =>
    Object.fromEntries(Object.entries(values).map(([field, value]) => [name(field), value]));

  const schemas = Object.entries(recording.schemas).map(([system, entities]) => [
    system,
    entities.map((schema) => {
      const name = named([system], schema.entity);
      return { ...schema, fields: schema.fields.map((field) => ({ ...field, field: name(field.field) })) };
    }),
  ]);
  const sources = recording.sources.map((source) => {
    const name = named([source.system], source.entity);
    const records = source.records.map((record) => ({ ...record, values: keyed(record.values, name) }));
    return { ...source, fields: source.fields.map(name), records };
  });
  const finds = recording.finds.map((find) => {
    const name = named([find.system], find.entity);
    const { query } = find;
    const found = find.found.map((record) => ({ ...record, values: keyed(record.values, name) }));
    const asked =
      query.by === 'fields' ? { ...query, values: keyed<FieldValue>(query.values satisfies Named, name) } : query;
    return { ...find, fields: find.fields.map(name), query: asked, found };
  });
  const links = recording.links.map((one) => {
    const name = named([one.target, one.source], one.entity);
    return one.link ? { ...one, link: { ...one.link, base: keyed(one.link.base, name) } } : one;
  });
  return {
    ...test,
    flowId: own(flowIds, test.flowId) ?? test.flowId,
    recording: { ...recording, schemas: Object.fromEntries(schemas) as Recording['schemas'], sources, finds, links },
  };
}
