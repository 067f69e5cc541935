import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, rootFolder, StartupError, variables } from '../src/index.ts';

const file = join(rootFolder, 'package.json');

describe('the configuration', () => {
  test('is complete without a single variable: this machine only, demo on', () => {
    expect(readConfig({ PATH: '/bin' }, '/srv/koppel')).toEqual({
      host: '127.0.0.1',
      port: 4680,
      dataFolder: join('/srv/koppel', '.koppel'),
      admin: null,
      isDemoOn: true,
      demoCustomers: 10_000,
      key: { text: null, file: null, lost: [] },
      singleSignOn: null,
      auditAnchorFile: join('/srv/koppel', '.koppel', 'audit-anchors.log'),
      keepRunsDays: 90,
      publicUrl: 'http://127.0.0.1:4680',
      tls: null,
      privateOrigins: [],
    });
  });

  test('behind a proxy that ends https, people come by its address', () => {
    const config = readConfig({ KOPPEL_HOST: '0.0.0.0', KOPPEL_PUBLIC_URL: 'https://koppel.example.com/' }, '/');
    expect(config).toMatchObject({ host: '0.0.0.0', publicUrl: 'https://koppel.example.com' });
  });

  test.each<[string, Record<string, string>, string, RegExp]>([
    ['a variable it does not know', { KOPPEL_PROT: '1' }, 'start.unknown-variable', /KOPPEL_PROT.*does not know/],
    ['a port that is none', { KOPPEL_PORT: '46 80' }, 'start.bad-variable', /KOPPEL_PORT is "46 80"/],
    ['a port without room for the demo', { KOPPEL_PORT: '65534' }, 'start.bad-variable', /65534/],
    ['runs kept for no day', { KOPPEL_KEEP_RUNS_DAYS: '0' }, 'start.bad-variable', /KOPPEL_KEEP_RUNS_DAYS is "0"/],
    ['half an administrator', { KOPPEL_ADMIN_EMAIL: 'a@b.be' }, 'start.half-an-admin', /Only KOPPEL_ADMIN_EMAIL/],
    [
      'a short password',
      { KOPPEL_ADMIN_EMAIL: 'a@b.be', KOPPEL_ADMIN_PASSWORD: 'short' },
      'start.short-password',
      /fewer than 12/,
    ],
    ['an open door', { KOPPEL_HOST: '0.0.0.0' }, 'start.open-to-others', /without encryption/],
    ['http for others', { KOPPEL_PUBLIC_URL: 'http://koppel.example.com' }, 'start.bad-variable', /KOPPEL_PUBLIC_URL/],
    ['a public address with a path', { KOPPEL_PUBLIC_URL: 'https://a.be/koppel' }, 'start.bad-variable', /koppel/],
    ['half a certificate', { KOPPEL_TLS_CERT: file }, 'start.half-a-certificate', /Only KOPPEL_TLS_CERT/],
    ['a key that is not there', { KOPPEL_TLS_CERT: file, KOPPEL_TLS_KEY: '/no' }, 'start.bad-variable', /"\/no"/],
    ['an address with a path', { KOPPEL_ALLOW_ADDRESSES: 'https://erp:1/x' }, 'start.bad-variable', /erp:1\/x/],
    ['a switch that is neither', { KOPPEL_DEMO: 'maybe' }, 'start.bad-variable', /KOPPEL_DEMO is "maybe"/],
    ['half a provider', { KOPPEL_OIDC_ISSUER: 'https://id.be' }, 'start.half-single-sign-on', /not all are set/],
    [
      'a provider in the open',
      { KOPPEL_OIDC_ISSUER: 'http://id.be', KOPPEL_OIDC_CLIENT_ID: 'k', KOPPEL_OIDC_CLIENT_SECRET_FILE: file },
      'start.bad-variable',
      /KOPPEL_OIDC_ISSUER/,
    ],
    [
      'a domain without a workspace',
      {
        KOPPEL_OIDC_ISSUER: 'https://id.be',
        KOPPEL_OIDC_CLIENT_ID: 'k',
        KOPPEL_OIDC_CLIENT_SECRET_FILE: file,
        KOPPEL_OIDC_DOMAINS: 'example.com',
      },
      'start.bad-variable',
      /KOPPEL_OIDC_DOMAINS is "example.com"/,
    ],
    ['too many customers', { KOPPEL_DEMO_CUSTOMERS: '9999999' }, 'start.bad-variable', /CUSTOMERS/],
  ])('refuses %s in one sentence with the remedy', (_what, environment, code, message) => {
    const error = caught(() => readConfig(environment, '/'));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(/\.$/);
  });

  test('names every variable in docs/configuration.md, and no other', () => {
    const page = readFileSync(join(rootFolder, 'docs', 'configuration.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(KOPPEL_\w+)` \| (.*) \|$/gm)].map(([, name, meaning]) => [name, meaning]);
    expect(Object.fromEntries(rows)).toEqual(variables);
    const mentioned = new Set(page.match(/KOPPEL_[A-Z_]+/g));
    expect([...mentioned].filter((name) => !(name in variables))).toEqual([]);
  });
});

function caught(act: () => unknown): StartupError {
  try {
    act();
  } catch (error) {
    if (error instanceof StartupError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
