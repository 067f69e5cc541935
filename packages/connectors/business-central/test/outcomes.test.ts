import type { BatchAnswer } from '@koppel/connector-odata';
import type { SendOutcome, WriteIntent } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { refusal } from '../src/outcomes.ts';

const names = {
  entity: 'account',
  columns: new Map([
    ['paymentTermsId', 'paymentTerms'],
    ['displayName', 'name'],
  ]),
  labels: new Map([['Payment Terms Code', 'paymentTerms']]),
};
const create: WriteIntent = { op: 'create', key: null, version: null, values: { name: 'Claeys', iban: 'BE68' } };
const update: WriteIntent = { op: 'update', key: 'k', version: 'W/"1"', values: { name: 'Claeys', iban: 'BE68' } };

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
    [400, 'Application_DialogException', 'refused refused', 'refused refused'],
    [400, 'Application_FieldValidationException', 'refused requiredEmpty', 'refused requiredEmpty'],
    [400, 'Application_StringExceededLength', 'refused doesNotFit', 'refused doesNotFit'],
    [400, 'Internal_InvalidTableRelation', 'refused noTranslation', 'refused noTranslation'],
    [403, 'Authorization_RequestDenied', 'refused noPermission', 'refused noPermission'],
    [409, 'Internal_EntityWithSameKeyExists', 'exists alreadyExists', 'refused alreadyExists'],
    [400, 'Internal_EntityWithSameKeyExists', 'exists alreadyExists', 'refused alreadyExists'],
    [409, 'Request_EntityChanged', 'unknown', 'stale changedOnBothSides'],
    [412, 'Request_EntityChanged', 'unknown', 'stale changedOnBothSides'],
    [412, undefined, 'exists refused', 'stale refused'],
    [404, 'Internal_RecordNotFound', 'refused notFound', 'gone notFound'],
    [409, 'Unknown', 'unknown', 'unknown'],
    [401, undefined, 'notExecuted', 'notExecuted'],
    [429, 'Application_TooManyRequests', 'notExecuted', 'notExecuted'],
    [400, undefined, 'unknown', 'unknown'],
    [408, undefined, 'unknown', 'unknown'],
    [500, 'Internal_ServerError', 'unknown', 'unknown'],
    [502, undefined, 'unknown', 'unknown'],
    [503, undefined, 'unknown', 'unknown'],
    [504, undefined, 'unknown', 'unknown'],
  ])('%i with code %s: a create is %s, an update %s', (status, code, ofCreate, ofUpdate) => {
    expect(told(refusal(answer(status, code), create, names))).toBe(ofCreate);
    expect(told(refusal(answer(status, code), update, names))).toBe(ofUpdate);
  });

  test('a part that is throttled keeps the pause it asks for, and asks for a growing one when it names none', () => {
    const asked = refusal(answer(429, 'Unknown', '', { 'retry-after': '12' }), create, names);
    expect(asked).toMatchObject({ kind: 'notExecuted', error: { retry: { afterMs: 12_000 }, wasSent: false } });
    expect(refusal(answer(429), create, names)).toMatchObject({ error: { retry: 'backoff' } });
  });

  test.each([
    ['The "paymentTermsId" does not match to a Payment Terms.', 'account.paymentTerms'],
    ['The field Payment Terms Code of table Customer contains a value (XX) that', 'account.paymentTerms'],
    ['The length of the string is 57, but it must be less than 50 characters. Value: BE68', 'account.iban'],
    ['A "displayName" must be provided.', 'account.name'],
    ['Customer 10000 is blocked with type All', undefined],
  ])('names the field of "%s"', (message, field) => {
    const outcome = refusal(answer(400, 'Application_DialogException', message), update, names);
    expect(outcome.kind === 'rejected' && outcome.error.field).toBe(field);
  });
});
