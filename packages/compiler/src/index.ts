export { checkTogether, issuesOfFlow, type CrossFinding } from './check-together.ts';
export { check, streamName, type CheckedNode, type CheckedUse, type CheckResult, type SourceFields } from './check.ts';
export { compile, type Compiled } from './compile.ts';
export { compileSoundPart, type SoundPart, type SoundPartCompiled } from './compile-sound-part.ts';
export { canConnect, type ConnectionAnswer, type ConnectionFix } from './connect.ts';
export type { CheckContext, CompileContext, SlotBinding } from './context.ts';
export { drawOutSubFlows, type DrawnOut, type DrawnUse, type SubFlowVersion } from './sub-flows.ts';
export { extractSubFlow, type Extracted } from './extract-sub-flow.ts';
export type { FlowInWorld } from './writings.ts';
export type {
  FieldHandOver,
  CodeStep,
  FusedStep,
  PassReport,
  Plan,
  PlanNode,
  PlanSource,
  PlanStep,
  ProcessorStep,
  ReplyStep,
  SyncField,
  SyncSide,
  SyncStep,
  SinkStep,
  Targets,
} from './plan.ts';
