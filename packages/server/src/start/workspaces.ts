import { catalog } from '@koppel/catalog';
import type { OwnWorkspace, UserRole } from '@koppel/protocol';
import type { Sandbox } from '@koppel/sandbox';
import type { Clock, Redaction } from '@koppel/sdk';
import {
  firstSlug,
  openStore,
  type InstanceStore,
  type KeyRing,
  type Store,
  type StoredWorkspace,
  type WorkspaceSettings,
} from '@koppel/store';
import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { createHandlers } from '../handlers/index.ts';
import type { InstanceServices } from '../handlers/instance-services.ts';
import type { Services } from '../handlers/services.ts';
import type { WorkspaceHandlers } from '../http/handlers.ts';
import type { ServedWorkspace } from '../http/served-workspace.ts';
import type { GrantRequests } from '../secrets/grant-requests.ts';
import { demoConnectionIds, refreshDemoConnections } from '../workspace/demo-connections.ts';
import type { Demo } from './demo.ts';
import { fillWorkspace } from './first-start.ts';
import { keepTidy } from './housekeeping.ts';
import type { Log } from './log.ts';
import { createServices } from './workspace-services.ts';

export interface WorkspacesPorts {
  readonly instance: InstanceStore;
  readonly keys: KeyRing;
  readonly redaction: Redaction;
  readonly grantRequests: GrantRequests;
  readonly demo: Demo | null;
  readonly config: Config;
  readonly flowsFolder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly webhookWaitMs: number;
  readonly sandbox: Sandbox;
  /** Whether anybody can reach this server: without, no system is asked to send notices. */
  readonly isListening: boolean;
  /** What the handlers of a workspace need of the instance. */
  readonly services: () => InstanceServices;
}

/** A workspace that is open: its database, everything that works in it, and its handlers. */
interface OpenWorkspace extends ServedWorkspace {
  readonly about: { current: StoredWorkspace };
  readonly services: Services;
  readonly handlers: WorkspaceHandlers;
  begin(): Promise<void>;
  close(): Promise<void>;
}

/** The workspaces of this instance: each with a database and a runtime of its own, so that nothing crosses from one to another. */
export class Workspaces {
  readonly #ports: WorkspacesPorts;
  /** By slug. */
  readonly #open = new Map<string, OpenWorkspace>();
  /** The databases of those that are closed, by slug: a change of the master key concerns them too. */
  readonly #asleep = new Map<string, Store>();
  /** Those whose database cannot be opened, with why, by slug: the others work all the same. */
  readonly #broken = new Map<string, { readonly id: string; readonly error: Error }>();
  #hasBegun = false;
  /** Opening and closing one after another. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(ports: WorkspacesPorts) {
    this.#ports = ports;
  }

  /**
   * Opens all that are not closed. Nothing runs in them before `begin`. One that cannot be opened keeps no other from it;
   * where not a single one can, that is thrown.
   */
  async openAll(): Promise<void> {
    const all = await this.#ports.instance.workspaces.list();
    for (const workspace of all) {
      try {
        if (workspace.closedAt) this.#asleep.set(workspace.slug, this.#store(workspace));
        else await this.#start(workspace);
      } catch (error) {
        this.#breaks(workspace, error);
      }
    }
    const wanted = all.filter(({ closedAt }) => closedAt === null);
    const reason = wanted.map(({ slug }) => this.#broken.get(slug)?.error).find((error) => error !== undefined);
    if (reason && this.#open.size === 0) throw reason;
  }

  /** Lets the workspaces work. */
  async begin(): Promise<void> {
    this.#hasBegun = true;
    for (const [slug, opened] of this.#open) {
      try {
        await opened.begin();
      } catch (error) {
        this.#open.delete(slug);
        await opened.close();
        this.#breaks(opened.about.current, error);
      }
    }
  }

  /** Why the workspace of this slug cannot be opened; null for one that can. */
  problemOf(slug: string): Error | null {
    return this.#broken.get(slug)?.error ?? null;
  }

  /** The one of this slug, where it cannot be opened. */
  brokenOf(slug: string): { readonly id: string } | null {
    return this.#broken.get(slug) ?? null;
  }

  /** The slugs of those that cannot be opened. */
  broken(): string[] {
    return [...this.#broken.keys()];
  }

  async end(): Promise<void> {
    await this.#work.catch(() => undefined);
    await Promise.all([...this.#open.values()].map((opened) => opened.close()));
    this.#open.clear();
    for (const store of this.#asleep.values()) store.close();
    this.#asleep.clear();
  }

  /** The open workspace of this slug. */
  bySlug(slug: string): OpenWorkspace | null {
    return this.#open.get(slug) ?? null;
  }

  /** The open workspaces of these memberships (role by id), by name. */
  of(memberships: ReadonlyMap<string, string>): OwnWorkspace[] {
    return this.#views(({ id }) => memberships.get(id));
  }

  /** All open workspaces, for who has this role in each. */
  all(role: UserRole): OwnWorkspace[] {
    return this.#views(() => role);
  }

  /** The services of all open workspaces, by name. */
  services(): Services[] {
    return this.#sorted().map(({ services }) => services);
  }

  /** The databases of all workspaces, also of those that are closed, by slug. */
  stores(): ReadonlyMap<string, Store> {
    const open = [...this.#open].map(([slug, { services }]) => [slug, services.store] as const);
    return new Map([...open, ...this.#asleep]);
  }

  /** A session ended, or what somebody may do changed: open sockets are held against it. */
  revalidateSockets(): void {
    for (const { sockets } of this.#open.values()) sockets.revalidate();
  }

  /** Makes a workspace and opens it. */
  create(made: Parameters<InstanceStore['workspaces']['create']>[0]): Promise<StoredWorkspace | 'slugTaken'> {
    return this.#next(async () => {
      const workspace = await this.#ports.instance.workspaces.create(made);
      if (workspace !== 'slugTaken') await this.#startOrBreak(workspace);
      return workspace;
    });
  }

  /** Opens a closed workspace again, or one that could not be opened. Throws where it still cannot. */
  open({ id, slug }: StoredWorkspace): Promise<StoredWorkspace> {
    return this.#next(async () => {
      const changed = await this.#change(id, { closedAt: null });
      if (this.#open.has(slug)) return changed;
      this.#asleep.get(slug)?.close();
      this.#asleep.delete(slug);
      await this.#startOrBreak(changed);
      return changed;
    });
  }

  /** Lets what is in flight get its outcome, then closes it: nothing in it runs, and nobody gets in. */
  close({ id, slug }: StoredWorkspace): Promise<StoredWorkspace> {
    return this.#next(async () => {
      const changed = await this.#change(id, { closedAt: this.#ports.clock.now() });
      const opened = this.#open.get(slug);
      this.#open.delete(slug);
      if (!opened) return changed;
      await opened.close();
      this.#asleep.set(slug, this.#store(changed));
      return changed;
    });
  }

  /** Another environment than a demo, or a demo where it was none, holds at once: the workspace is opened anew. */

  async save(id: string, change: WorkspaceSettings): Promise<StoredWorkspace> {
    const changed = await this.#change(id, change);
    const opened = this.#open.get(changed.slug);
    if (opened) opened.about.current = changed;
    if (opened && this.#demoOf(changed) !== opened.services.isDemoOn) await this.#reopen(changed);
    else opened?.services.flowsChanged();
    return changed;
  }

  #reopen(workspace: StoredWorkspace): Promise<void> {
    return this.#next(async () => {
      const opened = this.#open.get(workspace.slug);
      // Closed meanwhile, or opened anew already.
      if (!opened || this.#demoOf(opened.about.current) === opened.services.isDemoOn) return;
      this.#open.delete(workspace.slug);
      await opened.close();
      await this.#startOrBreak(opened.about.current);
    });
  }

  /** Whether it works with the demo systems. */
  #demoOf({ environment }: StoredWorkspace): boolean {
    return environment === 'demo' && this.#ports.demo !== null;
  }

  async #startOrBreak(workspace: StoredWorkspace): Promise<void> {
    try {
      await this.#start(workspace);
    } catch (error) {
      this.#breaks(workspace, error);
      throw error;
    }
  }

  #breaks({ id, slug }: StoredWorkspace, error: unknown): void {
    if (!(error instanceof Error)) throw error;
    this.#broken.set(slug, { id, error });
    this.#ports.log({ level: 'error', message: `The workspace "${slug}" cannot be opened`, error });
  }

  async #change(id: string, change: Parameters<InstanceStore['workspaces']['update']>[1]): Promise<StoredWorkspace> {
    const changed = await this.#ports.instance.workspaces.update(id, change);
    if (changed === 'missing') throw new Error(`There is no workspace ${id}.`);
    return changed;
  }

  #next<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#work.then(step, step);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #start(workspace: StoredWorkspace): Promise<void> {
    const closing = new AsyncDisposableStack();
    try {
      const opened = await this.#opened(workspace, closing);
      if (this.#hasBegun) await opened.begin();
      this.#open.set(workspace.slug, opened);
      this.#broken.delete(workspace.slug);
    } catch (error) {
      await closing.disposeAsync();
      throw error;
    }
  }

  async #opened(workspace: StoredWorkspace, closing: AsyncDisposableStack): Promise<OpenWorkspace> {
    const { config, clock, flowsFolder, redaction, grantRequests } = this.#ports;
    const log: Log = (line) =>
      this.#ports.log({ ...line, message: this.#open.size > 1 ? `[${workspace.slug}] ${line.message}` : line.message });
    const store = closing.adopt(this.#store(workspace), (made) => made.close());
    const demo = workspace.environment === 'demo' ? this.#ports.demo : null;
    if (demo) await refreshDemoConnections(demo, { connections: store.connections, catalog });
    const complaints = await fillWorkspace(store, {
      flowsFolder,
      isDemoOn: demo !== null,
      isFirst: this.#isFirst(workspace),
    });
    for (const message of complaints) log({ level: 'warn', message });
    const { webhookWaitMs, sandbox } = this.#ports;
    const about = { current: workspace };
    const members = () => this.#ports.instance.people.membersOf(workspace.id);
    const services: Services = createServices(
      {
        about: () => about.current,
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
        code: sandbox.runner(),
      },
      closing,
    );
    const opened: OpenWorkspace = {
      id: workspace.id,
      about,
      services,
      privacy: services.privacy,
      sockets: services.sockets,
      webhooks: services.webhooks,
      hints: services.hints,
      embed: services.embed,
      handlers: createHandlers(services, this.#ports.services()),
      begin: () => this.#begin(services, { demo, log, closing }),
      close: () => closing.disposeAsync(),
    };
    return opened;
  }

  async #begin(
    services: Services,
    { demo, log, closing }: { demo: Demo | null; log: Log; closing: AsyncDisposableStack },
  ): Promise<void> {
    const { isListening } = this.#ports;
    services.worker.start();
    services.scheduler.begin();
    await services.webhooks.begin();
    services.hints.begin();
    // Without anybody who listens no notice can come in: a system would drop the subscription.
    if (isListening) services.subscriptions.begin();
    await services.follow();
    closing.defer(keepTidy(services, { audit: this.#ports.services().audit, log }));
    await services.goOn();
    services.lookUps.begin();
    const isClosing = new AbortController();
    closing.defer(() => isClosing.abort());
    void discoverDemo(services, { demo, log, signal: isClosing.signal });
  }

  #store({ id }: StoredWorkspace): Store {
    const { instance, keys, clock } = this.#ports;
    return openStore({
      file: instance.fileOf(id),
      keys,
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs(),
      newId: randomUUID,
      workspaceId: id,
    });
  }

  /** A new client starts with the flows that ship on offer; the first workspace of an instance has them from the start. */
  #isFirst({ slug }: StoredWorkspace): boolean {
    return slug === firstSlug;
  }

  #sorted(): OpenWorkspace[] {
    return [...this.#open.values()].toSorted((a, b) => a.about.current.name.localeCompare(b.about.current.name));
  }

  #views(roleIn: (workspace: StoredWorkspace) => string | undefined): OwnWorkspace[] {
    return this.#sorted().flatMap(({ about }) => {
      const { id, slug, name, environment } = about.current;
      const role = roleIn(about.current);
      return role === undefined ? [] : [{ id, slug, name, environment, role: role as UserRole }];
    });
  }
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
