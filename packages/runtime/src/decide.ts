import type { ConflictRule, FieldValue } from '@koppel/model';
import { normalise } from '@koppel/sdk';
import type { Cell, RecordShape, SinkPolicy } from '@koppel/sdk';
import type { LinkBase } from './ports.ts';

/** A field whose value would change: what the target has (undefined: not known) and what it would get. */
export interface FieldChange {
  readonly field: string;
  readonly before: FieldValue | undefined;
  readonly after: FieldValue;
}

/** A field that both sides changed, with the value they last agreed on. */
export interface FieldConflict {
  readonly field: string;
  readonly base: FieldValue | undefined;
  readonly source: FieldValue;
  readonly target: FieldValue;
  /** Only of two systems that are kept in step. */
  readonly twoWay?: { readonly master: 'source' | 'target' | null };
}

/** What to do with a record. Made by one function for live runs, dry runs and samples alike. */
export type Decision =
  | { readonly action: 'create'; readonly changes: readonly FieldChange[] }
  | { readonly action: 'update'; readonly changes: readonly FieldChange[] }
  | { readonly action: 'unchanged' }
  | { readonly action: 'missing' }
  | { readonly action: 'conflict'; readonly conflicts: readonly FieldConflict[] };

export interface DecideInput {
  readonly mode: SinkPolicy['mode'];
  readonly shape: RecordShape;
  /** What the flow made of the record. An undefined cell is not written. */
  readonly values: readonly Cell[];
  readonly conflicts: readonly ConflictRule[];
  /** Whether the target has the record, as a link or a match says. */
  readonly isKnown: boolean;
  /** The values both systems last agreed on; null before the first agreement. */
  readonly base: LinkBase | null;
  /** What the target holds now, where it was read. */
  readonly present: Readonly<Record<string, FieldValue>> | null;
}

/**
 * Decides from the source's values, the base and, where known, the target's present values. Pure. An update names only the
 * fields that change; a record whose fields all equal the base (or, where read, the target) is unchanged.
 */
export function decide(input: DecideInput): Decision {
  const { mode, shape, values } = input;
  if (!input.isKnown) {
    if (mode === 'update' || mode === 'link') return { action: 'missing' };
    const changes: FieldChange[] = [];
    shape.fields.forEach(({ field }, index) => {
      const value = values[index];
      if (value !== undefined && value !== null) changes.push({ field, before: undefined, after: value });
    });
    return { action: 'create', changes };
  }
  if (mode === 'create' || mode === 'link') return { action: 'unchanged' };
  const changes: FieldChange[] = [];
  const conflicts: FieldConflict[] = [];
  for (let index = 0; index < shape.fields.length; index += 1) {
    const value = values[index];
    if (value === undefined) continue;
    const { field, type } = shape.fields[index]!;
    const { base, present } = input;
    switch (judgeField(input, index, value)) {
      case 'change':
        changes.push({ field, before: present ? (present[field] ?? null) : keptOf(base?.[field]), after: value });
        break;
      case 'conflict':
        conflicts.push({
          field,
          base: keptOf(base?.[field]),
          source: normalise(value, type),
          target: normalise(present![field] ?? null, type),
        });
        break;
      case 'same':
      case 'newest':
        break;
    }
  }
  if (conflicts.length > 0) return { action: 'conflict', conflicts };
  return changes.length > 0 ? { action: 'update', changes } : { action: 'unchanged' };
}

/** The fields that the target keeps because they were changed last there, and their rule is that the newest wins. Pure. */
export function keptAsNewest(input: Omit<DecideInput, 'isKnown'>): string[] {
  if (input.mode === 'create' || input.mode === 'link') return [];
  return input.shape.fields.flatMap(({ field }, index) => {
    const value = input.values[index];
    return value !== undefined && judgeField(input, index, value) === 'newest' ? [field] : [];
  });
}

/** `newest`: what the target has stays, because it was changed there after both agreed, and not in the source. */
type Verdict = 'same' | 'change' | 'conflict' | 'newest';

function judgeField(
  { shape, base, present, conflicts: rules }: Pick<DecideInput, 'shape' | 'base' | 'present' | 'conflicts'>,
  index: number,
  value: FieldValue,
): Verdict {
  const { field, type } = shape.fields[index]!;
  const wanted = normalise(value, type);
  const agreed = base ? base[field] : undefined;
  if (!present) return equalsBase(wanted, agreed) ? 'same' : 'change';
  const now = normalise(present[field] ?? null, type);
  if (now === wanted) return 'same';
  const isForeignEdit = agreed !== undefined && now !== keptOf(agreed);
  const isSourceEdit = !equalsBase(wanted, agreed);
  // The target keeps what it was last sent in another form, and nobody edited it since.
  if (!isForeignEdit && !isSourceEdit) return 'same';
  const rule = rules[index] ?? 'masterWins';
  if (!isForeignEdit || rule === 'masterWins') return 'change';
  return rule === 'newestWins' && !isSourceEdit ? 'newest' : 'conflict';
}

/** A field of which the target has another value than its master. */
export interface FieldDrift {
  readonly field: string;
  /** What both last agreed on; undefined where that is not known. */
  readonly base: FieldValue | undefined;
  readonly present: FieldValue;
  readonly wanted: FieldValue;
}

/**
 * The fields that somebody edited in the target, or of which nobody knows what they should have been. What only the source
 * changed, and what the target keeps in another form than it was sent, is none. Pure.
 */
export function driftOf({
  shape,
  values,
  base,
  present,
}: Pick<DecideInput, 'shape' | 'values' | 'base'> & {
  readonly present: Readonly<Record<string, FieldValue>>;
}): FieldDrift[] {
  return shape.fields.flatMap(({ field, type }, index) => {
    const value = values[index];
    if (value === undefined) return [];
    const now = present[field] ?? null;
    const kept = normalise(now, type);
    if (kept === normalise(value, type)) return [];
    const agreed = base ? base[field] : undefined;
    if (agreed !== undefined && kept === keptOf(agreed)) return [];
    return [{ field, base: keptOf(agreed), present: now, wanted: value }];
  });
}

type BaseValue = LinkBase[string] | undefined;

/** Whether a value is the one both systems agreed on, in the form that was sent or in the form that was kept. */
function equalsBase(value: FieldValue, agreed: BaseValue): boolean {
  if (agreed === undefined) return false;
  return isPair(agreed) ? value === agreed[0] || value === agreed[1] : value === agreed;
}

function keptOf(agreed: BaseValue): FieldValue | undefined {
  return isPair(agreed) ? agreed[0] : agreed;
}

function isPair(agreed: BaseValue): agreed is readonly [FieldValue, FieldValue] {
  return Array.isArray(agreed);
}

/**
 * The base of the fields just written: what the target kept, normalised, and beside it what it was sent where that differs.
 * `kept` null: the target did not say, so it is taken to have kept what it was sent.
 */
export function baseOf(
  shape: RecordShape,
  changes: readonly FieldChange[],
  kept: Readonly<Record<string, FieldValue>> | null,
): LinkBase {
  const types = new Map(shape.fields.map(({ field, type }) => [field, type]));
  const base: Record<string, FieldValue | readonly [FieldValue, FieldValue]> = {};
  for (const { field, after } of changes) {
    const type = types.get(field)!;
    const sent = normalise(after, type);
    const has = kept && field in kept ? normalise(kept[field] ?? null, type) : sent;
    base[field] = has === sent ? sent : [has, sent];
  }
  return base;
}
