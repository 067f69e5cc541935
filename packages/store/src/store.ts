import type { RunJournal, RunListener, RunQueue } from '@koppel/runtime';
import type { Database } from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { z } from 'zod';
import { createConnections, sealedCredentials, type ConnectionRepository } from './connections/connections.ts';
import { createGrants, sealedGrants, type GrantRepository } from './connections/grants.ts';
import type { StoreContext } from './context.ts';
import { openDatabase } from './database.ts';
import { createDrift, type DriftRepository } from './drift.ts';
import { createFailures, type FailureRepository } from './failures/failures.ts';
import { createFlows, type FlowRepository } from './flows/flows.ts';
import { createFlowTests, type FlowTestRepository } from './flows/flow-tests.ts';
import { createPinnedSamples, type PinnedSampleRepository } from './flows/pinned-samples.ts';
import { createRestorePoints, type RestorePointRepository } from './flows/restore-points.ts';
import { createReviews, type ReviewRepository } from './flows/reviews.ts';
import { createInbox, sealedWebhookSecrets, type InboxRepository } from './inbox.ts';
import { createJournal } from './journal/journal.ts';
import { journalTables, type JournalTables } from './journal/tables.ts';
import { readJson } from './json.ts';
import type { KeyRing } from './key-ring.ts';
import { createLinkJobs, interruptLinkJobs, type LinkJobRepository } from './link-jobs.ts';
import { createLinks, type LinkRepository } from './links.ts';
import {
  createNoticeSubscriptions,
  sealedNoticeSecrets,
  type NoticeSubscriptionRepository,
} from './notice-subscriptions.ts';
import { createPersonalData, type PersonalDataRepository } from './personal-data.ts';
import { createQueue } from './queue.ts';
import { createRetention, type RetentionRepository } from './retention.ts';
import { RunNews } from './run-news.ts';
import { snapshotOf } from './runs/run-row.ts';
import { createRuns, type RunRepository } from './runs/runs.ts';
import { run } from './schema/runs.ts';
import { setting } from './schema/workspace.ts';
import { createVault } from './vault.ts';
import { createViews, type ViewRepository } from './views.ts';
import { createWorkspace, sealedWorkspaceSecrets, type WorkspaceRepository } from './workspace.ts';
import { createTemplates, type TemplateRepository } from './templates/installations.ts';
import { createTemplateLibrary, type TemplateLibrary } from './templates/library.ts';
import { Writer } from './writer.ts';
import { createSeals, refuseWrongKey, type SealedText, type SealRepository } from './seals.ts';

const migrationsFolder = new URL('../migrations/workspace/', import.meta.url);

export interface OpenStoreOptions {
  /** The database, made where there is none; `:memory:` for one that ends with the process. */
  readonly file: string;
  /** Open and seal the credentials. */
  readonly keys: KeyRing;
  readonly now: () => Date;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  readonly newId: () => string;
  /** The workspace's, where its store is made; a known store keeps its own. Default: a new one. */
  readonly workspaceId?: string;
}

/** Everything that Koppel keeps of one workspace. What a promise of it resolves is on the disk. */
export interface Store {
  readonly runs: RunRepository;
  readonly journal: RunJournal;
  readonly queue: RunQueue;
  readonly flows: FlowRepository;
  readonly reviews: ReviewRepository;
  readonly flowTests: FlowTestRepository;
  readonly restorePoints: RestorePointRepository;
  readonly pinnedSamples: PinnedSampleRepository;
  readonly connections: ConnectionRepository;
  readonly workspace: WorkspaceRepository;
  readonly failures: FailureRepository;
  readonly drift: DriftRepository;
  readonly links: LinkRepository;
  readonly linkJobs: LinkJobRepository;
  readonly inbox: InboxRepository;
  readonly noticeSubscriptions: NoticeSubscriptionRepository;
  readonly grants: GrantRepository;
  readonly personalData: PersonalDataRepository;
  readonly retention: RetentionRepository;
  readonly seals: SealRepository;
  readonly templates: TemplateRepository;
  readonly templateLibrary: TemplateLibrary;
  readonly views: ViewRepository;
  /**
   * Calls back after each durable change of a run: with its new events, which may be none, and a snapshot that includes
   * them. Gives how to stop.
   */
  listen(listener: RunListener): () => void;
  /** Makes what was asked for durable, and lets go of the file. Everything asked later is refused. */
  close(): void;
}

/**
 * Opens the store, or makes it, for this process alone. What a process that ended left in hand may be taken up at once.
 * Throws a StoreError that says in plain words why it cannot be opened.
 */
export function openStore({ file, keys, now, monotonicMs, newId, workspaceId: given }: OpenStoreOptions): Store {
  const { database, close } = openDatabase({ file, migrationsFolder, at: now() });
  try {
    const vault = createVault(keys);
    const db = drizzle(database, { casing: 'snake_case' });
    const tables = journalTables(database);
    const news = new RunNews((runId) => {
      const row = db.select().from(run).where(eq(run.id, runId)).get();
      return row ? snapshotOf(row) : null;
    });
    const writer = new Writer(database, monotonicMs);
    const workspaceId = begin(database, db, tables, { now, newId: () => given ?? newId() });
    const context: StoreContext = { database, db, writer, news, vault, workspaceId, now, newId };
    refuseWrongKey(sealedTexts(context), keys, file);
    return {
      ...parts(context, tables),
      listen: (listener) => news.listen(listener),
      close() {
        writer.close();
        news.flush();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

function parts(context: StoreContext, tables: JournalTables): Omit<Store, 'listen' | 'close'> {
  return {
    runs: createRuns(context, tables),
    journal: createJournal(context, tables),
    queue: createQueue(context, tables),
    flows: createFlows(context),
    reviews: createReviews(context),
    flowTests: createFlowTests(context),
    restorePoints: createRestorePoints(context),
    pinnedSamples: createPinnedSamples(context),
    connections: createConnections(context),
    workspace: createWorkspace(context),
    failures: createFailures(context, tables.links),
    drift: createDrift(context),
    links: createLinks(context, tables),
    linkJobs: createLinkJobs(context),
    inbox: createInbox(context),
    noticeSubscriptions: createNoticeSubscriptions(context),
    grants: createGrants(context),
    personalData: createPersonalData(context),
    retention: createRetention(context),
    seals: createSeals({ ...context, texts: () => sealedTexts(context) }),
    templates: createTemplates(context),
    templateLibrary: createTemplateLibrary(context),
    views: createViews(context),
  };
}

/** Everything that is sealed in the workspace. What is not here is forgotten when the master key changes. */
function sealedTexts(context: StoreContext): SealedText[] {
  return [
    ...sealedCredentials(context),
    ...sealedGrants(context),
    ...sealedWebhookSecrets(context),
    ...sealedNoticeSecrets(context),
    ...sealedWorkspaceSecrets(context),
  ];
}

/**
 * The first change after opening. The store is this process's alone, so nobody is left who could still be sending: what
 * was in hand needs no lease to run out. Gives the workspace's id.
 */
function begin(
  database: Database,
  db: BetterSQLite3Database,
  tables: JournalTables,
  { now, newId }: { readonly now: () => Date; readonly newId: () => string },
): string {
  return database
    .transaction(() => {
      tables.effects.abandonAll();
      interruptLinkJobs(database);
      database.exec('update run set worker = null, lease_until = null where ended_at is null and worker is not null');
      const name = 'workspace.id';
      const known = db.select().from(setting).where(eq(setting.name, name)).get();
      if (known) return readJson(z.string(), known.value, 'the id of the workspace');
      const value = newId();
      db.insert(setting).values({ name, value, savedAt: now() }).run();
      return value;
    })
    .immediate();
}
