import { textLiteral, type Row } from '@koppel/connector-odata';
import { isSameSecret, type ChangeNotices, type NoticeCall, type NoticeReading } from '@koppel/sdk';
import { z } from 'zod';
import { idOf, type DataverseClient } from './client.ts';
import { entities } from './entities.ts';

/**
 * Dataverse posts to a service endpoint what a processing step names: one step for each message of a table. Neither of them
 * ends by itself. The endpoint's key comes back in the address, as `code`; it can be written and never read.
 */

const messages = ['Create', 'Update', 'Delete'] as const;
/** Of the vendor's choices. */
const webhook = 8;
const webhookKey = 4;
const afterwards = 40;
const asynchronous = 1;

const handleSchema = z.object({ endpoint: z.string() });

export function createNotices(client: DataverseClient): ChangeNotices {
  return {
    covers: (entity) => entities[entity] !== undefined,

    async keep({ entity, address, secret, handle, signal }) {
      const { table } = entities[entity]!;
      const known = readHandle(handle);
      const [present, ...doubled] = await endpoints(client, { address, known }, signal);
      for (const other of doubled) await remove(client, idOf(other, 'serviceendpointid'), signal);
      const endpoint = await stand(client, present, { name: `Koppel: changes of ${table}`, address, secret, signal });
      await keepSteps(client, { endpoint, table, signal });
      return { handle: JSON.stringify({ endpoint }), expiresAt: null, renewBy: null };
    },

    async end({ address, handle, signal }) {
      const found = await endpoints(client, { address, known: readHandle(handle) }, signal);
      for (const row of found) await remove(client, idOf(row, 'serviceendpointid'), signal);
    },
  };
}

function readHandle(handle: string | null): string | null {
  if (handle === null) return null;
  try {
    return handleSchema.parse(JSON.parse(handle)).endpoint;
  } catch {
    // Found by its address instead.
    return null;
  }
}

/** The endpoints that we made: known by the id, or by an address that is ours alone. */
async function endpoints(
  client: DataverseClient,
  { address, known }: { readonly address: string; readonly known: string | null },
  signal: AbortSignal,
): Promise<Row[]> {
  const select = '$select=serviceendpointid,url';
  const byId = known === null ? [] : await client.rows(`serviceendpoints?${select}&$filter=serviceendpointid eq ${known}`, signal); // prettier-ignore
  const url = `serviceendpoints?${select}&$filter=url eq ${encodeURIComponent(textLiteral(address))}`;
  const byAddress = await client.rows(url, signal);
  return [...byId, ...byAddress.filter((row) => idOf(row, 'serviceendpointid') !== known)];
}

async function stand(
  client: DataverseClient,
  present: Row | undefined,
  { name, address, secret, signal }: { readonly name: string; readonly address: string; readonly secret: string; readonly signal: AbortSignal },
): Promise<string> {
  if (present === undefined) {
    const body = { name, contract: webhook, url: address, authtype: webhookKey, authvalue: secret };
    return make(client, 'serviceendpoints', body, signal);
  }
  const id = idOf(present, 'serviceendpointid');
  if (present['url'] !== address) {
    await change(client, `serviceendpoints(${id})`, { url: address, authvalue: secret }, signal);
  }
  return id;
} // prettier-ignore

/** One step for each message, each of them active. */
async function keepSteps(
  client: DataverseClient,
  { endpoint, table, signal }: { readonly endpoint: string; readonly table: string; readonly signal: AbortSignal },
): Promise<void> {
  const steps = await stepsOf(client, endpoint, signal);
  const names = messages.map((name) => `name eq '${name}'`).join(' or ');
  const known = await client.rows(`sdkmessages?$select=sdkmessageid,name&$filter=${names}`, signal);
  for (const name of messages) {
    const message = known.find((row) => row['name'] === name);
    if (message === undefined) continue;
    const messageId = idOf(message, 'sdkmessageid');
    const step = steps.find((row) => row['_sdkmessageid_value'] === messageId);
    if (step?.['statecode'] === 0) continue;
    if (step !== undefined) {
      const id = idOf(step, 'sdkmessageprocessingstepid');
      await change(client, `sdkmessageprocessingsteps(${id})`, { statecode: 0, statuscode: 1 }, signal);
      continue;
    }
    const filters = await client.rows(
      `sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq '${table}' and _sdkmessageid_value eq ${messageId}`,
      signal,
    );
    // A table without this message, such as one whose records are never deleted.
    if (filters[0] === undefined) continue;
    const body = {
      name: `Koppel: ${name} of ${table}`,
      mode: asynchronous,
      stage: afterwards,
      rank: 1,
      asyncautodelete: true,
      'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${idOf(filters[0], 'sdkmessagefilterid')})`,
      'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
    };
    await make(client, 'sdkmessageprocessingsteps', body, signal);
  }
}

function stepsOf(client: DataverseClient, endpoint: string, signal: AbortSignal): Promise<Row[]> {
  const select = '$select=sdkmessageprocessingstepid,_sdkmessageid_value,statecode';
  return client.rows(`sdkmessageprocessingsteps?${select}&$filter=_eventhandler_value eq ${endpoint}`, signal);
}

/** The steps first: an endpoint that is still used is not let go of. */
async function remove(client: DataverseClient, endpoint: string, signal: AbortSignal): Promise<void> {
  for (const step of await stepsOf(client, endpoint, signal)) {
    await drop(client, `sdkmessageprocessingsteps(${idOf(step, 'sdkmessageprocessingstepid')})`, signal);
  }
  await drop(client, `serviceendpoints(${endpoint})`, signal);
}

async function make(client: DataverseClient, set: string, body: object, signal: AbortSignal): Promise<string> {
  const response = await client.odata.send({ method: 'POST', url: set, body: JSON.stringify(body), signal });
  const id = /\(([0-9a-f-]{36})\)/i.exec(response.headers['odata-entityid'] ?? '')?.[1];
  if (response.status < 200 || response.status > 299 || id === undefined) throw client.odata.refusal(response);
  return id.toLowerCase();
}

async function change(client: DataverseClient, url: string, body: object, signal: AbortSignal): Promise<void> {
  const headers = { 'if-match': '*' };
  const response = await client.odata.send({ method: 'PATCH', url, headers, body: JSON.stringify(body), signal });
  if (response.status < 200 || response.status > 299) throw client.odata.refusal(response);
}

async function drop(client: DataverseClient, url: string, signal: AbortSignal): Promise<void> {
  const response = await client.odata.send({ method: 'DELETE', url, signal });
  if (response.status > 299 && response.status !== 404) throw client.odata.refusal(response);
}

/** Tells what a call is: whoever knows the key of the endpoint speaks for Dataverse. */
export function readNotice({ query, secret }: NoticeCall): NoticeReading {
  return { kind: isSameSecret(query['code'], secret) ? 'notice' : 'refused' };
}
