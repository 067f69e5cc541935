import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatExpression } from '../../src/code-editor/format-expression.ts';

test.each([
  ['min( account.creditLimit,account.insured )', 'min(account.creditLimit, account.insured)'],
  ['account.name+" "+account.city', 'account.name + " " + account.city'],
  ['a==1&&!isEmpty( b )||-c<2', 'a == 1 && !isEmpty(b) || -c < 2'],
  ['a ?b:- 1', 'a ? b : -1'],
  ['x - 1', 'x - 1'],
  ['f(-1,x[ 0 ],[ 1,2 ])', 'f(-1, x[0], [1, 2])'],
  ['account.?name.orValue( "a  ,b" )', 'account.?name.orValue("a  ,b")'],
  ['account[ "~fax" ]', 'account["~fax"]'],
  ['x in[1,2]', 'x in [1, 2]'],
  ['lines.map( l,l.quantity*2 )', 'lines.map(l, l.quantity * 2)'],
  ["'it''s'", "'it' 's'"],
  ['// lowest  of both\nmin(a,\n      b\n)', '// lowest  of both\nmin(a,\n  b\n)'],
  ['a+1//note', 'a + 1 //note'],
  ['  ', ''],
])('writes %j evenly', (given, wanted) => {
  expect(formatExpression(given)).toBe(wanted);
});

const bare = (text: string) => text.replace(/\s+/g, '');

test('changes nothing but blanks, and nothing the second time, whatever is written', () => {
  const part = fc.constantFrom(
    'account.name', '"a  b"', "'c'", '12', '1.5', '(', ')', '[', ']', ',', '.', '+', '-', '!', '==', '!=', '<=', '&&', '||', '?', ':', 'in', ' ', '\n', '//x y', '"open', '\\', '=', '\u00e9',
  ); // prettier-ignore
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const given = parts.join(' ');
      const once = formatExpression(given);
      expect(bare(once)).toBe(bare(given));
      expect(formatExpression(once)).toBe(once);
    }),
    { numRuns: 3000 },
  );
});
