import { ConnectionError, type WriteIntent } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { outcomeOf, Refusal, refusalOf } from '../src/outcomes.ts';

const create: WriteIntent = {
  op: 'create',
  key: null,
  version: null,
  values: { name: 'Bad VAT', vatNumber: 'BE0417497107' },
};
const update: WriteIntent = { ...create, op: 'update', key: '3', version: 'v' };
const names = {
  entity: 'account',
  labels: new Map([
    ['Code', 'number'],
    ['Party', 'customer'],
  ]),
};
const userError = (message: string) => ['UserError', [message, '', null]];

// Recorded from tryton-server 6.0.29, November 2026.
describe('what an answered error means', () => {
  test.each([
    [userError('A value is required for field "Party" in "Sale".'), 'requiredEmpty', 'account.customer'],
    [userError('The code on party must be unique.'), 'alreadyExists', 'account.number'],
    [userError('The Belgian Enterprise Number "BE0417497107" for party "Bad VAT" is not valid.'), 'doesNotFit', 'account.vatNumber'],
    [userError('To get a quote for sale "[SO-1]" you must enter an invoice address.'), 'requiredEmpty', undefined],
    [userError('You are not allowed to write "Sale".'), 'noPermission', undefined],
    [userError('The move is posted.'), 'refused', undefined],
    [['UserWarning', ['sale_1', 'The order is late.', '']], 'refused', undefined],
    [["'nme'", ''], 'other', undefined],
  ] as const)('%j', (error, failureCause, field) => {
    expect(outcomeOf(refusalOf(error), create, names)).toMatchObject({
      kind: 'rejected',
      reason: 'refused',
      error: { failureCause, field },
    });
  }); // prettier-ignore

  test('a record that changed is stale for an update, and for a create nothing was done', () => {
    const concurrency = refusalOf(['ConcurrencyException', 'Records were modified in the meanwhile']);
    expect(outcomeOf(concurrency, update, names)).toMatchObject({ kind: 'rejected', reason: 'stale' });
    expect(outcomeOf(concurrency, create, names)).toMatchObject({ kind: 'notExecuted' });
  });

  test('two writers in each other’s way have done nothing, and may try again', () => {
    for (const said of ['database is locked', 'could not serialize access due to concurrent update']) {
      expect(outcomeOf(refusalOf([said, '']), update, names)).toMatchObject({ kind: 'notExecuted' });
    }
  });

  test('a record that is gone says so', () => {
    const gone = userError(`You are trying to write to records "3" of "Party" that don't exist anymore.`);
    expect(outcomeOf(refusalOf(gone), update, names)).toMatchObject({ kind: 'rejected', reason: 'gone' });
  });

  test('what broke off on the way proves nothing, unless certainly nothing left', () => {
    const broken = (wasSent: boolean) => new ConnectionError({ code: 'x', message: 'x', remedy: 'x', wasSent });
    expect(outcomeOf(broken(true), create, names).kind).toBe('unknown');
    expect(outcomeOf(broken(false), create, names).kind).toBe('notExecuted');
  });

  test('a defect is no outcome', () => {
    expect(() => outcomeOf(new TypeError('oops'), create, names)).toThrow(TypeError);
    expect(refusalOf(undefined)).toBeInstanceOf(Refusal);
  });
});
