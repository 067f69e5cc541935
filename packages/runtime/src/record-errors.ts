import { canonicalEntity, canonicalField, RecordError, type FlowRecord } from '@koppel/sdk';
import type { FieldHandOver } from '@koppel/compiler';
import type { FieldConflict } from './decide.ts';

/** Errors of single records that arise where a record meets its counterpart. */

export function severalMatches(record: FlowRecord, fields: readonly string[], keys: readonly string[]): RecordError {
  return new RecordError({
    code: 'match.several',
    failureCause: 'alreadyExists',
    message: `${record.name} was not written. ${keys.length} records in the target have the same ${fields.join(' and ')}.`,
    remedy: 'Merge them in the target system, or link the right one by hand, then retry.',
    facts: { candidates: [...keys] },
  });
}

export function alreadyTaken(record: FlowRecord, targetKey: string, owner: string): RecordError {
  return new RecordError({
    code: 'match.already-linked',
    failureCause: 'alreadyExists',
    message: `${record.name} was not written. The record it matches in the target is linked to another one already.`,
    remedy: 'Correct the number they share in one of the two, or merge them, then retry.',
    facts: { targetKey },
    details: { targetKey, owner },
  });
}

export function refusedByHand(record: FlowRecord, targetKey: string): RecordError {
  return new RecordError({
    code: 'match.refused-by-hand',
    failureCause: 'alreadyExists',
    message: `${record.name} was not written. Somebody said that the record it matches in the target is another one.`,
    remedy: 'Link the two by hand if they are the same after all, or correct what they share, then retry.',
    facts: { targetKey, candidates: [targetKey] },
    details: { targetKey },
  });
}

export function vanished(record: FlowRecord, targetKey: string): RecordError {
  return new RecordError({
    code: 'save.target-gone',
    failureCause: 'notFound',
    message: `${record.name} was not updated. Its record in the target is no longer there.`,
    remedy: 'Restore it in the target, or remove the record link so that it is matched or created anew, then retry.',
    facts: { targetKey },
    details: { targetKey },
  });
}

/** Two records of the source now lead to one of the target. */
export function mergedIntoAnother(record: FlowRecord, winner: string, owner: string | null): RecordError {
  const whose = owner === null ? 'that one was said to be another record' : `that one belongs to ${owner}`;
  return new RecordError({
    code: 'save.merged-into-another',
    failureCause: 'alreadyExists',
    message: `${record.name} was not updated. Its record in the target was merged into another one, and ${whose}.`,
    remedy:
      'Decide which of the two records of the source goes on: block or merge the other one there, and remove its record link. Then retry.',
    details: { winner, owner },
  });
}

export function keepsChanging(record: FlowRecord): RecordError {
  return new RecordError({
    code: 'save.keeps-changing',
    failureCause: 'changedOnBothSides',
    message: `${record.name} was not updated. Somebody else changed it in the target five times while it was being written.`,
    remedy: 'Find out what else writes this record, then retry.',
  });
}

export function changedOnBothSides(
  record: FlowRecord,
  entity: string,
  conflicts: readonly FieldConflict[],
): RecordError {
  const [first] = conflicts;
  const more = conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : '';
  return new RecordError({
    code: 'save.changed-on-both-sides',
    failureCause: 'changedOnBothSides',
    message: `${record.name} was not updated. ${first!.field}${more} changed on both sides: "${first!.source ?? ''}" in the source, "${first!.target ?? ''}" in the target, "${first!.base ?? ''}" before.`,
    remedy: 'Choose which value is right, correct the other system, then retry.',
    field: `${entity}.${first!.field}`,
    facts: { conflicts: conflicts.map((conflict) => ({ ...conflict, field: `${entity}.${conflict.field}` })) },
  });
}

/** The record has another master by now, or has not come to this one yet. */
export function handedOver(
  record: FlowRecord,
  entity: string,
  { field, rule }: { readonly field: string; readonly rule: FieldHandOver },
): RecordError {
  const label = canonicalField(entity, field)?.title.en ?? field;
  const [first, next] = [rule.first.toUpperCase(), rule.next.toUpperCase()];
  const when =
    rule.when === 'injected'
      ? `it is in the ${next}`
      : `its ${canonicalField(entity, rule.when.field)?.title.en ?? rule.when.field} in the ${first} is ${rule.when.is.join(' or ')}`;
  return new RecordError({
    code: 'mastership.handed-over',
    failureCause: 'handedOver',
    message: rule.isFromFirst
      ? `${record.name} was not written. As soon as ${when}, the ${next} is master of its ${label}.`
      : `${record.name} was not written. Until ${when}, the ${first} is master of its ${label}.`,
    remedy: rule.isFromFirst
      ? `Make the change in the ${next}, or undo it in the ${first}. If flows should leave such records out by themselves, put a read-only field mask before the save.`
      : `Make the change in the ${first}, or hand the record over first, then retry.`,
    field: `${entity}.${field}`,
  });
}

/** Somebody edited fields in the target that another system is master of, and the rule says to ask. */
export function editedInTarget(record: FlowRecord, entity: string, conflicts: readonly FieldConflict[]): RecordError {
  const [first] = conflicts;
  const more = conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : '';
  return new RecordError({
    code: 'drift.edited-in-target',
    failureCause: 'changedOnBothSides',
    message: `${record.name} is not as its master has it. ${first!.field}${more} was edited in the target: "${first!.target ?? ''}" there, "${first!.source ?? ''}" in the source, "${first!.base ?? ''}" before.`,
    remedy: 'Choose which value is right, correct the other system, then retry.',
    field: `${entity}.${first!.field}`,
    facts: { conflicts: conflicts.map((conflict) => ({ ...conflict, field: `${entity}.${conflict.field}` })) },
  });
}

/** Not a mistake: it goes on by itself. */
export function waitsForLink(
  record: FlowRecord,
  entity: string,
  { entity: referred, label, key }: { readonly entity: string; readonly label: string; readonly key: string },
): RecordError {
  const title = (canonicalEntity(referred)?.title.en ?? referred).toLowerCase();
  return new RecordError({
    code: 'reference.not-linked',
    failureCause: 'waitsForLink',
    message: `${record.name} waits: the ${title} that its ${label} refers to (${key}) has no counterpart in the target yet.`,
    remedy: `Nothing to do if a flow brings that ${title} over: this record goes on by itself as soon as the two are linked. Otherwise link them by hand.`,
    field: `${entity}.${label}`,
    facts: { missing: { entity: referred, key } },
  });
}

/** The world is not any more as it was when the plan was made. */
export function notAsApproved(record: FlowRecord): RecordError {
  return new RecordError({
    code: 'plan.changed-since',
    failureCause: 'changedOnBothSides',
    message: `${record.name} was not written. What would be written now is not what was approved: it changed since in one of the two systems.`,
    remedy: 'Run with sample or dry again, look at what would be written now, and approve that.',
  });
}

export function contested(record: FlowRecord, entity: string, fields: readonly string[]): RecordError {
  return new RecordError({
    code: 'sync.contested',
    failureCause: 'changedOnBothSides',
    message: `${record.name} was not kept in step. Something else keeps undoing ${fields.join(', ')}: it was written three times within ten minutes.`,
    remedy: 'Find out which program or automation writes this field in one of the two systems, then retry.',
    field: `${entity}.${fields[0]!}`,
  });
}

export function unknownOutcome(record: FlowRecord, until: Date): RecordError {
  return new RecordError({
    code: 'create.unknown-outcome',
    failureCause: 'unknownOutcome',
    message: `${record.name} may or may not have been created: the target gave no answer.`,
    remedy:
      'There is nothing to do: Koppel looks for it again by itself, and creates it as soon as it is certain that it is not there.',
    knownFrom: until,
  });
}

/** An unanswered create of a record in which everything is empty that it could be looked for by. */
export function cannotBeLookedFor(record: FlowRecord, rules: readonly (readonly string[])[]): RecordError {
  const fields = [...new Set(rules.flat())].join(' or ');
  return new RecordError({
    code: 'create.unknown-outcome',
    failureCause: 'unknownOutcome',
    message: `${record.name} may or may not have been created: the target gave no answer, and there is nothing to look for it by.`,
    remedy: `See in the target whether it is there. Fill in its ${fields === '' ? 'number' : fields} in the source, and in the target if it is there, then retry: it is linked or created.`,
  });
}
