import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { audit, type Explanation } from '../audit.mjs';
import { lockedPackages } from '../locked-packages.mjs';

const packages = [
  { name: 'left', version: '1.0.0' },
  { name: 'left', version: '2.0.0' },
  { name: '@scope/right', version: '3.1.0' },
];
const advisory = {
  id: 7,
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'It falls over',
  severity: 'high',
  vulnerable_versions: '<1.1.0',
};
const explained: Explanation = {
  id: 'GHSA-aaaa-bbbb-cccc',
  package: 'left',
  why: 'Used in tests alone.',
  until: '2030-01-01',
};
const today = '2026-11-26';

let server: Server | null = null;
afterEach(async () => {
  server?.close();
  server = null;
});

/** A registry that gives this answer, and keeps what it was asked. */
async function registry(status: number, answer: string): Promise<{ url: string; asked: unknown[] }> {
  const asked: unknown[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ method: request.method, path: request.url, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

async function auditedWith(status: number, answer: unknown, explanations: Explanation[] = []) {
  const { url, asked } = await registry(status, typeof answer === 'string' ? answer : JSON.stringify(answer));
  const { lines, code } = await audit({ registry: url, packages, explanations, today });
  return { text: lines.join('\n'), code, asked };
}

test('every version of every package of the lockfile is asked for', async () => {
  const { asked, code } = await auditedWith(200, {});
  expect(code).toBe(0);
  const body = { left: ['1.0.0', '2.0.0'], '@scope/right': ['3.1.0'] };
  expect(asked).toEqual([{ method: 'POST', path: '/-/npm/v1/security/advisories/bulk', body }]);
  const locked = lockedPackages();
  expect(locked.length).toBeGreaterThan(500);
  expect(locked).toContainEqual({ name: 'zod', version: '4.6.7' });
});

describe('a known weakness', () => {
  test('fails where nobody explained it', async () => {
    const { text, code } = await auditedWith(200, { left: [advisory] });
    expect(code).toBe(1);
    expect(text).toContain('OPEN  high  left <1.1.0  GHSA-aaaa-bbbb-cccc  It falls over');
  });

  test('passes with its explanation, which is printed', async () => {
    const { text, code } = await auditedWith(200, { left: [advisory] }, [explained]);
    expect(code).toBe(0);
    expect(text).toContain('Used in tests alone.');
  });

  test.each<[string, Partial<Explanation>]>([
    ['of another weakness', { id: 'GHSA-xxxx-xxxx-xxxx' }],
    ['of another package', { package: 'right' }],
    ['that has run out', { until: '2026-11-25' }],
    ['that says nothing', { why: ' ' }],
  ])('fails with an explanation %s', async (_what, change) => {
    expect((await auditedWith(200, { left: [advisory] }, [{ ...explained, ...change }])).code).toBe(1);
  });
});

test('an explanation of what is found no longer is told', async () => {
  const { text, code } = await auditedWith(200, {}, [explained]);
  expect(code).toBe(0);
  expect(text).toContain('No longer found');
});

describe('a registry that could not be asked is no clean result', () => {
  test.each<[string, number, unknown]>([
    ['does not offer it', 405, ''],
    ['has a fault', 503, {}],
    ['answers with a page', 200, '<html>'],
    ['answers with a list', 200, []],
  ])('because it %s', async (_what, status, answer) => {
    const { text, code } = await auditedWith(status, answer);
    expect(code).toBe(2);
    expect(text).toMatch(/could not be asked .* this is no clean result/s);
    expect(text).not.toMatch(/0 known/);
  });

  test('because there is none', async () => {
    const { lines, code } = await audit({ registry: 'http://127.0.0.1:9', packages, explanations: [], today });
    expect(code).toBe(2);
    expect(lines.join()).toContain('this is no clean result');
  });
});
