import type { EmbeddedAccount, EmbedSettings } from '@koppel/protocol';
import { dayOf } from '@koppel/runtime';
import type { Clock } from '@koppel/sdk';
import type { Store } from '@koppel/store';
import { z } from 'zod';
import { HttpProblem, notFound } from '../http/problems.ts';
import { signToken, verifyToken, type EmbedClaims } from './embed-token.ts';
import type { RevenueInsight } from './revenue.ts';

const secretName = 'insight.embed';
const settingName = 'insight.embed.origins';
const originsSchema = z.array(z.string());
const dayMs = 86_400_000;
const weekDays = 7;

interface EmbedPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly revenue: RevenueInsight;
  /** Of its page. */
  readonly address: string;
}

/**
 * The narrow view of one customer inside the account page of the CRM. It is off until somebody says which pages may frame
 * it; then the key is made that signs its links.
 */
export class RevenueEmbed {
  readonly #ports: EmbedPorts;
  #origins: readonly string[] | null = null;
  #secret: { readonly bytes: Buffer; readonly madeAt: Date } | null = null;

  constructor(ports: EmbedPorts) {
    this.#ports = ports;
  }

  /** The addresses whose pages may frame the view; none: nobody may, and no link works. */
  async origins(): Promise<readonly string[]> {
    return (this.#origins ??= (await this.#ports.store.workspace.setting(settingName, originsSchema)) ?? []);
  }

  async settings(): Promise<EmbedSettings> {
    const { store, address } = this.#ports;
    const origins = await this.origins();
    const connections = (await store.connections.list()).filter(({ role }) => role === 'crm');
    return {
      origins: [...origins],
      proposals: connections.flatMap(({ name, settings }) => {
        const origin = originIn(settings);
        return origin === null || origins.includes(origin) ? [] : [{ connection: name, origin }];
      }),
      keyMadeAt: origins.length === 0 ? null : ((await this.#key())?.madeAt.toISOString() ?? null),
      address,
    };
  }

  async save(origins: readonly string[]): Promise<void> {
    const { workspace } = this.#ports.store;
    await workspace.saveSetting(settingName, [...new Set(origins)]);
    this.#origins = null;
    if (origins.length > 0 && !(await this.#key())) await this.withdraw();
  }

  /** Voids every link that was given out: what is signed from now on has another key. */
  async withdraw(): Promise<void> {
    await this.#ports.store.workspace.makeSecret(secretName);
    this.#secret = null;
  }

  /**
   * The link to an account that holds for one to two weeks: the same text for a whole week, so that a flow which writes it
   * into the CRM has something to write only once a week. Null while the view is off.
   */
  async linkOf(account: { connectionId: string; key: string; today: string }): Promise<string | null> {
    const key = (await this.origins()).length === 0 ? null : await this.#key();
    if (!key) return null;
    const expiresAt = expiryAt(account.today);
    const workspaceId = await this.#ports.store.workspace.id();
    const { connectionId, key: recordKey } = account;
    return this.#urlOf(signToken({ workspaceId, connectionId, key: recordKey, expiresAt }, key.bytes));
  }

  /** The link to a customer of the insight. Refused while the view is off. */
  async linkOfCustomer(id: number): Promise<{ url: string; expiresAt: string }> {
    const { revenue, clock } = this.#ports;
    const customer = await revenue.customer(id, { scope: 'all', name: '' });
    if (!customer) throw notFound('customer', String(id));
    const record = customer.records.find(({ role }) => role === 'erp') ?? customer.records[0];
    if (!record) throw notFound('customer', String(id));
    const today = dayOf(clock.now());
    const url = await this.linkOf({ connectionId: record.connectionId, key: record.key, today });
    if (url === null) throw isOff();
    return { url, expiresAt: expiryAt(today).toISOString() };
  }

  /**
   * What the link with this token shows. `record`: the key of the account on whose page it is shown, where the CRM says it;
   * a link of another account is refused then.
   */
  async open(token: string, record: string | undefined): Promise<EmbeddedAccount> {
    const { key, connectionId } = await this.#verified(token);
    const { revenue } = this.#ports;
    const found = await revenue.customerOfRecord(connectionId, key);
    if (!found) {
      throw new HttpProblem(404, {
        code: 'embed.no-customer',
        message: 'This account is not linked to a customer of the ERP.',
        remedy: 'Its figures appear once the customer flow has linked it.',
      });
    }
    if (record !== undefined && !found.records.some((one) => isSameRecord(one.key, record))) {
      throw new HttpProblem(403, {
        code: 'embed.other-account',
        message: 'This link is of another account than the one on this page.',
        remedy: 'Ask your Koppel administrator to run the flow that writes the links.',
      });
    }
    const { customer, months, upToDate } = found;
    return { customer, months, upToDate };
  }

  /** Nothing but that it is not signed is told to whoever has no link of ours, not even whether the view is on. */
  async #verified(token: string): Promise<EmbedClaims> {
    const key = await this.#key();
    const verdict = key && verifyToken(token, { secret: key.bytes, now: this.#ports.clock.now() });
    if (!verdict || verdict.is === 'forged') throw embedNotSigned();
    if ((await this.origins()).length === 0) throw isOff();
    if (verdict.is === 'expired') {
      throw new HttpProblem(403, {
        code: 'embed.expired',
        message: 'This link is too old.',
        remedy: 'Ask your Koppel administrator whether the flow that writes the links still runs.',
      });
    }
    if (verdict.claims.workspaceId !== (await this.#ports.store.workspace.id())) throw embedNotSigned();
    return verdict.claims;
  }

  async #key() {
    return (this.#secret ??= await this.#ports.store.workspace.secret(secretName));
  }

  // Behind the number sign nothing is sent to any server, nor into its log.
  #urlOf(token: string): string {
    return `${this.#ports.address}#${token}`;
  }
}

/** The end of the week after the one of this day. */
function expiryAt(today: string): Date {
  const week = Math.floor(Date.parse(today) / dayMs / weekDays);
  return new Date((week + 2) * weekDays * dayMs);
}

/** Dataverse writes the id of a record with braces and in capitals. */
function isSameRecord(a: string, b: string): boolean {
  const plain = (key: string) => key.replaceAll(/[{}]/g, '').toLowerCase();
  return plain(a) === plain(b);
}

/** The address of a system's own pages: of the first setting that is a web address. */
function originIn(settings: Readonly<Record<string, unknown>>): string | null {
  const url = settings['orgUrl'] ?? settings['url'] ?? settings['baseUrl'];
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : null;
}

/** For a link that no workspace of this address signed, and for a workspace that is not there. */
export function embedNotSigned(): HttpProblem {
  return new HttpProblem(403, {
    code: 'embed.not-signed',
    message: 'This link was not made by this Koppel, or it was withdrawn.',
    remedy: 'Ask your Koppel administrator to run the flow that writes the links.',
  });
}

function isOff(): HttpProblem {
  return new HttpProblem(403, {
    code: 'embed.off',
    message: 'No CRM may show this view.',
    remedy: 'An administrator allows one under Settings, Revenue in the CRM.',
  });
}
