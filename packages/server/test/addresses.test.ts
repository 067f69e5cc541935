import { routes } from '@koppel/protocol';
import { Redaction } from '@koppel/sdk';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { otherAddresses } from '../src/http/addresses.ts';
import { createApp } from '../src/http/app.ts';
import { rootFolder } from '../src/index.ts';

let app: FastifyInstance;
beforeEach(async () => {
  app = await createApp({ version: '1', isHttps: false, tls: null, redaction: new Redaction(), log: () => {} });
});
afterEach(() => app.close().catch(() => undefined));

const answer = async () => 'x';

test('a server with an address of which nobody said who may call it does not start', async () => {
  app.get('/api/workspaces/:workspace/secrets', answer);
  app.post('/healthz', answer);
  await expect(app.ready()).rejects.toThrow(
    'Nobody said who may call GET /api/workspaces/:workspace/secrets, POST /healthz.',
  );
});

test('nor does one that was added inside of a plugin', async () => {
  await app.register((scope, _options, done) => {
    scope.put('/inner', answer);
    done();
  });
  await expect(app.ready()).rejects.toThrow('PUT /inner');
});

test.each([undefined, 'public', 'flows.edit'])(
  'nor one where a route of the table is registered with another access: %s',
  async (access) => {
    const { method, path } = routes.listFlows;
    app.route({ method, url: path, config: { access } as object, handler: answer });
    await expect(app.ready()).rejects.toThrow(`${method} ${path}`);
  },
);

test('a server whose addresses are all declared starts', async () => {
  const { method, path, access } = routes.listFlows;
  app.route({ method, url: path, config: { access } as object, handler: answer });
  app.get('/healthz', answer);
  await app.ready();
});

test('the checked-in matrix names every address', () => {
  const page = readFileSync(join(rootFolder, 'docs/reference/roles.md'), 'utf8');
  const addresses = [
    ...Object.values(routes).map(({ method, path }) => `| ${method} \`${path}\` |`),
    ...Object.keys(otherAddresses).map((address) => `| ${address.replace(/ (.*)/, ' `$1`')} |`),
  ];
  expect(addresses.filter((address) => !page.includes(address))).toEqual([]);
});
