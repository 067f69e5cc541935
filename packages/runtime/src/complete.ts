import type { SinkStep } from '@koppel/compiler';
import { linesOf, type FieldValue } from '@koppel/sdk';
import type { Candidate } from './candidate.ts';
import type { Decision } from './decide.ts';

/**
 * What a record still lacks that an earlier create of ours made without our learning of it: where a system takes several
 * requests for one record, or carries out a part of one, it may be there without all of its fields or lines. Only what is
 * empty is filled, and lines are sent again where some are missing; whatever else differs, its own people changed since.
 */
export function decideCompletion({ shape }: SinkStep, { record, present }: Candidate): Decision {
  const changes = shape.fields.flatMap(({ field, type }, index) => {
    const after = record.values[index];
    if (after === undefined || isEmpty(after)) return [];
    const before = present![field] ?? null;
    const isLacking = type.kind === 'lines' ? haveLess(before, after) : isEmpty(before);
    return isLacking ? [{ field, before, after }] : [];
  });
  return changes.length > 0 ? { action: 'update', changes } : { action: 'unchanged' };
}

function isEmpty(value: FieldValue): boolean {
  return value === null || value === '';
}

function haveLess(before: FieldValue, after: FieldValue): boolean {
  return (linesOf(before)?.length ?? 0) < (linesOf(after)?.length ?? 0);
}
