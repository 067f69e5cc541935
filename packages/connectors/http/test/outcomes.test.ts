import { ConnectionError, type SendOutcome, type WriteIntent } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import type { SystemError } from '../src/answers.ts';
import { refusal } from '../src/outcomes.ts';
import { resourceSchema, type ErrorKind } from '../src/resource.ts';
import { customers } from './system-under-test.ts';

const create: WriteIntent = { op: 'create', name: 'K1 De Kroon', key: null, version: null, values: {} };
const update: WriteIntent = { op: 'update', name: 'K1 De Kroon', key: '7', version: '1', values: {} };

function outcome(error: Partial<SystemError>, intent: WriteIntent, rules: object[] = [], more: object = {}): SendOutcome {
  const resource = resourceSchema.parse(customers({ rules }));
  return refusal({ status: 400, code: '', message: '', ...error }, intent, { resource, host: 'shop.example', ...more });
} // prettier-ignore

const short = (result: SendOutcome) => (result.kind === 'rejected' ? result.reason : result.kind);

describe('the usual meaning of a status', () => {
  test.each([
    [400, 'refused', 'refused'],
    [401, 'notExecuted', 'notExecuted'],
    [402, 'unknown', 'unknown'],
    [403, 'refused', 'refused'],
    [404, 'refused', 'gone'],
    [405, 'refused', 'refused'],
    [408, 'unknown', 'unknown'],
    [409, 'exists', 'stale'],
    [410, 'refused', 'gone'],
    [412, 'exists', 'stale'],
    [413, 'refused', 'refused'],
    [422, 'refused', 'refused'],
    [429, 'notExecuted', 'notExecuted'],
    [500, 'unknown', 'unknown'],
    [502, 'unknown', 'unknown'],
    [503, 'unknown', 'unknown'],
    [504, 'unknown', 'unknown'],
    [302, 'notExecuted', 'notExecuted'],
    [303, 'unknown', 'unknown'],
    [100, 'unknown', 'unknown'],
  ])('%i', (status, created, updated) => {
    expect([short(outcome({ status }, create)), short(outcome({ status }, update))]).toEqual([created, updated]);
  });

  test('a status that nobody knows is a refusal where the system says why, and proves nothing where it does not', () => {
    expect(short(outcome({ status: 418, message: 'I am a teapot' }, create))).toBe('refused');
    expect(short(outcome({ status: 418 }, create))).toBe('unknown');
    expect(short(outcome({ status: 599, message: 'Oops' }, create))).toBe('unknown');
  });

  test('the record, the answer and the field are named', () => {
    const result = outcome({ status: 422, message: 'address.city is too long', code: 'E7' }, update);
    expect(result).toMatchObject({
      error: {
        message: 'K1 De Kroon was not updated. The system refused it.',
        answer: 'address.city is too long',
        field: 'account.billingAddress.city',
        details: { status: 422, systemCode: 'E7' },
      },
    });
  });

  test('the pause that was asked for is passed on, and a refused sign-in as what it is', () => {
    expect(outcome({ status: 429 }, create, [], { askedMs: 7000 })).toMatchObject({ error: { retry: { afterMs: 7000 } } });
    const problem = new ConnectionError({ code: 'http.sign-in-refused', message: 'No.', remedy: 'Yes.', retry: 'never' });
    expect(outcome({ status: 401 }, create, [], { problem })).toEqual({ kind: 'notExecuted', error: problem });
  }); // prettier-ignore
});

describe('the meaning that a description gives', () => {
  const kinds: Record<ErrorKind, string> = {
    invalid: 'refused',
    stale: 'stale',
    exists: 'exists',
    gone: 'gone',
    noPermission: 'refused',
    notDone: 'notExecuted',
    busy: 'notExecuted',
    unknown: 'unknown',
  };
  test.each(Object.entries(kinds))('%s', (kind, expected) => {
    expect(short(outcome({ status: 500 }, update, [{ status: '500', kind }]))).toBe(expected);
    expect(short(outcome({ status: 502 }, update, [{ status: '5xx', kind }]))).toBe(expected);
    expect(short(outcome({ status: 400, code: 'E1' }, update, [{ code: 'E1', kind }]))).toBe(expected);
    expect(short(outcome({ status: 200, code: 'E1' }, update, [{ status: '2xx', code: '*', kind }]))).toBe(expected);
  });

  test('the first rule that fits decides; one that does not fit changes nothing', () => {
    const rules = [
      { status: '409', code: 'LOCKED', kind: 'notDone' },
      { status: '4xx', kind: 'invalid' },
    ];
    expect(short(outcome({ status: 409, code: 'LOCKED' }, update, rules))).toBe('notExecuted');
    expect(short(outcome({ status: 409, code: 'OTHER' }, update, rules))).toBe('refused');
    expect(short(outcome({ status: 500, code: 'LOCKED' }, update, rules))).toBe('unknown');
  });
});
