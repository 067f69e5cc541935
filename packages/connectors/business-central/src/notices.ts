import {
  ConnectionError,
  isSameSecret,
  type ChangeNotices,
  type Clock,
  type NoticeCall,
  type NoticeReading,
} from '@koppel/sdk';
import { z } from 'zod';
import type { Api, BusinessCentralClient } from './client.ts';
import { entities, type Shelf } from './entities.ts';

/** The vendor's list of standard sets that can be subscribed to, as far as entities use them. All custom pages can. */
const toldOf = new Set(['customers', 'items', 'salesCreditMemos', 'salesInvoices', 'salesOrders', 'salesQuotes']);
/** A subscription lives three days; from the middle of that on it is renewed. */
const renewAheadMs = 36 * 3_600_000;

const handleSchema = z.array(z.string());
const subscriptionSchema = z.object({
  '@odata.etag': z.string().optional(),
  subscriptionId: z.string(),
  notificationUrl: z.string(),
  resource: z.string(),
  clientState: z.string().nullish(),
  expirationDateTime: z.iso.datetime({ offset: true }),
});
type Subscription = z.output<typeof subscriptionSchema>;

/** Subscriptions of one company. An entity whose records are in several sets has one for each of them. */
export function createNotices(
  client: BusinessCentralClient,
  { clock, usesSalesApi }: { readonly clock: Clock; readonly usesSalesApi: boolean },
): ChangeNotices {
  const shelvesOf = (entity: string): readonly Shelf[] => {
    const shelves = entities[entity]?.shelves ?? [];
    const isTold = ({ api, set }: Shelf) => (api === 'sales' ? usesSalesApi : toldOf.has(set));
    // Half of the changes would be worse than none: it looks as if all of them were told.
    return shelves.every(isTold) ? shelves : [];
  };
  const apiOf = ({ api }: Shelf) => (api === 'sales' ? client.sales : client.standard);

  return {
    covers: (entity) => shelvesOf(entity).length > 0,

    async keep({ entity, address, secret, handle, signal }) {
      const known = readHandle(handle);
      const standing: Subscription[] = [];
      for (const shelf of shelvesOf(entity)) {
        const api = apiOf(shelf);
        const wanted = {
          notificationUrl: address,
          resource: `${new URL(api.odata.serviceRoot).pathname.replace(/^.*\/(?=api\/)/, '/')}/${await client.companyPath(signal)}/${shelf.set}`,
          clientState: secret,
        };
        const own = (await ours(api, { address, known }, signal)).filter(({ resource }) => resource.endsWith(`/${shelf.set}`)); // prettier-ignore
        const [first, ...doubled] = own;
        for (const other of doubled) await remove(api, other, signal);
        standing.push(await stand(api, first, { wanted, now: clock.now(), signal }));
      }
      const expires = Math.min(...standing.map(({ expirationDateTime }) => Date.parse(expirationDateTime)));
      return {
        handle: JSON.stringify(standing.map(({ subscriptionId }) => subscriptionId)),
        expiresAt: new Date(expires).toISOString(),
        renewBy: new Date(expires - renewAheadMs).toISOString(),
      };
    },

    async end({ address, handle, signal }) {
      const known = readHandle(handle);
      for (const api of usesSalesApi ? [client.standard, client.sales] : [client.standard]) {
        for (const one of await ours(api, { address, known }, signal)) await remove(api, one, signal);
      }
    },
  };
}

function readHandle(handle: string | null): readonly string[] {
  if (handle === null) return [];
  try {
    return handleSchema.parse(JSON.parse(handle));
  } catch {
    // Found by its address instead.
    return [];
  }
}

/** The subscriptions that we made: known by their ids, or by an address that is ours alone. */
async function ours(
  { odata }: Api,
  { address, known }: { readonly address: string; readonly known: readonly string[] },
  signal: AbortSignal,
): Promise<Subscription[]> {
  const found: Subscription[] = [];
  for await (const { rows } of odata.pages({ method: 'GET', url: 'subscriptions', signal })) {
    for (const row of rows) {
      const parsed = subscriptionSchema.safeParse(row);
      if (!parsed.success) continue;
      const { subscriptionId, notificationUrl } = parsed.data;
      if (known.includes(subscriptionId) || notificationUrl === address) found.push(parsed.data);
    }
  }
  return found;
}

/** The subscription as it stands afterwards: made, renewed where that is due or something of it differs, or left alone. */
async function stand(
  api: Api,
  present: Subscription | undefined,
  {
    wanted,
    now,
    signal,
  }: {
    readonly wanted: { readonly notificationUrl: string; readonly resource: string; readonly clientState: string };
    readonly now: Date;
    readonly signal: AbortSignal;
  },
): Promise<Subscription> {
  const { odata } = api;
  const body = JSON.stringify(wanted);
  if (present !== undefined) {
    const isSame = present.notificationUrl === wanted.notificationUrl && present.clientState === wanted.clientState;
    if (isSame && Date.parse(present.expirationDateTime) - now.getTime() > renewAheadMs) return present;
    const headers = { 'if-match': present['@odata.etag'] ?? '*' };
    const response = await odata.send({ method: 'PATCH', url: addressOf(present), headers, body, signal });
    if (response.status === 200) return subscriptionSchema.parse(response.json());
    // Gone since it was looked at: it is made anew.
    if (response.status !== 404) throw refusal(api, response, wanted.notificationUrl);
  }
  const response = await odata.send({ method: 'POST', url: 'subscriptions', body, signal });
  if (response.status !== 201) throw refusal(api, response, wanted.notificationUrl);
  return subscriptionSchema.parse(response.json());
}

async function remove({ odata }: Api, subscription: Subscription, signal: AbortSignal): Promise<void> {
  const headers = { 'if-match': subscription['@odata.etag'] ?? '*' };
  const response = await odata.send({ method: 'DELETE', url: addressOf(subscription), headers, signal });
  if (response.status >= 300 && response.status !== 404) throw odata.refusal(response);
}

function addressOf({ subscriptionId }: Subscription): string {
  return `subscriptions('${encodeURIComponent(subscriptionId)}')`;
}

function refusal({ odata }: Api, response: Parameters<typeof odata.refusal>[0], address: string): Error {
  const refused = odata.refusal(response);
  if (response.status !== 400) return refused;
  return new ConnectionError({
    code: 'business-central.subscription-refused',
    message: `${odata.host} did not accept the subscription to its changes.`,
    remedy: `It calls ${new URL(address).origin} and wants an answer within 5 seconds. Check that this address can be reached from there.`,
    ...(refused.answer === undefined ? {} : { answer: refused.answer }),
    cause: refused,
  });
}

const noticeSchema = z.object({ value: z.array(z.object({ clientState: z.string().nullish() })) });

/** Tells what a call is. The token of a handshake is said back: only what a token can look like. */
export function readNotice({ query, body, secret }: NoticeCall): NoticeReading {
  const token = query['validationToken'];
  if (token !== undefined) {
    return /^[\w.~+/=:-]{1,2048}$/.test(token) ? { kind: 'handshake', answer: token } : { kind: 'unreadable' };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { kind: 'unreadable' };
  }
  const notice = noticeSchema.safeParse(parsed);
  if (!notice.success || notice.data.value.length === 0) return { kind: 'unreadable' };
  // Several subscriptions can be told of at once; one of ours is enough to look.
  const isOurs = notice.data.value.some(({ clientState }) => isSameSecret(clientState ?? '', secret));
  return { kind: isOurs ? 'notice' : 'refused' };
}
