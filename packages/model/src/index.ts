export { entityBindingSchema, fieldBindingSchema, type EntityBinding, type FieldBinding } from './binding.ts';
export { driftKindSchema, driftStateSchema, type DriftKind, type DriftState } from './drift.ts';
export {
  canonicalEntities,
  canonicalEntity,
  canonicalField,
  canonicalType,
  splitFieldName,
  type CanonicalEntity,
  type CanonicalField,
  type CanonicalLineField,
  type FieldGroup,
} from './entities.ts';
export {
  entitySchemaSchema,
  fieldSchemaSchema,
  type EntitySchema,
  type FieldSchema,
  type GoneField,
} from './entity-schema.ts';
export {
  fieldClassChangesSchema,
  fieldClassOf,
  fieldClassSchema,
  maskedValue,
  type FieldClass,
  type FieldClassChanges,
} from './field-class.ts';
export { errorFactsSchema, errorViewSchema, type ErrorFacts, type ErrorView } from './error-view.ts';
export {
  failureCauses,
  failureEventSchema,
  failureSchema,
  failureStates,
  recordEditSchema,
  type Failure,
  type FailureCause,
  type FailureEvent,
  type RecordEdit,
} from './failure.ts';
export { comparisonWords, conditionInWords } from './condition-words.ts';
export {
  comparisons,
  conditionSchema,
  fieldRuleSchema,
  formats,
  unlistedPolicies,
  type Comparison,
  type Condition,
  type FieldRule,
  type Format,
} from './field-rule.ts';
export {
  choiceOptionSchema,
  fieldTypeSchema,
  fieldValueSchema,
  type FieldKind,
  type FieldType,
  type FieldValue,
  type LineField,
  plainType,
  type PlainFieldKind,
  type PlainFieldType,
} from './field-type.ts';
export { linesOf, linesText, type Line } from './lines.ts';
export {
  emptyFlow,
  flowDocumentSchema,
  flowEdgeTextSchema,
  flowGroupSchema,
  flowNodeSchema,
  flowNoteSchema,
  mostNoteText,
  formatEdge,
  parameterSchema,
  nodeTitleOf,
  parseEdge,
  parseFlow,
  slotSchema,
  stringifyFlow,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowParameter,
  type ParsedFlow,
  runCodeType,
} from './flow-document.ts';
export { misfitOf } from './misfit.ts';
export { newestFlowVersion } from './flow-migrations.ts';
export {
  boundaryNodes,
  drawnNodeId,
  isWithin,
  reservedSubFlowPorts,
  subFlowNodes,
  subFlowUseSchema,
  subFlowUsedBy,
  subFlowUsesOf,
  withSubFlowVersions,
  type SubFlowUse,
  type SubFlowUseConfig,
} from './sub-flow.ts';
export {
  expectationSchema,
  flowTestIdSchema,
  flowTestSchema,
  maxFlowTestBytes,
  nodeDifferenceSchema,
  recordingSchema,
  stringifyFlowTest,
  type Expectation,
  type ExpectedWrite,
  type FlowTest,
  type NodeDifference,
  type NodeExpectation,
  type RecordedFind,
  type RecordedLink,
  type RecordedQuery,
  type RecordedSource,
  type RecordedTarget,
  type Recording,
} from './flow-test.ts';
export {
  issueIn,
  issueSchema,
  issueSeverities,
  namesOf,
  namesSchema,
  type Issue,
  type IssueSeverity,
} from './issue.ts';
export { languages, localizedTextSchema, type Language, type LocalizedText } from './localized.ts';
export {
  conflictRules,
  type ConflictRule,
  defaultMastership,
  type HandOver,
  decidingRowId,
  masterOf,
  mastershipRowId,
  mastershipRowSchema,
  mastershipTableSchema,
  mayWrite,
  type MastershipRow,
  type MastershipTable,
} from './mastership.ts';
export { mastershipRowTitle, mastershipSentence, roleTitle } from './mastership-words.ts';
export {
  emptyCounters,
  isFinal,
  nodeCountersSchema,
  runCauseSchema,
  runCountersSchema,
  runSchema,
  runScopeSchema,
  runStateSchema,
  transitionRun,
  type NodeCounters,
  type Run,
  type RunCause,
  type RunCounters,
  type RunScope,
  type RunState,
  type RunStatus,
} from './run.ts';
export {
  runEventSchema,
  runFactSchema,
  runSnapshotSchema,
  type RunEvent,
  type RunFact,
  type RunSnapshot,
} from './run-event.ts';
export { canonicalJson, canonicalText, isSame } from './template/canonical.ts';
export { templateDocumentation } from './template/documentation.ts';
export {
  decide,
  findingsAt,
  findSensitive,
  flowTypeOf,
  parameterCandidates,
  placeholderPattern,
  type Candidate,
  type Decision,
  type Finding,
} from './template/export-decisions.ts';
export { fieldUses } from './template/fields.ts';
export { fieldId, fitTemplate, type Fitting } from './template/fit.ts';
export {
  mergeChangeSchema,
  mergeConflictSchema,
  type MergeChange,
  type MergeChoice,
  type MergeChoices,
  type MergeConflict,
} from './template/merge-schema.ts';
export { mergeTemplate, templateChanges, type MergedTemplate } from './template/merge-template.ts';
export { packageText, readPackage, sealedText, type PackageProblem } from './template/package-text.ts';
export { compareVersions, nextMinor, semanticVersionPattern } from './template/semantic-version.ts';
export { createDetector, sensitiveKinds, type SensitiveKind } from './template/sensitive.ts';
export {
  templateIdPattern,
  templateManifestSchema,
  templateParameterSchema,
  type TemplateBody,
  type TemplateContents,
  type TemplateManifest,
  type TemplatePackage,
  type TemplateParameter,
  type TemplateSignature,
} from './template/template-package.ts';
export { fitTest, templateTestOf, withExampleNames, type TemplateTest } from './template/template-test.ts';
export { type TextPlace } from './template/texts.ts';
export { valueListSchema, type ValueList } from './value-list.ts';
export { withHistory, withoutHistory } from './schema-history.ts';
