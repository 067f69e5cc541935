import { catalog } from '@koppel/catalog';
import { Sandbox } from '@koppel/sandbox';
import { Redaction, systemClock, type Clock } from '@koppel/sdk';
import { firstSlug, openInstance, openKeyFile, readKeyText, type InstanceStore, type KeyRing } from '@koppel/store';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnchorFile } from '../audit/anchor-file.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { ApiTokens } from '../auth/api-tokens.ts';
import { Entrance } from '../auth/entrance.ts';
import { PendingSignIns } from '../auth/pending-sign-ins.ts';
import { SecondFactors } from '../auth/second-factors.ts';
import { SignOnAccounts } from '../auth/sign-on-accounts.ts';
import { SingleSignOn } from '../auth/single-sign-on.ts';
import { Sessions } from '../auth/sessions.ts';
import { SignInLinks } from '../auth/sign-in-links.ts';
import type { Config } from '../config.ts';
import { createInstanceHandlers } from '../handlers/index.ts';
import type { InstanceServices } from '../handlers/instance-services.ts';
import { rootFolder } from '../root-folder.ts';
import { GrantRequests } from '../secrets/grant-requests.ts';
import { KeyRotation } from '../secrets/key-rotation.ts';
import { StartupError } from '../startup-error.ts';
import { removeServerFile, writeServerFile } from '../workspace/server-file.ts';
import { usualWaitMs } from '../workspace/webhooks.ts';
import { startDemo } from './demo.ts';
import { ensureAdministrator } from './first-administrator.ts';
import { clearSessions } from './housekeeping.ts';
import { HttpServer } from './http-server.ts';
import { redactedLog, type Log } from './log.ts';
import { asStartupError } from './plain-words.ts';
import { Workspaces } from './workspaces.ts';

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

/** Opens the workspaces of a data folder and serves them. Rejects with a StartupError that says in plain words why not. */
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
  const { config, isListening, clock = systemClock, webhookWaitMs = usualWaitMs } = options;
  const redaction = new Redaction();
  const log = redactedLog(options.log ?? (() => {}), redaction);
  makeDataFolder(config);
  const keys = openKeys(config);
  const instance = closing.adopt(openData(config, keys, clock), (opened) => opened.close());
  const anchors = closing.adopt(
    await AnchorFile.open({ file: config.auditAnchorFile, audit: instance.audit, clock, log }),
    (opened) => opened.close(),
  );
  const audit = new AuditLog({ audit: instance.audit, anchors, redaction, clock, log });
  const demo = config.isDemoOn ? closing.adopt(await startDemo(options), (started) => started.close()) : null;
  const flowsFolder = options.flowsFolder ?? join(rootFolder, 'flows');
  const grantRequests = new GrantRequests({ clock, publicUrl: config.publicUrl });
  const sessions = new Sessions({ people: instance.people, clock });
  const pending = new PendingSignIns({ clock });
  const singleSignOn =
    config.singleSignOn && new SingleSignOn({ ...config, settings: config.singleSignOn, clock, redaction });
  if (singleSignOn) closing.defer(() => singleSignOn.close());
  const links = new SignInLinks({ people: instance.people, clock, publicUrl: config.publicUrl });
  const sandbox = new Sandbox();
  closing.defer(() => sandbox.close());
  const workspaces: Workspaces = new Workspaces({
    instance,
    keys,
    redaction,
    grantRequests,
    demo,
    config,
    flowsFolder,
    clock,
    log,
    webhookWaitMs,
    sandbox,
    isListening,
    services: () => services,
  });
  const keyRotation = new KeyRotation({
    keys,
    databases: () => [
      { name: 'instance', seals: instance.seals },
      ...[...workspaces.stores()].map(([name, { seals }]) => ({ name, seals })),
    ],
    unreadable: () => workspaces.broken(),
  });
  const services: InstanceServices = {
    instance,
    workspaces,
    catalog,
    clock,
    sessions,
    entrance: new Entrance({
      people: instance.people,
      clock,
      sessions,
      pending,
      workspacesOf: (all) => workspaces.of(all),
    }),
    pending,
    singleSignOn,
    secondFactors: new SecondFactors({ people: instance.people, clock, publicUrl: config.publicUrl }),
    links,
    keyRotation,
    audit,
    anchors,
    publicUrl: config.publicUrl,
  };
  const first = await ensureWorkspace(instance, { isDemoOn: demo !== null });
  closing.defer(() => workspaces.end());
  await workspaces.openAll();
  const version = versionOf(rootFolder);
  const http = await HttpServer.create({
    config,
    version,
    instance: createInstanceHandlers(services),
    workspaceOf: (slug) => workspaces.bySlug(slug),
    brokenOf: (slug) => workspaces.brokenOf(slug),
    sessions,
    tokens: new ApiTokens({ people: instance.people, clock }),
    demo,
    screenFolder: join(rootFolder, 'packages', 'canvas', 'dist'),
    grantRequests,
    signOn: singleSignOn && {
      singleSignOn,
      accounts: new SignOnAccounts({ instance, workspaceFor: (email) => singleSignOn.workspaceFor(email) }),
      entrance: services.entrance,
    },
    redaction,
    isWell: async () => {
      for (const { store } of workspaces.services()) await store.runs.counts();
      return true;
    },
    audit,
    log,
  });
  closing.defer(() => http.close());
  // Before anybody can knock: whoever finds it serving can sign in.
  const link = await ensureAdministrator(config, { people: instance.people, links, workspaceId: first });
  if (link) await audit.record({ act: 'signInLink.create', workspaceId: null });
  if (isListening) {
    await audit.record({ act: 'server.start', workspaceId: null }, (note) => note.about({ title: version }));
    await anchors.write();
    await http.listen();
  }
  await workspaces.begin();
  closing.defer(clearSessions(sessions, log));
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

/** Makes the first workspace where there is none. Gives the id of the oldest one. */
async function ensureWorkspace(
  { workspaces }: InstanceStore,
  { isDemoOn }: { readonly isDemoOn: boolean },
): Promise<string> {
  const known = (await workspaces.list()).toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  if (known[0]) return known[0].id;
  const made = await workspaces.create({
    slug: firstSlug,
    name: isDemoOn ? 'Demo workspace' : 'Workspace',
    environment: isDemoOn ? 'demo' : 'production',
    timeZone: 'Europe/Brussels',
    language: 'en',
    isOnBoard: true,
    administratorId: null,
  });
  if (made === 'slugTaken') throw new Error('The first workspace could not be made.');
  return made.id;
}

function openKeys({ dataFolder, key: { text, file, lost } }: Config): KeyRing {
  if (text !== null) return readKeyText({ text, variable: 'KOPPEL_KEY', lost });
  return openKeyFile({ file: file ?? join(dataFolder, 'koppel.key'), isMade: file === null, lost });
}

function makeDataFolder({ dataFolder }: Config): void {
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
}

function openData({ dataFolder }: Config, keys: KeyRing, clock: Clock): InstanceStore {
  return openInstance({
    folder: dataFolder,
    keys,
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    newId: randomUUID,
  });
}

function versionOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
