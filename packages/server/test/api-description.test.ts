import { routes } from '@koppel/protocol';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, problemOf } from './support/client.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let anybody: Client;

beforeAll(async () => {
  server = await startTestKoppel();
  anybody = new Client(server.url);
});
afterAll(() => server.close());

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; description: string; responses: object }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

test('describes every route by the name it has in the protocol, and no other', async () => {
  const description = (await anybody.send('GET', '/api/docs/json')).body as Description;
  expect(description.openapi).toBe('3.1.0');
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
  );
  const known = Object.entries(routes).map(
    ([name, { method, path }]) => `${name} ${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
  );
  const signed = ['callWebhook POST /hooks/{workspace}/{flowId}/{nodeId}', 'getWebhookAnswer GET /hooks/{workspace}/{flowId}/{nodeId}/answers/{token}', 'tellOfChange POST /notices/{workspace}/{id}', 'shakeHands GET /notices/{workspace}/{id}']; // prettier-ignore
  expect(described.sort()).toEqual([...known, ...signed].sort());
  expect(description.paths['/api/workspaces/{workspace}/flows/{id}/publish']!['post']!.description).toContain(
    'flows.publish',
  );
});

test('is a valid OpenAPI document', async () => {
  const validator = new Validator();
  const { body } = await anybody.send('GET', '/api/docs/json');
  const result = await validator.validate(body as Record<string, unknown>);
  expect(result.errors ?? []).toEqual([]);
  expect([result.valid, validator.version]).toEqual([true, '3.1']);
});

test('every reference in it leads somewhere', async () => {
  const description = (await anybody.send('GET', '/api/docs/json')).body as Description;
  const references = JSON.stringify(description).match(/"\$ref":"[^"]+"/g) ?? [];
  expect(references.length).toBeGreaterThan(20);
  for (const reference of new Set(references)) {
    const [, name] = /#\/components\/schemas\/(\w+)"/.exec(reference) ?? [];
    expect(description.components.schemas, reference).toHaveProperty(name ?? 'nowhere');
  }
});

test('its page loads nothing from elsewhere and needs no script inside the page', async () => {
  const page = await anybody.send('GET', '/api/docs/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(page.text.replace(/<script[^>]+src=[^>]*>\s*<\/script>/g, '')).not.toContain('<script');
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
  expect(sources.length).toBeGreaterThan(2);
  for (const address of sources) {
    expect(new URL(address, `${server.url}/api/docs/`).origin).toBe(server.url);
    expect((await fetch(new URL(address, `${server.url}/api/docs/`))).status, address).toBe(200);
  }
});

test('an unknown address of the API is a problem in JSON, one of the screen is the screen', async () => {
  const unknown = await anybody.send('GET', '/api/workspaces/main/teapots');
  expect([unknown.status, problemOf(unknown).code]).toEqual([404, 'api.no-such-route']);
  expect(unknown.headers.get('x-request-id')).toBe(problemOf(unknown).requestId);
  const screen = await anybody.send('GET', '/flows/anything', undefined, { accept: 'text/html' });
  expect([200, 503]).toContain(screen.status);
  expect((await anybody.send('GET', '/flows/anything', undefined, { accept: 'image/png' })).status).toBe(404);
  expect((await anybody.send('GET', '/..%2f..%2fpackage.json')).status).toBeGreaterThanOrEqual(400);
});

test('says that it is well, and nothing else', async () => {
  const health = await anybody.send('GET', '/healthz');
  expect([health.status, health.body]).toEqual([200, { status: 'ok' }]);
});
