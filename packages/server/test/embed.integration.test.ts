import { startDemoSystems, type DemoSystems } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './support/client.ts';
import { bindAll, crmReader, decideQuotes, run } from './support/systems.ts';
import { ShiftedClock, startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

const api = '/api/data/v9.2';
const dayMs = 86_400_000;
let demo: DemoSystems;
let clock: ShiftedClock;
let server: TestKoppel;
let client: Client;
/** The links that the flow wrote into the CRM, by account. */
let links: Map<string, string>;

beforeAll(async () => {
  demo = await startDemoSystems({ erpPort: 0, crmPort: 0, dataFolder: null, customers: 40 });
  clock = new ShiftedClock();
  server = await startTestKoppel({ clock, config: { privateOrigins: [demo.erp.origin, demo.crm.origin] } });
  client = await server.administrator();
  await bindAll(client, demo);
  await decideQuotes(client, 'crm');
  await run(client, 'accounts-erp-to-crm');
  await run(client, 'revenue-erp-to-crm');
});
afterAll(async () => {
  await server.close();
  await demo.close();
});

const written = async () => {
  const accounts = await crmReader(demo).all(`${api}/accounts?$filter=kop_insightlink ne null`);
  return new Map(accounts.map((one) => [one['accountid'] as string, one['kop_insightlink'] as string]));
};
const tokenIn = (link: string) => link.slice(link.indexOf('#') + 1);

/** As the page in the frame asks: no cookie, no session. */
async function open(token: string, record?: string, url = server.url, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/workspaces/main/embed/account`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token, ...(record === undefined ? {} : { record }) }),
  });
  const body = (await response.json()) as { code?: string; customer?: { name: string; revenue12m: string | null } };
  return {
    status: response.status,
    code: body.code,
    customer: body.customer,
    cookie: response.headers.get('set-cookie'),
  };
}

describe('the revenue on the account page of the CRM', () => {
  test('is off at first: no link is written, and none can be made', async () => {
    await run(client, 'customer-value');
    expect((await written()).size).toBe(0);
    expect((await client.call('getEmbed', {})).keyMadeAt).toBeNull();
    const { items } = await client.call('listRevenueCustomers', { query: { limit: 1 } as never });
    await expect(client.call('makeEmbedLink', { params: { id: items[0]!.id } })).rejects.toThrow('answered 403');
  });

  test('proposes the address that the connection of the CRM has', async () => {
    const { proposals } = await client.call('getEmbed', {});
    expect(proposals.map(({ origin }) => origin)).toEqual([new URL(demo.crm.origin).origin]);
  });

  test.each([
    'http://crm.example',
    'https://*.dynamics.com',
    'https://a.example; script-src *',
    'https://a.example/x',
    "'self'",
    '*',
    'https://a.example https://b.example',
  ])('refuses to be framed by %s', async (origin) => {
    await expect(client.call('saveEmbed', { body: { origins: [origin] } })).rejects.toThrow('answered 400');
  });

  test('has a link for each linked account once it is allowed, and the same one for days', async () => {
    await client.call('saveEmbed', { body: { origins: [new URL(demo.crm.origin).origin] } });
    const first = await run(client, 'customer-value');
    expect(first.counters.updated).toBeGreaterThan(0);
    links = await written();
    expect(links.size).toBe(first.counters.updated);
    expect(new Set(links.values()).size).toBe(links.size);
    expect((await run(client, 'customer-value')).counters).toMatchObject({ updated: 0, created: 0 });
  });

  test('shows that account to whoever has its link, without a cookie and without setting one', async () => {
    for (const [account, link] of [...links].slice(0, 5)) {
      const seen = await open(tokenIn(link), account);
      const now = await crmReader(demo).one(`${api}/accounts(${account})`);
      expect(seen).toMatchObject({ status: 200, cookie: null });
      expect(seen.customer!.name).toBe(now['name']);
      expect(Number(seen.customer!.revenue12m ?? 0)).toBe(Number(now['kop_revenue12m'] ?? 0));
    }
  });

  test('knows the account by the id as Dataverse writes it', async () => {
    const [account, link] = [...links][0]!;
    expect((await open(tokenIn(link), `{${account.toUpperCase()}}`)).status).toBe(200);
  });

  test('is refused on the page of another account', async () => {
    const [[, link], [other]] = [...links] as [[string, string], [string, string]];
    expect(await open(tokenIn(link), other)).toMatchObject({ status: 403, code: 'embed.other-account' });
  });

  test('is refused for a token that somebody made', async () => {
    const [, payload, signature] = tokenIn([...links.values()][0]!).split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...claims, k: 'another' })).toString('base64url');
    for (const token of ['', 'x', `k1.${forged}.${signature}`, `k1.${payload}.${'A'.repeat(43)}`])
      expect(await open(token)).toMatchObject({ status: 403, code: 'embed.not-signed' });
  });

  test('is refused in another workspace, which has a key of its own', async () => {
    const other = await startTestKoppel();
    try {
      const administrator = await other.administrator();
      await administrator.call('saveEmbed', { body: { origins: ['https://verbeke.crm4.dynamics.com'] } });
      const token = tokenIn([...links.values()][0]!);
      expect(await open(token, undefined, other.url)).toMatchObject({ status: 403, code: 'embed.not-signed' });
    } finally {
      await other.close();
    }
  });

  test('is no way into anything else: the token opens no other route', async () => {
    const token = tokenIn([...links.values()][0]!);
    for (const path of ['/api/workspaces/main/revenue', '/api/workspaces/main/revenue/customers', '/api/session']) {
      const { status } = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } });
      expect([path, status]).toEqual([path, 401]);
    }
  });

  test('is refused when a page of another site asks for it', async () => {
    const token = tokenIn([...links.values()][0]!);
    const answer = await open(token, undefined, server.url, { origin: 'https://evil.example' });
    expect(answer).toMatchObject({ status: 403, code: 'api.foreign-origin' });
  });

  test('is refused once the links were withdrawn, until the flow has written new ones', async () => {
    const [account, link] = [...links][0]!;
    await client.call('withdrawEmbedLinks', {});
    expect(await open(tokenIn(link), account)).toMatchObject({ status: 403, code: 'embed.not-signed' });
    await run(client, 'customer-value');
    links = await written();
    expect((await open(tokenIn(links.get(account)!), account)).status).toBe(200);
  });

  test('is refused everywhere once it is switched off', async () => {
    await client.call('saveEmbed', { body: { origins: [] } });
    const token = tokenIn([...links.values()][0]!);
    expect(await open(token)).toMatchObject({ status: 403, code: 'embed.off' });
    await client.call('saveEmbed', { body: { origins: [new URL(demo.crm.origin).origin] } });
    expect((await open(token)).status).toBe(200);
  });

  test('is refused once the link is too old', async () => {
    const [account, link] = [...links][0]!;
    clock.forward(15 * dayMs);
    expect(await open(tokenIn(link), account)).toMatchObject({ status: 403, code: 'embed.expired' });
  });
});
