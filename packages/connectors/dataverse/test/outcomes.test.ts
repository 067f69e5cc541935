import type { BatchAnswer } from '@koppel/connector-odata';
import type { SendOutcome, WriteIntent } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { outcomeOfRefusal } from '../src/outcomes.ts';

const names = {
  entity: 'account',
  columns: new Map([
    ['creditlimit', 'creditLimit'],
    ['name', 'name'],
  ]),
  labels: new Map([['Credit Limit', 'creditLimit']]),
};
const create: WriteIntent = { op: 'create', key: 'k', version: null, values: { name: 'Claeys' } };
const update: WriteIntent = { op: 'update', key: 'k', version: 'W/"1"', values: { name: 'Claeys' } };

function answer(
  status: number,
  code?: string,
  message = 'In its words.',
  headers: Record<string, string> = {},
): BatchAnswer {
  const json = code === undefined ? undefined : { error: { code, message } };
  return { status, body: '', header: (name) => headers[name], json: () => json };
}

function told(outcome: SendOutcome): string {
  return outcome.kind === 'rejected' ? `${outcome.reason} ${outcome.error.failureCause}` : outcome.kind;
}

describe('what became of a write', () => {
  test.each<[status: number, code: string | undefined, ofCreate: string, ofUpdate: string]>([
    [412, '0x80040237', 'exists alreadyExists', 'refused alreadyExists'],
    [412, '0x80060892', 'exists alreadyExists', 'refused alreadyExists'],
    [412, '0x80060882', 'exists changedOnBothSides', 'stale changedOnBothSides'],
    [412, '', 'exists refused', 'stale refused'],
    [412, undefined, 'exists refused', 'stale refused'],
    [404, '0x80040217', 'refused notFound', 'gone notFound'],
    [404, '', 'refused refused', 'gone refused'],
    [404, '0x8006088a', 'refused refused', 'refused refused'],
    [400, '0x80044331', 'refused doesNotFit', 'refused doesNotFit'],
    [400, '0x8004431A', 'refused noTranslation', 'refused noTranslation'],
    [400, '0x80040265', 'refused refused', 'refused refused'],
    [400, '0x0', 'refused refused', 'refused refused'],
    [403, '0x80040220', 'refused noPermission', 'refused noPermission'],
    [403, '0x8004F507', 'refused noPermission', 'refused noPermission'],
    [500, '0x80040333', 'refused alreadyExists', 'refused alreadyExists'],
    [401, undefined, 'notExecuted', 'notExecuted'],
    [429, '0x80072321', 'notExecuted', 'notExecuted'],
    [400, undefined, 'unknown', 'unknown'],
    [408, undefined, 'unknown', 'unknown'],
    [500, '0x80040216', 'unknown', 'unknown'],
    [502, undefined, 'unknown', 'unknown'],
    [503, '', 'unknown', 'unknown'],
    [504, undefined, 'unknown', 'unknown'],
    [302, undefined, 'unknown', 'unknown'],
  ])('%i with code %s: a create is %s, an update %s', (status, code, ofCreate, ofUpdate) => {
    expect(told(outcomeOfRefusal(answer(status, code), create, names))).toBe(ofCreate);
    expect(told(outcomeOfRefusal(answer(status, code), update, names))).toBe(ofUpdate);
  });

  test('a part that is throttled keeps the pause it asks for', () => {
    const asked = outcomeOfRefusal(answer(429, '0x80072322', '', { 'retry-after': '12' }), create, names);
    expect(asked).toMatchObject({ kind: 'notExecuted', error: { retry: { afterMs: 12_000 }, wasSent: false } });
    const silent = outcomeOfRefusal(answer(429, '0x80072322'), create, names);
    expect(silent).toMatchObject({ error: { retry: 'backoff' } });
  });

  test.each([
    ["The length of the 'creditlimit' attribute of the 'account' entity exceeded the maximum", 'account.creditLimit'],
    ['Attribute: name cannot be set to NULL on entity account', 'account.name'],
    ['permissions to a Credit Limit secured field on entity Account table.', 'account.creditLimit'],
    ['Something about the Credit Limit of others', undefined],
    ["Invalid property 'fax' was found", undefined],
  ])('names the field of "%s"', (message, field) => {
    const outcome = outcomeOfRefusal(answer(400, '0x80044331', message), update, names);
    expect(outcome.kind === 'rejected' && outcome.error.field).toBe(field);
    expect(outcome.kind === 'rejected' && outcome.error.view()).toMatchObject({
      code: 'dataverse.0x80044331',
      message: 'Claeys was not updated. A text is longer than its column.',
      answer: message,
    });
  });

  test('calls the record as people do, also where its name is not among what is written', () => {
    const intent = { ...update, name: 'K10816 Brouwerij De Kroon', values: { creditLimit: '1' } };
    const outcome = outcomeOfRefusal(answer(400, '0x80044331', 'Too long'), intent, names);
    expect(outcome.kind === 'rejected' && outcome.error.message).toMatch(
      /^K10816 Brouwerij De Kroon was not updated\. /,
    );
  });
});
