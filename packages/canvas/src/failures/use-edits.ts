import type { FieldValue, RecordEdit } from '@koppel/model';
import { useState } from 'react';

export type EditSide = keyof RecordEdit;

/** What somebody set for the next try of one failed record. It is gone when another one is looked at. */
export interface Edits {
  readonly edit: RecordEdit;
  readonly count: number;
  /** `undefined`: not set by hand. */
  valueOf(side: EditSide, field: string): FieldValue | undefined;
  set(side: EditSide, field: string, value: FieldValue): void;
  unset(side: EditSide, field: string): void;
}

const none: RecordEdit = { input: {}, output: {} };

export function useEdits(failureId: string): Edits {
  const [held, setHeld] = useState<{ readonly of: string; readonly edit: RecordEdit }>({ of: failureId, edit: none });
  const edit = held.of === failureId ? held.edit : none;
  const change = (side: EditSide, values: RecordEdit[EditSide]) =>
    setHeld({ of: failureId, edit: { ...edit, [side]: values } });
  return {
    edit,
    count: Object.keys(edit.input).length + Object.keys(edit.output).length,
    valueOf: (side, field) => (Object.hasOwn(edit[side], field) ? edit[side][field] : undefined),
    set: (side, field, value) => change(side, { ...edit[side], [field]: value }),
    unset(side, field) {
      const { [field]: _gone, ...rest } = edit[side];
      change(side, rest);
    },
  };
}

/** What was typed, as the value of a field: nothing is an empty field. */
export function typedValue(typed: string): FieldValue {
  return typed === '' ? null : typed;
}
