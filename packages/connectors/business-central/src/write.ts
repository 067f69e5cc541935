import {
  linesOf,
  RecordError,
  type EntityBinding,
  type FieldValue,
  type SendOutcome,
  type WriteIntent,
} from '@koppel/sdk';
import { isGuid, writingField, type Row } from '@koppel/connector-odata';
import type { Draft } from './fields.ts';
import { checkMarker, checkTotal, wantedLines, type WantedLine } from './order-lines.ts';
import { noSuchKey } from './outcomes.ts';
import { idOf, type EntityRecords, type ReadPlan } from './records.ts';
import { writeTaxNumbers } from './tax-numbers.ts';

/** One intent on its way: what goes to which page, and how far it got. */
export interface Write {
  readonly place: number;
  readonly intent: WriteIntent;
  readonly draft: Draft;
  /** The lines a document is to have; null where they are left as they are. */
  readonly lines: readonly WantedLine[] | null;
  /** The record as the standard API answered. */
  main: Row | undefined;
  companion: Row | undefined;
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

/** Turns intents into bodies. An intent whose values cannot be written gets its outcome here. */
export async function prepareWrites(
  records: EntityRecords,
  binding: EntityBinding,
  { intents, outcomes, signal }: PrepareInput,
): Promise<PreparedWrites> {
  const fields = [...new Set(intents.flatMap(({ values }) => Object.keys(values)))];
  const plan = await records.plan(fields, signal);
  await refreshForUnknownCodes(records, intents, plan, signal);
  const byName = new Map(plan.fields.map((field) => [field.field, field]));
  const countries = await countriesOf(records, binding, intents, signal);
  const hasCompanion = plan.fields.some(({ field }) => binding.fields[field]?.codec === 'vat-number')
    ? await records.hasCompanion(signal)
    : false;
  const { definition, items } = records;
  const linesField = plan.fields.find(({ joins }) => joins.includes('lines'))?.field;
  await prepareItems(records, linesField, intents, signal);
  const writes: Write[] = [];
  intents.forEach((intent, place) => {
    if (intent.op === 'update' && !isGuid(intent.key ?? '')) {
      outcomes[place] = { kind: 'rejected', reason: 'gone', error: noSuchKey(intent) };
      return;
    }
    try {
      const draft: Draft = { main: {}, companion: {} };
      checkMarker(intent, definition.marker, definition.entity);
      let total: FieldValue | undefined;
      for (const [name, value] of Object.entries(intent.values)) {
        const field = byName.get(name)!;
        // The total follows from the lines: it is compared with them, not written.
        if (definition.lines !== null && field.path === totalColumn) total = value;
        else writingField(`${definition.entity}.${name}`, () => field.write(value, draft));
      }
      addTaxNumbers(binding, intent, { draft, country: countries.get(place), hasCompanion });
      const needsLines = draft.lines !== undefined || (definition.lines !== null && intent.op === 'create');
      const lines = needsLines ? wantedLines(draft.lines ?? [], items, `${definition.entity}.${linesField ?? 'lines'}`) : null; // prettier-ignore
      if (lines !== null) checkTotal(total, lines, `${definition.entity}.totalAmount`);
      writes.push({ place, intent, draft, lines, main: undefined, companion: undefined });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      outcomes[place] = { kind: 'rejected', reason: 'refused', error };
    }
  });
  return { writes, plan };
}

const totalColumn = 'totalAmountExcludingTax';

/** Looks at the items that the lines of these documents name. */
async function prepareItems({ items }: EntityRecords, field: string | undefined, intents: readonly WriteIntent[], signal: AbortSignal): Promise<void> {
  if (field === undefined) return;
  await items.prepare(intents.flatMap(({ values }) => linesOf(values[field]) ?? []), signal);
} // prettier-ignore

/** A code made since its table was read is not unknown; but a table is not read for every record with an unknown code. */
const unknownCodeAgeMs = 5000;

/** Looks again at the tables in which codes are missing. */
async function refreshForUnknownCodes(
  { lookups }: EntityRecords,
  intents: readonly WriteIntent[],
  plan: ReadPlan,
  signal: AbortSignal,
): Promise<void> {
  const missing = new Set<string>();
  for (const { field, reference } of plan.fields) {
    if (reference === null) continue;
    const isMissing = ({ values }: WriteIntent) => {
      const value = values[field];
      return typeof value === 'string' && value !== '' && lookups.idOf(reference, value) === undefined;
    };
    if (intents.some(isMissing)) missing.add(reference);
  }
  await lookups.prepare(missing, signal, unknownCodeAgeMs);
}

function fieldWithCodec(binding: EntityBinding, codec: string): string | undefined {
  return Object.entries(binding.fields).find(([, one]) => one.codec === codec)?.[0];
}

/** The country that decides what a tax number means: from the intent, else (for an update) from the record itself. */
async function countriesOf(
  records: EntityRecords,
  binding: EntityBinding,
  intents: readonly WriteIntent[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, FieldValue>> {
  const numbers = [fieldWithCodec(binding, 'company-number'), fieldWithCodec(binding, 'vat-number')];
  const countryField = Object.entries(binding.fields).find(([, { path }]) => path === 'country')?.[0];
  const countries = new Map<number, FieldValue>();
  const toRead: { place: number; key: string }[] = [];
  intents.forEach(({ op, key, values }, place) => {
    if (!numbers.some((name) => name !== undefined && name in values)) return;
    if (countryField !== undefined && countryField in values) countries.set(place, values[countryField]!);
    else if (op === 'update' && key !== null) toRead.push({ place, key });
  });
  if (toRead.length > 0) {
    const plan: ReadPlan = { fields: [], select: 'id,country', companionSelect: null };
    const rows = await records.rowsByIds(toRead.map(({ key }) => key).filter(isGuid), plan, signal);
    const byId = new Map(rows.map((row) => [idOf(row), row['country']]));
    for (const { place, key } of toRead) {
      const country = byId.get(key.toLowerCase());
      if (typeof country === 'string') countries.set(place, country);
    }
  }
  return countries;
}

function addTaxNumbers(
  binding: EntityBinding,
  { values }: WriteIntent,
  { draft, country, hasCompanion }: { draft: Draft; country: FieldValue | undefined; hasCompanion: boolean },
): void {
  const valueOf = (codec: string) => {
    const name = fieldWithCodec(binding, codec);
    return name === undefined ? undefined : values[name];
  };
  const companyNumber = valueOf('company-number');
  const vatNumber = valueOf('vat-number');
  if (companyNumber === undefined && vatNumber === undefined) return;
  const columns = writeTaxNumbers({ companyNumber, vatNumber, country: country ?? null, hasCompanion });
  if (columns.taxRegistrationNumber !== undefined) draft.main['taxRegistrationNumber'] = columns.taxRegistrationNumber;
  if (columns.companionVatNumber !== undefined) draft.companion['vatNumber'] = columns.companionVatNumber;
}
