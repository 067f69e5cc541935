import { isGuid, writingField, type Row } from '@koppel/connector-odata';
import { linesOf, RecordError, type FieldValue, type Line, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import Big from 'big.js';
import { idOf, versionOf } from './client.ts';
import type { BoundField, FieldWorld } from './bound-field.ts';
import { comparableLines, type LineRow, type LinesDefinition } from './lines.ts';
import { currencies, organisations, priceLists } from './lookup-targets.ts';
import { changedMeanwhile, fixedColumn, linesUnreadable, noPriceList, noSuchKey, recordGone, totalDiffers } from './outcomes.ts'; // prettier-ignore
import { nameBasedUuid } from './record-key.ts';
import type { EntityRecords, ReadPlan } from './records.ts';
import type { StateStep, Workflow } from './workflow.ts';

/** One intent on its way: what is sent, and the record as it was confirmed. */
export interface Write {
  readonly place: number;
  readonly intent: WriteIntent;
  /** JSON. */
  readonly body: string;
  /** What may be written only after the record is made; null where there is nothing. */
  readonly later: string | null;
  /** A record with lines or states: several requests, carried out together or not at all. Null where `body` is all. */
  readonly whole: readonly Part[] | null;
  row: Row | undefined;
}

/** One request of a record that takes several. */
export interface Part {
  readonly method: 'PATCH' | 'POST' | 'DELETE';
  /** Below the root of the API. */
  readonly path: string;
  readonly body: string | null;
  readonly precondition: string | null;
  /** It is the record itself: the answer names its id. */
  readonly isHead: boolean;
}

export interface PrepareInput {
  readonly intents: readonly WriteIntent[];
  readonly outcomes: SendOutcome[];
  readonly signal: AbortSignal;
}

export interface PreparedWrites {
  readonly writes: readonly Write[];
  readonly plan: ReadPlan;
}

/** What was found of records before they are written. */
interface Known {
  readonly world: FieldWorld;
  readonly current: ReadonlyMap<string, Row>;
  /** By the set of the lines, then by the key of the record. */
  readonly lines: ReadonlyMap<string, ReadonlyMap<string, readonly Row[]>>;
}

/** Turns intents into bodies. An intent whose values cannot be written gets its outcome here. */
export async function prepareWrites(
  records: EntityRecords,
  { intents, outcomes, signal }: PrepareInput,
): Promise<PreparedWrites> {
  const names = new Set<string>();
  for (const { values } of intents) for (const name in values) names.add(name);
  const plan = await records.plan([...names], signal);
  await records.refreshForNames(intents, plan, signal);
  const known = await lookAround(records, { intents, plan, signal });
  const writes: Write[] = [];
  intents.forEach((intent, place) => {
    if (!isGuid(intent.key ?? '')) {
      outcomes[place] = { kind: 'rejected', reason: 'gone', error: noSuchKey(intent) };
      return;
    }
    try {
      const prepared = prepare(records, { intent, fields: plan.fields, known });
      if ('kind' in prepared) outcomes[place] = prepared;
      else writes.push({ place, intent, ...prepared, row: undefined });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      outcomes[place] = { kind: 'rejected', reason: 'refused', error };
    }
  });
  return { writes, plan };
}

/** Reads what decides how records are written: states, lines that are there, products, units and price lists by name. */
async function lookAround(
  records: EntityRecords,
  { intents, plan, signal }: { readonly intents: readonly WriteIntent[]; readonly plan: ReadPlan; readonly signal: AbortSignal }, // prettier-ignore
): Promise<Known> {
  const { definition, products } = records;
  const world = await records.world(signal);
  const { lookups } = world;
  const withLines = plan.fields.filter(({ lines }) => lines !== null);
  const given = (field: BoundField) => intents.flatMap(({ values }) => [...(linesOf(values[field.field]) ?? [])]);
  await lookups.prepare(withLines.flatMap(({ lines }) => lines!.lookups), signal);
  await products.prepare(withLines.flatMap((field) => field.lines!.products(given(field))), signal);
  if (definition.needsPriceList && intents.some(({ op }) => op === 'create'))
    await lookups.prepare([priceLists, currencies, organisations], signal);

  const updates = intents.filter(({ op, key }) => op === 'update' && isGuid(key ?? ''));
  const looked = updates.filter(({ values }) => isWhole(values, plan.fields, definition.workflow)).map(({ key }) => key!.toLowerCase()); // prettier-ignore
  const current = new Map<string, Row>();
  const lines = new Map<string, ReadonlyMap<string, readonly Row[]>>();
  if (looked.length > 0) {
    const terms = looked.map((key) => `${definition.idColumn} eq ${key}`);
    const select = [definition.idColumn, 'name', 'statecode', 'statuscode'];
    for (const row of await records.rowsMatching(terms, { select, prefer: [] }, signal))
      current.set(idOf(row, definition.idColumn), row);
    const there = looked.filter((key) => current.has(key));
    for (const field of withLines)
      if (there.length > 0) lines.set(field.lines!.set, await records.lineRows(field.lines!, there, signal));
  }
  return { world, current, lines };
} // prettier-ignore

function isWhole(
  values: WriteIntent['values'],
  fields: readonly BoundField[],
  workflow: Workflow | undefined,
): boolean {
  if (workflow?.isAlways === true) return true;
  return fields.some(({ field, lines, isWorkflow }) => values[field] !== undefined && (lines !== null || isWorkflow));
}

interface OneInput {
  readonly intent: WriteIntent;
  readonly fields: readonly BoundField[];
  readonly known: Known;
}

type Bodies = Pick<Write, 'body' | 'later' | 'whole'>;

function prepare(records: EntityRecords, input: OneInput): Bodies | SendOutcome {
  const { intent, fields, known } = input;
  const { definition } = records;
  const { entity, workflow } = definition;
  const { body, later } = bodiesOf(intent, fields, entity);
  if (definition.needsPriceList && intent.op === 'create') addPriceList(body, intent, known.world);
  if (!isWhole(intent.values, fields, workflow)) {
    return { body: JSON.stringify(body), later: later === null ? null : JSON.stringify(later), whole: null };
  }
  const key = intent.key!.toLowerCase();
  const current = intent.op === 'create' ? undefined : known.current.get(key);
  if (intent.op === 'update') {
    if (current === undefined) return { kind: 'rejected', reason: 'gone', error: recordGone(intent) };
    if (intent.version !== null && versionOf(current) !== intent.version)
      return { kind: 'rejected', reason: 'stale', error: changedMeanwhile(intent) };
  }
  const parts = wholeParts(records, { ...input, key, current, body: { ...body, ...later } });
  return { body: '', later: null, whole: parts };
}

function bodiesOf(
  intent: WriteIntent,
  fields: readonly BoundField[],
  entity: string,
): { readonly body: Record<string, unknown>; readonly later: Record<string, unknown> | null } {
  const body: Record<string, unknown> = {};
  let later: Record<string, unknown> | null = null;
  for (const field of fields) {
    const value = intent.values[field.field];
    if (value === undefined || field.isWorkflow) continue;
    const isWritable = intent.op === 'create' ? field.canCreate : field.canUpdate;
    const name = `${entity}.${field.field}`;
    if (isWritable) writingField(name, () => field.write(value, body));
    else if (intent.op === 'create' && field.isDefault(value)) continue;
    else if (intent.op === 'create' && field.canUpdate) {
      const afterwards = (later ??= {});
      writingField(name, () => field.write(value, afterwards));
    } else {
      const { label } = field.column;
      throw fixedColumn(intent, { label, isEverWritten: field.canCreate, field: name });
    }
  }
  return { body, later };
}

/** A document needs a price list in its currency, though each line has a price of its own. */
function addPriceList(body: Record<string, unknown>, intent: WriteIntent, { lookups, definition }: FieldWorld): void {
  if ('pricelevelid@odata.bind' in body) return;
  const bound = /\(([0-9a-f-]{36})\)$/i.exec(String(body['transactioncurrencyid@odata.bind'] ?? ''))?.[1];
  const [organisation] = lookups.ids(organisations);
  const currency = (bound ?? lookups.alsoOf(organisations, organisation ?? ''))?.toLowerCase();
  const lists = lookups.ids(priceLists).filter((id) => currency === undefined || lookups.alsoOf(priceLists, id) === currency); // prettier-ignore
  const [list] = lists.sort((a, b) => String(lookups.nameOf(priceLists, a)).localeCompare(String(lookups.nameOf(priceLists, b)))); // prettier-ignore
  if (list === undefined) {
    const code = currency === undefined ? null : (lookups.nameOf(currencies, currency) ?? null);
    throw noPriceList(intent, code, `${definition.entity}.currency`);
  }
  body['pricelevelid@odata.bind'] = `/pricelevels(${list})`;
}

interface WholeInput extends OneInput {
  readonly key: string;
  readonly current: Row | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The requests that make a record what it is to be, in the order that Dataverse demands. */
function wholeParts(records: EntityRecords, input: WholeInput): readonly Part[] {
  const { intent, fields, known, key, current } = input;
  const { definition } = records;
  const { set, workflow } = definition;
  const numberOf = (name: string) => Number(current?.[name] ?? 0);
  const wanted: Record<string, FieldValue> = {};
  for (const { field, isWorkflow } of fields)
    if (isWorkflow && intent.values[field] !== undefined) wanted[field] = intent.values[field];
  const steps = workflow?.steps({
    current: current === undefined ? null : { state: numberOf('statecode'), status: numberOf('statuscode') },
    wanted,
    hasChanges: Object.keys(input.body).length > 0,
    key,
    has: (column) => known.world.metadata.columns.has(column),
  }) ?? { before: [], columns: {}, after: [] };

  const rows = fields.flatMap((field) => (field.lines === null ? [] : lineParts(field, field.lines, input, records)));
  for (const field of fields) if (field.lines !== null) checkTotals(field, field.lines, input, records);
  const body: Record<string, unknown> = { ...input.body, ...steps.columns };
  const parts: Part[] = steps.before.map((step) => statePart(step, `${set}(${key})`));
  const isNew = intent.op === 'create';
  // Lines alone would not be held against the version of the record they belong to: its name, unchanged, does that.
  if (!isNew && rows.length > 0 && Object.keys(body).length === 0 && parts.length === 0) body['name'] = current!['name'];
  if (isNew || Object.keys(body).length > 0)
    parts.push({ method: 'PATCH', path: `${set}(${key})`, body: JSON.stringify(body), precondition: isNew ? 'If-None-Match: *' : null, isHead: true }); // prettier-ignore
  parts.push(...rows, ...steps.after.map((step) => statePart(step, `${set}(${key})`)));
  const [first, ...rest] = parts;
  if (isNew || first === undefined || first.method !== 'PATCH') return parts;
  return [{ ...first, precondition: `If-Match: ${intent.version ?? '*'}` }, ...rest];
} // prettier-ignore

function statePart(step: StateStep, path: string): Part {
  const body = JSON.stringify(step.body);
  if (step.kind === 'patch') return { method: 'PATCH', path, body, precondition: null, isHead: true };
  return { method: 'POST', path: step.name, body, precondition: null, isHead: false };
}

/** Rows of lines that are to go, to be changed and to be made. What is as it should be is left alone. */
function lineParts(field: BoundField, lines: LinesDefinition, input: WholeInput, records: EntityRecords): Part[] {
  const { intent, known, key } = input;
  const value = intent.values[field.field];
  if (value === undefined) return [];
  const wanted = rowsOf(field, lines, input, records);
  const { set, idColumn, parent, head, identityOf } = lines;
  const there = new Map((known.lines.get(set)?.get(key) ?? []).map((row) => [identityOf?.(row) ?? idOf(row, idColumn), row])); // prettier-ignore
  const kept = new Set<Row>();
  const writes: Part[] = [];
  for (const { identity, body, fixed, reads } of wanted) {
    const id = nameBasedUuid(`${key}/${set}/${identity}`);
    const row = there.get(identityOf === undefined ? id : identity);
    if (row === undefined) {
      const whole = { ...fixed, ...body, [`${parent}@odata.bind`]: `/${head}(${key})` };
      writes.push({ method: 'PATCH', path: `${set}(${id})`, body: JSON.stringify(whole), precondition: 'If-None-Match: *', isHead: false }); // prettier-ignore
      continue;
    }
    kept.add(row);
    if (isAsWanted(row, lines, { body, reads })) continue;
    writes.push({ method: 'PATCH', path: `${set}(${idOf(row, idColumn)})`, body: JSON.stringify(body), precondition: 'If-Match: *', isHead: false }); // prettier-ignore
  }
  const goes = [...there.values()].filter((row) => !kept.has(row));
  const deletions = goes.map((row): Part => ({ method: 'DELETE', path: `${set}(${idOf(row, idColumn)})`, body: null, precondition: null, isHead: false })); // prettier-ignore
  return [...deletions, ...writes];
}

function isAsWanted(row: Row, { read, order }: LinesDefinition, { body, reads }: Pick<LineRow, 'body' | 'reads'>): boolean {
  if (order !== null && row[order] !== body[order]) return false;
  const text = (lines: readonly Line[]) => comparableLines(JSON.stringify(lines));
  return text(read(row)) === text(reads);
} // prettier-ignore

function rowsOf(field: BoundField, lines: LinesDefinition, { intent, known }: OneInput, records: EntityRecords) {
  const name = `${records.definition.entity}.${field.field}`;
  const given = linesOf(intent.values[field.field]);
  if (given === null) throw linesUnreadable(intent, name);
  return lines.write(given, { lookups: known.world.lookups, products: records.products, field: name });
}

/** How many rows of lines a record is to have; null where the intent says nothing of them. */
export function wantedRows(field: BoundField, intent: WriteIntent): readonly Line[] | null {
  const value = intent.values[field.field];
  return field.lines === null || value === undefined ? null : linesOf(value);
}

/** A total that is given has to be what the lines come to: Dataverse computes it, and would come to another. */
function checkTotals(lines: BoundField, definition: LinesDefinition, input: OneInput, records: EntityRecords): void {
  const { intent, fields } = input;
  const checks = fields.filter(({ isCheck, field }) => isCheck && !isBlank(intent.values[field]));
  if (checks.length === 0 || intent.values[lines.field] === undefined) return;
  const discount = intent.values['discount'];
  const amounts = rowsOf(lines, definition, input, records).flatMap(({ reads }) => reads.map(({ amount }) => String(amount ?? 0)));
  const sum = amounts.reduce((total, amount) => total.plus(amount), new Big(0)).minus(isBlank(discount) ? 0 : String(discount));
  for (const { field } of checks) {
    const given = String(intent.values[field]);
    if (isSameAmount(sum.toFixed(), given)) continue;
    throw totalDiffers(intent, { given, sum: sum.toFixed(2), field: `${records.definition.entity}.${field}` });
  }
} // prettier-ignore

function isBlank(value: FieldValue | undefined): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}

/** To the cent, which is how far two systems may be apart by rounding. */
export function isSameAmount(a: FieldValue, b: FieldValue): boolean {
  try {
    return new Big(String(a)).minus(String(b)).abs().lte('0.01');
  } catch {
    return false;
  }
}
