import type { ParseError } from '@marcbachmann/cel-js';
import { errorIssue, type RuleIssue, type TextRange } from '../rule-issue.ts';
import { limits } from './limits.ts';

/** How the parser calls its tokens, in plain words. */
const tokens: Readonly<Record<string, string>> = {
  RPAREN: 'a closing bracket )',
  RBRACKET: 'a closing bracket ]',
  RBRACE: 'a closing brace }',
  COLON: 'a colon :',
  IDENTIFIER: 'a name',
};

/** An expression that is too long to be looked at. */
export const tooLongExpression = (length: number): RuleIssue =>
  errorIssue({
    code: 'mapping.too-complex',
    message: `The expression has ${length} characters; at most ${limits.maxLength} are read.`,
    remedy: 'Split the work over several fields, or use a code step.',
    path: ['cel'],
  });

/** An expression without anything in it. */
export const emptyExpression = (): RuleIssue =>
  errorIssue({
    code: 'mapping.syntax',
    message: 'The expression is empty.',
    remedy: 'Write what the field is filled with, such as account.name.',
    path: ['cel'],
  });

/** Says in plain words what the parser stumbled over. */
export function syntaxIssue(error: ParseError, text: string): RuleIssue {
  const start = Math.min(error.range?.start ?? 0, text.length);
  const range: TextRange = { start, end: Math.max(start, Math.min(error.range?.end ?? start, text.length)) };
  const [message, remedy] = explain(error, text.slice(range.start, range.end));
  const code = error.code === 'limit_exceeded' ? 'mapping.too-complex' : 'mapping.syntax';
  return { ...errorIssue({ code, message, remedy, path: ['cel'] }), range };
}

function explain(error: ParseError, found: string): readonly [message: string, remedy: string] {
  switch (error.code) {
    case 'limit_exceeded':
      return ['The expression is too complex.', 'Split the work over several fields, or use a code step.'];
    case 'expected_token': {
      const wanted = tokens[/Expected (\w+)/.exec(error.summary)?.[1] ?? ''] ?? 'something else';
      return [`Here ${wanted} is missing.`, `Write ${wanted} here, or remove what opened it.`];
    }
    case 'unexpected_token':
      if (found === '') return ['The expression ends too early.', 'Write what belongs after the last sign.'];
      return [`"${found}" does not belong here.`, 'Check what stands before it: perhaps a value or a sign is missing.'];
    case 'unexpected_character':
      return [`"${found}" does not belong here.`, signAdvice(found)];
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
      return ['This text has no closing quote.', 'Close it with the quote it began with.'];
    case 'newline_in_string':
      return ['A text between quotes cannot go on on the next line.', 'Write \\n for a new line in a text.'];
    case 'reserved_identifier': {
      const advice = found === 'if' ? 'Write condition ? value : otherwise.' : 'Use another name.';
      return [`"${found}" is a word that the language keeps for itself.`, advice];
    }
    case 'invalid_macro_argument':
      return ['A name is missing here.', 'Write a name for the element first, such as list.map(x, upper(x)).'];
    case 'invalid_integer':
    case 'invalid_hex_integer':
    case 'invalid_number':
    case 'invalid_exponent':
      return [`"${found}" is not a number.`, 'Write numbers as 12 or 12.5.'];
    default:
      return [`"${found}" cannot be read.`, 'A \\ in a text is written \\\\, a quote \\".'];
  }
}

function signAdvice(sign: string): string {
  switch (sign) {
    case '=':
      return 'Compare with ==.';
    case '&':
      return 'Write && for "and".';
    case '|':
      return 'Write || for "or".';
    case ';':
      return 'An expression is one value; it has no instructions. Remove the ;.';
    case '“':
    case '”':
    case '‘':
    case '’':
      return 'Write straight quotes: "text".';
    default:
      return 'Remove it, or put it between quotes if it belongs to a text.';
  }
}
