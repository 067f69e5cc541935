import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';

const flow = (change: Record<string, unknown> = {}) => ({
  koppel: 'flow',
  version: 1,
  id: 'imported',
  title: { en: 'Imported' },
  slots: { erp: { role: 'erp' } },
  parameters: {},
  nodes: { start: { type: 'start-by-hand', v: 1, config: {} } },
  edges: [],
  layout: { nodes: {}, groups: {}, notes: {} },
  ...change,
});
const imported = (lab: Lab, document: string) =>
  lab.send({
    method: 'POST',
    path: lab.path('importFlow'),
    as: 'commandLine',
    headers: { 'content-type': 'application/json' },
    body: `{"document":${document}}`,
  });

const ids = ['../../etc/passwd', '..', 'a/b', 'a\\b', 'C:\\x', '%2e%2e', 'a\0b', '', ' ', 'A', 'é', '<script>', "a'b", 'a'.repeat(5_000), '__proto__', 'con.'] as const; // prettier-ignore
const versions = [0, -1, 1.5, 2, 999, 1e308, '1', null, [], {}, true] as const;

const refused: Variant[] = each(
  [
    ...ids.map((id) => [`the id ${JSON.stringify(id).slice(0, 40)}`, JSON.stringify(flow({ id }))] as const),
    ...versions.map((version) => [`version ${JSON.stringify(version)}`, JSON.stringify(flow({ version }))] as const),
    ['no document', 'null'],
    ['a text', '"flow"'],
    ['a list', '[]'],
    ['another kind', JSON.stringify(flow({ koppel: 'template' }))],
    ['a property that it has not got', JSON.stringify(flow({ secrets: { clientSecret: 'x' } }))],
    ['a credential in a slot', JSON.stringify(flow({ slots: { erp: { role: 'erp', clientSecret: 'x' } } }))],
    ['a connection in a slot', JSON.stringify(flow({ slots: { erp: { role: 'erp', connectionId: 'demo-erp' } } }))],
    ['a node of the prototype', JSON.stringify(flow()).replace('"start":', '"__proto__":')],
    ['a slot of the prototype', JSON.stringify(flow()).replace('"erp":{', '"__proto__":{')],
    ['a setting of the prototype', JSON.stringify(flow()).replace('"config":{}', '"config":{"__proto__":{"polluted":1}}')],
    ['a setting of the prototype, in codes', JSON.stringify(flow()).replace('"config":{}', '"config":{"__\\u0070roto__":{"polluted":1}}')],
    ['a setting of the constructor', JSON.stringify(flow()).replace('"config":{}', '"config":{"constructor":{"prototype":{"polluted":1}}}')],
    ['a title of the prototype', JSON.stringify(flow()).replace('"title":{', '"title":{"__proto__":{"polluted":1},')],
    ['an edge to nowhere of another form', JSON.stringify(flow({ edges: ['<script>'] }))],
    ['an edge of an object', JSON.stringify(flow({ edges: [{ from: 'a', to: 'b' }] }))],
    ['levels without end', `{"koppel":"flow","version":1,"nodes":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ],
  async (lab, document) => {
    const { status, text } = await imported(lab, document);
    insist(status === 400 || status === 422, `It answered ${status}: ${text.slice(0, 200)}`);
  },
).map(({ name, attack }) => ({ name: `a flow with ${name}`, attack })); // prettier-ignore

const file = { entity: 'account', left: 'demo-erp', right: 'demo-crm' };
const inspected = (lab: Lab, content: string | Buffer, more: Record<string, unknown> = {}) =>
  lab.send({ method: 'POST', path: lab.path('inspectLinkFile'), as: 'commandLine', json: { ...file, content: Buffer.from(content).toString('base64'), ...more } }); // prettier-ignore

const csv: Variant[] = each<readonly [content: string | Buffer, more?: Record<string, unknown>]>(
  [
    ['nothing', ['']],
    ['noise', [Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 131) % 256))]],
    ['NULs', [Buffer.alloc(100_000)]],
    ['a quote that never ends', ['a;b\n"x;y\n'.repeat(1_000)]],
    ['quotes only', ['"'.repeat(100_000)]],
    ['one line of 10 MB', [`a;b\n${'x'.repeat(10_000_000)};y`]],
    ['a hundred thousand columns', [`${'a;'.repeat(100_000)}\n${'b;'.repeat(100_000)}`]],
    ['two hundred and one thousand rows', [`a;b\n${'x;y\n'.repeat(201_000)}`]],
    ['formulas', ['a;b\n=cmd|"/c calc"!A1;@SUM(1)\n+1;-1']],
    ['markup', ['a;b\n<img src=x onerror=alert(1)>;<script>alert(1)</script>']],
    ['a column of the prototype', ['__proto__;constructor\nx;y']],
    ['an unknown encoding', ['a;b\nx;y', { encoding: '../../x' }]],
    ['an encoding of the prototype', ['a;b\nx;y', { encoding: '__proto__' }]],
    ['a separator of a quote', ['a;b\nx;y', { separator: '"' }]],
    ['a separator of a line end', ['a;b\nx;y', { separator: '\n' }]],
    ['another property', ['a;b\nx;y', { path: '/etc/passwd' }]],
    ['a path in place of a content', ['a;b\nx;y', { content: undefined, file: '/etc/passwd' }]],
  ],
  async (lab, [content, more]) => {
    const { status, text } = await inspected(lab, content, more);
    insist([200, 400, 413, 422].includes(status), `It answered ${status}: ${text.slice(0, 200)}`);
    insist(text.length < 20_000_000, `It answered ${text.length} characters`);
  },
).map(({ name, attack }) => ({ name: `a CSV file of ${name}`, attack })); // prettier-ignore

const uploaded: Variant[] = each(
  [
    ['nothing', ''],
    ['no base64', '***'],
    ['a zip', Buffer.from('504b0304140000000800', 'hex').toString('base64')],
    ['a gzip', Buffer.from('1f8b0800000000000003', 'hex').toString('base64')],
    ['a tar with a path out of it', Buffer.from('../../etc/passwd\0'.padEnd(1_024, '\0')).toString('base64')],
    ['no JSON', Buffer.from('nonsense').toString('base64')],
    ['an empty object', Buffer.from('{}').toString('base64')],
    ['a prototype', Buffer.from('{"__proto__":{"polluted":1},"koppel":"template"}').toString('base64')],
    ['a constructor', Buffer.from('{"koppel":"template","constructor":{"prototype":{"polluted":1}}}').toString('base64')],
    ['the future', Buffer.from('{"koppel":"template","format":999,"version":999}').toString('base64')],
    ['levels without end', Buffer.from('['.repeat(500_000)).toString('base64')],
    ['10 MB of brackets', Buffer.from('[]'.repeat(5_000_000)).toString('base64')],
    ['JSON itself', '{"koppel":"template"}'],
    ['a path', '/etc/passwd'],
  ],
  async (lab, content) => {
    const answer = await lab.send({ method: 'POST', path: lab.path('uploadTemplate'), as: 'commandLine', json: { content } });
    insist([400, 413, 422].includes(answer.status), `It answered ${answer.status}: ${answer.text.slice(0, 200)}`);
  },
).map(({ name, attack }) => ({ name: `a template package of ${name}`, attack })); // prettier-ignore

export const imports: AttackClass = {
  name: 'templates and files',
  summary:
    'Flows, CSV files and template packages with paths, prototypes, credentials, connections, future versions, or no end.',
  variants: [...refused, ...csv, ...uploaded],
};
