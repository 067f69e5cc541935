import { parseDecimal } from '../decimal.ts';
import { errorIssue, type RuleIssue, type RuleIssueCode } from '../rule-issue.ts';
import { say, type Words } from '../words.ts';
import { partsOf, replaceLiteral, visit, type ASTNode } from './internals.ts';
import { likePattern, regularPattern } from './patterns.ts';
import { TextPattern } from './values.ts';

const error = (code: RuleIssueCode, message: Words, remedy: Words, { start, end }: ASTNode): RuleIssue => ({
  ...errorIssue({ code, message, remedy, path: ['cel'] }),
  range: { start, end },
});

/**
 * Brings literals into the form the library of functions wants, before the check: numbers with a point become decimals
 * (from their text, so that no float ever exists), whole numbers beside `/` too (so that 10 / 4 is 2.5), those whose
 * places are in `asDecimals` as well, and patterns are made ready to run.
 */
export function prepareLiterals(ast: ASTNode, asDecimals: ReadonlySet<number>): RuleIssue[] {
  const issues: RuleIssue[] = [];
  visit(ast, (node) => {
    if (node.op === '/') node.args.forEach((operand) => wholeNumbers(operand, 'sign').forEach(toDecimal));
    if (node.op === 'call') issues.push(...preparePattern(node));
    if (node.op !== 'value') return;
    if (typeof node.args === 'number' || (typeof node.args === 'bigint' && asDecimals.has(node.start))) {
      if (!toDecimal(node)) {
        issues.push(
          error(
            'mapping.syntax',
            say('This number is too long.', 'Dit getal is te lang.', 'Ce nombre est trop long.'),
            say('Use at most 60 digits.', 'Gebruik hoogstens 60 cijfers.', 'Utilisez 60 chiffres au plus.'),
            node,
          ),
        );
      }
    }
  });
  return issues;
}

function toDecimal(node: ASTNode): boolean {
  const decimal = parseDecimal(node.input.slice(node.start, node.end));
  if (decimal) replaceLiteral(node, decimal);
  return decimal !== null;
}

function preparePattern(node: Extract<ASTNode, { op: 'call' }>): RuleIssue[] {
  const [name, [, pattern]] = node.args;
  if ((name !== 'like' && name !== 'matchesPattern') || !pattern) return [];
  if (pattern.op !== 'value' || typeof pattern.args !== 'string') {
    return [
      error(
        'mapping.pattern',
        say(
          'A pattern must be written out.',
          'Een patroon moet voluit geschreven zijn.',
          'Un motif doit être écrit en toutes lettres.',
        ),
        say('Write it between quotes.', 'Schrijf het tussen aanhalingstekens.', 'Écrivez-le entre guillemets.'),
        pattern,
      ),
    ];
  }
  const made = name === 'like' ? likePattern(pattern.args) : regularPattern(pattern.args);
  if (!(made instanceof TextPattern)) return [error('mapping.pattern', made.problem, made.remedy, pattern)];
  replaceLiteral(pattern, made);
  return [];
}

/**
 * The whole numbers written in a part of an expression that decide its type: the number itself behind signs, and with
 * `anywhere` also those it is calculated or chosen from.
 */
function wholeNumbers(node: ASTNode, where: 'sign' | 'anywhere'): ASTNode[] {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'bigint' ? [node] : [];
    case '-_':
      return wholeNumbers(node.args, where);
    case '+':
    case '-':
    case '*':
    case '%':
    case 'list':
      return where === 'anywhere' ? partsOf(node).flatMap((part) => wholeNumbers(part, where)) : [];
    case '?:':
      return where === 'anywhere' ? node.args.slice(1).flatMap((part) => wholeNumbers(part, where)) : [];
    default:
      return [];
  }
}

/** An error of the library's check, as far as this needs it. */
interface TypeProblem {
  readonly code: string;
  readonly node?: unknown;
}

/**
 * Where whole numbers written beside decimals should be decimals themselves, for a check that failed: in
 * `rich ? account.creditLimit : 0` and `account.?creditLimit.orValue(0)` both sides must be of one type.
 */
export function numbersToRead(ast: ASTNode, problem: TypeProblem): readonly number[] {
  const found: ASTNode[] = [];
  visit(ast, (node) => {
    const parts = partsOf(node);
    const isHere = node === problem.node;
    switch (problem.code) {
      case 'incompatible_ternary_branches':
      case 'incompatible_argument_type':
        if (isHere) found.push(...wholeNumbers(node, 'anywhere'));
        break;
      case 'no_such_overload':
        if (isHere && node.op === 'in') parts.forEach((part) => found.push(...wholeNumbers(part, 'anywhere')));
        break;
      case 'heterogeneous_list_element':
      case 'heterogeneous_map_value':
        if (parts.some((part) => part === problem.node)) {
          parts.forEach((part) => found.push(...wholeNumbers(part, 'anywhere')));
        }
        break;
    }
  });
  return found.map(({ start }) => start);
}
