import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redaction } from './redaction.ts';

const secret = 'S3cret "with" ünusual/+ letters';

function knowing(...secrets: string[]): Redaction {
  const redaction = new Redaction();
  redaction.learn('test', secrets);
  return redaction;
}

describe('a known secret', () => {
  test.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ secret })],
    ['in an address', `https://x/?key=${encodeURIComponent(secret)}&more`],
    ['in a form', new URLSearchParams({ secret }).toString()],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 for addresses', Buffer.from(secret).toString('base64url')],
    ['in hexadecimal digits', Buffer.from(secret).toString('hex')],
    ['twice in a row', secret + secret],
  ])('is taken out %s', (_how, text) => {
    const clean = knowing('something else', secret).text(`before ${text} behind`);
    expect(clean).toMatch(/^before .*\[secret\].* behind$/);
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
      expect(clean).not.toContain(form);
  });

  test('is taken out of an error and its causes, and of values', () => {
    const redaction = knowing(secret);
    const error = redaction.error(new Error(`no ${secret}`, { cause: new Error(`of ${secret}`) })) as Error;
    expect(`${error.message} ${error.stack} ${(error.cause as Error).message}`).not.toContain('S3cret');
    expect(redaction.value({ a: [secret, 1, null], b: { c: `x${secret}` } })).toEqual({
      a: ['[secret]', 1, null],
      b: { c: 'x[secret]' },
    });
  });

  test('counts on for a while after it was replaced', () => {
    const redaction = new Redaction();
    for (const one of ['the first one', 'the second one', 'the third one', 'the fourth one'])
      redaction.learn('token', [one]);
    expect(redaction.text('the first one, the second one, the fourth one')).toBe('the first one, [secret], [secret]');
  });

  test('is found wherever it stands, and nothing else is changed', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\u00e9'), maxLength: 40 });
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\u00e9'), minLength: 4, maxLength: 9 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(words, letters, letters, (secrets, before, behind) => {
        const redaction = knowing(...secrets);
        for (const one of secrets) expect(redaction.text(before + one + behind)).not.toContain(one);
        const harmless = `${before} `.replaceAll(/[abcé]/g, 'x');
        expect(redaction.text(harmless)).toBe(harmless);
      }),
    );
  });
});

test('texts too short to be told from others stay', () => {
  expect(knowing('abc', '').text('abcabc')).toBe('abcabc');
});
