import type { CodeAnswer } from '@koppel/sdk';
import type { ChildProcess } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { forkChild, Sandbox } from '../src/sandbox.ts';

const box = new Sandbox({ batchMs: 500, recordMs: 100 });
const sandbox = box.runner();
afterAll(() => box.close());

const run = { today: '2026-11-27' };
async function one(code: string, record: Record<string, string | number | boolean | null> = {}): Promise<CodeAnswer> {
  const [answer] = await sandbox.run({ code, fields: Object.keys(record), records: [Object.values(record)], run });
  return answer!;
}
const body = (text: string) => one(`export default function (record, run) {\n${text}\n}`);

describe('code of a node', () => {
  test('gives fields for a record, in TypeScript, with functions of its own', async () => {
    const code = `
      interface Account { readonly name: string | null; readonly creditLimit: string | null }
      const half = (limit: string): string => (Number(limit) / 2).toFixed(2);
      export default function (account: Account, run: { today: string }) {
        return { creditLimit: half(account.creditLimit ?? '0'), note: later(account), day: run.today };
      }
      function later({ name }: Account) { return name!.toUpperCase(); }
    `;
    expect(await one(code, { name: 'Janssens', creditLimit: '45000.00' })).toEqual({
      ok: true,
      values: { creditLimit: '22500.00', note: 'JANSSENS', day: '2026-11-27' },
    });
  });

  test('gives nothing where there is nothing to change', async () => {
    for (const given of ['', 'return undefined', 'return null', 'return {}'])
      expect(await body(given)).toEqual({ ok: true, values: {} });
    expect(await body('return { a: undefined, b: null }')).toEqual({ ok: true, values: { a: null, b: null } });
  });

  test('says where and why it failed, in the lines of whoever wrote it', async () => {
    const code = `const a = 1;\nexport default function (record: { name: string | null }) {\n  return { name: record.name.trim() };\n}`;
    expect(await one(code, { name: null })).toMatchObject({
      ok: false,
      problem: { kind: 'threw', line: 3, column: 30 },
    });
    const own = await body("  throw new Error('No VAT number.');");
    expect(own).toMatchObject({ ok: false, problem: { kind: 'threw', message: 'No VAT number.', line: 2 } });
  });

  test('that cannot be read is told before it runs', async () => {
    expect(await sandbox.problemIn('export default (record) => ({})')).toBeNull();
    expect(await sandbox.problemIn('export default function ( {')).toMatchObject({ kind: 'syntax', line: 1 });
    expect(await sandbox.problemIn('const a = 1;\nconst b = ;\nexport default () => ({})')).toMatchObject({
      kind: 'syntax',
      line: 2,
      column: 11,
    });
    expect(await sandbox.problemIn('export default () => ({});\nenum A { x }')).toMatchObject({ line: 2, column: 1 });
    expect(await sandbox.problemIn('const a = 1;')).toMatchObject({
      kind: 'syntax',
      message: expect.stringContaining('export default') as string,
    });
    expect(await sandbox.problemIn('export default 5')).toMatchObject({
      message: expect.stringContaining('no function') as string,
    });
    expect(await sandbox.problemIn("import fs from 'node:fs';\nexport default () => ({})")).toMatchObject({
      kind: 'syntax',
    });
  });

  test('sees each record afresh: nothing it keeps outlives a record', async () => {
    const code = `let seen = 0;\nexport default function () { seen += 1; return { seen }; }`;
    const answers = await sandbox.run({ code, fields: [], records: [[], [], []], run });
    expect(answers).toEqual([1, 1, 1].map((seen) => ({ ok: true, values: { seen } })));
  });

  test('keeps nothing for the next record by any way around', async () => {
    const ways = [
      'globalThis',
      'Array',
      'Object.prototype',
      'JSON',
      '(function* () {}).prototype.__proto__.__proto__',
      'RegExp',
    ];
    for (const way of ways) {
      const code = `export default function () {
        const place: any = ${way};
        try { place.n = (place.n ?? 0) + 1; } catch {}
        try { place.input = (place.input ?? '') + 'x'; } catch {}
        return { kept: String(place.n ?? 'nothing') + String(place.input ?? 'nothing') };
      }`;
      const answers = await sandbox.run({ code, fields: [], records: [[], [], []], run });
      expect(answers).toEqual([1, 2, 3].map(() => ({ ok: true, values: { kept: 'nothingnothing' } })));
    }
  });

  test('may make errors and objects with names and methods of their own', async () => {
    const code = `
      class Missing extends Error { constructor(what: string) { super(what); this.name = 'Missing'; } }
      export default function () {
        const made: any = {};
        made.toString = () => 'made';
        const error = new Missing('VAT');
        error.message = 'No VAT';
        return { a: String(made), b: String(error), c: error instanceof Missing };
      }`;
    expect(await one(code)).toEqual({ ok: true, values: { a: 'made', b: 'Missing: No VAT', c: true } });
  });

  test('may hold the words of its export in a text or a remark', async () => {
    const code = '/*\nexport default f\n*/\nconst a = `\nexport default b\n`;\nexport default () => ({ a });';
    expect(await one(code)).toEqual({ ok: true, values: { a: '\nexport default b\n' } });
  });

  test.each([
    ['a stack', "if (record.name === 'bad') throw { get stack() { throw 1; } };"],
    ['what makes it a promise', "if (record.name === 'bad') return { get then() { throw 1; } };"],
    ['its prototype', "if (record.name === 'bad') throw new Proxy({}, { getPrototypeOf() { throw 1; } });"],
  ])('that fails while %s is looked at fails for its record alone', async (_name, text) => {
    const code = `export default function (record: any) { ${text} return {}; }`;
    const answers = await sandbox.run({ code, fields: ['name'], records: [['good'], ['bad'], ['fine']], run });
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  test.each([
    ['a list', 'return [1]', /a list/],
    ['a text', 'return "x"', /a string/],
    ['a promise', 'return Promise.resolve({})', /promise/],
    ['something endless', 'const a: any = {}; a.a = a; return { a }', /written down/],
    ['a big number that JSON does not know', 'return { a: 1n }', /written down/],
    ['too much', 'return { a: "x".repeat(70_000) }', /at most 64000/],
  ])('that gives %s is told so', async (_name, text, message) => {
    const answer = await body(text);
    expect(answer.ok ? '' : answer.problem.message).toMatch(message);
  });
});

describe('code cannot', () => {
  test.each([
    ['read the environment', 'return { a: process.env }'],
    ['load a module', 'return { a: require("node:fs") }'],
    ['load a module later', 'return import("node:fs")'],
    ['ask the network', 'return fetch("http://127.0.0.1")'],
    ['wait', 'setTimeout(() => {}, 1)'],
    ['read the clock', 'return { a: Date.now() }'],
    ['read the clock by an object', 'return { a: new Date().toISOString() }'],
    ['read the clock by its class', 'return { a: new (new Date(0).constructor as any)().toISOString() }'],
    ['read the clock by a format', 'return { a: new Intl.DateTimeFormat("en").format() }'],
    ['read the clock by a format of a list', 'return { a: [undefined].map(new Intl.DateTimeFormat("en").format)[0] }'],
    [
      'read the clock by the parts of a format',
      'return { a: new Intl.DateTimeFormat("en").formatToParts()[0]!.value }',
    ],
    ['throw dice', 'return { a: Math.random() }'],
    ['make functions from text', 'return { a: new Function("return 1")() }'],
    ['make functions from text by a constructor', 'return { a: (() => 1).constructor("return 1")() }'],
    [
      'make functions from text by a generator',
      'return { a: (function* () {}).constructor("yield 1")().next().value }',
    ],
    ['use eval', 'return { a: eval("1") }'],
    [
      'reach the host by an error',
      'try { null.x } catch (error) { return { a: error.constructor.constructor("return process")().env } }',
    ],
    ['reach the host by the record', 'return { a: record.constructor.constructor("return process")() }'],
    ['use web assembly', 'return { a: new WebAssembly.Module(new Uint8Array(8)) }'],
    ['share memory', 'return { a: new SharedArrayBuffer(8).byteLength }'],
  ])('%s', async (_name, text) => {
    const answer = await body(text);
    expect(answer.ok).toBe(false);
  });

  test('change its record', async () => {
    const answer = await one(`'use strict';\nexport default function (record) { record.name = 'x'; return record; }`, {
      name: 'a',
    });
    expect(answer).toMatchObject({ ok: false });
  });

  test('touch what comes after it', async () => {
    await body(
      'Object.prototype.polluted = 1; JSON.stringify = () => "[]"; Array.prototype.toJSON = () => 1; globalThis.parse = null;',
    );
    expect(await body('return { a: ({} as any).polluted ?? null }')).toEqual({ ok: true, values: { a: null } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('leave a name in an answer that changes objects', async () => {
    const answer = await body('return JSON.parse(\'{"__proto__": {"x": 1}, "a": 1}\')');
    expect(({} as { x?: unknown }).x).toBeUndefined();
    expect(answer.ok && Object.getPrototypeOf(answer.values)).toBe(Object.prototype);
  });
});

describe('a record that the code never ends with', () => {
  test.each([
    ['turns in circles', 'for (;;);'],
    ['calls itself', 'const f = (): number => f() + f(); try { f() } catch { f() }  for (;;);'],
    ['backtracks', 'return { a: /^(a+)+$/.test("a".repeat(40) + "b") }'],
    ['eats memory', 'const all = []; for (;;) all.push("x".repeat(1e6) + all.length);'],
    ['eats memory at once', 'return { a: new Array(2 ** 29).fill("x").join("").length }'],
  ])('because it %s is stopped, and costs no other record', async (_name, text) => {
    const code = `export default function (record: any) { if (record.name === 'bad') { ${text} } return { name: record.name }; }`;
    const answers = await sandbox.run({ code, fields: ['name'], records: [['good'], ['bad'], ['fine']], run });
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(await body('return { a: 1 }')).toEqual({ ok: true, values: { a: 1 } });
  });

  test('is not the first of a hundred: after three the rest is not tried', async () => {
    const started = performance.now();
    const code = 'export default function () { for (;;); }';
    const answers = await sandbox.run({ code, fields: [], records: Array.from({ length: 100 }, () => []), run });
    expect(answers.every(({ ok }) => !ok)).toBe(true);
    expect(answers.at(-1)).toMatchObject({ problem: { message: expect.stringContaining('was not run') as string } });
    // Not a measure of speed: a hundred times the limit would be eleven seconds.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

test('slow code that keeps within its time for each record gets through, however long the batch takes', async () => {
  const short = new Sandbox({ batchMs: 300, recordMs: 100 });
  try {
    const code = `export default function (record: any) {
      let x = 0;
      for (let i = 0; i < 5e6; i += 1) x += i % 7;
      return { name: record.name };
    }`;
    const records = Array.from({ length: 60 }, (_one, at) => [`r${at}`]);
    const answers = await short.runner().run({ code, fields: ['name'], records, run });
    expect(answers).toEqual(records.map(([name]) => ({ ok: true, values: { name } })));
  } finally {
    short.close();
  }
});

test('a process that ended unheard costs no record, and not the server', async () => {
  const started: ChildProcess[] = [];
  const watched = new Sandbox({}, () => {
    started.push(forkChild());
    return started.at(-1)!;
  });
  try {
    const code = 'export default () => ({ a: 1 })';
    const runner = watched.runner();
    const ask = () => runner.run({ code, fields: [], records: [[]], run });
    await ask();
    process.kill(started[0]!.pid!, 'SIGKILL');
    expect(await ask()).toEqual([{ ok: true, values: { a: 1 } }]);
  } finally {
    watched.close();
  }
});

test('whoever asks for much does not keep others waiting until all of it is done', async () => {
  const [busy, other] = [box.runner(), box.runner()];
  const order: string[] = [];
  const ask = async (name: string, runner: typeof busy) => {
    await runner.run({ code: 'export default () => ({})', fields: [], records: [[]], run });
    order.push(name);
  };
  await Promise.all([...[1, 2, 3, 4, 5].map((at) => ask(`busy ${at}`, busy)), ask('other', other)]);
  expect(order).toEqual(['busy 1', 'busy 2', 'other', 'busy 3', 'busy 4', 'busy 5']);
});
