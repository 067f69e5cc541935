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
}

type Verdict = 'nothing' | 'agreed' | 'toA' | 'toB' | 'conflict';

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
  };
  for (const field of fields) {
    const a = normalise(state.a.values[field.field] ?? null, field.typeA);
    const b = normalise(state.b.values[field.field] ?? null, field.typeB);
    const name = field.field;
    switch (verdictOf(field, a, b, state)) {
      case 'agreed':
        decision.agreed.push({ field: name, a, b });
        break;
      case 'toB':
        decision.toB.push({
          field: name,
          before: state.b.values[name] ?? null,
          after: field.toB(state.a.values[name] ?? null),
        });
        break;
      case 'toA':
        decision.toA.push({
          field: name,
          before: state.a.values[name] ?? null,
          after: field.toA(state.b.values[name] ?? null),
        });
        break;
      case 'conflict':
        decision.conflicts.push({
          field: name,
          base: baseOf(state.base, name)?.a,
          source: a,
          target: b,
          twoWay: { master: field.isShared ? null : field.master === 'a' ? 'source' : 'target' },
        });
        break;
      case 'nothing':
        break;
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
  return editsA ? 'toB' : 'toA';
}

/** Nobody knows yet what the two agreed on: the master's value counts. */
function firstContact(field: SyncField, a: FieldValue, b: FieldValue): Verdict {
  if (field.isShared && a === null) return 'toA';
  if (field.isShared && b === null) return 'toB';
  return field.master === 'a' ? 'toB' : 'toA';
}

/** A field of one master: what it says goes over; an edit of the copy is undone, or asked about. */
function toOther({ master, rule }: SyncField, didA: boolean, didB: boolean): Verdict {
  const isForeignEdit = master === 'a' ? didB : didA;
  if (isForeignEdit && rule === 'ask') return 'conflict';
  return master === 'a' ? 'toB' : 'toA';
}

function both({ master, rule }: SyncField, changedA: string | null, changedB: string | null): Verdict {
  const ofMaster = master === 'a' ? 'toB' : 'toA';
  if (rule === 'masterWins') return ofMaster;
  if (rule === 'ask' || changedA === null || changedB === null || changedA === changedB) return 'conflict';
  return Date.parse(changedA) > Date.parse(changedB) ? 'toB' : 'toA';
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
