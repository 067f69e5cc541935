import type { Run } from '@koppel/model';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import { insertRun } from './runs/insert-run.ts';
import type { SealedText } from './seals.ts';
import { inboxMessage, webhookSecret } from './schema/inbox.ts';

/** A node of a flow that takes what a webhook is told. */
export interface WebhookPlace {
  readonly flowId: string;
  readonly nodeId: string;
}

/** A message that a webhook took. */
export interface InboxMessage extends WebhookPlace {
  readonly id: number;
  /** Keys of the records it speaks of; null: whatever changed. */
  readonly keys: readonly string[] | null;
  /** The run that works it off; null while it waits for one. */
  readonly runId: string | null;
}

/** What was received and the secrets by which it was signed. */
export interface InboxRepository {
  /** Null before the first was made. */
  secretOf(place: WebhookPlace): Promise<{ readonly secret: string; readonly madeAt: Date } | null>;
  /** Makes a secret; an earlier one is void from then on. Gives it in the form `whsec_…`. */
  makeSecret(place: WebhookPlace, by: string): Promise<string>;
  /** Keeps a message. One that was kept before under the same id comes back as it is now, with `isNew` false. */
  receive(
    message: WebhookPlace & { readonly messageId: string; readonly keys: readonly string[] | null },
  ): Promise<InboxMessage & { readonly isNew: boolean }>;
  get(id: number): Promise<InboxMessage | null>;
  /** The flows that have messages without a run. */
  flowsWithMessages(): Promise<string[]>;
  /**
   * Queues a run for the messages of a flow that wait for one, together with noting that it works them off: at most
   * 10,000 keys, or everything that changed as soon as one message names no keys. Null when none waits.
   */
  startRun(wanted: {
    readonly flowId: string;
    readonly flowVersion: number;
    readonly name: string;
  }): Promise<Run | null>;
}

const keysSchema = z.array(z.string()).nullable();
const mostKeys = 10_000;
const mostMessages = 10_000;

const isAt = ({ flowId, nodeId }: WebhookPlace) =>
  and(eq(webhookSecret.flowId, flowId), eq(webhookSecret.nodeId, nodeId));

function webhookIdentity(workspaceId: string, { flowId, nodeId }: WebhookPlace, version: number) {
  return { workspaceId, credentialId: `webhook/${flowId}/${nodeId}`, version };
}

/** The secrets of all webhooks, as they are stored. */
export function sealedWebhookSecrets({ db, workspaceId }: StoreContext): SealedText[] {
  return db
    .select()
    .from(webhookSecret)
    .all()
    .map((row) => ({
      identity: webhookIdentity(workspaceId, row, row.version),
      sealed: row.sealed,
      put: (sealed) => void db.update(webhookSecret).set({ sealed }).where(isAt(row)).run(),
    }));
}

export function createInbox(context: StoreContext): InboxRepository {
  const { db, writer, vault, workspaceId, now, news } = context;
  const identityOf = (place: WebhookPlace, version: number) => webhookIdentity(workspaceId, place, version);
  const messageOf = ({ id, flowId, nodeId, keys, runId }: typeof inboxMessage.$inferSelect): InboxMessage => ({
    id,
    flowId,
    nodeId,
    keys: readJson(keysSchema, keys, `message ${id}`),
    runId,
  });

  return {
    async secretOf(place) {
      const row = db.select().from(webhookSecret).where(isAt(place)).get();
      if (!row) return null;
      return { secret: vault.open(identityOf(place, row.version), row.sealed)['secret']!, madeAt: row.madeAt };
    },
    makeSecret: (place, madeBy) =>
      writer.write(() => {
        const secret = `whsec_${randomBytes(32).toString('base64')}`;
        const version = (db.select().from(webhookSecret).where(isAt(place)).get()?.version ?? 0) + 1;
        const made = { version, sealed: vault.seal(identityOf(place, version), { secret }), madeAt: now(), madeBy };
        db.insert(webhookSecret)
          .values({ ...place, ...made })
          .onConflictDoUpdate({ target: [webhookSecret.flowId, webhookSecret.nodeId], set: made })
          .run();
        return secret;
      }),
    receive: ({ flowId, nodeId, messageId, keys }) =>
      writer.write(() => {
        const known = db
          .select()
          .from(inboxMessage)
          .where(
            and(
              eq(inboxMessage.flowId, flowId),
              eq(inboxMessage.nodeId, nodeId),
              eq(inboxMessage.messageId, messageId),
            ),
          )
          .get();
        if (known) return { ...messageOf(known), isNew: false };
        const row = db
          .insert(inboxMessage)
          .values({ flowId, nodeId, messageId, keys, receivedAt: now() })
          .returning()
          .get();
        return { ...messageOf(row), isNew: true };
      }),
    async get(id) {
      const row = db.select().from(inboxMessage).where(eq(inboxMessage.id, id)).get();
      return row ? messageOf(row) : null;
    },
    async flowsWithMessages() {
      const rows = db
        .selectDistinct({ flowId: inboxMessage.flowId })
        .from(inboxMessage)
        .where(isNull(inboxMessage.runId))
        .all();
      return rows.map(({ flowId }) => flowId);
    },
    startRun: ({ flowId, flowVersion, name }) =>
      writer.write(
        () => {
          const waiting = db
            .select()
            .from(inboxMessage)
            .where(and(eq(inboxMessage.flowId, flowId), isNull(inboxMessage.runId)))
            .orderBy(asc(inboxMessage.id))
            .limit(mostMessages)
            .all();
          const keys = new Set<string>();
          const taken: number[] = [];
          let isAboutAll = false;
          for (const message of waiting.map(messageOf)) {
            if (keys.size + (message.keys?.length ?? 0) > mostKeys) break;
            taken.push(message.id);
            isAboutAll ||= message.keys === null;
            for (const key of message.keys ?? []) keys.add(key);
          }
          if (taken.length === 0) return null;
          const isAll = isAboutAll || keys.size === 0;
          const run = insertRun(context, {
            flowId,
            flowVersion,
            isDryRun: false,
            scope: isAll ? { kind: 'changes' } : { kind: 'keys', keys: [...keys] },
            cause: { kind: 'webhook', name },
          });
          for (const id of taken) db.update(inboxMessage).set({ runId: run.id }).where(eq(inboxMessage.id, id)).run();
          return run;
        },
        (run) => {
          if (run) news.add({ runId: run.id, lastSeq: 0, at: now(), facts: [] });
        },
      ),
  };
}
