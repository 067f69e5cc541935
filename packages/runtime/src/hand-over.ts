import type { FieldHandOver, SinkStep } from '@koppel/compiler';
import type { Cell } from '@koppel/sdk';
import type { Candidate } from './candidate.ts';
import { decide, type Decision } from './decide.ts';

/** What was decided, or that the record is another master's by now: then nothing of it is written. */
export type CandidateDecision =
  | Decision
  | { readonly action: 'notMaster'; readonly field: string; readonly rule: FieldHandOver };

/** The fields by which records of the target tell whether they were handed over. */
export function statesInTarget({ handOvers = [] }: SinkStep): string[] {
  return statesOf(handOvers, 'target');
}

/** The fields by which records of the source tell whether they were handed over. */
export function statesInSource({ handOvers = [] }: SinkStep): string[] {
  return statesOf(handOvers, 'source');
}

function statesOf(handOvers: readonly (FieldHandOver | null)[], toldBy: FieldHandOver['toldBy']): string[] {
  const states = handOvers.flatMap((rule) =>
    rule && rule.when !== 'injected' && rule.toldBy === toldBy ? [rule.when.field] : [],
  );
  return [...new Set(states)];
}

/**
 * Decides on a candidate with what is known of it. Fields whose master the source is not, as far as this record has come, are
 * left out where a mask says so; a record in which another of them would change is refused whole.
 */
export function decideCandidate(step: SinkStep, candidate: Candidate, mode = step.policy.mode): CandidateDecision {
  const isKnown = candidate.targetKey !== null;
  const values = leaveOut(step, candidate, isKnown);
  const decision = decide({
    mode,
    shape: step.shape,
    values,
    conflicts: step.conflicts,
    isKnown,
    base: candidate.base,
    present: candidate.present,
  });
  if (!step.handOvers) return decision;
  const changed =
    decision.action === 'create' || decision.action === 'update'
      ? decision.changes
      : decision.action === 'conflict'
        ? decision.conflicts
        : [];
  for (const { field } of changed) {
    const at = step.shape.fields.findIndex((candidateField) => candidateField.field === field);
    const rule = step.handOvers[at] ?? null;
    if (rule && !isMaster(step, rule, candidate, isKnown)) return { action: 'notMaster', field, rule };
  }
  return decision;
}

/** Takes out of a linked candidate what the source is not master of, as far as the record has come: that is not its to compare. */
export function leaveToMaster(step: SinkStep, candidate: Candidate): void {
  const { record } = candidate;
  if (!step.handOvers?.some((rule) => rule && !isMaster(step, rule, candidate, true))) return;
  candidate.hash = '';
  record.values = record.values.map((value, at) => {
    const rule = step.handOvers![at];
    return rule && !isMaster(step, rule, candidate, true) ? undefined : value;
  });
}

/** The fields of a candidate with a counterpart that the source is not master of, as far as the record has come, and who is. */
export function leftToMaster(
  { shape, handOvers }: SinkStep,
  candidate: Candidate,
): { readonly field: string; readonly master: string }[] {
  return shape.fields.flatMap(({ field }, at) => {
    const rule = handOvers?.[at];
    if (!rule || isHandedOver(rule, candidate) === null) return [];
    const isPast = isHandedOver(rule, candidate)!;
    if (isPast !== rule.isFromFirst) return [];
    return [{ field, master: isPast ? rule.next : rule.first }];
  });
}

function leaveOut(step: SinkStep, candidate: Candidate, isKnown: boolean): readonly Cell[] {
  const { values } = candidate.record;
  if (!step.handOvers?.some((rule) => rule?.isMasked && !isMaster(step, rule, candidate, isKnown))) return values;
  // What is left out now may be written once the record has come further: the next run must look again.
  candidate.hash = '';
  return values.map((value, at) => {
    const rule = step.handOvers![at];
    return rule?.isMasked && !isMaster(step, rule, candidate, isKnown) ? undefined : value;
  });
}

/** Whether the source is master of the field of this record now. What nobody can tell is no. */
function isMaster(step: SinkStep, rule: FieldHandOver, candidate: Candidate, isKnown: boolean): boolean {
  if (!isKnown)
    return rule.isFromFirst || rule.when === 'injected' || rule.maySeed || isWrittenPast(step, rule, candidate);
  const isPast = isHandedOver(rule, candidate);
  return isPast === null ? false : isPast !== rule.isFromFirst;
}

/** A record that the next master makes in the first one's system in a state that is its own already. */
function isWrittenPast({ shape }: SinkStep, { when, toldBy }: FieldHandOver, { record }: Candidate): boolean {
  if (when === 'injected' || toldBy !== 'target') return false;
  const at = shape.fields.findIndex(({ field }) => field === when.field);
  return at >= 0 && when.is.includes(String(record.values[at]));
}

function isHandedOver(
  { when, isFromFirst, isTargetNext, toldBy }: FieldHandOver,
  candidate: Candidate,
): boolean | null {
  if (when === 'injected') return !isFromFirst || (isTargetNext ? true : null);
  const record = toldBy === 'target' ? candidate.present : toldBy === 'source' ? candidate.sourceState : null;
  return record === null ? null : when.is.includes(String(record[when.field] ?? ''));
}
