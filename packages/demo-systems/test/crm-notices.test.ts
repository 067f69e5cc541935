// oxlint-disable typescript/no-explicit-any -- looks into bodies of many shapes
import { EventEmitter, on } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DemoSystem } from '@koppel/demo-systems';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeSet, part, startCrm, type CrmClient } from './crm-client.ts';

interface Post {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: any;
}

/** Takes notices, and gives them one by one in the order in which they came. */
class Receiver {
  readonly #events = new EventEmitter();
  readonly #posts: AsyncIterator<[Post]>;
  readonly #server: Server;
  /** What is answered to the next ones; 200 when there is none left. */
  readonly statuses: number[] = [];

  constructor() {
    this.#posts = on(this.#events, 'post') as AsyncIterator<[Post]>;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
      response.writeHead(this.statuses.shift() ?? 200).end();
      this.#events.emit('post', { url: request.url, headers: request.headers, body });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/notices`;
  }

  async next(): Promise<Post> {
    return ((await this.#posts.next()).value as [Post])[0];
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

let crm: DemoSystem;
let client: CrmClient;
let administrator: CrmClient;
let salesperson: CrmClient;
let receiver: Receiver;
let url: string;
beforeEach(async () => {
  ({ crm, client, administrator, salesperson } = await startCrm());
  receiver = new Receiver();
  url = await receiver.listen();
});
afterEach(async () => {
  await crm.close();
  await receiver.close();
});

const secret = '<settings><setting name="x-koppel-secret" value="s&amp;cret" /></settings>';
const endpoint = (more: object = {}) =>
  client.make('serviceendpoints', { name: 'Koppel', contract: 8, url, authtype: 5, authvalue: secret, ...more });

async function step(serviceEndpoint: string, message: string, table: string, more: object = {}): Promise<string> {
  const [found] = (await client.get(`sdkmessages?$filter=name eq '${message}'`)).body.value;
  const filters = `sdkmessagefilters?$filter=primaryobjecttypecode eq '${table}' and _sdkmessageid_value eq ${found.sdkmessageid}`; // prettier-ignore
  const [filter] = (await client.get(filters)).body.value;
  return client.make('sdkmessageprocessingsteps', {
    name: `Koppel: ${message} of ${table}`,
    mode: 1,
    stage: 40,
    rank: 1,
    'sdkmessageid@odata.bind': `/sdkmessages(${found.sdkmessageid})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter.sdkmessagefilterid})`,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${serviceEndpoint})`,
    ...more,
  });
}

test('tells of records that are made, changed and deleted, in their order and with the secret', async () => {
  const to = await endpoint();
  for (const message of ['Create', 'Update', 'Delete']) await step(to, message, 'account');
  const id = await client.make('accounts', { name: 'Gemeld BV', creditlimit: 5 });
  await salesperson.patch(`accounts(${id})`, { telephone1: '+32 2 1' });
  await client.make('contacts', { lastname: 'Niet gemeld' });
  await client.delete(`accounts(${id})`);
  const [made, changed, deleted] = [await receiver.next(), await receiver.next(), await receiver.next()];
  expect(made.headers).toMatchObject({ 'x-koppel-secret': 's&cret', 'x-ms-dynamics-entity-name': 'account', 'x-ms-dynamics-request-name': 'Create' }); // prettier-ignore
  expect(made.body).toMatchObject({ MessageName: 'Create', PrimaryEntityName: 'account', PrimaryEntityId: id });
  const attributes = Object.fromEntries(made.body.InputParameters[0].value.Attributes.map(({ key, value }: any) => [key, value])); // prettier-ignore
  expect(attributes).toMatchObject({ name: 'Gemeld BV', creditlimit: { Value: 5 }, ownerid: { LogicalName: 'systemuser' } }); // prettier-ignore
  expect(changed.body).toMatchObject({ MessageName: 'Update', PrimaryEntityId: id, InitiatingUserId: (await salesperson.get('WhoAmI')).body.UserId }); // prettier-ignore
  expect(changed.body.InputParameters[0].value.Attributes).toContainEqual({ key: 'telephone1', value: '+32 2 1' });
  expect(deleted.body).toMatchObject({ MessageName: 'Delete', PrimaryEntityId: id });
});

test('tells nothing of what was undone, and of columns that nobody asked for', async () => {
  const to = await endpoint({ authtype: 4, authvalue: 'k1' });
  await step(to, 'Create', 'account');
  await step(to, 'Update', 'account', { filteringattributes: 'name,creditlimit' });
  const both = changeSet([
    { id: '1', part: part('POST', 'accounts', { name: 'Ongedaan' }) },
    { id: '2', part: part('POST', 'accounts', { name: 'x'.repeat(200) }) },
  ]);
  expect((await client.batch([both])).parts[0]!.status).toBe(400);
  const id = await client.make('accounts', { name: 'Echt' });
  await client.patch(`accounts(${id})`, { telephone1: '1' });
  await client.patch(`accounts(${id})`, { name: 'Anders' });
  const [first, second] = [await receiver.next(), await receiver.next()];
  expect([first.body.MessageName, first.body.PrimaryEntityId, first.url]).toEqual(['Create', id, '/notices?code=k1']);
  expect(second.body.InputParameters[0].value.Attributes).toContainEqual({ key: 'name', value: 'Anders' });
});

test('tries once more when a receiver is away, and goes on with the next whatever it says', async () => {
  await step(await endpoint(), 'Create', 'account');
  receiver.statuses.push(503, 503, 500);
  const ids = [await client.make('accounts', { name: 'Een' }), await client.make('accounts', { name: 'Twee' })];
  const got = [await receiver.next(), await receiver.next(), await receiver.next()];
  expect(got.map(({ body }) => body.PrimaryEntityId)).toEqual([ids[0], ids[0], ids[1]]);
});

test('the secret is never shown, salespeople register nothing, and steps go with their endpoint', async () => {
  const to = await endpoint();
  await step(to, 'Create', 'account');
  expect((await administrator.get(`serviceendpoints(${to})`)).body).toMatchObject({ url, authvalue: null });
  expect((await salesperson.post('serviceendpoints', { name: 'X', contract: 8, url, authtype: 4 })).status).toBe(403);
  expect((await client.post('serviceendpoints', { name: 'X', contract: 8, url: 'file:///etc', authtype: 4 })).status).toBe(400); // prettier-ignore
  await expect(step(to, 'Update', 'account', { mode: 0 })).rejects.toThrow('asynchronous');
  await client.delete(`serviceendpoints(${to})`);
  expect((await client.get('sdkmessageprocessingsteps')).body.value).toEqual([]);
});
