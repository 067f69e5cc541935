import { catalog } from '@koppel/catalog';
import { Worker } from '@koppel/runtime';
import type { Clock, Redaction } from '@koppel/sdk';
import type { Store, StoredWorkspace } from '@koppel/store';
import { randomUUID } from 'node:crypto';
import { isLoopback, type Config } from '../config.ts';
import { likelySlots } from '../handlers/flows.ts';
import { retry } from '../handlers/retry.ts';
import type { Services } from '../handlers/services.ts';
import { RevenueEmbed } from '../insight/embed.ts';
import { recordAddresses } from '../insight/record-addresses.ts';
import { RevenueInsight } from '../insight/revenue.ts';
import { SalesTargetReader } from '../insight/sales-targets.ts';
import { LinkJobs } from '../links/link-jobs.ts';
import { LiveHub } from '../live/hub.ts';
import { LiveSockets } from '../live/live-sockets.ts';
import { OpenDrafts } from '../live/open-drafts.ts';
import { NoticeHints } from '../notices/hints.ts';
import { NoticeSubscriptions } from '../notices/subscriptions.ts';
import { Privacy } from '../privacy/privacy.ts';
import { ConnectionPool } from '../workspace/connection-pool.ts';
import { Discovery } from '../workspace/discovery.ts';
import { dueDriftChecks, isDriftCheck, startNightlyCheck } from '../workspace/drift-checks.ts';
import { FirstStepsRecord } from '../workspace/first-steps.ts';
import { FlowChecks } from '../workspace/flow-checks.ts';
import { startFollowing } from '../workspace/following-runs.ts';
import { doubtfulIn, LookUps } from '../workspace/look-ups.ts';
import { PublishedVersions } from '../workspace/published-versions.ts';
import type { GrantRequests } from '../secrets/grant-requests.ts';
import { Grants } from '../secrets/grants.ts';
import { redactedJournal } from '../secrets/redacted-journal.ts';
import { RunEnds } from '../workspace/run-ends.ts';
import { prepareRun } from '../workspace/run-preparation.ts';
import { dueTimes, startScheduled } from '../workspace/scheduled-runs.ts';
import { Scheduler } from '../workspace/scheduler.ts';
import { ShippedFlows } from '../workspace/shipped-flows.ts';
import { Webhooks } from '../workspace/webhooks.ts';
import type { Demo } from './demo.ts';
import { localUrlOf } from './http-server.ts';
import type { CodeRunner } from '@koppel/sdk';
import type { Log } from './log.ts';

/** Runs in flight get this long to give their records an outcome when Koppel stops; container engines wait ten seconds. */
const drainTimeoutMs = 8_000;

export interface WorkspaceParts {
  readonly about: () => StoredWorkspace;
  readonly members: Services['members'];
  readonly store: Store;
  readonly redaction: Redaction;
  readonly grantRequests: GrantRequests;
  readonly demo: Demo | null;
  readonly config: Config;
  readonly flowsFolder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly webhookWaitMs: number;
  /** Shared by all workspaces. */
  readonly code: CodeRunner;
}

/** Makes everything that lives behind the API of one workspace. Closed in the opposite order. */
export function createServices(
  {
    about,
    members,
    store,
    redaction,
    grantRequests,
    demo,
    config,
    flowsFolder,
    clock,
    log,
    webhookWaitMs,
    code,
  }: WorkspaceParts,
  closing: AsyncDisposableStack,
): Services {
  const allowed = Map.groupBy(config.privateOrigins, (origin) => isLoopback(new URL(origin).hostname));
  const loopbackOrigins = [...(allowed.get(true) ?? []), ...(demo ? [demo.erp.origin, demo.crm.origin] : [])];
  const grants = new Grants({ grants: store.grants, clock, redaction });
  const pool = new ConnectionPool({
    catalog,
    clock,
    redaction,
    grants,
    load: async (id) => {
      const connection = await store.connections.get(id);
      if (!connection) throw new Error(`There is no connection ${id}.`);
      const { name, connectorId, settings, bindings } = connection;
      const { values, origins } = await store.connections.openCredentials(id);
      redaction.learn(`${about().slug}/connection/${id}`, Object.values(values));
      return {
        id,
        name,
        connectorId,
        settings: { ...settings, ...values },
        enteredFor: origins,
        bindings,
      };
    },
    privateOrigins: allowed.get(false) ?? [],
    loopbackOrigins: () => loopbackOrigins,
  });
  closing.defer(() => pool.close());
  const drafts = new OpenDrafts(clock);
  closing.defer(() => drafts.close());
  const discovery = new Discovery({
    connections: store.connections,
    pool,
    clock,
    onChange: () => drafts.fieldsChanged(),
  });
  closing.defer(() => discovery.close());
  const versions = new PublishedVersions(store.flows, catalog);
  const checks = new FlowChecks({ store, catalog, discovery, versions, code });
  const privacy = new Privacy({ store, versions, keepRunsDays: config.keepRunsDays });
  const worker = new Worker({
    name: `${process.pid}`,
    queue: store.queue,
    journal: redactedJournal(store.journal, redaction),
    prepare: (run, signal) =>
      prepareRun(run, signal, {
        store,
        versions,
        pool,
        discovery,
        checks,
        viewLink: (account) => embed.linkOf(account),
      }),
    clock,
    newId: randomUUID,
    report: (error, run) =>
      log({
        level: 'error',
        message: run ? `Run ${run.number} (${run.id}) met a mistake` : 'The next run could not be looked for',
        error,
      }),
    drainTimeoutMs,
  });
  closing.defer(() => worker.stop());
  const scheduler = new Scheduler({
    clock,
    nextTimes: async (after) => [
      ...(await dueTimes(after, { store, catalog, versions })),
      ...(await dueDriftChecks(after, about().timeZone, { store, catalog, versions })),
    ],
    start: async (trigger) => {
      const start = isDriftCheck(trigger) ? startNightlyCheck : startScheduled;
      await start(trigger, { store, catalog, versions });
      worker.wake();
    },
    report: (error) => log({ level: 'error', message: 'The schedules could not be read', error }),
  });
  closing.defer(() => scheduler.stop());
  const report = (message: string) => (error: unknown) => log({ level: 'error', message, error });
  const ends = new RunEnds(store, report('The end of a run could not be told'));
  closing.defer(() => ends.close());
  const follow = async () => {
    if ((await startFollowing({ store, catalog, versions })) > 0) worker.wake();
  };
  const goOn = async () => {
    await retry(await store.failures.goOn(), { name: 'Koppel' }, { store, worker });
  };
  const lookUps = new LookUps({
    clock,
    doubtful: () => doubtfulIn(store),
    lookUp: async (failures) => void (await retry(failures, { name: 'Koppel' }, { store, worker })),
    report: report('Records without an answer could not be looked for again'),
  });
  closing.defer(() => lookUps.stop());
  const linkJobs = new LinkJobs({
    store,
    pool,
    discovery,
    clock,
    redaction,
    onLinked: goOn,
    report: report('Work on record links met a mistake'),
  });
  closing.defer(() => linkJobs.close());
  ends.listen(() => {
    void follow().catch(report('A flow could not be started after another'));
    void goOn().catch(report('Waiting records could not be taken up again'));
    lookUps.runEnded();
  });
  const revenue = new RevenueInsight({
    store,
    clock,
    ends,
    targets: new SalesTargetReader({ store, pool, clock }),
    addresses: recordAddresses({ catalog, isDemoOn: demo !== null }),
  });
  // Runs need it only once they are under way.
  const embed = new RevenueEmbed({ store, clock, revenue, address: `${config.publicUrl}/embed/${about().slug}` });
  const webhooks = new Webhooks({
    store,
    catalog,
    versions,
    ends,
    longestWaitMs: webhookWaitMs,
    onQueued: () => worker.wake(),
    report: report('The messages of a webhook could not be worked off'),
  });
  closing.defer(() => webhooks.close());
  const hints = new NoticeHints({
    store,
    catalog,
    versions,
    clock,
    onQueued: () => worker.wake(),
    report: report('A flow could not be started after a notice'),
  });
  closing.defer(() => hints.stop());
  const subscriptions = new NoticeSubscriptions({
    store,
    catalog,
    versions,
    pool,
    clock,
    redaction,
    addresses: { publicUrl: config.publicUrl, localUrl: localUrlOf(config), workspace: about().slug },
    report: report('A subscription to notices met a mistake'),
  });
  closing.defer(() => subscriptions.stop());
  const hub = new LiveHub({
    eventsAfter: (runId, after, limit) => store.runs.events(runId, { after, limit }),
    snapshot: (runId) => store.runs.snapshot(runId),
    run: async (runId) => (await store.runs.get(runId))?.run ?? null,
  });
  const stopListening = store.listen(hub);
  closing.defer(() => {
    stopListening();
    hub.close();
  });
  const sockets = new LiveSockets({
    hub,
    privacy,
    drafts,
    clock,
    // One that cannot be read is not edited either.
    revisionOf: (flowId) =>
      store.flows.get(flowId).then(
        (flow) => flow?.revision ?? null,
        () => null,
      ),
  });
  closing.defer(() => sockets.close());
  return {
    about,
    members,
    store,
    catalog,
    clock,
    pool,
    discovery,
    shipped: new ShippedFlows({
      store,
      folder: flowsFolder,
      choose: (document) => likelySlots(document, { store }),
      needsApproval: () => about().isTwoPerson,
    }),
    firstSteps: new FirstStepsRecord(store),
    checks,
    privacy,
    versions,
    worker,
    scheduler,
    webhooks,
    hints,
    subscriptions,
    flowsChanged() {
      scheduler.flowsChanged();
      subscriptions.flowsChanged();
    },
    revenue,
    embed,
    follow,
    goOn,
    lookUps,
    linkJobs,
    redaction,
    grants,
    grantRequests,
    sockets,
    drafts,
    publicUrl: config.publicUrl,
    isDemoOn: demo !== null,
  };
}
