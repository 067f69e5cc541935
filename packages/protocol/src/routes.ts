import { failureSchema, flowDocumentSchema, mastershipTableSchema, runSchema, valueListSchema } from '@koppel/model';
import { z } from 'zod';
import { catalogSchema } from './catalog.ts';
import { connectionSchema, connectionSchemaBody, saveConnectionSchema, testResultSchema } from './connections.ts';
import {
  embeddedAccountSchema,
  embedLinkSchema,
  embedSettingsSchema,
  openEmbedSchema,
  saveEmbedSchema,
} from './embed.ts';
import {
  dismissFailuresSchema,
  failureFilterSchema,
  failureListSchema,
  openCountSchema,
  retriedSchema,
  retryFailuresSchema,
} from './failures.ts';
import {
  bindFlowSchema,
  checkContextSchema,
  checkResultSchema,
  createFlowSchema,
  flowDetailSchema,
  flowSummarySchema,
  flowVersionSchema,
  previewRequestSchema,
  previewResultSchema,
  publishedSchema,
  publishFlowSchema,
  saveDraftSchema,
  savedDraftSchema,
  startRunSchema,
  switchFlowSchema,
  tryRequestSchema,
  tryResultSchema,
} from './flows.ts';
import {
  acceptedSchema,
  acceptSuggestionsSchema,
  compareQuerySchema,
  comparisonSchema,
  dismissSuggestionsSchema,
  foundRecordsSchema,
  importLinksSchema,
  importRowsQuerySchema,
  importRowsSchema,
  inspectedFileSchema,
  inspectFileSchema,
  linkDetailSchema,
  linkFilterSchema,
  linkJobSchema,
  linkJobsQuerySchema,
  linkListSchema,
  linkPairsSchema,
  linkSchema,
  makeLinkSchema,
  matchRulesSchema,
  recordSearchSchema,
  startLinkJobSchema,
  suggestionFilterSchema,
  suggestionListSchema,
  unlinkedSchema,
  unlinkSchema,
} from './links.ts';
import {
  eventPageQuerySchema,
  eventPageSchema,
  planQuerySchema,
  appliedSchema,
  planSchema,
  runDetailSchema,
  runFilterSchema,
  runListSchema,
  stopRunSchema,
} from './runs.ts';
import { entityLocksSchema, locksQuerySchema, setLocksSchema } from './locks.ts';
import {
  createSignInLinkSchema,
  sessionSchema,
  setPasswordSchema,
  signInByLinkSchema,
  signInLinkSchema,
  signInSchema,
  type Permission,
} from './session.ts';

import {
  mastershipFindingsSchema,
  mastershipHistorySchema,
  mastershipSavedSchema,
  mastershipSchema,
  saveMastershipSchema,
} from './mastership.ts';
import {
  customerListQuerySchema,
  customerListSchema,
  revenueCustomerSchema,
  revenueOverviewSchema,
  revenueQuerySchema,
} from './revenue.ts';
import { flowNoticesSchema } from './notices.ts';
import { flowWebhookSchema, webhookSecretSchema } from './webhooks.ts';

/**
 * Who may call a route: anybody (`public`), everybody who is signed in (`session`), or who has the permission. There is no
 * default: a route that says nothing does not compile.
 */
export type RouteAccess = 'public' | 'session' | Permission;

export interface Route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for parameters. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly reply: Reply;
  /** Where a body may be larger than usual. */
  readonly maxBytes?: number;
}

const none = z.undefined();
const nothing = z.null();
/** A file in base64 and a little around it. */
const maxFileBytes = 17_500_000;
const numberId = z.object({ id: z.coerce.number().int() });
const id = z.object({ id: z.string().min(1).max(100) });

function route<
  Reply extends z.ZodType,
  Params extends z.ZodType = typeof none,
  Query extends z.ZodType = typeof none,
  Body extends z.ZodType = typeof none,
>(definition: {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  access: RouteAccess;
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  reply: Reply;
  maxBytes?: number;
}): Route<Params, Query, Body, Reply> {
  return {
    params: none as unknown as Params,
    query: none as unknown as Query,
    body: none as unknown as Body,
    ...definition,
  };
}

/**
 * Every HTTP route of the API, with its permission and the schemas of both directions. The server registers exactly these and
 * the canvas calls them by the same names. A reply of `z.null()` is an empty 204.
 */
export const routes = {
  getSession: route({
    method: 'GET',
    path: '/api/session',
    access: 'session',
    summary: 'Who is signed in, and what that person may do',
    reply: sessionSchema,
  }),
  signIn: route({
    method: 'POST',
    path: '/api/sign-in',
    access: 'public',
    summary: 'Sign in with e-mail and password',
    body: signInSchema,
    reply: sessionSchema,
  }),
  signInByLink: route({
    method: 'POST',
    path: '/api/sign-in/link',
    access: 'public',
    summary: 'Sign in with a one-time link',
    body: signInByLinkSchema,
    reply: sessionSchema,
  }),
  signOut: route({ method: 'POST', path: '/api/sign-out', access: 'session', summary: 'Sign out', reply: nothing }),
  setPassword: route({
    method: 'PUT',
    path: '/api/me/password',
    access: 'session',
    summary: 'Set or change the own password, name and e-mail',
    body: setPasswordSchema,
    reply: sessionSchema,
  }),

  createSignInLink: route({
    method: 'POST',
    path: '/api/sign-in-links',
    access: 'people.edit',
    summary: 'Make a one-time sign-in link for a person',
    body: createSignInLinkSchema,
    reply: signInLinkSchema,
  }),

  getCatalog: route({
    method: 'GET',
    path: '/api/catalog',
    access: 'session',
    summary: 'Nodes, presets, connectors and the function library',
    reply: catalogSchema,
  }),

  listFlows: route({
    method: 'GET',
    path: '/api/flows',
    access: 'flows.read',
    summary: 'All flows with their last runs',
    reply: z.array(flowSummarySchema),
  }),
  createFlow: route({
    method: 'POST',
    path: '/api/flows',
    access: 'flows.edit',
    summary: 'Create a flow: blank or as a copy',
    body: createFlowSchema,
    reply: flowDetailSchema,
  }),
  importFlow: route({
    method: 'POST',
    path: '/api/flows/import',
    access: 'flows.edit',
    summary: 'Create a flow from a document of any version',
    body: z.object({ document: z.unknown() }),
    reply: flowDetailSchema,
  }),
  getFlow: route({
    method: 'GET',
    path: '/api/flows/:id',
    access: 'flows.read',
    summary: 'A flow with its draft',
    params: id,
    reply: flowDetailSchema,
  }),
  deleteFlow: route({
    method: 'DELETE',
    path: '/api/flows/:id',
    access: 'flows.publish',
    summary: 'Delete a flow; its runs stay',
    params: id,
    reply: nothing,
  }),
  saveDraft: route({
    method: 'PUT',
    path: '/api/flows/:id/draft',
    access: 'flows.edit',
    summary: 'Save the draft; 409 when somebody saved meanwhile',
    params: id,
    body: saveDraftSchema,
    reply: savedDraftSchema,
  }),
  checkFlow: route({
    method: 'POST',
    path: '/api/flows/:id/check',
    access: 'flows.read',
    summary: 'Check a document as publishing would',
    params: id,
    body: z.strictObject({ document: flowDocumentSchema }),
    reply: checkResultSchema,
  }),
  getCheckContext: route({
    method: 'GET',
    path: '/api/flows/:id/context',
    access: 'flows.read',
    summary: 'What the check of this flow needs besides the document',
    params: id,
    reply: checkContextSchema,
  }),
  previewFlow: route({
    method: 'POST',
    path: '/api/flows/:id/preview',
    access: 'flows.read',
    summary: 'What the draft makes of real records at one node',
    params: id,
    body: previewRequestSchema,
    reply: previewResultSchema,
  }),
  tryFlow: route({
    method: 'POST',
    path: '/api/flows/:id/try',
    access: 'flows.read',
    summary: 'What the draft would write for a few real records',
    params: id,
    body: tryRequestSchema,
    reply: tryResultSchema,
  }),
  publishFlow: route({
    method: 'POST',
    path: '/api/flows/:id/publish',
    access: 'flows.publish',
    summary: 'Publish the draft as the next version',
    params: id,
    body: publishFlowSchema,
    reply: publishedSchema,
  }),
  switchFlow: route({
    method: 'PUT',
    path: '/api/flows/:id/on',
    access: 'flows.publish',
    summary: 'Switch the schedules of a flow on or off',
    params: id,
    body: switchFlowSchema,
    reply: flowSummarySchema,
  }),
  listNotices: route({
    method: 'GET',
    path: '/api/flows/:id/notices',
    access: 'flows.read',
    summary: 'Whether the systems that a flow reads tell it of changes',
    params: id,
    reply: z.array(flowNoticesSchema),
  }),
  retryNotices: route({
    method: 'POST',
    path: '/api/flows/:id/notices/retry',
    access: 'flows.publish',
    summary: 'Ask the systems that a flow reads again to tell it of changes',
    params: id,
    reply: nothing,
  }),
  listWebhooks: route({
    method: 'GET',
    path: '/api/flows/:id/webhooks',
    access: 'flows.read',
    summary: 'The webhooks of a flow',
    params: id,
    reply: z.array(flowWebhookSchema),
  }),
  makeWebhookSecret: route({
    method: 'POST',
    path: '/api/flows/:id/webhooks/:nodeId/secret',
    access: 'flows.publish',
    summary: 'Make a new secret for a webhook; the one before is void from then on',
    params: z.object({ id: z.string().min(1).max(100), nodeId: z.string().min(1).max(100) }),
    reply: webhookSecretSchema,
  }),
  bindFlow: route({
    method: 'PUT',
    path: '/api/flows/:id/bindings',
    access: 'flows.publish',
    summary: 'Bind slots to connections and set parameters',
    params: id,
    body: bindFlowSchema,
    reply: flowDetailSchema,
  }),
  listVersions: route({
    method: 'GET',
    path: '/api/flows/:id/versions',
    access: 'flows.read',
    summary: 'Published versions, newest first',
    params: id,
    reply: z.array(flowVersionSchema),
  }),
  getVersion: route({
    method: 'GET',
    path: '/api/flows/:id/versions/:version',
    access: 'flows.read',
    summary: 'The document of a published version',
    params: id.extend({ version: z.coerce.number().int().positive() }),
    reply: flowDocumentSchema,
  }),
  startRun: route({
    method: 'POST',
    path: '/api/flows/:id/runs',
    access: 'flows.run',
    summary: 'Run the published version now',
    params: id,
    body: startRunSchema,
    reply: runSchema,
  }),

  listRuns: route({
    method: 'GET',
    path: '/api/runs',
    access: 'runs.read',
    summary: 'Runs, newest first',
    query: runFilterSchema,
    reply: runListSchema,
  }),
  getRun: route({
    method: 'GET',
    path: '/api/runs/:id',
    access: 'runs.read',
    summary: 'A run with its counters and the version that runs',
    params: id,
    reply: runDetailSchema,
  }),
  getRunEvents: route({
    method: 'GET',
    path: '/api/runs/:id/events',
    access: 'runs.read',
    summary: 'Events after a sequence number',
    params: id,
    query: eventPageQuerySchema,
    reply: eventPageSchema,
  }),
  getRunPlan: route({
    method: 'GET',
    path: '/api/runs/:id/plan',
    access: 'runs.read',
    summary: 'What a dry run would write: all, or one kind, in pages',
    params: id,
    query: planQuerySchema,
    reply: planSchema,
  }),
  stopRun: route({
    method: 'POST',
    path: '/api/runs/:id/stop',
    access: 'flows.run',
    summary: 'Stop a run: after what is in flight, or at once',
    params: id,
    body: stopRunSchema,
    reply: runSchema,
  }),
  applyPlan: route({
    method: 'POST',
    path: '/api/runs/:id/apply',
    access: 'flows.publish',
    summary: 'Approve the plan of a dry run and carry out exactly that',
    params: id,
    reply: appliedSchema,
  }),
  retryRun: route({
    method: 'POST',
    path: '/api/runs/:id/retry',
    access: 'failures.repair',
    summary: 'Run the failed records of this run again',
    params: id,
    reply: runSchema,
  }),

  listFailures: route({
    method: 'GET',
    path: '/api/failures',
    access: 'failures.read',
    summary: 'Failed records, newest first',
    query: failureFilterSchema,
    reply: failureListSchema,
  }),
  countOpenFailures: route({
    method: 'GET',
    path: '/api/failures/open-count',
    access: 'failures.read',
    summary: 'How many failures are open',
    reply: openCountSchema,
  }),
  getFailure: route({
    method: 'GET',
    path: '/api/failures/:id',
    access: 'failures.read',
    summary: 'One failed record with its data',
    params: id,
    reply: failureSchema,
  }),
  retryFailures: route({
    method: 'POST',
    path: '/api/failures/retry',
    access: 'failures.repair',
    summary: 'Try failed records again',
    body: retryFailuresSchema,
    reply: retriedSchema,
  }),
  dismissFailures: route({
    method: 'POST',
    path: '/api/failures/dismiss',
    access: 'failures.repair',
    summary: 'Give failed records up, with a reason',
    body: dismissFailuresSchema,
    reply: nothing,
  }),

  listConnections: route({
    method: 'GET',
    path: '/api/connections',
    access: 'connections.read',
    summary: 'Connections without their credentials',
    reply: z.array(connectionSchema),
  }),
  createConnection: route({
    method: 'POST',
    path: '/api/connections',
    access: 'connections.edit',
    summary: 'Connect a system',
    body: saveConnectionSchema,
    reply: connectionSchema,
  }),
  saveConnection: route({
    method: 'PUT',
    path: '/api/connections/:id',
    access: 'connections.edit',
    summary: 'Change a connection; credentials are write-only',
    params: id,
    body: saveConnectionSchema,
    reply: connectionSchema,
  }),
  deleteConnection: route({
    method: 'DELETE',
    path: '/api/connections/:id',
    access: 'connections.edit',
    summary: 'Remove a connection that no flow uses',
    params: id,
    reply: nothing,
  }),
  testConnection: route({
    method: 'POST',
    path: '/api/connections/:id/test',
    access: 'connections.read',
    summary: 'Test a connection step by step',
    params: id,
    reply: testResultSchema,
  }),
  getConnectionSchema: route({
    method: 'GET',
    path: '/api/connections/:id/schema',
    access: 'connections.read',
    summary: 'Entities and fields, as last discovered',
    params: id,
    reply: connectionSchemaBody,
  }),
  discoverConnection: route({
    method: 'POST',
    path: '/api/connections/:id/discover',
    access: 'connections.edit',
    summary: 'Look at the entities and fields anew',
    params: id,
    reply: connectionSchemaBody,
  }),

  getRevenue: route({
    method: 'GET',
    path: '/api/revenue',
    access: 'revenue.read',
    summary: 'Revenue, open amounts and customer value',
    query: revenueQuerySchema,
    reply: revenueOverviewSchema,
  }),
  listRevenueCustomers: route({
    method: 'GET',
    path: '/api/revenue/customers',
    access: 'revenue.read',
    summary: 'Customers with their figures',
    query: customerListQuerySchema,
    reply: customerListSchema,
  }),
  getRevenueCustomer: route({
    method: 'GET',
    path: '/api/revenue/customers/:id',
    access: 'revenue.read',
    summary: 'The figures of one customer',
    params: z.object({ id: z.coerce.number().int() }),
    reply: revenueCustomerSchema,
  }),
  makeEmbedLink: route({
    method: 'POST',
    path: '/api/revenue/customers/:id/link',
    access: 'connections.edit',
    summary: 'Make a link to the narrow view of one customer, as the CRM shows it',
    params: z.object({ id: z.coerce.number().int() }),
    reply: embedLinkSchema,
  }),
  getEmbed: route({
    method: 'GET',
    path: '/api/embed',
    access: 'connections.read',
    summary: 'Which CRM may show the revenue of an account on its page',
    reply: embedSettingsSchema,
  }),
  saveEmbed: route({
    method: 'PUT',
    path: '/api/embed',
    access: 'connections.edit',
    summary: 'Say whose pages may frame the narrow view; nobody: it is off',
    body: saveEmbedSchema,
    reply: embedSettingsSchema,
  }),
  withdrawEmbedLinks: route({
    method: 'POST',
    path: '/api/embed/withdraw',
    access: 'connections.edit',
    summary: 'Void every link to the narrow view that was given out',
    reply: embedSettingsSchema,
  }),
  openEmbed: route({
    method: 'POST',
    path: '/api/embed/account',
    access: 'public',
    summary: 'What a signed link to the narrow view shows; needs no session',
    body: openEmbedSchema,
    reply: embeddedAccountSchema,
  }),
  listLinkPairs: route({
    method: 'GET',
    path: '/api/link-pairs',
    access: 'links.read',
    summary: 'Which systems are or can be linked, per entity',
    reply: linkPairsSchema,
  }),
  listLinks: route({
    method: 'GET',
    path: '/api/links',
    access: 'links.read',
    summary: 'Record links of two systems, newest first',
    query: linkFilterSchema,
    reply: linkListSchema,
  }),
  getLink: route({
    method: 'GET',
    path: '/api/links/:id',
    access: 'links.read',
    summary: 'A record link with its base and history',
    params: numberId,
    reply: linkDetailSchema,
  }),
  makeLink: route({
    method: 'POST',
    path: '/api/links',
    access: 'links.edit',
    summary: 'Link two records by hand; 409 when one of them is linked',
    body: makeLinkSchema,
    reply: linkSchema,
  }),
  unlink: route({
    method: 'POST',
    path: '/api/links/unlink',
    access: 'links.edit',
    summary: 'Remove record links, with a reason; no record is deleted',
    body: unlinkSchema,
    reply: unlinkedSchema,
  }),
  compareRecords: route({
    method: 'GET',
    path: '/api/link-records/compare',
    access: 'links.read',
    summary: 'Two records as they are now, side by side',
    query: compareQuerySchema,
    reply: comparisonSchema,
  }),
  searchRecords: route({
    method: 'GET',
    path: '/api/link-records',
    access: 'links.read',
    summary: 'Records of a system by key, number or exact name',
    query: recordSearchSchema,
    reply: foundRecordsSchema,
  }),
  listLinkSuggestions: route({
    method: 'GET',
    path: '/api/link-suggestions',
    access: 'links.read',
    summary: 'Records that look the same, the likeliest first',
    query: suggestionFilterSchema,
    reply: suggestionListSchema,
  }),
  acceptLinkSuggestions: route({
    method: 'POST',
    path: '/api/link-suggestions/accept',
    access: 'links.edit',
    summary: 'Link what was suggested',
    body: acceptSuggestionsSchema,
    reply: acceptedSchema,
  }),
  dismissLinkSuggestions: route({
    method: 'POST',
    path: '/api/link-suggestions/dismiss',
    access: 'links.edit',
    summary: 'Say that suggested records are not the same',
    body: dismissSuggestionsSchema,
    reply: nothing,
  }),
  getMatchRules: route({
    method: 'GET',
    path: '/api/match-rules/:id',
    access: 'links.read',
    summary: 'The rules by which records of an entity are recognised',
    params: id,
    reply: matchRulesSchema,
  }),
  saveMatchRules: route({
    method: 'PUT',
    path: '/api/match-rules/:id',
    access: 'links.edit',
    summary: 'Change the rules by which records of an entity are recognised',
    params: id,
    body: matchRulesSchema,
    reply: matchRulesSchema,
  }),
  inspectLinkFile: route({
    method: 'POST',
    path: '/api/link-files/inspect',
    access: 'links.edit',
    summary: 'What a CSV file of key pairs looks like',
    body: inspectFileSchema,
    maxBytes: maxFileBytes,
    reply: inspectedFileSchema,
  }),
  importLinks: route({
    method: 'POST',
    path: '/api/link-jobs/import',
    access: 'links.edit',
    summary: 'Look through a CSV file of key pairs; links nothing yet',
    body: importLinksSchema,
    maxBytes: maxFileBytes,
    reply: linkJobSchema,
  }),
  startLinkJob: route({
    method: 'POST',
    path: '/api/link-jobs',
    access: 'links.edit',
    summary: 'Check links, try rules, or match by them',
    body: startLinkJobSchema,
    reply: linkJobSchema,
  }),
  listLinkJobs: route({
    method: 'GET',
    path: '/api/link-jobs',
    access: 'links.read',
    summary: 'The last work on links, newest first',
    query: linkJobsQuerySchema,
    reply: z.array(linkJobSchema),
  }),
  getLinkJob: route({
    method: 'GET',
    path: '/api/link-jobs/:id',
    access: 'links.read',
    summary: 'How far work on links is, and what came of it',
    params: id,
    reply: linkJobSchema,
  }),
  cancelLinkJob: route({
    method: 'POST',
    path: '/api/link-jobs/:id/cancel',
    access: 'links.edit',
    summary: 'Stop work on links; what was linked stays',
    params: id,
    reply: linkJobSchema,
  }),
  applyLinkImport: route({
    method: 'POST',
    path: '/api/link-jobs/:id/apply',
    access: 'links.edit',
    summary: 'Link the sound rows of an import',
    params: id,
    reply: linkJobSchema,
  }),
  listImportRows: route({
    method: 'GET',
    path: '/api/link-jobs/:id/rows',
    access: 'links.read',
    summary: 'The rows of an import with their verdicts',
    params: id,
    query: importRowsQuerySchema,
    reply: importRowsSchema,
  }),

  getMastership: route({
    method: 'GET',
    path: '/api/mastership',
    access: 'mastership.read',
    summary: 'Who is master of what',
    reply: mastershipSchema,
  }),
  saveMastership: route({
    method: 'PUT',
    path: '/api/mastership',
    access: 'mastership.edit',
    summary: 'Change who is master of what',
    body: saveMastershipSchema,
    reply: mastershipSavedSchema,
  }),
  getMastershipHistory: route({
    method: 'GET',
    path: '/api/mastership/history',
    access: 'mastership.read',
    summary: 'Every revision of the mastership table, newest first',
    reply: mastershipHistorySchema,
  }),
  getMastershipFindings: route({
    method: 'GET',
    path: '/api/mastership/findings',
    access: 'mastership.read',
    summary: 'What is wrong with the flows that are on when they are looked at together',
    reply: mastershipFindingsSchema,
  }),
  tryMastership: route({
    method: 'POST',
    path: '/api/mastership/try',
    access: 'mastership.read',
    summary: 'What a table would make of the published flows, without saving it',
    body: mastershipTableSchema,
    reply: mastershipFindingsSchema,
  }),
  getLocks: route({
    method: 'GET',
    path: '/api/locks',
    access: 'mastership.read',
    summary: 'Which fields of an entity people cannot change, in each system that has it; asked of the systems now',
    query: locksQuerySchema,
    reply: z.array(entityLocksSchema),
  }),
  setLocks: route({
    method: 'PUT',
    path: '/api/locks',
    access: 'mastership.edit',
    summary: 'Lock or open fields in a system',
    body: setLocksSchema,
    reply: entityLocksSchema,
  }),
  listValueLists: route({
    method: 'GET',
    path: '/api/value-lists',
    access: 'flows.read',
    summary: 'Value lists',
    reply: z.array(valueListSchema),
  }),
  saveValueList: route({
    method: 'PUT',
    path: '/api/value-lists/:id',
    access: 'valueLists.edit',
    summary: 'Change a value list',
    params: id,
    body: valueListSchema,
    reply: valueListSchema,
  }),
} as const;

export type Routes = typeof routes;
export type RouteName = keyof Routes;
