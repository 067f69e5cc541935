import { routes, type RouteName } from '@koppel/protocol';
import { createHash } from 'node:crypto';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import { administrator, type Lab } from '../lab.ts';

const names = Object.keys(routes) as RouteName[];
const filled = (lab: Lab, name: RouteName) => lab.path(name, { id: 'x', nodeId: 'x', version: 1 });
const signIn = (lab: Lab, json: unknown, headers: Record<string, string> = {}) =>
  lab.send({ method: 'POST', path: lab.path('signIn'), json, headers });

/** Whoever is nobody gets nothing, whatever stands in place of a sign-in. */
const nobody: Variant[] = [
  ...each(
    names.filter((name) => routes[name].access !== 'public').map((name) => [`without a sign-in: ${name}`, name] as const),
    async (lab, name) => {
      const { status } = await lab.send({ method: routes[name].method, path: filled(lab, name) });
      insist(status === 401, `It answered ${status}`);
    },
  ),
  ...each<Record<string, string> | ((lab: Lab) => Promise<Record<string, string>>)>(
    [
      ['an empty bearer', { authorization: 'Bearer ' }],
      ['a bearer of a blank', { authorization: 'Bearer  ' }],
      ['a bearer "undefined"', { authorization: 'Bearer undefined' }],
      ['a bearer "null"', { authorization: 'Bearer null' }],
      ['a bearer with a NUL', { authorization: 'Bearer a%00' }],
      ['a token without a signature', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW5pc3RyYXRvciJ9.' }],
      ['a basic sign-in', { authorization: `Basic ${Buffer.from(`${administrator.email}:${administrator.password}`).toString('base64')}` }],
      ['the bearer in small letters', async (lab) => ({ authorization: `bearer ${lab.commandLine.bearer}x` })],
      ['the bearer cut short', async (lab) => ({ authorization: `Bearer ${lab.commandLine.bearer.slice(0, -1)}` })],
      ['the bearer as a cookie', async (lab) => ({ cookie: `koppel=${lab.commandLine.bearer}` })],
      ['the session as a bearer', async (lab) => ({ authorization: `Bearer ${(await lab.person('administrator')).cookie.split('=')[1]}` })],
      ['the session in another cookie', async (lab) => ({ cookie: (await lab.person('administrator')).cookie.replace('koppel=', '__Host-koppel=') })],
      ['the session cut short', async (lab) => ({ cookie: (await lab.person('administrator')).cookie.slice(0, -1) })],
      ['the session in capitals', async (lab) => ({ cookie: (await lab.person('administrator')).cookie.toUpperCase().replace('KOPPEL', 'koppel') })],
      ['what the store keeps of the session', async (lab) => ({ cookie: `koppel=${createHash('sha256').update((await lab.person('administrator')).cookie.slice(7)).digest('base64url')}` })],
      ["the session's token of changes", async (lab) => ({ cookie: `koppel=${(await lab.person('administrator')).csrfToken}` })],
      ['an empty cookie', { cookie: 'koppel=' }],
      ['a cookie of SQL', { cookie: "koppel=' OR 1=1 --" }],
      ['a cookie of a prototype', { cookie: 'koppel=__proto__' }],
      ['a cookie of JSON', { cookie: 'koppel=%7B%22role%22%3A%22administrator%22%7D' }],
      ['a cookie of dots', { cookie: 'koppel=../../koppel.sqlite' }],
      ['a long cookie', { cookie: `koppel=${'a'.repeat(8_000)}` }],
      ['a cookie that is set twice', { cookie: 'koppel=a; koppel=b' }],
      ['a user named by a header', { 'x-user-id': 'command-line', 'x-forwarded-user': administrator.email, 'x-role': 'administrator', 'remote-user': 'admin' }],
      ['this machine named by a header', { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1', 'x-client-ip': '127.0.0.1' }],
      ['another address named by a header', { 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz' }],
    ],
    async (lab, headers) => {
      const sent = typeof headers === 'function' ? await headers(lab) : headers;
      for (const name of ['getSession', 'getKeys', 'listConnections'] as const) {
        const { status } = await lab.send({ method: 'GET', path: lab.path(name), headers: sent });
        insist(status === 401, `${name} answered ${status}`);
      }
    },
  ),
  ...each(['token', 'session', 'koppel', 'access_token', 'csrf', 'authorization'].map((name) => [`the session as the parameter ${name}`, name] as const), async (lab, name) => {
    const [, token] = (await lab.person('administrator')).cookie.split('=');
    const { status } = await lab.send({ method: 'GET', path: `${lab.path('getSession')}?${name}=${token}` });
    insist(status === 401, `It answered ${status}`);
  }),
]; // prettier-ignore

/** Another site's page in the browser of somebody who is signed in. */
const foreignPages: Variant[] = each<Record<string, string>>(
  [
    ['another origin', { origin: 'https://evil.example' }],
    ['the origin null', { origin: 'null' }],
    ['an origin that begins alike', { origin: 'http://127.0.0.1.evil.example' }],
    ['an origin with another port', { origin: 'http://127.0.0.1:1' }],
    ['an origin with another scheme', { origin: 'https://127.0.0.1' }],
    ['an empty origin', { origin: '' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site' }],
    ['no token', { 'x-koppel-csrf': '' }],
    ['another token', { 'x-koppel-csrf': 'a'.repeat(43) }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
  ],
  async (lab, headers) => {
    for (const role of ['administrator', 'viewer'] as const) {
      const answer = await lab.send({ method: 'POST', path: lab.path('createFlow'), as: role, json: { title: 'Foreign' }, headers });
      insist(answer.status === 403, `It answered ${answer.status}: ${answer.text}`);
    }
  },
).map(({ name, attack }) => ({ name: `a foreign page: ${name}`, attack })); // prettier-ignore

const guesses = [
  ['admin', 'admin'],
  ['admin@localhost', 'admin'],
  ['administrator', 'password'],
  ['root', 'root'],
  ['koppel', 'koppel'],
  ['admin@koppel.local', 'changeme'],
  [administrator.email, ''],
  [administrator.email, ' '],
  [administrator.email, administrator.password.toUpperCase()],
  [administrator.email, `${administrator.password} `],
  [administrator.email, `${administrator.password}\0`],
  ["' OR 1=1 --", 'x'],
  ['%', 'x'],
  ['*', 'x'],
  ['viewer2@example.com', ''],
] as const;

/** On servers of their own, so that nobody else waits for what they use up. */
const onFreshServers: Variant[] = [
  {
    name: 'a fresh server lets nobody in without the link that it printed',
    attack: (lab) =>
      lab.withFresh(async (fresh) => {
        const link = /https?:\/\/\S+token=(\S+)/.exec(fresh.output);
        insist(link !== null, 'It printed no link');
        insist(Buffer.from(link[1]!, 'base64url').length >= 16, 'The link has fewer than 128 bits');
        for (const [email, password] of guesses.slice(0, 6)) {
          const { status } = await fresh.send('POST', '/api/sign-in', { email, password });
          insist(status === 401, `${email} got ${status}`);
        }
        const wrong = await fresh.send('POST', '/api/sign-in/link', { token: `${link[1]!.slice(0, -2)}xx` });
        insist(wrong.status === 401, `A wrong link got ${wrong.status}`);
        const first = await fresh.send('POST', '/api/sign-in/link', { token: link[1] });
        insist(first.status === 200, `The link got ${first.status}`);
        const second = await fresh.send('POST', '/api/sign-in/link', { token: link[1] });
        insist(second.status === 401, `The second use of the link got ${second.status}`);
      }),
  },
  {
    name: 'guessing a password ends after five a minute, whatever address is claimed',
    attack: (lab) =>
      lab.withFresh(async (fresh) => {
        const statuses: number[] = [];
        for (let round = 0; round < 8; round += 1) {
          const headers = { 'x-forwarded-for': `10.0.0.${round}`, 'x-real-ip': `10.0.0.${round}` };
          const email = round % 2 === 0 ? 'somebody@example.com' : ' Somebody@Example.com ';
          const { status } = await fresh.send('POST', '/api/sign-in', { email, password: `guess ${round}` }, headers);
          statuses.push(status);
        }
        insist(statuses.slice(0, 5).every((status) => status === 401), `The first got ${statuses.join()}`);
        insist(statuses.slice(5).every((status) => status === 429), `The others got ${statuses.join()}`);
      }),
  },
  {
    name: 'guessing over many accounts, and guessing links, ends after thirty a minute',
    attack: (lab) =>
      lab.withFresh(async (fresh) => {
        const statuses: number[] = [];
        for (let round = 0; round < 40; round += 1) {
          const { status } = await fresh.send('POST', '/api/sign-in/link', { token: `${'a'.repeat(40)}${round}` });
          statuses.push(status);
        }
        insist(statuses.slice(30).every((status) => status === 429), `They got ${statuses.join()}`);
        const { status } = await fresh.send('POST', '/api/sign-in', { email: 'x@example.com', password: 'x' });
        insist(status === 429, `A password got ${status}`);
      }),
  },
  ...each<Record<string, string>>(
    [
      ['every address without https', { KOPPEL_HOST: '0.0.0.0' }],
      ['every address of IPv6 without https', { KOPPEL_HOST: '::' }],
      ['a public address without https', { KOPPEL_HOST: '0.0.0.0', KOPPEL_PUBLIC_URL: 'http://koppel.example.com' }],
      ['a public address with a path', { KOPPEL_PUBLIC_URL: 'https://koppel.example.com/x' }],
      ['an administrator with a short password', { KOPPEL_ADMIN_EMAIL: 'a@example.com', KOPPEL_ADMIN_PASSWORD: 'short' }],
      ['half an administrator', { KOPPEL_ADMIN_EMAIL: 'a@example.com' }],
      ['a variable that it does not know', { KOPPEL_NO_AUTH: '1' }],
      ['an address to allow that is everything', { KOPPEL_ALLOW_ADDRESSES: '*' }],
    ],
    (lab, environment) =>
      lab.withFresh(async (fresh) => {
        insist(!fresh.isUp && /^[^\n]+\n[^\n]+\n$/.test(fresh.output), `It started, or said: ${fresh.output}`);
      }, environment),
  ).map(({ name, attack }) => ({ name: `it does not start with ${name}`, attack })),
]; // prettier-ignore

const sessions: Variant[] = [
  {
    name: 'a session that was given beforehand is not taken over at the sign-in',
    attack: async (lab) => {
      const fixed = 'a'.repeat(43);
      const answer = await signIn(lab, administrator, { cookie: `koppel=${fixed}` });
      insist(answer.status === 200, `It answered ${answer.status}`);
      const [cookie = ''] = answer.headers['set-cookie'] ?? [];
      insist(!cookie.includes(fixed), 'It was taken over');
      insist(/; HttpOnly/i.test(cookie) && /; SameSite=Lax/i.test(cookie) && /; Path=\//i.test(cookie), cookie);
      const token = /^koppel=([^;]+)/.exec(cookie)?.[1] ?? '';
      insist(Buffer.from(token, 'base64url').length >= 16, 'The session has fewer than 128 bits');
      insist(!answer.text.includes(token), 'The answer shows the session to scripts');
      const { status } = await lab.send({ method: 'GET', path: lab.path('getSession'), headers: { cookie: `koppel=${fixed}` } });
      insist(status === 401, `The one given beforehand answers ${status}`);
      await lab.send({ method: 'POST', path: lab.path('signOut'), headers: { cookie: `koppel=${token}`, origin: lab.url, 'x-koppel-csrf': (JSON.parse(answer.text) as { csrfToken: string }).csrfToken } });
      const after = await lab.send({ method: 'GET', path: lab.path('getSession'), headers: { cookie: `koppel=${token}` } });
      insist(after.status === 401, `After signing out it answers ${after.status}`);
    },
  },
  {
    name: 'who does not exist, who has no password and who has another one get the same answer',
    attack: async (lab) => {
      const answers: string[] = [];
      for (const email of ['nobody@attack.test', 'viewer2@example.com', administrator.email]) {
        const { status, text } = await signIn(lab, { email, password: 'not the password' });
        const { code, message, remedy } = JSON.parse(text) as Record<string, string>;
        answers.push(JSON.stringify([status, code, message, remedy]));
      }
      insist(new Set(answers).size === 1, answers.join(' '));
    },
  },
  ...each<unknown>(
    [
      ['a list of passwords', { email: administrator.email, password: ['a', 'b'] }],
      ['a query for a password', { email: administrator.email, password: { $ne: '' } }],
      ['a query for an address', { email: { $gt: '' }, password: 'x' }],
      ['true', { email: administrator.email, password: true }],
      ['a number', { email: administrator.email, password: 0 }],
      ['null', { email: administrator.email, password: null }],
      ['a role beside it', { ...administrator, role: 'administrator' }],
      ['a password of 1 MB', { email: administrator.email, password: 'a'.repeat(1_000_000) }],
      ['an address of 1 MB', { email: 'a'.repeat(1_000_000), password: 'x' }],
    ],
    async (lab, body) => {
      const { status } = await signIn(lab, body);
      insist(status === 400, `It answered ${status}`);
    },
  ).map(({ name, attack }) => ({ name: `signing in with ${name}`, attack })),
]; // prettier-ignore

export const authentication: AttackClass = {
  name: 'authentication',
  summary:
    'Coming in without a sign-in, with a guessed, given, cut or foreign one, from another site’s page, on a fresh server, or on one set up carelessly.',
  // Starting servers is what takes time.
  atOnce: 8,
  variants: [...nobody, ...foreignPages, ...sessions, ...onFreshServers],
};
