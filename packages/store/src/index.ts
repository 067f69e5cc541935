export type { ConnectionRepository, StoredConnection } from './connections/connections.ts';
export type { CredentialInfo, OpenCredentials } from './connections/credentials.ts';
export type { GrantRepository, GrantTokens, StoredGrant } from './connections/grants.ts';
export type { DriftFilter, DriftItem, DriftRepository } from './drift.ts';
export type { FailureFilter } from './failures/failure-filter.ts';
export type { FailureCounts, FailureItem, FailureRepository } from './failures/failures.ts';
export { documentHash, type StoredFlow } from './flows/flow-row.ts';
export type { PinnedSample, PinnedSampleRepository } from './flows/pinned-samples.ts';
export type { LastGood, RestorePoint, RestorePointCause, RestorePointRepository } from './flows/restore-points.ts';
export type { FlowTestOutcome, FlowTestRepository, StoredFlowTest } from './flows/flow-tests.ts';
export type { ReviewPerson, ReviewRepository, StoredReview } from './flows/reviews.ts';
export type { DamagedFlow, FlowBindingChange, FlowRepository, FlowVersionInfo } from './flows/flows.ts';
export type { InboxMessage, InboxRepository, WebhookPlace } from './inbox.ts';
export {
  importVerdicts,
  type ImportVerdict,
  type LinkJob,
  type LinkJobRepository,
  type LinkJobRow,
} from './link-jobs.ts';
export { type MatchCounts, type MatchFound, type MatchSide, type MatchTable } from './match-table.ts';
export {
  linkOrigins,
  type LinkAnswer,
  type LinkClaim,
  type MergedRecord,
  type LinkedBase,
  type LinkItem,
  type LinkRepository,
  type LinkSuggestion,
  type SuggestionReason,
} from './links.ts';
export type { NoticePlace, NoticeSubscription, NoticeSubscriptionRepository } from './notice-subscriptions.ts';
export type { ApiTokenRepository, StoredApiToken } from './instance/api-tokens.ts';
export type { AuditFilter, AuditRepository, NewAuditEvent, StoredAuditEvent } from './instance/audit.ts';
export type { AuditAnchor, AuditFinding, AuditHead } from './instance/audit-chain.ts';
export { firstSlug, openInstance, type InstanceStore, type OpenInstanceOptions } from './instance/instance.ts';
export type { MembershipRepository } from './instance/memberships.ts';
export type { PeopleRepository } from './instance/people.ts';
export type { IdentityRepository, StoredIdentity } from './instance/identities.ts';
export type { SecondFactorRepository, StoredSecondFactor } from './instance/second-factors.ts';
export type { SessionRepository } from './instance/sessions.ts';
export type { StoredUser, UserRepository } from './instance/users.ts';
export type { AccessRequestRepository, StoredAccessRequest } from './instance/access-requests.ts';
export type { NewWorkspace, StoredWorkspace, WorkspaceSettings, WorkspacesRepository } from './instance/workspaces.ts';
export {
  erased,
  personalPlaces,
  type KnownRecord,
  type Person,
  type PersonalDataRepository,
  type PersonalPlace,
  type RecordKey,
} from './personal-data.ts';
export type { RetentionLimits, RetentionRepository, Storage, StoragePart } from './retention.ts';
export type { RunFilter, RunGroup, RunLists, RunTotals, UsualRun } from './runs/run-lists.ts';
export type { RunRepository, StopAnswer } from './runs/runs.ts';
export { openStore, type OpenStoreOptions, type Store } from './store.ts';
export { createMemoryKeys, newKeyText, openKeyFile, readKeyText, type KeyRing } from './key-ring.ts';
export type { SealRepository } from './seals.ts';
export type {
  StoredTemplate,
  TemplateChoices,
  TemplateFitting,
  TemplateRepository,
  TemplateStep,
  TemplateWork,
} from './templates/installations.ts';
export type { LibraryPackage, TemplateLibrary } from './templates/library.ts';
export { StoreError } from './store-error.ts';
export { mostViews, type StoredView, type ViewContent, type ViewRefusal, type ViewRepository } from './views.ts';
export type { MastershipRevision, WorkspaceRepository } from './workspace.ts';
