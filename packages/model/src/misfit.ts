import type { z } from 'zod';

const needed: Readonly<Record<string, string>> = {
  string: 'A text is needed.',
  number: 'A number is needed.',
  int: 'A whole number is needed.',
  boolean: 'Yes or no is needed.',
  array: 'A list is needed.',
  object: 'A group of settings is needed.',
  record: 'A group of settings is needed.',
};
const written: Readonly<Record<string, string>> = {
  url: 'An address is needed, such as https://example.com.',
  email: 'An e-mail address is needed.',
  date: 'A date is needed, such as 2026-11-27.',
  datetime: 'A date with a time is needed, such as 2026-11-27T14:02:00Z.',
};

/** What zod says by itself begins like this; anything else is a sentence of the schema, which knows better. */
const ofZod = /^(Invalid|Too (small|big)|Unrecognized)\b/;

/** Why a value does not fit its schema, as a sentence for people: zod's own words are for programmers. */
export function misfitOf(issue: z.core.$ZodIssue): string {
  const { message } = issue;
  if (!ofZod.test(message)) return /[.!?]$/.test(message) ? message : `${message}.`;
  switch (issue.code) {
    case 'invalid_type':
      // The value itself does not come along; that there is none is only told in the message.
      if (message.endsWith('received undefined')) return 'It is missing.';
      return needed[issue.expected] ?? 'Another kind of value is needed.';
    case 'too_small':
      return tooLittle(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooMuch(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return written[issue.format] ?? 'It is not written in the form that is needed.';
    case 'invalid_value':
      return `One of these is needed: ${issue.values.map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return `There is no "${issue.keys.join('", "')}" here.`;
    default:
      return 'It has none of the forms that are possible.';
  }
}

function tooLittle(origin: string, least: number): string {
  if (origin !== 'number' && origin !== 'int' && least === 1) return 'It is empty.';
  if (origin === 'string') return `At least ${least} characters are needed.`;
  if (origin === 'array' || origin === 'set') return `At least ${least} entries are needed.`;
  return `${least} or more is needed.`;
}

function tooMuch(origin: string, most: number): string {
  if (origin === 'string') return `It may have ${most} characters at most.`;
  if (origin === 'array' || origin === 'set') return `It may have ${most} entries at most.`;
  return `${most} or less is needed.`;
}
