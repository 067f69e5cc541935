import { parseFlow, type FlowDocument, type FlowNode } from '@koppel/model';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';
import type { Received } from '../wire.ts';

const nodeId = 'schedule';
interface Target {
  readonly flow: string;
  readonly path: string;
  readonly secret: string;
}

/** A published flow that is on and starts when it is called; it writes nothing, as no record has the key. */
async function install(lab: Lab): Promise<Target> {
  const client = lab.commandLine;
  const { draft, slots } = await client.call('getFlow', { params: { id: 'accounts-erp-to-crm' } });
  const document = structuredClone(draft) as FlowDocument & { nodes: Record<string, FlowNode> };
  document.id = 'attacked';
  document.title = { en: 'Attacked' };
  document.nodes[nodeId] = { type: 'start-on-webhook', v: 1, config: { keys: '/id', answer: 'accepted' } };
  const parsed = parseFlow(document);
  insist(parsed.ok, 'The flow of the attacks is damaged');
  const { summary, revision } = await client.call('importFlow', { body: { document: parsed.document } });
  const params = { id: summary.id };
  await client.call('bindFlow', { params, body: { slots } });
  await client.call('publishFlow', { params, body: { revision, note: 'Attacked' } });
  await client.call('switchFlow', { params, body: { isOn: true } });
  const { secret } = await client.call('makeWebhookSecret', { params: { ...params, nodeId } });
  return { flow: summary.id, path: `/hooks/main/${summary.id}/${nodeId}`, secret };
}

const target = (lab: Lab) => lab.once('webhook', () => install(lab));
const runsOf = async (lab: Lab, { flow }: Target) =>
  (await lab.commandLine.call('listRuns', { query: { flow, limit: 50 } })).items.length;

let sent = 0;
function signed(
  { secret }: Target,
  body: string,
  at = new Date(),
  id = `attack-${(sent += 1)}`,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

const good = '{"id":"nobody"}';
const call = (lab: Lab, path: string, headers: Record<string, string | string[]>, body: string | Buffer = good): Promise<Received> =>
  lab.send({ method: 'POST', path, headers, body }); // prettier-ignore

type Change = (headers: Record<string, string>, target: Target) => Record<string, string | string[]>;
const without = (name: string): Change => (headers) => Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)); // prettier-ignore
const signature = (change: (text: string, target: Target, headers: Record<string, string>) => string): Change => (headers, at) => ({
  ...headers,
  'webhook-signature': change(headers['webhook-signature']!, at, headers),
}); // prettier-ignore
const time =
  (text: string): Change =>
  (headers) => ({ ...headers, 'webhook-timestamp': text });
/** Signed rightly, for a time of our choosing. */
const signedAt =
  (shiftMs: number): Change =>
  (_headers, at) =>
    signed(at, good, new Date(Date.now() + shiftMs));
const mac = (algorithm: string, { secret }: Target, headers: Record<string, string>) =>
  createHmac(algorithm, Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${good}`)
    .digest('base64');

/** Calls that the secret's owner did not make. */
const unsigned: Variant[] = each<Change>(
  [
    ['no headers', () => ({})],
    ['no id', without('webhook-id')],
    ['no time', without('webhook-timestamp')],
    ['no signature', without('webhook-signature')],
    ['an empty signature', signature(() => '')],
    ['a signature of its version alone', signature(() => 'v1,')],
    ['a signature without its version', signature((text) => text.replace('v1,', ''))],
    ['a signature of another version', signature((text) => text.replace('v1,', 'v2,'))],
    ['a signature of version 0', signature((text) => text.replace('v1,', 'v0,'))],
    ['a signature by a public key', signature((text) => text.replace('v1,', 'v1a,'))],
    ['a signature with SHA-1', signature((_text, at, headers) => `v1,${mac('sha1', at, headers)}`)],
    ['a signature with MD5', signature((_text, at, headers) => `v1,${mac('md5', at, headers)}`)],
    ['a signature with SHA-512', signature((_text, at, headers) => `v1,${mac('sha512', at, headers)}`)],
    ['a signature in hexadecimal', signature((text) => `v1,${Buffer.from(text.slice(3), 'base64').toString('hex')}`)],
    ['a signature cut short', signature((text) => text.slice(0, -4))],
    ['a signature with more behind it', signature((text) => `${text}AAAA`)],
    ['a signature with one letter changed', signature((text) => `${text.slice(0, 10)}${text[10] === 'A' ? 'B' : 'A'}${text.slice(11)}`)],
    ['a signature of nothing', signature(() => `v1,${Buffer.alloc(32).toString('base64')}`)],
    ['ten thousand signatures', signature(() => Array.from({ length: 400 }, () => 'v1,AAAA').join(' '))],
    ['a signature with an empty key', signature((_text, _at, headers) => `v1,${createHmac('sha256', '').update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${good}`).digest('base64')}`)],
    ['a signature with the text of the key', signature((_text, { secret }, headers) => `v1,${createHmac('sha256', secret).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${good}`).digest('base64')}`)],
    ['another id', (headers) => ({ ...headers, 'webhook-id': 'other' })],
    ['an id with a point', (headers) => ({ ...headers, 'webhook-id': `${headers['webhook-id']}.1` })],
    ['an empty id', (headers) => ({ ...headers, 'webhook-id': '' })],
    ['two ids', (headers) => ({ ...headers, 'webhook-id': [headers['webhook-id']!, 'other'] })],
    ['a time six minutes ago', signedAt(-360_000)],
    ['a time in six minutes', signedAt(360_000)],
    ['a time of a year ago', signedAt(-31_536_000_000)],
    ['a time a thousand years ahead', signedAt(31_536_000_000_000)],
    ['time 0', time('0')],
    ['a negative time', time('-1')],
    ['a time that is none', time('NaN')],
    ['an endless time', time('Infinity')],
    ['a time in hexadecimal', time('0x7fffffff')],
    ['a time with an exponent', time('2e9')],
    ['a time as a date', time(new Date().toISOString())],
    ['a time in milliseconds', time(String(Date.now()))],
    ['a time with more behind it', (headers) => ({ ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']}.5` })],
    ['an address of ours', () => ({ 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'user-agent': 'Dataverse' })],
    ['the signature of another vendor', (_headers, { secret }) => ({ 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(good).digest('hex')}`, 'stripe-signature': 't=1,v1=x' })],
    ['the secret itself', (_headers, { secret }) => ({ authorization: `Bearer ${secret}`, 'x-webhook-secret': secret })],
  ],
  async (lab, change) => {
    const at = await target(lab);
    const before = await runsOf(lab, at);
    const answer = await call(lab, at.path, change(signed(at, good), at));
    insist(answer.status === 401, `It answered ${answer.status}: ${answer.text}`);
    insist((await runsOf(lab, at)) === before, 'It started a run');
  },
).map(({ name, attack }) => ({ name: `a call with ${name}`, attack })); // prettier-ignore

const altered: Variant[] = each<string | Buffer>(
  [
    ['another key', '{"id":"somebody"}'],
    ['a blank more', `${good} `],
    ['another order of letters', '{ "id":"nobody"}'],
    ['nothing', ''],
    ['a byte order mark', `\ufeff${good}`],
    ['other bytes', Buffer.from([0xff, 0xfe])],
  ],
  async (lab, body) => {
    const at = await target(lab);
    const answer = await call(lab, at.path, signed(at, good), body);
    insist(answer.status === 401, `It answered ${answer.status}: ${answer.text}`);
  },
).map(({ name, attack }) => ({ name: `a body changed after signing: ${name}`, attack }));

/** Signed rightly by whoever has the secret, and yet not to be taken. */
const malformed: Variant[] = each(
  [
    ['no JSON', 'nonsense'],
    ['half of it', '{"id":'],
    ['nothing', ''],
    ['null', 'null'],
    ['no key', '{}'],
    ['a key that is nothing', '{"id":null}'],
    ['a key that is an object', '{"id":{"a":1}}'],
    ['a key that is empty', '{"id":""}'],
    ['no keys', '{"id":[]}'],
    ['keys inside keys', '{"id":[["a"]]}'],
    ['a hundred thousand levels', '['.repeat(100_000)],
    ['a prototype', '{"__proto__":{"id":"a","polluted":1}}'],
    ['a prototype of a constructor', '{"constructor":{"prototype":{"id":"a"}}}'],
  ],
  async (lab, body) => {
    const at = await target(lab);
    const answer = await call(lab, at.path, signed(at, body), body);
    insist(answer.status >= 400 && answer.status < 500, `It answered ${answer.status}: ${answer.text}`);
  },
).map(({ name, attack }) => ({ name: `a signed body that is ${name}`, attack }));

const repeated: Variant[] = [
  {
    name: 'the same message twenty times at once is one run',
    attack: async (lab) => {
      const at = await target(lab);
      const before = await runsOf(lab, at);
      const headers = signed(at, good, new Date(), 'at once');
      const answers = await Promise.all(Array.from({ length: 20 }, () => call(lab, at.path, headers)));
      insist(answers.every(({ status }) => status === 202), answers.map(({ status }) => status).join());
      insist((await runsOf(lab, at)) === before + 1, 'It is not one run');
    },
  },
  {
    name: 'the same message again is answered and starts nothing',
    attack: async (lab) => {
      const at = await target(lab);
      const headers = signed(at, good, new Date(), 'at once');
      const before = await runsOf(lab, at);
      const { status } = await call(lab, at.path, headers);
      insist(status === 202 && (await runsOf(lab, at)) === before, `It answered ${status}, or started a run`);
    },
  },
  {
    name: 'a message of more than 1 MB is turned away',
    attack: async (lab) => {
      const at = await target(lab);
      const body = JSON.stringify({ id: 'x'.repeat(1_100_000) });
      const { status } = await call(lab, at.path, signed(at, body), body);
      insist(status === 413 || status === 0, `It answered ${status}`);
    },
  },
  {
    name: 'a message for one webhook is none for another',
    attack: async (lab) => {
      const at = await target(lab);
      for (const path of [`/hooks/main/accounts-erp-to-crm/${nodeId}`, `/hooks/main/${at.flow}/read`, `/hooks/main/${at.flow}/x`]) {
        const { status } = await call(lab, path, signed(at, good));
        insist(status === 401, `${path} answered ${status}`);
      }
    },
  },
]; // prettier-ignore

const places: Variant[] = each(
  ['__proto__/constructor', 'constructor/prototype', '..%2f..%2fetc/passwd', "'%20OR%201=1--/x", '%00/x', `${'a'.repeat(101)}/x`, '%2e%2e/x', '*/x', 'x/%2a'].map(
    (place) => [`a webhook at ${place}`, place] as const,
  ),
  async (lab, place) => {
    const at = await target(lab);
    const { status } = await call(lab, `/hooks/main/${place}`, signed(at, good));
    insist([400, 401, 404, 414].includes(status), `It answered ${status}`);
    const read = await lab.send({ method: 'GET', path: `/hooks/main/${place}` });
    insist([400, 403, 404, 414].includes(read.status), `Reading answered ${read.status}`);
  },
); // prettier-ignore

const answersOfOthers: Variant[] = each(
  ['1.', '1.AAAA', '0.x', '-1.x', '1e1.x', '1', '__proto__', '1.%00', '999999999999999.x', '1.AAAA=='].map(
    (token) => [`the answer to somebody else, by ${token}`, token] as const,
  ),
  async (lab, token) => {
    const { path } = await target(lab);
    const { status } = await lab.send({ method: 'GET', path: `${path}/answers/${token}` });
    insist(status === 404, `It answered ${status}`);
  },
);

export const webhooks: AttackClass = {
  name: 'inbound webhooks',
  summary:
    'Calls that are not signed, signed for something else, too old, too early, changed, repeated, too large or malformed.',
  variants: [...unsigned, ...altered, ...malformed, ...repeated, ...places, ...answersOfOthers],
};
