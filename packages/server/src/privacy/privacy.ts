import { fieldClassChangesSchema, type FieldClassChanges } from '@koppel/model';
import { retentionSchema, type PrivacySettings, type Retention, type WorkspaceRouteName } from '@koppel/protocol';
import type { RetentionLimits, Store } from '@koppel/store';
import type { PublishedVersions } from '../workspace/published-versions.ts';
import { maskedReplies } from './masked-replies.ts';
import { Mask } from './mask.ts';

const names = { fieldClasses: 'fieldClasses', retention: 'retention' } as const;
const dayMs = 24 * 60 * 60_000;

/** Which fields of this workspace tell about people, what is left of a reply for who may not see those, and how long data is kept. */
export class Privacy {
  readonly #store: Store;
  readonly #versions: PublishedVersions;
  readonly #keepRunsDays: number;
  #mask: Promise<Mask> | null = null;

  /** `keepRunsDays`: for how long everything is kept where the workspace decided nothing. */
  constructor({
    store,
    versions,
    keepRunsDays,
  }: {
    readonly store: Store;
    readonly versions: PublishedVersions;
    readonly keepRunsDays: number;
  }) {
    this.#store = store;
    this.#versions = versions;
    this.#keepRunsDays = keepRunsDays;
  }

  async settings(): Promise<PrivacySettings> {
    return { fieldClasses: await this.#changes(), retention: await this.retention() };
  }

  async save({ fieldClasses, retention }: PrivacySettings): Promise<void> {
    await this.#store.workspace.saveSetting(names.fieldClasses, fieldClasses);
    await this.#store.workspace.saveSetting(names.retention, retention);
    this.#mask = null;
  }

  async retention(): Promise<Retention> {
    const days = this.#keepRunsDays;
    const decided = await this.#store.workspace.setting(names.retention, retentionSchema);
    return decided ?? { runsDays: days, logsDays: days, payloadsDays: days };
  }

  /** The mask by the classes as they are now. */
  async mask(): Promise<Mask> {
    this.#mask ??= this.#changes().then((changes) => new Mask(changes));
    return this.#mask.catch((error: unknown) => {
      this.#mask = null;
      throw error;
    });
  }

  /** Whether the records of a run are called by business fields alone. */
  async showsNamesOfRun(runId: string): Promise<boolean> {
    return (await this.mask()).showsNamesIn(await this.#documentOf(runId));
  }

  /** A reply as it goes to somebody who may not see personal data. */
  async maskReply(name: WorkspaceRouteName, reply: unknown, request: MaskedRequest): Promise<unknown> {
    const masked = maskedReplies[name] as MaskedReply | undefined;
    if (!masked) return reply;
    return masked(reply, await this.mask(), { ...request, documentOf: (runId: string) => this.#documentOf(runId) });
  }

  async #changes(): Promise<FieldClassChanges> {
    return (await this.#store.workspace.setting(names.fieldClasses, fieldClassChangesSchema)) ?? {};
  }

  async #documentOf(runId: string) {
    const ran = await this.#store.runs.get(runId);
    return ran ? this.#versions.asRun(ran.run.flowId, ran.run.flowVersion) : null;
  }
}

/** Before when each kind of thing goes. */
export function limitsOf({ runsDays, logsDays, payloadsDays }: Retention, now: Date): RetentionLimits {
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  return { runsBefore: before(runsDays), logsBefore: before(logsDays), payloadsBefore: before(payloadsDays) };
}

/** What the reply answers. */
export interface MaskedRequest {
  readonly params: { readonly id?: string | number };
  readonly query: { readonly entity?: string };
}

type MaskedReply = (reply: unknown, mask: Mask, around: object) => unknown;
