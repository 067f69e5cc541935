import { routes, type RouteName } from '@koppel/protocol';
import { z } from 'zod';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import { canaries, type Lab } from '../lab.ts';
import { withConnection } from '../connections.ts';

const names = Object.keys(routes) as RouteName[];

const payloads = [
  "' OR '1'='1",
  "'; DROP TABLE flows; --",
  '" OR ""="',
  "x' UNION SELECT password FROM users --",
  "') OR 1=1 --",
  '%',
  '_',
  '\\',
  '\0',
  '%00',
  "' or 1 eq 1 or name eq '",
  "x') or contains(name,'",
  '../../../../etc/passwd',
  '..\\..\\koppel.key',
  '%2e%2e%2fkoppel.key',
  '__proto__',
  'constructor',
  '{"$gt":""}',
  '$where',
  '<script>alert(1)</script>',
  '\u202e\ufeff\ud800',
  'a'.repeat(99),
] as const;

const insideWords = /SQLITE|syntax error|no such (table|column)|drizzle|at .+\.ts:\d+|api\.our-mistake/i;

async function staysAText(lab: Lab, path: string): Promise<void> {
  const { status, text } = await lab.send({ method: 'GET', path, as: 'commandLine' });
  insist(status !== 500, `It answered ${status}: ${text.slice(0, 300)}`);
  insist(!insideWords.test(text), `It tells of the inside: ${text.slice(0, 300)}`);
}

/** Every text in the address of every route that reads. */
const inPaths: Variant[] = each(
  names
    .filter((name) => routes[name].method === 'GET' && routes[name].path.includes('/:'))
    .map((name) => [`in the address of ${name}`, name] as const),
  async (lab, name) => {
    for (const payload of payloads) {
      const clean = payload.isWellFormed() ? payload : payload.toWellFormed();
      await staysAText(lab, lab.path(name, { id: clean, nodeId: clean, version: clean }));
    }
  },
);

const inQueries: Variant[] = each(
  names
    .filter((name) => routes[name].method === 'GET' && routes[name].query instanceof z.ZodObject)
    .map((name) => [`in the parameters of ${name}`, name] as const),
  async (lab, name) => {
    const fields = Object.keys((routes[name].query as z.ZodObject).shape);
    const usual: Record<string, string> = { entity: 'account', left: 'demo-erp', right: 'demo-crm', connection: 'demo-crm', text: 'a', id: '1' }; // prettier-ignore
    const known = Object.fromEntries(fields.filter((field) => field in usual).map((field) => [field, usual[field]]));
    for (const payload of payloads)
      for (const field of fields)
        await staysAText(lab, lab.path(name, { id: 'x' }, { ...known, [field]: payload.toWellFormed() }));
  },
);

/** A text that would let a filter through to everything must find what it says: nothing. */
const towardsSystems: Variant[] = each(
  ['demo-erp', 'demo-crm'].flatMap((connection) =>
    [
      "zzzz' or 1 eq 1 or name eq 'zzzz",
      "zzzz') or contains(name,'",
      "zzzz' or startswith(name,'') or name eq 'zzzz",
      "zzzz'&$top=1&x='",
      "zzzz'/*",
      'zzzz%27 or 1 eq 1',
      'zzzz\\',
    ].map((text) => [`a filter of ${connection} by ${text}`, { connection, text }] as const),
  ),
  async (lab, { connection, text }) => {
    const path = lab.path('searchRecords', {}, { entity: 'account', connection, text });
    const answer = await lab.send({ method: 'GET', path, as: 'commandLine' });
    insist(answer.status === 200, `It answered ${answer.status}: ${answer.text}`);
    insist(!/"key":/.test(answer.text), `It found: ${answer.text.slice(0, 300)}`);
  },
);

export const texts: AttackClass = {
  name: 'SQL and identifiers',
  summary:
    'Texts in every address and parameter that want to be a part of a query, a path or an object; filters of the systems too.',
  variants: [...inPaths, ...inQueries, ...towardsSystems],
};

/** A connection with the canary as its credential is there while everything that can be read is read. */
const readAll: Variant = {
  name: 'a credential in no answer of any route',
  attack: async (lab) => {
    const settings = { baseUrl: lab.rest.origin, signIn: 'header', headerName: 'X-Key', resources: [] };
    await withConnection(lab, { settings, secrets: { headerKey: canaries.credential } }, async ({ id }) => {
      for (const name of names.filter((name) => routes[name].method === 'GET'))
        await lab.send({ method: 'GET', path: lab.path(name, { id, nodeId: 'x', version: 1 }), as: 'commandLine' });
    });
  },
};

const mistaken: Variant[] = each<Record<string, unknown>>(
  [
    ['among the settings', { settings: { baseUrl: 'https://a.example', signIn: 'header', headerName: 'X', headerKey: canaries.credential } }],
    ['under another name', { secrets: { apiKey: canaries.credential } }],
    ['for an unknown connector', { connectorId: 'nothing', secrets: { headerKey: canaries.credential } }],
    ['with a line break', { secrets: { headerKey: `${canaries.credential}\r\nx` } }],
    ['as a list', { secrets: { headerKey: [canaries.credential] } }],
    ['as its own name', { secrets: { headerKey: { [`x`]: canaries.credential } } }],
  ],
  async (lab, change) => {
    const body = { name: 'Mistaken', connectorId: 'http', role: 'shop', settings: { baseUrl: 'https://a.example', signIn: 'header', headerName: 'X' }, secrets: {}, ...change };
    const answer = await lab.send({ method: 'POST', path: lab.path('createConnection'), as: 'commandLine', json: body });
    insist(answer.status === 400, `It answered ${answer.status}: ${answer.text}`);
  },
).map(({ name, attack }) => ({ name: `a credential that was entered ${name} is not repeated`, attack })); // prettier-ignore

const files: Variant[] = each(
  ['koppel.key', 'koppel.sqlite', 'instance.sqlite', 'server.json', '.koppel/koppel.key', 'package.json', 'packages/server/src/main.ts', '.git/config', '.env', 'assets/../../package.json', 'etc/passwd', 'proc/self/environ'].flatMap(
    (file) =>
      ['/', '/../', '/../../../../', '/assets/..%2f..%2f', '/%2e%2e/%2e%2e/', '/..%5c..%5c', '//', '/assets/....//....//', '/api/docs/static/../../'].map(
        (way) => [`the file ${way}${file}`, `${way}${file}`] as const,
      ),
  ),
  async (lab, path) => {
    const { status, text } = await lab.send({ method: 'GET', path });
    insist([301, 302, 400, 403, 404].includes(status), `It answered ${status}: ${text.slice(0, 200)}`);
  },
); // prettier-ignore

export const secrets: AttackClass = {
  name: 'secrets and files of the server',
  summary:
    'Reading a credential by any route, having it repeated by a mistake, and reading files of the server by any path.',
  variants: [readAll, ...mistaken, ...files],
};
