import type { FieldValue, Run, RunFact } from '@koppel/model';
import { isSameSecret, type Catalog, type WebhookTrigger } from '@koppel/sdk';
import type { InboxMessage, Store, WebhookPlace } from '@koppel/store';
import { createHmac } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { HttpProblem } from '../http/problems.ts';
import { triggersOf } from './flow-triggers.ts';
import type { PublishedVersions } from './published-versions.ts';
import type { RunEnds } from './run-ends.ts';

/** How long a caller that wants the result is kept waiting, where nothing else is said. */
export const usualWaitMs = 25_000;
const eventsAtATime = 1_000;

export interface WebhookPorts {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly versions: PublishedVersions;
  readonly ends: RunEnds;
  /** How long a caller that wants the result is kept waiting. */
  readonly longestWaitMs: number;
  /** A run was queued. */
  readonly onQueued: () => void;
  readonly report: (error: unknown) => void;
}

/** A call as it came. */
export interface WebhookCall extends WebhookPlace {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Fires when the caller went away. */
  readonly signal: AbortSignal;
}

/** One record as the flow's "Reply to caller" gave it. */
interface ReplyRecord {
  readonly key: string;
  readonly name: string;
  readonly targetKey: string | null;
  readonly values: Readonly<Record<string, FieldValue>>;
}

/** What a caller gets. 200: done · 202: kept, not done yet · 422: the records of this call failed. */
export interface WebhookAnswer {
  readonly status: 200 | 202 | 422;
  readonly body: {
    readonly run: { readonly id: string; readonly number: number; readonly status: string } | null;
    readonly records?: readonly ReplyRecord[];
    readonly failed?: readonly {
      readonly key: string;
      readonly name: string;
      readonly message: string;
      readonly remedy: string;
    }[];
  };
  /** 202: below the address of the webhook, where the answer is once it is there. Whoever has it needs no signature. */
  readonly answerAt?: string;
}

/**
 * Takes calls from outside: checks who signed them, keeps them before anything is answered, and starts the flow. Repeated
 * messages are recognised by their id and get the answer of the first.
 */
export class Webhooks {
  readonly #ports: WebhookPorts;
  readonly #stop: () => void;

  constructor(ports: WebhookPorts) {
    this.#ports = ports;
    this.#stop = ports.ends.listen(({ flowId }) => {
      this.#startNext(flowId).catch(ports.report);
    });
  }

  /** Works off what was kept before a restart. */
  async begin(): Promise<void> {
    for (const flowId of await this.#ports.store.inbox.flowsWithMessages()) await this.#startNext(flowId);
  }

  close(): void {
    this.#stop();
  }

  /** Whether there is such a webhook that somebody could sign for. */
  async has(place: WebhookPlace): Promise<boolean> {
    return (await this.#ports.store.inbox.secretOf(place)) !== null;
  }

  /** Throws an HttpProblem for a call that is not taken; its sender may repeat one that was refused with 503. */
  async receive(call: WebhookCall): Promise<WebhookAnswer> {
    const { store } = this.#ports;
    const { flowId, nodeId } = call;
    const secret = await store.inbox.secretOf({ flowId, nodeId });
    const messageId = verify(call, secret?.secret ?? null);
    const { trigger, title } = await this.#triggerOf(flowId, nodeId);
    const keys = keysOf(trigger, call.body);
    const message = await store.inbox.receive({ flowId, nodeId, messageId, keys });
    if (message.runId === null) await this.#startNext(flowId, title);
    if (!trigger.answersWithResult) {
      const kept = await store.inbox.get(message.id);
      return { status: 202, body: { run: await this.#runView(kept?.runId ?? null) } };
    }
    const answer = await this.#result(message, this.#patience(call.signal));
    return answer.status === 202 ? { ...answer, answerAt: tokenOf(message.id, secret!.secret) } : answer;
  }

  /** The answer to a message that was not there in time, as it is now. Throws an HttpProblem. */
  async answerOf({ flowId, nodeId, token }: WebhookPlace & { readonly token: string }): Promise<WebhookAnswer> {
    const { store } = this.#ports;
    const secret = await store.inbox.secretOf({ flowId, nodeId });
    const id = Number(/^(\d{1,15})\./.exec(token)?.[1]);
    const message = secret && isSameSecret(token, tokenOf(id, secret.secret)) ? await store.inbox.get(id) : null;
    if (!secret || message?.flowId !== flowId || message.nodeId !== nodeId) {
      throw noSuchAnswer();
    }
    return this.#result(message, AbortSignal.abort());
  }

  #patience(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(this.#ports.longestWaitMs)]);
  }

  async #triggerOf(flowId: string, nodeId: string): Promise<{ trigger: WebhookTrigger; title: string }> {
    const { store, catalog, versions } = this.#ports;
    const flow = await store.flows.get(flowId);
    const document =
      flow && flow.publishedVersion !== null ? await versions.get(flowId, flow.publishedVersion) : undefined;
    const found = document && triggersOf(document, catalog).find((trigger) => trigger.nodeId === nodeId);
    const trigger = found?.definition.receives?.(found.config);
    if (!flow?.isOn || !found || !trigger) {
      throw new HttpProblem(503, {
        code: 'webhook.not-on',
        message: 'This flow takes no calls now: it is off, or its published version has no such webhook.',
        remedy: 'Publish it and switch it on, then send the message again.',
      });
    }
    return { trigger, title: found.title };
  }

  /** One run of a flow's messages at a time: what comes meanwhile is worked off together by the next. */
  async #startNext(flowId: string, name?: string): Promise<void> {
    const { store, onQueued } = this.#ports;
    const flow = await store.flows.get(flowId);
    if (!flow || flow.publishedVersion === null) return;
    const { items } = await store.runs.list({ flow: flowId, status: 'running' }, { limit: 100 });
    if (items.some(({ cause }) => cause.kind === 'webhook')) return;
    const run = await store.inbox.startRun({
      flowId,
      flowVersion: flow.publishedVersion,
      name: name ?? flow.document.title.en,
    });
    if (run) onQueued();
  }

  async #runView(runId: string | null): Promise<WebhookAnswer['body']['run']> {
    const stored = runId === null ? null : await this.#ports.store.runs.get(runId);
    return stored && { id: stored.run.id, number: stored.run.number, status: stored.run.state.status };
  }

  async #result(message: InboxMessage, signal: AbortSignal): Promise<WebhookAnswer> {
    const run = await this.#endOf(message, signal);
    if (!run) {
      const kept = await this.#ports.store.inbox.get(message.id);
      return { status: 202, body: { run: await this.#runView(kept?.runId ?? null) } };
    }
    const { records, failed } = await this.#outcomes(run, message.keys);
    const view = { id: run.id, number: run.number, status: run.state.status };
    if (run.state.status === 'failed') {
      const { message: text, remedy } = run.state.error;
      throw new HttpProblem(502, { code: 'webhook.run-failed', message: text, remedy });
    }
    return { status: failed.length > 0 ? 422 : 200, body: { run: view, records, failed } };
  }

  /** The run that worked a message off; null when it has not ended before `over` fires. */
  async #endOf({ id }: InboxMessage, over: AbortSignal): Promise<Run | null> {
    const { store, ends } = this.#ports;
    const ended = async (): Promise<Run | null> => {
      const message = await store.inbox.get(id);
      const stored = message?.runId ? await store.runs.get(message.runId) : null;
      return stored && 'endedAt' in stored.run.state ? stored.run : null;
    };
    if (over.aborted) return ended();
    const { promise, resolve, reject } = Promise.withResolvers<Run | null>();
    const look = () => void ended().then((run) => run && resolve(run), reject);
    const stop = ends.listen(look);
    const giveUp = () => resolve(null);
    over.addEventListener('abort', giveUp, { once: true });
    try {
      look();
      return await promise;
    } finally {
      stop();
      over.removeEventListener('abort', giveUp);
    }
  }

  /** What became of the records that a message named. */
  async #outcomes(
    run: Run,
    keys: readonly string[] | null,
  ): Promise<{ records: ReplyRecord[]; failed: NonNullable<WebhookAnswer['body']['failed']>[number][] }> {
    const wanted = keys && new Set(keys);
    const records: ReplyRecord[] = [];
    const failed: NonNullable<WebhookAnswer['body']['failed']>[number][] = [];
    const take = (fact: RunFact) => {
      if (!('key' in fact) || (wanted && !wanted.has(fact.key))) return;
      const { key, name } = fact;
      if (fact.type === 'record.replied') records.push({ key, name, targetKey: fact.targetKey, values: fact.values });
      if (fact.type === 'record.failed') {
        failed.push({ key, name, message: fact.error.message, remedy: fact.error.remedy });
      }
    };
    for (let after = 0; ;) {
      const events = await this.#ports.store.runs.events(run.id, { after, limit: eventsAtATime });
      for (const { fact } of events) take(fact);
      if (events.length < eventsAtATime) return { records, failed };
      after = events.at(-1)!.seq;
    }
  }
}

/** For a message that nobody with the secret sent, and for a place where nothing listens. */
export function notSigned(): HttpProblem {
  return new HttpProblem(401, {
    code: 'webhook.not-signed',
    message: 'The message is not signed with the secret of this webhook, or its time is more than five minutes off.',
    remedy: 'Sign it as Standard Webhooks describes, with the secret that the flow shows.',
  });
}

export function noSuchAnswer(): HttpProblem {
  return new HttpProblem(404, {
    code: 'webhook.no-such-answer',
    message: 'There is no answer at this address, or the secret of the webhook was made anew since.',
    remedy: 'Send the message again with the same webhook-id.',
  });
}

/** Names a message to whoever got it from us, and to nobody else. */
function tokenOf(messageId: number, secret: string): string {
  return `${messageId}.${createHmac('sha256', secret).update(`answer to ${messageId}`).digest('base64url')}`;
}

/** The id of a message whose signature is right (Standard Webhooks 1.0: id, time and body under HMAC-SHA256). */
function verify({ headers, body }: WebhookCall, secret: string | null): string {
  const refused = notSigned();
  // The library reads a number at its beginning and passes over what stands behind it.
  if (secret === null || !/^\d{1,12}$/.test(headers['webhook-timestamp'] ?? '')) throw refused;
  try {
    new Webhook(secret).verify(body, { ...headers });
  } catch (error) {
    if (error instanceof WebhookVerificationError || error instanceof SyntaxError) throw refused;
    throw error;
  }
  return headers['webhook-id']!;
}

function keysOf(trigger: WebhookTrigger, body: string): readonly string[] | null {
  if (trigger.keysPath === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  const keys = parsed === undefined ? null : trigger.keysIn(parsed);
  if (keys) return keys;
  throw new HttpProblem(400, {
    code: 'webhook.no-keys',
    message: `The body names no records at ${trigger.keysPath}.`,
    remedy: 'Send JSON with a key, or a list of keys, at that place.',
  });
}
