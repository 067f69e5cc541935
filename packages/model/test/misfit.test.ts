import { expect, test } from 'vitest';
import { z } from 'zod';
import { misfitOf } from '../src/index.ts';

test.each<[z.ZodType, unknown, string]>([
  [z.string(), undefined, 'It is missing.'],
  [z.string(), 3, 'A text is needed.'],
  [z.int(), 1.5, 'A whole number is needed.'],
  [z.boolean(), 'yes', 'Yes or no is needed.'],
  [z.string().min(1), '', 'It is empty.'],
  [z.array(z.string()).min(1), [], 'It is empty.'],
  [z.string().min(3), 'a', 'At least 3 characters are needed.'],
  [z.string().max(3), 'abcd', 'It may have 3 characters at most.'],
  [z.number().min(1), 0, '1 or more is needed.'],
  [z.number().max(9), 10, '9 or less is needed.'],
  [z.url(), 'here', 'An address is needed, such as https://example.com.'],
  [z.enum(['erp', 'crm']), 'x', 'One of these is needed: erp, crm.'],
  [z.string().regex(/^a/), 'b', 'It is not written in the form that is needed.'],
  [z.strictObject({}), { a: 1 }, 'There is no "a" here.'],
  [z.union([z.string(), z.number()]), true, 'It has none of the forms that are possible.'],
  [z.string().regex(/^a/, 'A word such as Bearer'), 'b', 'A word such as Bearer.'],
  [z.string().refine(() => false, 'Koppel sets this header itself.'), 'b', 'Koppel sets this header itself.'],
])('%#: %j is told as %s', (schema, value, sentence) => {
  expect(misfitOf(schema.safeParse(value).error!.issues[0]!)).toBe(sentence);
});
