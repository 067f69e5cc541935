import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
let administrator: CrmClient;
let now = new Date('2026-03-18T10:00:00Z');
beforeAll(async () => {
  ({ crm, client, administrator } = await startCrm({ now: () => now }));
});
afterAll(() => crm.close());

const track = { prefer: 'odata.track-changes' };
const first = () => client.get('accounts?$select=name', track);
const linkIn = (answer: { body: Record<string, string> }) => answer.body['@odata.deltaLink']!;

/** Follows next links to the end. */
async function everything(path: string, prefer: string) {
  const rows: { accountid?: string; id?: string; reason?: string; name?: string }[] = [];
  let answer = await client.get(path, { prefer });
  while (true) {
    rows.push(...answer.body.value);
    const next = answer.body['@odata.nextLink'];
    if (next === undefined) return { rows, deltaLink: linkIn(answer) };
    expect(answer.body).not.toHaveProperty('@odata.deltaLink');
    answer = await client.get(next, { prefer });
  }
}

test('begins with everything and a link; behind the link are changes only', async () => {
  const start = await first();
  expect(start.headers.get('preference-applied')).toContain('odata.track-changes');
  expect(start.body.value).toHaveLength(25);
  const [one, two] = start.body.value;
  await client.patch(`accounts(${one.accountid})`, { name: 'Gewijzigd' });
  const made = await client.make('accounts', { name: 'Nieuw' });
  await client.delete(`accounts(${two.accountid})`);
  const passing = await client.make('accounts', { name: 'Kwam en ging' });
  await client.delete(`accounts(${passing})`);
  const changes = await client.get(linkIn(start));
  expect(changes.body['@odata.context']).toBe(`${crm.origin}/api/data/v9.2/$metadata#accounts(name)/$delta`);
  expect(changes.body.value).toEqual([
    { '@odata.etag': expect.any(String), accountid: one.accountid, name: 'Gewijzigd' },
    { '@odata.etag': expect.any(String), accountid: made, name: 'Nieuw' },
    { '@odata.context': `${crm.origin}/api/data/v9.2/$metadata#accounts/$deletedEntity`, id: two.accountid, reason: 'deleted' }, // prettier-ignore
    { '@odata.context': expect.any(String), id: passing, reason: 'deleted' },
  ]);
  expect((await client.get(linkIn(start))).body.value).toHaveLength(4);
  const after = await client.get(linkIn(changes));
  expect(after.body.value).toEqual([]);
  expect(linkIn(after)).toContain('$deltatoken=');
});

test('pages through everything and through changes, and misses nothing that happens meanwhile', async () => {
  const prefer = 'odata.track-changes,odata.maxpagesize=10';
  const page = await client.get('accounts?$select=name', { prefer });
  const made = await client.make('accounts', { accountid: '00000000-0000-4000-8000-000000000001', name: 'Tijdens' });
  const rest = await everything(page.body['@odata.nextLink'], prefer);
  expect(rest.rows.some(({ accountid }) => accountid === made)).toBe(false); // its place had been passed
  const targets = (await first()).body.value.slice(5, 18) as { accountid: string }[];
  for (const { accountid } of targets.slice(0, 7)) await client.patch(`accounts(${accountid})`, { name: 'Reeks' });
  for (const { accountid } of targets.slice(7)) await client.delete(`accounts(${accountid})`);
  const { rows } = await everything(rest.deltaLink, 'odata.maxpagesize=4');
  expect(rows.map(({ accountid, id }) => accountid ?? id)).toEqual([
    made,
    ...targets.map(({ accountid }) => accountid),
  ]);
  expect(rows.slice(8).every(({ reason }) => reason === 'deleted')).toBe(true);
  const token = new URL(rest.deltaLink).searchParams.get('$deltatoken')!;
  expect((await client.get(`accounts/$count?$deltatoken=${encodeURIComponent(token)}`)).body).toBe('14');
});

test.each(['$filter=statecode eq 0', '$orderby=name', '$top=5', '$expand=primarycontactid'])(
  'refuses %s while changes are tracked',
  async (option) => {
    const answer = await client.get(`accounts?$select=name&${option}`, track);
    expect(answer.status).toBe(400);
    const name = option.slice(0, option.indexOf('='));
    expect(answer.body.error.message).toBe(`The "${name}" query parameter isn't supported when Change Tracking is enabled.`); // prettier-ignore
  },
);

test('refuses a table whose changes are not tracked', async () => {
  expect((await client.get('systemusers?$select=fullname', track)).status).toBe(400);
});

test('a link dies after as many days as the organisation keeps deletions', async () => {
  const link = linkIn(await first());
  now = new Date('2026-03-25T09:59:00Z');
  expect((await client.get(link)).status).toBe(200);
  now = new Date('2026-03-25T10:01:00Z');
  const dead = await client.get(link);
  expect(dead.status).toBe(400);
  expect(dead.body.error).toEqual({
    code: '0x80044352',
    message: 'Version stamp associated with the client has expired. Please perform a full sync.',
  });
  const { OrganizationId: id } = (await client.get('WhoAmI')).body;
  await administrator.patch(`organizations(${id})`, { expirechangetrackingindays: 30 });
  expect((await client.get(link)).status).toBe(200);
});

test('records, versions and links outlive a restart', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'crm-'));
  const before = await startCrm({ dataFolder });
  const id = await before.client.make('accounts', { name: 'Voor de herstart', accountnumber: 'R-1' });
  const etag = (await before.client.get(`accounts(${id})?$select=name`)).body['@odata.etag'];
  const link = linkIn(await before.client.get('accounts?$select=name', track));
  await before.crm.close();

  const after = await startCrm({ dataFolder });
  const renewed = await after.client.patch("accounts(accountnumber='R-1')?$select=name", { name: 'Na de herstart' }, { 'if-match': etag, prefer: 'return=representation' }); // prettier-ignore
  expect(renewed.status).toBe(200);
  expect(renewed.body.accountid).toBe(id);
  const changes = await after.client.get(link.replace(before.crm.origin, after.crm.origin));
  expect(changes.body.value).toMatchObject([{ accountid: id, name: 'Na de herstart' }]);
  await after.crm.close();
  await rm(dataFolder, { recursive: true });
});
