import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signToken, verifyToken } from '../src/insight/embed-token.ts';

const secret = randomBytes(32);
const now = new Date('2026-11-26T10:00:00Z');
const claims = {
  workspaceId: 'W1',
  connectionId: 'erp',
  key: '8d2b2d6e-0001',
  expiresAt: new Date('2026-12-03T00:00:00Z'),
};
const [version, payload, signature] = signToken(claims, secret).split('.') as [string, string, string];
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
const plainHmac = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

test('says again for what it was signed', () => {
  expect(verifyToken(signToken(claims, secret), { secret, now })).toEqual({ is: 'good', claims });
});

describe('is refused as forged', () => {
  const last = signature.at(-1) === 'A' ? 'B' : 'A';
  test.each([
    ['nothing', ''],
    ['another account', `k1.${encode({ ...decoded, k: 'other' })}.${signature}`],
    ['another workspace', `k1.${encode({ ...decoded, w: 'W2' })}.${signature}`],
    ['a later end', `k1.${encode({ ...decoded, e: 9_999_999_999 })}.${signature}`],
    ['another signature', `k1.${payload}.${'A'.repeat(43)}`],
    ['no signature', `k1.${payload}.`],
    ['the signature of the payload alone, without its purpose', `k1.${payload}.${plainHmac(payload)}`],
    ['another version', `k2.${payload}.${signature}`],
    ['a further part', `k1.${payload}.${signature}.x`],
    ['a JWT that claims to need none', `${encode({ alg: 'none' })}.${encode(decoded)}.`],
    ['a text without end', `k1.${'A'.repeat(5000)}.${signature}`],
    ['characters that decode to the same', `${version}.${payload}=.${signature}`],
    ['one other last character', `k1.${payload}.${signature.slice(0, -1)}${last}`],
  ])('%s', (_what, token) => {
    expect(verifyToken(token, { secret, now })).toEqual({ is: 'forged' });
  });

  test('what another key signed', () => {
    expect(verifyToken(signToken(claims, randomBytes(32)), { secret, now })).toEqual({ is: 'forged' });
  });
});

test('ends in the second that it names', () => {
  const token = signToken(claims, secret);
  const at = (ms: number) => verifyToken(token, { secret, now: new Date(claims.expiresAt.getTime() + ms) }).is;
  expect([at(-1), at(0), at(86_400_000)]).toEqual(['good', 'expired', 'expired']);
});
