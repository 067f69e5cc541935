import type { CheckContextBody } from '@koppel/protocol';
import { fieldRows, type FieldChange } from '../connections/field-rows.ts';

type Slots = CheckContextBody['slots'];

/** What became of the fields of the system behind a slot: their labels. */
export interface SlotChange extends Readonly<Record<FieldChange, readonly string[]>> {
  readonly slot: string;
}

/** What other fields the systems of a flow have than before. Slots that are bound elsewhere by now are left out. */
export function changedFields(before: Slots, after: Slots): SlotChange[] {
  return Object.entries(after).flatMap(([slot, { connectionId, schemas }]) => {
    const former = before[slot];
    if (!former || former.connectionId !== connectionId) return [];
    const rows = schemas.flatMap((schema) => {
      const known = former.schemas.find(({ entity }) => entity === schema.entity);
      return known ? fieldRows(schema, undefined, known) : [];
    });
    const labels = (wanted: FieldChange) =>
      rows.filter(({ change }) => change === wanted).map(({ field }) => field.label);
    const change = { slot, added: labels('added'), removed: labels('removed'), changed: labels('changed') };
    return change.added.length + change.removed.length + change.changed.length > 0 ? [change] : [];
  });
}
