import { catalog } from '@koppel/catalog';
import { Worker } from '@koppel/runtime';
import { Redaction, systemClock, type Clock } from '@koppel/sdk';
import { openKeyFile, openStore, readKeyText, type KeyRing, type Store } from '@koppel/store';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignInLinks } from '../auth/sign-in-links.ts';
import { Sessions } from '../auth/sessions.ts';
import { isLoopback, type Config } from '../config.ts';
import { retry } from '../handlers/retry.ts';
import { createHandlers } from '../handlers/index.ts';
import type { Services } from '../handlers/services.ts';
import { RevenueEmbed } from '../insight/embed.ts';
import { recordAddresses } from '../insight/record-addresses.ts';
import { RevenueInsight } from '../insight/revenue.ts';
import { SalesTargetReader } from '../insight/sales-targets.ts';
import { LiveHub } from '../live/hub.ts';
import { LiveSockets } from '../live/live-sockets.ts';
import { rootFolder } from '../root-folder.ts';
import { redactedJournal } from '../secrets/redacted-journal.ts';
import { GrantRequests } from '../secrets/grant-requests.ts';
import { Grants } from '../secrets/grants.ts';
import { KeyRotation } from '../secrets/key-rotation.ts';
import { StartupError } from '../startup-error.ts';
import { ConnectionPool } from '../workspace/connection-pool.ts';
import { demoConnectionIds, refreshDemoConnections } from '../workspace/demo-connections.ts';
import { Discovery } from '../workspace/discovery.ts';
import { dueDriftChecks, isDriftCheck, startNightlyCheck } from '../workspace/drift-checks.ts';
import { FlowChecks } from '../workspace/flow-checks.ts';
import { startFollowing } from '../workspace/following-runs.ts';
import { NoticeHints } from '../notices/hints.ts';
import { NoticeSubscriptions } from '../notices/subscriptions.ts';
import { LinkJobs } from '../links/link-jobs.ts';
import { PublishedVersions } from '../workspace/published-versions.ts';
import { RunEnds } from '../workspace/run-ends.ts';
import { prepareRun } from '../workspace/run-preparation.ts';
import { dueTimes, startScheduled } from '../workspace/scheduled-runs.ts';
import { doubtfulIn, LookUps } from '../workspace/look-ups.ts';
import { Scheduler } from '../workspace/scheduler.ts';
import { usualWaitMs, Webhooks } from '../workspace/webhooks.ts';
import { removeServerFile, writeServerFile } from '../workspace/server-file.ts';
import { startDemo, type Demo } from './demo.ts';
import { ensureAdministrator } from './first-administrator.ts';
import { likelySlots } from '../handlers/flows.ts';
import { ShippedFlows } from '../workspace/shipped-flows.ts';
import { fillWorkspace } from './first-start.ts';
import { keepTidy } from './housekeeping.ts';
import { HttpServer, localUrlOf } from './http-server.ts';
import { redactedLog, type Log } from './log.ts';
import { asStartupError } from './plain-words.ts';

/** Runs in flight get this long to give their records an outcome when Koppel stops; container engines wait ten seconds. */
const drainTimeoutMs = 8_000;

export interface StartOptions {
  readonly config: Config;
  /** false: nothing listens; only `call` reaches it. For the command line when no server runs. */
  readonly isListening: boolean;
  /** Where operators read. Default: nothing is written. */
  readonly log?: Log;
  readonly clock?: Clock;
  /** Ports of the demo ERP and CRM; 0 is any free one. Default: the two after Koppel's own. */
  readonly demoPorts?: { readonly erp: number; readonly crm: number };
  /** The flows that ship. */
  readonly flowsFolder?: string;
  /** How long the caller of a webhook that wants the result is kept waiting. Default: 25 seconds. */
  readonly webhookWaitMs?: number;
}

/** A Koppel that runs in this process. */
export interface Koppel {
  /** Where people reach it. */
  readonly url: string;
  /** Signs the first administrator in, once; null when one has a password. */
  readonly signInLink: string | null;
  /** Calls the API within this process, with the rights of the command line. `path` with its query. */
  call(request: { method: string; path: string; body: unknown }): Promise<{ status: number; body: unknown }>;
  /** Lets what is in flight get its outcome, then closes everything. */
  close(): Promise<void>;
}

/** Opens the workspace of a data folder and serves it. Rejects with a StartupError that says in plain words why not. */
export async function startKoppel(options: StartOptions): Promise<Koppel> {
  const closing = new AsyncDisposableStack();
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.disposeAsync();
    throw asStartupError(error);
  }
}

async function start(options: StartOptions, closing: AsyncDisposableStack): Promise<Koppel> {
  const { config, isListening, clock = systemClock } = options;
  const redaction = new Redaction();
  const log = redactedLog(options.log ?? (() => {}), redaction);
  const keys = openKeys(config);
  const store = closing.adopt(openData(config, keys, clock), (opened) => opened.close());
  const demo = config.isDemoOn ? closing.adopt(await startDemo(options), (started) => started.close()) : null;
  if (demo) await refreshDemoConnections(demo, { connections: store.connections, catalog });
  const flowsFolder = options.flowsFolder ?? join(rootFolder, 'flows');
  const complaints = await fillWorkspace(store, { flowsFolder, isDemoOn: config.isDemoOn });
  for (const message of complaints) log({ level: 'warn', message });

  const { webhookWaitMs = usualWaitMs } = options;
  const services = createServices(
    { store, redaction, keys, demo, config, flowsFolder, clock, log, webhookWaitMs },
    closing,
  );
  const http = await HttpServer.create({
    config,
    version: versionOf(rootFolder),
    handlers: createHandlers(services),
    sessions: services.sessions,
    sockets: services.sockets,
    webhooks: services.webhooks,
    hints: services.hints,
    embed: services.embed,
    demo,
    screenFolder: join(rootFolder, 'packages', 'canvas', 'dist'),
    grantRequests: services.grantRequests,
    redaction,
    isWell: async () => (await store.runs.counts()).running >= 0,
    log,
  });
  closing.defer(() => http.close());
  // Before anybody can knock: whoever finds it serving can sign in.
  const link = await ensureAdministrator(config, { people: store.people, links: services.links });
  if (isListening) await http.listen();
  services.worker.start();
  services.scheduler.begin();
  await services.webhooks.begin();
  services.hints.begin();
  // Without anybody who listens no notice can come in: a system would drop the subscription.
  if (isListening) services.subscriptions.begin();
  await services.follow();
  closing.defer(keepTidy(services, { keepRunsDays: config.keepRunsDays, log }));
  await services.goOn();
  services.lookUps.begin();
  const isClosing = new AbortController();
  closing.defer(() => isClosing.abort());
  void discoverDemo(services, { demo, log, signal: isClosing.signal });
  if (isListening) {
    writeServerFile(config.dataFolder, { url: http.localUrl, token: http.commandLineToken, pid: process.pid });
    closing.defer(() => removeServerFile(config.dataFolder));
  }
  return {
    url: config.publicUrl,
    signInLink: link?.url ?? null,
    call: (request) => http.call(request),
    close: () => closing.disposeAsync(),
  };
}

function openKeys({ dataFolder, key: { text, file, lost } }: Config): KeyRing {
  if (text !== null) return readKeyText({ text, variable: 'KOPPEL_KEY', lost });
  return openKeyFile({ file: file ?? join(dataFolder, 'koppel.key'), isMade: file === null, lost });
}

function openData({ dataFolder }: Config, keys: KeyRing, clock: Clock): Store {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartupError({
      code: 'start.no-data-folder',
      message: `The data folder ${dataFolder} cannot be made or written.`,
      remedy: 'Give the user that runs Koppel the right to write there, or set KOPPEL_DATA to another folder.',
      cause: error,
    });
  }
  return openStore({
    file: join(dataFolder, 'koppel.sqlite'),
    keys,
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    newId: randomUUID,
  });
}

interface Parts {
  readonly store: Store;
  readonly redaction: Redaction;
  readonly keys: KeyRing;
  readonly demo: Demo | null;
  readonly config: Config;
  readonly flowsFolder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly webhookWaitMs: number;
}

/** Makes everything that lives behind the API. Closed in the opposite order. */
function createServices(
  { store, redaction, keys, demo, config, flowsFolder, clock, log, webhookWaitMs }: Parts,
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
      redaction.learn(`connection/${id}`, Object.values(values));
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
  const discovery = new Discovery({ connections: store.connections, pool, clock });
  closing.defer(() => discovery.close());
  const checks = new FlowChecks({ store, catalog, discovery });
  const versions = new PublishedVersions(store.flows);
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
      ...(await dueDriftChecks(after, { store, catalog, versions })),
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
  const embed = new RevenueEmbed({ store, clock, revenue, publicUrl: config.publicUrl });
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
    addresses: { publicUrl: config.publicUrl, localUrl: localUrlOf(config) },
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
  const sockets = new LiveSockets({ hub, clock });
  closing.defer(() => sockets.close());
  return {
    store,
    catalog,
    clock,
    pool,
    discovery,
    shipped: new ShippedFlows({ store, folder: flowsFolder, choose: (document) => likelySlots(document, { store }) }),
    checks,
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
    sessions: new Sessions({ people: store.people, clock }),
    redaction,
    grants,
    grantRequests: new GrantRequests({ clock, publicUrl: config.publicUrl }),
    keyRotation: new KeyRotation({ keys, databases: () => [{ name: 'workspace', seals: store.seals }] }),
    links: new SignInLinks({ people: store.people, clock, publicUrl: config.publicUrl }),
    sockets,
    publicUrl: config.publicUrl,
    isDemoOn: demo !== null,
  };
}

/** Looks at the demo systems' fields, in the background: the screen need not wait for it. */
async function discoverDemo(
  { discovery }: Services,
  { demo, log, signal }: { demo: Demo | null; log: Log; signal: AbortSignal },
): Promise<void> {
  for (const id of demo ? demoConnectionIds : []) {
    if (signal.aborted) return;
    try {
      await discovery.fresh(id);
    } catch (error) {
      if (!signal.aborted) log({ level: 'warn', message: `The fields of ${id} could not be read`, error });
    }
  }
}

function versionOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
