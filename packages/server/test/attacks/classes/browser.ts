import { closeCodes } from '@koppel/protocol';
import { WebSocket, type ClientOptions } from 'ws';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab, Sender } from '../lab.ts';
import type { Sent } from '../wire.ts';

/** Exactly what the design prescribes. */
const policy =
  "default-src 'none';script-src 'self';worker-src 'self';connect-src 'self';img-src 'self' data:;font-src 'self';style-src 'self' 'unsafe-inline';frame-ancestors 'none';base-uri 'none';form-action 'self'";

/** The websocket's address in the first workspace. */
const live = '/api/workspaces/main/live';
const page = { accept: 'text/html' };
const answers: Variant[] = each<Sent & { as?: Sender }>(
  [
    ['the screen', { method: 'GET', path: '/', headers: page }],
    ['an address of the screen', { method: 'GET', path: '/flows/x', headers: page }],
    ['the sign-in page', { method: 'GET', path: '/sign-in?token=<script>', headers: page }],
    ['a page that is not there', { method: 'GET', path: '/nothing/here', headers: { accept: '*/*' } }],
    ['data', { method: 'GET', path: '/api/workspaces/main/flows', as: 'administrator' }],
    ['nobody signed in', { method: 'GET', path: '/api/session' }],
    ['not allowed', { method: 'GET', path: '/api/keys', as: 'viewer' }],
    ['a route that is not there', { method: 'GET', path: '/api/nothing' }],
    ['a thing that is not there', { method: 'GET', path: '/api/workspaces/main/flows/<script>alert(1)</script>', as: 'administrator' }],
    ['a body that does not fit', { method: 'POST', path: '/api/sign-in', headers: { 'content-type': 'application/json' }, body: '{}' }],
    ['a body that is too large', { method: 'POST', path: '/api/sign-in', headers: { 'content-type': 'application/json', 'content-length': '99999999' }, body: '' }],
    ['a type that is unknown', { method: 'POST', path: '/api/sign-in', headers: { 'content-type': 'text/html' }, body: '<script>' }],
    ['health', { method: 'GET', path: '/healthz' }],
    ['a webhook', { method: 'POST', path: '/hooks/main/x/y', body: '' }],
    ['a notice', { method: 'POST', path: '/notices/main/x', body: '' }],
    ['the websocket without one', { method: 'GET', path: live, as: 'administrator' }],
    ['an asset that is not there', { method: 'GET', path: '/assets/x.js' }],
    ['the description of the API', { method: 'GET', path: '/api/docs/json' }],
    ['a demo page for nobody', { method: 'GET', path: '/demo/erp/' }],
    ['a demo page', { method: 'GET', path: '/demo/erp/', as: 'administrator' }],
    ['the narrow view, allowed nowhere', { method: 'GET', path: '/embed/nowhere', headers: page }],
  ],
  async (lab, request) => {
    const { headers } = await lab.send(request);
    insist(headers['content-security-policy'] === policy, `The policy is ${headers['content-security-policy']}`);
    insist(headers['x-content-type-options'] === 'nosniff', 'Its type may be guessed');
    insist(headers['x-frame-options'] !== undefined, 'Old browsers may frame it');
    insist(headers['access-control-allow-origin'] === undefined, 'Other sites may read it');
    insist(headers['x-powered-by'] === undefined && headers['server'] === undefined, 'It says what it is made of');
  },
).map(({ name, attack }) => ({ name: `the policy on: ${name}`, attack })); // prettier-ignore

interface Talk {
  readonly code: number;
  readonly status: number;
  readonly messages: readonly string[];
}

/** Opens a socket, says things, and waits until it is closed, refused or answered that often. */
async function talk(
  lab: Lab,
  { as = 'administrator', path = live, say = [], answers = 1, ...options }: ClientOptions & { as?: Sender; path?: string; say?: readonly (string | Buffer)[]; answers?: number },
): Promise<Talk> {
  const cookie = as === 'nobody' ? {} : { cookie: (await lab.person(as as 'administrator')).cookie };
  const socket = new WebSocket(lab.url.replace('http', 'ws') + path, { origin: lab.url, headers: { ...cookie }, ...options });
  const messages: string[] = [];
  const { promise, resolve } = Promise.withResolvers<Talk>();
  const end = (code: number, status = 0) => resolve({ code, status, messages });
  socket.on('open', () => say.forEach((text) => socket.send(text)));
  socket.on('message', (data) => {
    messages.push(String(data));
    if (messages.length >= answers) end(0);
  });
  socket.on('unexpected-response', (_request, response) => end(0, response.statusCode));
  socket.on('close', (code) => end(code));
  socket.on('error', () => undefined);
  const talked = await promise;
  socket.terminate();
  return talked;
} // prettier-ignore

const hello = '{"v":1,"type":"hello"}';
const strangers: Variant[] = each<Parameters<typeof talk>[1] & { status: number }>(
  [
    ['nobody', { as: 'nobody', status: 401 }],
    ['a role without the right', { as: 'sales', status: 403 }],
    ["another site's page", { origin: 'https://evil.example', status: 403 }],
    ['the origin null', { origin: 'null', status: 403 }],
    ['an origin that begins alike', { origin: 'http://127.0.0.1.evil.example', status: 403 }],
    ['a cookie that is none', { as: 'nobody', headers: { cookie: 'koppel=x' }, status: 401 }],
    ['the address in capitals', { path: live.replace('api', 'API'), status: 404 }],
    ['another address', { path: '/api/workspaces/main/flows', status: 404 }],
  ],
  async (lab, { status, ...options }) => {
    const talked = await talk(lab, options);
    const isClosed = status === 404 && talked.code !== 0 && talked.messages.length === 0;
    insist(talked.status === status || isClosed, `It was let in, or answered ${talked.status}`);
  },
).map(({ name, attack }) => ({ name: `a socket of ${name}`, attack })); // prettier-ignore

const draft = (more: object) => JSON.stringify({ v: 1, flowId: 'accounts-erp-to-crm', ...more });
const seats: Variant[] = each<{ role: 'viewer'; say: readonly object[]; answers: number }>(
  [
    ['opens a draft to edit it', { role: 'viewer', say: [{ type: 'openDraft', tab: 'an-attack', wantsToEdit: true }], answers: 2 }],
    ['takes over a draft', { role: 'viewer', say: [{ type: 'openDraft', tab: 'an-attack', wantsToEdit: false }, { type: 'takeOver' }], answers: 3 }],
    ['takes over a draft that it has not open', { role: 'viewer', say: [{ type: 'takeOver' }], answers: 2 }],
  ],
  async (lab, { role, say, answers }) => {
    const { messages } = await talk(lab, { as: role, say: [hello, ...say.map(draft)], answers });
    insist(messages.length === answers, `It was answered ${messages.join()}`);
    insist(!messages.some((text) => text.includes('"isHere":true')), `It became the editor: ${messages.join()}`);
  },
).map(({ name, attack }) => ({ name: `a viewer ${name}`, attack })); // prettier-ignore

const said: Variant[] = each<{ say: readonly (string | Buffer)[]; codes: readonly number[]; answers?: number }>(
  [
    ['before hello', { say: ['{"v":1,"type":"ping"}'], codes: [closeCodes.badMessage] }],
    ['no JSON', { say: ['nonsense'], codes: [closeCodes.badMessage] }],
    ['nothing', { say: [''], codes: [closeCodes.badMessage] }],
    ['another version', { say: ['{"v":2,"type":"hello"}'], codes: [closeCodes.unknownVersion] }],
    ['an unknown message', { say: [hello, '{"v":1,"type":"sudo"}'], codes: [closeCodes.badMessage], answers: 2 }],
    ['more than a message has', { say: ['{"v":1,"type":"hello","role":"administrator"}'], codes: [closeCodes.badMessage] }],
    ['a prototype', { say: ['{"__proto__":{"polluted":1},"v":1,"type":"hello"}'], codes: [closeCodes.badMessage] }],
    ['bytes', { say: [Buffer.from(hello)], codes: [closeCodes.badMessage] }],
    ['100 kB', { say: [`{"v":1,"type":"hello","x":"${'a'.repeat(100_000)}"}`], codes: [1009, 1006] }],
    ['10 MB', { say: ['a'.repeat(10_000_000)], codes: [1009, 1006] }],
    ['a deep message', { say: ['['.repeat(60_000)], codes: [closeCodes.badMessage] }],
    ['a negative number', { say: [hello, '{"v":1,"type":"watchRun","runId":"x","afterSeq":-1}'], codes: [closeCodes.badMessage], answers: 2 }],
  ],
  async (lab, { say, codes, answers = 1 }) => {
    const { code, messages } = await talk(lab, { say, answers });
    insist(codes.includes(code), `It was closed with ${code}, or answered ${messages.join()}`);
  },
).map(({ name, attack }) => ({ name: `a socket says ${name}`, attack })); // prettier-ignore

const floods: Variant[] = [
  {
    name: 'fifty thousand messages of somebody who reads no answer',
    attack: async (lab) => {
      const { cookie } = await lab.person('administrator');
      const socket = new WebSocket(`${lab.url.replace('http', 'ws')}${live}`, { origin: lab.url, headers: { cookie } });
      const { promise, resolve } = Promise.withResolvers<number>();
      socket.on('error', () => undefined);
      socket.on('close', (code) => resolve(code));
      await new Promise((opened) => socket.once('open', opened));
      socket.pause();
      socket.send(hello);
      for (let round = 0; round < 50_000; round += 1) socket.send('{"v":1,"type":"ping"}');
      socket.resume();
      setTimeout(() => resolve(0), 20_000).unref();
      const code = await promise;
      socket.terminate();
      insist(code === closeCodes.tooSlow || code === 1006, `It was let go on: ${code}`);
    },
  },
  {
    name: 'the twenty-first socket of one person',
    attack: async (lab) => {
      const { cookie } = await lab.person('viewer');
      const url = `${lab.url.replace('http', 'ws')}${live}`;
      const sockets = Array.from({ length: 20 }, () => new WebSocket(url, { origin: lab.url, headers: { cookie } }));
      await Promise.all(sockets.map((socket) => new Promise((opened) => socket.once('open', opened))));
      const { status } = await talk(lab, { as: 'viewer' });
      for (const socket of sockets) socket.terminate();
      insist(status === 429, `It answered ${status}`);
    },
  },
]; // prettier-ignore

export const browser: AttackClass = {
  name: 'browser',
  summary:
    'Answers without their policy, frames, and sockets of strangers, with messages that are none, too large or too many, or that take what a role may not.',
  variants: [...answers, ...strangers, ...seats, ...said, ...floods],
};
