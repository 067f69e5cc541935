import type { SinkStep } from '@koppel/compiler';
import { fieldIndex, RunError, type FieldValue, type Sink, type SinkPolicy } from '@koppel/sdk';
import type { BatchRun } from './batch.ts';
import type { Candidate, Write } from './candidate.ts';
import type { RunEnvironment } from './environment.ts';
import { outcome } from './outcome.ts';
import { findPatiently } from './patient-find.ts';
import { Writer } from './writer.ts';

/** Whether a record was read without the key of its counterpart. Without a write-back none lacks it. */
export function lacksKey(batch: BatchRun, { writeBack }: SinkPolicy): (candidate: Candidate) => boolean {
  if (!writeBack) return () => false;
  const at = fieldIndex(batch.source.shape, writeBack.field);
  return ({ record }) => (batch.inputOf(record)[at] ?? '') === '';
}

/**
 * Writes the key of each counterpart back into the record it belongs to, so that nobody copies keys by hand. A record that
 * carries the key already is left alone, so this also makes good what an earlier run could not write.
 */
export async function writeBack(
  batch: BatchRun,
  step: SinkStep,
  target: Sink,
  policy: NonNullable<SinkPolicy['writeBack']>,
  candidates: readonly Candidate[],
): Promise<void> {
  const { env, source } = batch;
  const done = candidates.filter(
    ({ record, targetKey }) => targetKey !== null && batch.outcomes[record.index] !== outcome.failed,
  );
  if (done.length === 0) return;
  const slot = env.slots.get(policy.slot);
  const sink = slot?.system.sink(source.entity);
  if (!slot || !sink || policy.slot !== source.slot) {
    throw new RunError({
      code: 'create.cannot-write-back',
      message: `The key cannot be written back: "${policy.slot}" is not the system the records come from, or cannot write ${source.entity} records.`,
      remedy: 'Choose the slot that the flow reads from.',
    });
  }
  const keys = await keysOf(done, target, policy.value, { env, node: step.node });
  const at = fieldIndex(source.shape, policy.field);
  const missing = done.filter(({ record }, index) => keys[index] !== null && batch.inputOf(record)[at] !== keys[index]);
  const keyOf = new Map(done.map((candidate, index) => [candidate, keys[index]!]));
  const writes = missing.map((candidate): Write => {
    const { record } = candidate;
    const key = keyOf.get(candidate)!;
    return {
      // Seen from the other side: the record that was read is now the one written to.
      candidate: {
        record: { ...record, values: [key], key: candidate.targetKey! },
        sourceKey: candidate.targetKey!,
        hash: String(key),
        link: null,
        base: null,
        open: null,
        targetKey: record.key,
        targetVersion: record.version,
        present: null,
        lookedForAt: null,
        sourceState: null,
        isOurs: false,
        refused: null,
        madeBy: 'link',
      },
      op: 'update',
      changes: [{ field: policy.field, before: batch.inputOf(record)[at] ?? null, after: key }],
      effectId: null,
      surprises: 0,
    };
  });
  const field = source.shape.fields[at] ?? { field: policy.field, type: { kind: 'text' } as const };
  // What is written back is the target's own value: rules about the source's fields do not concern it.
  const { handOvers: _handOvers, ...written } = step;
  const back: SinkStep = {
    ...written,
    slot: policy.slot,
    entity: source.entity,
    shape: { entity: source.entity, fields: [field], sourceRole: source.shape.sourceRole },
    conflicts: ['masterWins'],
  };
  const sides = {
    entity: source.entity,
    sourceConnectionId: env.slots.get(step.slot)!.connectionId,
    targetConnectionId: slot.connectionId,
  };
  if (writes.length > 0) await batch.keepWrites();
  const origin = new Map(writes.map((write, index) => [write, missing[index]!.record]));
  const writer = new Writer({
    batch,
    step: back,
    sink,
    sides,
    reject: (write, error) => batch.failed(step.node, origin.get(write)!, error),
    recordOf: (write) => origin.get(write)!,
  });
  await writer.write(writes);
}

/** What is written back per candidate: the counterpart's key, or the number people know it by. */
async function keysOf(
  candidates: readonly Candidate[],
  target: Sink,
  value: 'key' | 'number',
  at: { readonly env: RunEnvironment; readonly node: number },
): Promise<FieldValue[]> {
  if (value === 'key') return candidates.map(({ targetKey }) => targetKey);
  const queries = candidates.map(({ targetKey }) => ({ by: 'key', key: targetKey! }) as const);
  const found = await findPatiently(at, target, queries, ['number']);
  return found.map(([hit]) => hit?.values['number'] ?? null);
}
