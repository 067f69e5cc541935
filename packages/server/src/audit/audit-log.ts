import type { AuditAct, RouteName } from '@koppel/protocol';
import type { Clock, Redaction } from '@koppel/sdk';
import type { AuditRepository, NewAuditEvent } from '@koppel/store';
import type { Principal } from '../http/principal.ts';
import { HttpProblem } from '../http/problems.ts';
import type { Log } from '../start/log.ts';
import type { AnchorFile } from './anchor-file.ts';
import { AuditNote } from './audit-note.ts';

/** What comes again and again as long as somebody works on one thing, or knocks at one door, is one event in this time. */
const repeatMs = 10 * 60_000;
const mostRemembered = 5_000;
const repeated: ReadonlySet<AuditAct> = new Set(['flow.edit', 'template.edit']);

/** Who calls what. */
export interface AuditedCall {
  readonly act: AuditAct;
  readonly principal: Principal | null;
  readonly address: string;
  /** Null: of the instance. */
  readonly workspaceId: string | null;
  readonly objectId: string | null;
}

export interface AuditLogPorts {
  readonly audit: AuditRepository;
  readonly anchors: AnchorFile;
  readonly redaction: Redaction;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes down who did what. */
export class AuditLog {
  readonly #ports: AuditLogPorts;
  /** When something that repeats was last written down. */
  readonly #recent = new Map<string, number>();

  constructor(ports: AuditLogPorts) {
    this.#ports = ports;
  }

  /**
   * Lets somebody act, with an event before and one after it: where Koppel ends in between, the first one stays. What cannot be
   * written down is not done. Whoever is not signed in leaves the second event alone.
   */
  async follow<T>(call: AuditedCall, act: (note: AuditNote) => Promise<T>): Promise<T> {
    const note = new AuditNote();
    const isRepeat = repeated.has(call.act);
    const begunAs = call.principal === null || isRepeat ? null : await this.#append(eventOf(call, 'begun'));
    const end = (outcome: NewAuditEvent['outcome'], code: string | null = null) =>
      this.#append({ ...eventOf(call, outcome, note), code, begunAs });
    let result: T;
    try {
      result = await act(note);
    } catch (error) {
      const [outcome, code] = outcomeOf(error);
      const isKnown = begunAs === null && this.#isKnown([keyOf(call), code]);
      if (!isKnown) await end(outcome, code).catch(this.#complain);
      throw error;
    }
    if (isRepeat && this.#isKnown([keyOf(call)])) return result;
    // It is done, and the event before it says so as far as it can.
    await end('done').catch((error: unknown) => {
      if (begunAs === null) throw error;
      this.#complain(error);
    });
    return result;
  }

  /** Somebody was turned away before anything was looked at. */
  async refused(
    call: Omit<AuditedCall, 'act'> & { readonly act: AuditAct | null; readonly route: RouteName },
    error: unknown,
  ) {
    const { act, route, ...rest } = call;
    const asked: AuditedCall = act === null ? { ...rest, act: 'access.use', objectId: route } : { ...rest, act };
    const [outcome, code] = outcomeOf(error);
    if (this.#isKnown([keyOf(asked), route, code])) return;
    await this.#append({ ...eventOf(asked, outcome), code }).catch(this.#complain);
  }

  /** Something that no route did: Koppel itself, or a person on a way of their own. */
  async record(
    {
      act,
      workspaceId,
      principal = null,
      address = null,
      objectId = null,
      code = null,
    }: {
      readonly act: AuditAct;
      readonly workspaceId: string | null;
      readonly principal?: Principal | null;
      readonly address?: string | null;
      readonly objectId?: string | null;
      /** Why it failed; null where it did not. */
      readonly code?: string | null;
    },
    say: (note: AuditNote) => AuditNote = (note) => note,
  ): Promise<void> {
    const call = { act, workspaceId, principal, address, objectId };
    const event = { ...eventOf(call, code === null ? 'done' : 'failed', say(new AuditNote())), code };
    await this.#append(principal === null ? { ...event, actorKind: 'koppel', actorName: 'Koppel' } : event);
  }

  /**
   * Somebody who is not signed in came in or was refused. The same refusal is one event in ten minutes, wherever it comes
   * from: whoever knocks from a thousand addresses shall not fill the log.
   */
  async knocked(
    {
      act,
      workspaceId,
      address,
      objectId = null,
      apart = null,
      code,
    }: {
      readonly act: AuditAct;
      readonly workspaceId: string | null;
      readonly address: string;
      /** Of what is known alone: what the caller made up would be told apart. */
      readonly objectId?: string | null;
      /** What else tells refusals apart, likewise. */
      readonly apart?: string | null;
      /** Why somebody was refused; null for who came in. */
      readonly code: string | null;
    },
    say: (note: AuditNote) => AuditNote = (note) => note,
  ): Promise<void> {
    if (code !== null && this.#isKnown(['knocked', act, workspaceId, objectId, apart, code])) return;
    const call = { act, workspaceId, principal: null, address, objectId };
    const event = eventOf(call, code === null ? 'done' : 'refused', say(new AuditNote()));
    const written = this.#append({ ...event, code });
    // Whom nobody could write down does not come in.
    await (code === null ? written : written.catch(this.#complain));
  }

  async #append(event: NewAuditEvent): Promise<number> {
    const { audit, anchors, redaction } = this.#ports;
    const seq = await audit.append({ ...event, details: redaction.value(event.details) });
    anchors.written(seq);
    return seq;
  }

  /** Whether the same was written down a short time ago; from now on it was. */
  #isKnown(parts: readonly (string | null)[]): boolean {
    const key = parts.join('\n');
    const now = this.#ports.clock.monotonicMs();
    const last = this.#recent.get(key);
    if (last !== undefined && now - last < repeatMs) return true;
    this.#recent.delete(key);
    this.#recent.set(key, now);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > mostRemembered) this.#recent.delete(oldest!);
    return false;
  }

  readonly #complain = (error: unknown): void =>
    this.#ports.log({ level: 'error', message: 'An event of the audit log could not be written', error });
}

function eventOf(
  {
    act,
    principal,
    address,
    workspaceId,
    objectId,
  }: Omit<AuditedCall, 'address'> & { readonly address: string | null },
  outcome: NewAuditEvent['outcome'],
  note = new AuditNote(),
): NewAuditEvent {
  const said = note.said();
  const [object, verb] = act.split('.') as [string, string];
  const actor = said.actor ?? (principal && { id: principal.userId, name: principal.name });
  return {
    workspaceId: said.workspaceId ?? workspaceId,
    actorKind: principal?.kind ?? (actor ? 'person' : 'nobody'),
    actorId: actor?.id ?? null,
    actorName: actor?.name ?? '',
    address,
    object,
    objectId: said.objectId ?? objectId,
    verb,
    outcome,
    code: null,
    begunAs: null,
    details: said.details,
  };
}

function keyOf({ act, principal, address, workspaceId, objectId }: AuditedCall): string {
  return JSON.stringify([act, principal?.userId ?? null, address, workspaceId, objectId]);
}

function outcomeOf(error: unknown): readonly ['refused' | 'failed', string] {
  if (error instanceof HttpProblem && error.status < 500) return ['refused', error.code];
  return ['failed', error instanceof HttpProblem ? error.code : 'api.our-mistake'];
}
