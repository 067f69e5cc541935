import { Redaction } from '@koppel/sdk';
import type { FastifyInstance } from 'fastify';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { registerEmbedPage } from '../src/http/embed-page.ts';
import type { ServedWorkspace } from '../src/http/served-workspace.ts';
import { registerScreen } from '../src/http/screen.ts';

const folder = mkdtempSync(join(tmpdir(), 'koppel-screen-'));
let allowed: readonly string[] = [];
let app: FastifyInstance;

beforeAll(async () => {
  for (const name of ['index.html', 'embed.html']) writeFileSync(join(folder, name), `<title>${name}</title>`);
  app = await createApp({ version: '1', isHttps: true, tls: null, redaction: new Redaction(), log: () => {} });
  registerEmbedPage(app, {
    folder,
    workspaceOf: (slug) =>
      slug === 'main' ? ({ embed: { origins: () => Promise.resolve(allowed) } } as unknown as ServedWorkspace) : null,
  });
  await registerScreen(app, folder);
  await app.ready();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = async (url: string) => {
  const answer = await app.inject({ method: 'GET', url, headers: { accept: 'text/html' } });
  const { 'content-security-policy': policy, 'x-frame-options': options } = answer.headers;
  const [ancestors] = String(policy).match(/frame-ancestors [^;]*/) ?? [];
  return { answer, policy: String(policy), ancestors, options };
};

test('nobody may frame the narrow view while no CRM is allowed', async () => {
  allowed = [];
  const { answer, ancestors, options } = await get('/embed/main');
  expect(answer.body).toContain('embed.html');
  expect({ ancestors, options }).toEqual({ ancestors: "frame-ancestors 'none'", options: 'SAMEORIGIN' });
});

test('only the pages that are allowed may frame it, and the rest of the policy stands', async () => {
  allowed = ['https://verbeke.crm4.dynamics.com', 'https://test.crm4.dynamics.com'];
  const { answer, policy, ancestors, options } = await get('/embed/main?lang=nl&record=x');
  expect({ ancestors, options }).toEqual({
    ancestors: 'frame-ancestors https://verbeke.crm4.dynamics.com https://test.crm4.dynamics.com',
    options: undefined,
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(answer.headers['referrer-policy']).toBe('no-referrer');
});

test.each(['/', '/revenue', '/embed.html', '/embed/', '/embed/account', '/sign-in'])(
  'nobody may frame %s, whatever is allowed',
  async (url) => {
    allowed = ['https://verbeke.crm4.dynamics.com'];
    const { ancestors, options } = await get(url);
    expect({ ancestors, options }).toEqual({ ancestors: "frame-ancestors 'none'", options: 'SAMEORIGIN' });
  },
);
