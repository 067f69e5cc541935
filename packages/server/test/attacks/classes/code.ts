import type { FlowDocument } from '@koppel/model';
import type { RouteName, UserRole } from '@koppel/protocol';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import { canaries, type Lab } from '../lab.ts';

const flowId = 'accounts-erp-to-crm';

/** The shipped flow with code behind its mapping. */
async function withCode(lab: Lab, code: string): Promise<FlowDocument> {
  const { draft } = await lab.once('draft', () => lab.commandLine.call('getFlow', { params: { id: flowId } }));
  const document = structuredClone(draft);
  document.nodes['code'] = { type: 'run-code', v: 1, config: { code, fields: ['account.name'] } };
  document.edges = document.edges
    .filter((edge) => edge !== 'map.records -> mask.records')
    .concat('map.records -> code.records', 'code.records -> mask.records');
  document.layout.nodes['code'] = [900, 400];
  return document;
}

interface Shown {
  readonly records?: {
    readonly output: Record<string, unknown> | null;
    readonly errors: Record<string, { readonly code: string; readonly message: string }>;
  }[];
}

/** Tries code on a real record, as somebody who may write it. */
async function preview(lab: Lab, code: string) {
  await lab.once('fields', async () => {
    for (const id of ['demo-erp', 'demo-crm']) await lab.commandLine.call('discoverConnection', { params: { id } });
  });
  const { status, text } = await lab.send({
    method: 'POST',
    path: lab.path('previewFlow', { id: flowId }),
    as: 'commandLine',
    json: { document: await withCode(lab, code), nodeId: 'code', limit: 1 },
  });
  const [record] = (JSON.parse(text) as Shown).records ?? [];
  return { status, text, name: record?.output?.['account.name'], error: Object.values(record?.errors ?? {})[0] };
}

const body = (text: string) => `export default function (record: any, run: any) {\n${text}\n}`;
const reach = 'return process';

/** What reaches for the world outside: it fails for its record, and nothing else happens. */
const escapes: Variant[] = each(
  (
    [
      ['the environment', 'return { name: process.env.CANARY }'],
      ['a module', `return { name: require('node:fs').readFileSync('/etc/passwd', 'utf8') }`],
      ['a module by import', `return import('node:child_process').then((m) => m.execSync('id'))`],
      ['a binding of the process', `return { name: process.binding('fs') }`],
      ['the network', `fetch('http://127.0.0.1:1/'); return { name: 'asked' }`],
      ['a socket', `return { name: new WebSocket('ws://127.0.0.1:1/') }`],
      ['a timer', `setTimeout(() => {}, 0); return { name: 'later' }`],
      ['a task', `queueMicrotask(() => {}); return { name: 'later' }`],
      ['the function constructor', `return { name: Function('${reach}')().env.CANARY }`],
      ['the constructor of a function', `return { name: (() => 0).constructor('${reach}')().env.CANARY }`],
      ['the constructor of an async function', `return { name: (async () => 0).constructor('${reach}')().env.CANARY }`],
      ['the constructor of a generator', `return { name: (function* () {}).constructor('${reach}')().next().value.env }`],
      ['the constructor of an async generator', `return { name: (async function* () {}).constructor('${reach}')() .next() }`],
      ['the constructor of a method', `return { name: [].map.constructor('${reach}')().env.CANARY }`],
      ['the constructor of the record', `return { name: record.constructor.constructor('${reach}')().env.CANARY }`],
      ['the constructor of the run', `return { name: run.constructor.constructor('${reach}')().env.CANARY }`],
      ['an error of the host', `try { null.x } catch (e) { return { name: e.constructor.constructor('${reach}')().env.CANARY } }`],
      ['an overflow of the host', `const f = () => f(); try { f() } catch (e) { return { name: e.constructor.constructor('${reach}')().env.CANARY } }`],
      ['a stack of the host', `Error.prepareStackTrace = (e, s) => s; return { name: new Error().stack[0].getThis().process.env.CANARY }`],
      ['callers', `return { name: (function f() { return f.caller.caller.arguments })() }`],
      ['a promise of the host', `Promise.prototype.then.call(1, (x) => x); return { name: 'then' }`],
      ['a proxy', `return new Proxy({}, { ownKeys() { return (() => 0).constructor('${reach}')() } })`],
      ['a getter', `return { get name() { return (() => 0).constructor('${reach}')().env.CANARY } }`],
      ['a text of its own', `return { name: { toJSON() { return (() => 0).constructor('${reach}')().env.CANARY } } }`],
      ['eval', `return { name: eval('process.env.CANARY') }`],
      ['eval by another name', `return { name: (0, eval)('process.env.CANARY') }`],
      ['web assembly', `return { name: new WebAssembly.Memory({ initial: 1 }) }`],
      ['shared memory', `return { name: new SharedArrayBuffer(8) }`],
      ['a clock', `return { name: String(Date.now()) }`],
      ['a clock by its class', `return { name: new (new Date(0).constructor as any)().toISOString() }`],
      ['chance', `return { name: String(Math.random()) }`],
      ['the isolate', `return { name: ivm.Reference }`],
      ['what handles it', `return { name: parse('{}') && $code.caller }`],
    ] as const
  ).map(([name, text]) => [`code that reaches for ${name}`, text] as const),
  async (lab, text) => {
    const { status, text: answer, error } = await preview(lab, body(text));
    insist(status === 200, `It answered ${status}: ${answer.slice(0, 200)}`);
    insist(error?.code.startsWith('code.') === true, `It got through: ${answer.slice(0, 300)}`);
    insist(!answer.includes(canaries.environment), 'It told the environment');
  },
); // prettier-ignore

/** What takes more than its share: the record fails, and the server serves. */
const greed: Variant[] = each(
  (
    [
      ['an endless loop', 'for (;;);'],
      ['an endless loop beside the function', null],
      ['a pattern without end', 'return { name: String(/^(a+)+$/.test("a".repeat(50) + "b")) }'],
      ['texts without end', 'let t = "x"; for (;;) t += t;'],
      ['lists without end', 'const l = []; for (;;) l.push(new Array(1e5).fill(l.length));'],
      ['a buffer', 'return { name: String(new ArrayBuffer(2 ** 33)) }'],
      ['many buffers', 'const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1));'],
      ['an answer without end', 'return { name: "x".repeat(1e7) }'],
      ['an answer with many names', 'return Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ["n" + i, i]))'],
      ['an error without end', 'throw new Error("x".repeat(1e7))'],
      ['an error that is none', 'throw { get message() { for (;;); } }'],
      ['depth', 'const f = (n: number): any => [f(n + 1)]; return { name: f(0) }'],
    ] as const
  ).map(([name, text]) => [`code that takes ${name}`, text] as const),
  async (lab, text) => {
    const { status, text: answer, error } = await preview(lab, text === null ? 'for (;;);\nexport default () => ({})' : body(text));
    insist(status === 200, `It answered ${status}: ${answer.slice(0, 200)}`);
    insist(error?.code.startsWith('code.') === true, `It got through: ${answer.slice(0, 300)}`);
    insist(answer.length < 20_000, `Its answer has ${answer.length} characters`);
  },
); // prettier-ignore

/** What changes the isolate for those who come later: nobody comes later. */
const poison: Variant[] = each(
  [
    'Object.prototype.polluted = "yes"',
    'Array.prototype[0] = "yes"',
    'JSON.stringify = () => \'[{"ok":true,"values":{"name":"forged"}}]\'',
    'JSON.parse = () => ({})',
    'Array.prototype.push = () => 0',
    'Object.prototype.toJSON = () => "forged"',
    'Object.freeze = (x) => x',
    'globalThis.answerTo = () => 0',
    'Object.defineProperty(Object.prototype, "ok", { get: () => true })',
    'RegExp.prototype.exec = () => null',
    'String.prototype.slice = () => "forged"',
  ].map((text) => [`code that leaves ${text}`, text] as const),
  async (lab, text) => {
    await preview(lab, body(`${text}; return {};`));
    const { name, error } = await preview(lab, body('return { name: `${record.name}:${({} as any).polluted ?? "clean"}` };'));
    insist(error === undefined, `The next code fails: ${JSON.stringify(error)}`);
    insist(String(name).endsWith(':clean'), `The next code gives ${String(name)}`);
  },
); // prettier-ignore

const ways: readonly (readonly [name: RouteName, body: (document: FlowDocument) => object])[] = [
  ['saveDraft', (document) => ({ document, revision: 1 })],
  ['importFlow', (document) => ({ document: { ...document, id: 'brought' } })],
  ['importFlow', (document) => ({ document: JSON.stringify({ ...document, id: 'brought' }) })],
  ['previewFlow', (document) => ({ document, nodeId: 'code', limit: 1 })],
  ['tryFlow', (document) => ({ document, limit: 1 })],
  ['checkFlow', (document) => ({ document })],
  ['runFlowTests', (document) => ({ document })],
  ['keepFlowTest', (document) => ({ title: 'x', document, keys: ['x'], madeUp: true })],
];

/** Who may not write code brings none, by any way that a flow comes in. */
const rights: Variant[] = (['analyst', 'viewer', 'sales'] as const satisfies UserRole[]).flatMap((role) =>
  each(
    ways.map(([name, make], at) => [`code that a ${role} brings by ${name} (${at})`, { name, make }] as const),
    async (lab, { name, make }) => {
      const document = await withCode(lab, 'export default () => ({ name: "mine" })');
      const path = lab.path(name, { id: flowId });
      const method = name === 'saveDraft' ? 'PUT' : 'POST';
      const { status, text } = await lab.send({ method, path, as: role, json: make(document) });
      insist(status === 403, `It answered ${status}: ${text.slice(0, 200)}`);
    },
  ),
); // prettier-ignore

export const codeOfNodes: AttackClass = {
  name: 'code of nodes',
  summary: 'TypeScript of a node that reaches for the process, takes more than its share, forges answers, or comes from who may not write it.',
  variants: [...escapes, ...greed, ...poison, ...rights],
}; // prettier-ignore
