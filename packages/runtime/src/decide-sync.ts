import type { SyncField } from '@koppel/compiler';
import { normalise } from '@koppel/sdk';
import type { FieldValue } from '@koppel/model';
import type { FieldChange, FieldConflict } from './decide.ts';
import type { LinkBase } from './ports.ts';

/** One side of a pair of records that are kept in step: its values as they are now, and when they last changed where it tells. */
export interface SyncSideState {
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly changedAt: string | null;
}

/** What to do with a pair. `agreed` are fields that are equal now although the base does not say so. */
export interface SyncDecision {
  readonly toA: readonly FieldChange[];
  readonly toB: readonly FieldChange[];
  readonly agreed: readonly { readonly field: string; readonly a: FieldValue; readonly b: FieldValue }[];
  readonly conflicts: readonly FieldConflict[];
  readonly kept: readonly SyncKept[];
}

/** A field in which one side keeps its value against another one that the other side came with. */
export interface SyncKept {
  readonly field: string;
  /** The side that keeps its own. */
  readonly side: 'a' | 'b';
  /** Because it is master, or because it changed the field last. */
  readonly why: 'master' | 'newest';
  readonly value: FieldValue;
  /** What the other side had. */
  readonly offered: FieldValue;
}

type Verdict = 'nothing' | 'agreed' | 'conflict' | Win;

/** One side's value goes over. `against`: why it counts more than what the other side came with; null: that came with nothing. */
interface Win {
  readonly side: 'a' | 'b';
  readonly against: SyncKept['why'] | null;
}

/**
 * Decides field by field between two sides and the values they last agreed on. A field with one master goes from it to the
 * other side, and an edit on the other side is undone or, where the table says `ask`, becomes a conflict. A shared field
 * carries the edit of whichever side made one; two different edits follow its rule. Pure.
 */
export function decideSync(
  fields: readonly SyncField[],
  state: { readonly a: SyncSideState; readonly b: SyncSideState; readonly base: LinkBase },
): SyncDecision {
  const decision = {
    toA: [] as FieldChange[],
    toB: [] as FieldChange[],
    agreed: [] as { field: string; a: FieldValue; b: FieldValue }[],
    conflicts: [] as FieldConflict[],
    kept: [] as SyncKept[],
  };
  for (const field of fields) {
    const a = normalise(state.a.values[field.field] ?? null, field.typeA);
    const b = normalise(state.b.values[field.field] ?? null, field.typeB);
    const name = field.field;
    const verdict = verdictOf(field, a, b, state);
    if (verdict === 'nothing') continue;
    if (verdict === 'agreed') decision.agreed.push({ field: name, a, b });
    else if (verdict === 'conflict') {
      decision.conflicts.push({
        field: name,
        base: baseOf(state.base, name)?.a,
        source: a,
        target: b,
        twoWay: { master: field.isShared ? null : field.master === 'a' ? 'source' : 'target' },
      });
    } else {
      const { side, against: why } = verdict;
      const inA = state.a.values[name] ?? null;
      const inB = state.b.values[name] ?? null;
      const [value, offered] = side === 'a' ? [inA, inB] : [inB, inA];
      if (side === 'a') decision.toB.push({ field: name, before: inB, after: field.toB(inA) });
      else decision.toA.push({ field: name, before: inA, after: field.toA(inB) });
      if (why) decision.kept.push({ field: name, side, why, value, offered });
    }
  }
  return decision;
}

function verdictOf(
  field: SyncField,
  a: FieldValue,
  b: FieldValue,
  { a: sideA, b: sideB, base: bases }: { a: SyncSideState; b: SyncSideState; base: LinkBase },
): Verdict {
  const base = baseOf(bases, field.field);
  const areEqual = normalise(field.toB(a), field.typeB) === b;
  if (!base) return areEqual ? 'agreed' : firstContact(field, a, b);
  const didA = a !== base.a;
  const didB = b !== base.b;
  if (!didA && !didB) return 'nothing';
  if (areEqual) return 'agreed';
  if (!field.isShared) return toOther(field, didA, didB);
  // In a shared field an empty side is one that was not filled in, not one that was emptied.
  const editsA = didA && a !== null;
  const editsB = didB && b !== null;
  if (!editsA && !editsB) return 'nothing';
  if (editsA && editsB) return both(field, sideA.changedAt, sideB.changedAt);
  return { side: editsA ? 'a' : 'b', against: null };
}

/** Nobody knows yet what the two agreed on: the master's value counts. */
function firstContact(field: SyncField, a: FieldValue, b: FieldValue): Verdict {
  if (field.isShared && a === null) return { side: 'b', against: null };
  if (field.isShared && b === null) return { side: 'a', against: null };
  const { master } = field;
  return { side: master, against: (master === 'a' ? b : a) === null ? null : 'master' };
}

/** A field of one master: what it says goes over; an edit of the copy is undone, or asked about. */
function toOther({ master, rule }: SyncField, didA: boolean, didB: boolean): Verdict {
  const isForeignEdit = master === 'a' ? didB : didA;
  if (isForeignEdit && rule === 'ask') return 'conflict';
  return { side: master, against: isForeignEdit ? 'master' : null };
}

function both({ master, rule }: SyncField, changedA: string | null, changedB: string | null): Verdict {
  if (rule === 'masterWins') return { side: master, against: 'master' };
  if (rule === 'ask' || changedA === null || changedB === null || changedA === changedB) return 'conflict';
  return { side: Date.parse(changedA) > Date.parse(changedB) ? 'a' : 'b', against: 'newest' };
}

/** The values a field last had on both sides when they agreed; each side keeps its own form. */
function baseOf(base: LinkBase, field: string): { readonly a: FieldValue; readonly b: FieldValue } | undefined {
  const value = base[field];
  if (value === undefined) return undefined;
  return isPair(value) ? { a: value[0], b: value[1] } : { a: value, b: value };
}

function isPair(value: LinkBase[string]): value is readonly [FieldValue, FieldValue] {
  return Array.isArray(value);
}

/** How a pair of agreed values is kept. */
export function syncBase(a: FieldValue, b: FieldValue): LinkBase[string] {
  return a === b ? a : [a, b];
}
