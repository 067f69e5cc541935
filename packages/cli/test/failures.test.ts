import type { FailureDetail } from '@koppel/protocol';
import { beforeEach, expect, test } from 'vitest';
import type { ApiClient } from '../src/api-client.ts';
import { listFailures, mendFailure, retryFailures, showFailure } from '../src/commands/failures.ts';
import { exitCodes } from '../src/exit-codes.ts';

const failure: FailureDetail = {
  id: 'f1',
  flowId: 'new-customer-crm-to-erp',
  runId: 'r1',
  nodeId: 'check',
  entity: 'account',
  key: 'a1',
  name: 'Bakkerij Fout BV',
  cause: 'doesNotFit',
  error: {
    code: 'mapping.not-valid',
    message: 'Bakkerij Fout BV was not written. "BE1" is not a VAT number.',
    remedy: 'Correct it in the source.',
    field: 'account.vatNumber',
  },
  input: { 'account.vatNumber': 'BE1' },
  output: null,
  state: 'open',
  seen: 1,
  firstAt: '2026-11-23T09:00:00.000Z',
  lastAt: '2026-11-23T09:00:00.000Z',
  note: null,
  sides: null,
  targetKey: null,
  remedies: [
    { kind: 'edit', side: 'output', field: 'account.vatNumber', value: 'BE1', proposal: null },
    { kind: 'link', candidates: ['K1'] },
  ],
  history: [
    { kind: 'failed', at: '2026-11-23T09:00:00.000Z', by: null, runId: 'r1', runNumber: 7, text: 'No.', edit: null },
  ],
};

let calls: { name: string; input: unknown }[];
let state: FailureDetail['state'];
let said: string[];
const output = {
  out: (text: string) => void said.push(text),
  err: (text: string) => void said.push(text),
  isTerminal: false,
};
const api = {
  call(name: string, input?: unknown) {
    calls.push({ name, input });
    if (name === 'listFailures') return Promise.resolve({ items: [failure], hasMore: false, byState: { open: 1 } });
    if (name === 'getFailure') return Promise.resolve({ ...failure, state });
    if (name === 'getRun') return Promise.resolve({ run: { state: { status: 'done' } } });
    return Promise.resolve({ runs: [{ runId: 'r2', number: 8, flowId: failure.flowId }] });
  },
} as unknown as ApiClient;

beforeEach(() => {
  calls = [];
  said = [];
  state = 'solved';
});

test('lists failures by name and cause, and refuses a state that there is not', async () => {
  const options = { state: 'open', limit: 50, json: false };
  expect(await listFailures(api, options, output)).toBe(exitCodes.ok);
  expect(said.join('\n')).toMatch(/f1 +Bakkerij Fout BV +does not fit[^]*1 of 1 failures/);
  expect(await listFailures(api, { ...options, state: 'teapot' }, output)).toBe(exitCodes.usage);
});

test('shows what happened, why, and the command that mends it', async () => {
  await showFailure(api, 'f1', { json: false }, output);
  const text = said.join('\n');
  expect(text).toContain('"BE1" is not a VAT number');
  expect(text).toContain('koppel failures retry f1 --set account.vatNumber=<value>');
  expect(text).toContain('koppel failures mend f1 --link K1');
  expect(text).toContain('failed in run 7: No.');
});

test('tries again with the values that are set, and its exit code says whether that solved it', async () => {
  const options = { set: ['account.vatNumber=BE0403019261'], setInput: [], json: false };
  expect(await retryFailures(api, ['f1'], options, output)).toBe(exitCodes.ok);
  expect(calls[0]).toEqual({
    name: 'retryFailures',
    input: { body: { ids: ['f1'], edit: { input: {}, output: { 'account.vatNumber': 'BE0403019261' } } } },
  });
  state = 'open';
  expect(await retryFailures(api, ['f1'], { ...options, set: [] }, output)).toBe(exitCodes.problems);
  expect(said.join('\n')).toContain('0 of 1 solved');
});

test('carries out one remedy, and refuses two at once', async () => {
  const options = { link: 'K1', unlink: false, choose: [], json: false };
  expect(await mendFailure(api, 'f1', options, output)).toBe(exitCodes.ok);
  expect(calls[0]).toEqual({
    name: 'mendFailure',
    input: { params: { id: 'f1' }, body: { kind: 'link', targetKey: 'K1' } },
  });
  expect(await mendFailure(api, 'f1', { ...options, unlink: true }, output)).toBe(exitCodes.usage);
});
