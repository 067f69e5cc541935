export { approvalOf, type ApprovedPlan } from './approved-plan.ts';
export { afterRelease, isFenceHeld, mayBegin } from './create-guards.ts';
export { dayOf } from './day.ts';
export { decide, type Decision, type DecideInput, type FieldChange, type FieldConflict } from './decide.ts';
export { isSettled, transitionEffect } from './effect-state.ts';
export type { OpenSlot, ViewLink } from './environment.ts';
export { executeRun, logBudget, type ExecuteOptions, type RunEnd } from './executor.ts';
export {
  FenceLost,
  JournalError,
  type BatchCommit,
  type ClaimedRun,
  type DriftFound,
  type DriftOutcome,
  type EffectSettlement,
  type EffectStart,
  type EffectState,
  type FailureWrite,
  type VanishedRecord,
  type LinkBase,
  type LinkedKeys,
  type LinkSides,
  type LinkWrite,
  type OpenDrift,
  type OpenEffect,
  type PlannedWrite,
  type RecordEdits,
  type RunCheckpoint,
  type RunFence,
  type RunJournal,
  type RunListener,
  type RunQueue,
  type SourceCheckpoint,
  type StateCommit,
  type StoredLink,
  type StoredRun,
  type WatchedRecord,
  type WatchWrite,
} from './ports.ts';
export { maxSample, trySample, type SampleOptions, type SampleResult } from './sample.ts';
export type { SampleWrite, WriteRoles } from './sample-writes.ts';
export { recordFlow, type Recorded, type RecordOptions } from './flow-test/record.ts';
export { notRecordedCode } from './flow-test/recorded-world.ts';
export { testFlow, type TestedFlow } from './flow-test/run.ts';
export { Worker, type Preparation, type WorkerPorts } from './worker.ts';
