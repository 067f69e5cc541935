import { request as httpRequest } from 'node:http';
import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startErp, type ErpClient } from './erp-client.ts';

let erp: DemoSystem;
let client: ErpClient;
beforeAll(async () => {
  ({ erp, client } = await startErp({ customers: 200 }));
});
afterAll(() => erp.close());

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${erp.origin}/demo${path}`, { headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const post = async (
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = { origin: erp.origin },
) => {
  const body = new URLSearchParams(form);
  const response = await fetch(`${erp.origin}/demo${path}`, { method: 'POST', body, headers, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
};
const versionIn = (text: string) => /name="version" value="(\d+)"/.exec(text)![1]!;
const numbersIn = (text: string) => [...text.matchAll(/>\s*(K\d{5})\s*</g)].map(([, number]) => number);

describe('the list', () => {
  test('shows fifty records and the way to the next', async () => {
    const first = await page('/customers');
    expect(numbersIn(first.text)).toHaveLength(50);
    const next = /rel="next" href="([^"]+)"/.exec(first.text)![1]!.replaceAll('&amp;', '&');
    const second = await page(next.slice('/demo'.length));
    expect(numbersIn(second.text)[0]).toBe('K10050');
  });

  test('finds a number, an enterprise number and a part of a name', async () => {
    const customer = await client.customer('K10017');
    expect(numbersIn((await page('/customers?q=k10017')).text)).toEqual(['K10017']);
    const part = String(customer['displayName']).slice(2, 9).toUpperCase();
    expect(numbersIn((await page(`/customers?q=${encodeURIComponent(part)}`)).text)).toContain('K10017');
    expect((await page('/customers?q=nobody+is+called+this')).text).toContain('Nothing found.');
  });

  test('shows what was changed last first', async () => {
    const { id } = await client.customer('K10120');
    await client.send('PATCH', `${client.company}/customers(${id})`, {
      body: { city: 'Zwin' },
      headers: { 'if-match': '*' },
    });
    expect(numbersIn((await page('/customers?order=changed')).text)[0]).toBe('K10120');
  });

  test('needs no script and allows none', async () => {
    const { text, headers } = await page('/customers');
    expect(text).not.toMatch(/<script|style=|onclick/i);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await page('/style.css')).headers.get('content-type')).toContain('text/css');
  });
});

describe('a record', () => {
  test('is changed by hand under the ERP’s own rules: new etag, new stamp', async () => {
    const before = await client.customer('K10005');
    const { text } = await page(`/customers/${before.id}`);
    const saved = await post(`/customers/${before.id}`, {
      version: versionIn(text),
      city: 'Oostende',
      creditLimit: '7500,5',
    });
    expect([saved.status, saved.location]).toEqual([303, `/demo/customers/${before.id}?saved`]);
    const after = await client.customer('K10005');
    expect(after).toMatchObject({ city: 'Oostende', creditLimit: 7500.5, displayName: before['displayName'] });
    expect(after['@odata.etag']).not.toBe(before['@odata.etag']);
    expect(String(after['lastModifiedDateTime']) > String(before['lastModifiedDateTime'])).toBe(true);
  });

  test('that somebody changed in the meantime is not overwritten', async () => {
    const { id } = await client.customer('K10006');
    const { text } = await page(`/customers/${id}`);
    await client.send('PATCH', `${client.company}/customers(${id})`, {
      body: { city: 'Eerst' },
      headers: { 'if-match': '*' },
    });
    const refused = await post(`/customers/${id}`, { version: versionIn(text), city: 'Later' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Another user has already changed the record.');
    expect((await client.customer('K10006'))['city']).toBe('Eerst');
  });

  test('with a mistake is shown again with what was typed and why it was refused', async () => {
    const { id } = await client.customer('K10007');
    const { text } = await page(`/customers/${id}`);
    const wrong = await post(`/customers/${id}`, {
      version: versionIn(text),
      creditLimit: 'veel',
      city: '<b>Gent</b>',
    });
    expect(wrong.text).toContain('must be a number, not &quot;veel&quot;');
    expect(wrong.text).toContain('value="&lt;b&gt;Gent&lt;/b&gt;"');
    const refused = await post(`/customers/${id}`, { version: versionIn(text), displayName: '' });
    expect(refused.text).toContain('The blank &quot;displayName&quot; is not allowed.');
  });

  test('that is saved without a change keeps its version', async () => {
    const before = await client.customer('K10008');
    const { text } = await page(`/customers/${before.id}`);
    const same = await post(`/customers/${before.id}`, { version: versionIn(text), city: String(before['city']) });
    expect(same.status).toBe(303);
    expect(await client.customer('K10008')).toEqual(before);
  });
});

test('faults are switched and requests counted anew by form', async () => {
  expect((await post('/switches', { action: 'set', throttleEvery: '9', retryAfterSeconds: '' })).status).toBe(303);
  expect(erp.faults.get()).toMatchObject({ throttleEvery: 9, retryAfterSeconds: null });
  expect((await post('/switches', { action: 'set', failStatus: '404' })).text).toContain('failStatus');
  await post('/switches', { action: 'off' });
  expect(erp.faults.get().throttleEvery).toBe(0);
  await post('/switches', { action: 'zero' });
  expect(erp.requests.read().total).toBe(0);
  expect((await page('/switches')).text).toContain('all requests');
});

describe('other sites', () => {
  const foreign: [string, Record<string, string>][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin', {}],
    ['an origin hidden by its policy', { origin: 'null' }],
    ['a page of another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbour on the same host', { 'sec-fetch-site': 'same-site' }],
  ];
  test.each(foreign)('cannot change anything: %s', async (_who, headers) => {
    const before = await client.customer('K10009');
    const { text } = await page(`/customers/${before.id}`);
    // Sent by the bare client, because `fetch` sets the header of its own accord.
    const statuses = [
      await rawPost(`/demo/customers/${before.id}`, `version=${versionIn(text)}&city=Gekaapt`, headers),
      await rawPost('/demo/switches', 'action=set&throttleEvery=1', headers),
    ];
    expect(statuses).toEqual([403, 403]);
    expect(await client.customer('K10009')).toEqual(before);
    expect(erp.faults.get().throttleEvery).toBe(0);
  });

  test('cannot pass as this host under a name of their own', async () => {
    const port = new URL(erp.origin).port;
    const host = `evil.example:${port}`;
    expect(await rawPost('/demo/switches', 'action=off', { host, origin: `http://${host}` })).toBe(403);
  });
});

test('behind another server links begin with its path', async () => {
  const answer = await erp.page.handle({
    method: 'GET',
    path: '/customers',
    query: '',
    headers: {},
    body: new Uint8Array(0),
    basePath: '/demo/erp',
  });
  expect(String(answer.body)).toContain('href="/demo/erp/customers/');
  expect(String(answer.body)).not.toMatch(/(?:href|action)="\/demo\/(?!erp\/)/);
});

function rawPost(path: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const all = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
      ...headers,
    };
    const request = httpRequest(`${erp.origin}${path}`, { method: 'POST', headers: all, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    request.once('error', reject);
    request.end(body);
  });
}
