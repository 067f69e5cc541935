import type { Catalog, Clock, Redaction } from '@koppel/sdk';
import type { MembershipRepository, Store, StoredWorkspace } from '@koppel/store';
import type { Worker } from '@koppel/runtime';
import type { RevenueEmbed } from '../insight/embed.ts';
import type { RevenueInsight } from '../insight/revenue.ts';
import type { LiveSockets } from '../live/live-sockets.ts';
import type { OpenDrafts } from '../live/open-drafts.ts';
import type { LinkJobs } from '../links/link-jobs.ts';
import type { NoticeHints } from '../notices/hints.ts';
import type { NoticeSubscriptions } from '../notices/subscriptions.ts';
import type { GrantRequests } from '../secrets/grant-requests.ts';
import type { Grants } from '../secrets/grants.ts';
import type { Privacy } from '../privacy/privacy.ts';
import type { ConnectionPool } from '../workspace/connection-pool.ts';
import type { Discovery } from '../workspace/discovery.ts';
import type { FirstStepsRecord } from '../workspace/first-steps.ts';
import type { FlowChecks } from '../workspace/flow-checks.ts';
import type { LookUps } from '../workspace/look-ups.ts';
import type { PublishedVersions } from '../workspace/published-versions.ts';
import type { ShippedFlows } from '../workspace/shipped-flows.ts';
import type { Scheduler } from '../workspace/scheduler.ts';
import type { Webhooks } from '../workspace/webhooks.ts';

/** What the handlers of one workspace work with: everything that the wiring made, by the same names. */
export interface Services {
  /** What the workspace is called and where it is, as it was last saved. */
  readonly about: () => StoredWorkspace;
  /** Who works in it. */
  readonly members: () => ReturnType<MembershipRepository['membersOf']>;
  readonly store: Store;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly pool: ConnectionPool;
  readonly discovery: Discovery;
  readonly checks: FlowChecks;
  /** Which fields tell about people, and what those get who may not see them. */
  readonly privacy: Privacy;
  readonly versions: PublishedVersions;
  readonly worker: Worker;
  readonly firstSteps: FirstStepsRecord;
  /** The flows that ship with this version. */
  readonly shipped: ShippedFlows;
  readonly scheduler: Scheduler;
  readonly webhooks: Webhooks;
  readonly hints: NoticeHints;
  readonly subscriptions: NoticeSubscriptions;
  /** A flow was published, switched, bound or removed, or a connection was saved: what starts by itself is found out anew. */
  readonly flowsChanged: () => void;
  readonly revenue: RevenueInsight;
  /** The revenue of an account on its page in the CRM. */
  readonly embed: RevenueEmbed;
  /** Starts the flows that wait for runs of others, where one has ended. */
  readonly follow: () => Promise<void>;
  /** Takes up records that waited for a link which is there by now. */
  readonly goOn: () => Promise<void>;
  /** Looks for records whose create got no answer. */
  readonly lookUps: LookUps;
  /** Long work on record links. */
  readonly linkJobs: LinkJobs;
  /** Takes secrets that are in use out of texts. */
  readonly redaction: Redaction;
  /** What people signed in at providers. */
  readonly grants: Grants;
  readonly grantRequests: GrantRequests;
  readonly sockets: LiveSockets;
  /** Who has which draft open, and edits it. */
  readonly drafts: OpenDrafts;
  /** Where others reach this server. */
  readonly publicUrl: string;
  /** Whether the demo systems run, and this is a workspace that works with them. */
  readonly isDemoOn: boolean;
}
