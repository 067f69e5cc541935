import type { TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { capital } from '../field-types.ts';
import { nearestName } from '../nearest-name.ts';
import { errorIssue, type RuleIssue, type RuleIssueCode } from '../rule-issue.ts';
import type { ExpressionWorld } from './environment.ts';
import { partsOf, typeOfPart, visit, type ASTNode, type TypeOf } from './internals.ts';
import { libraryFunctions } from './library-functions.ts';

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  Decimal: 'a number',
  bool: 'yes or no',
  Date: 'a date',
  'google.protobuf.Timestamp': 'a date and time',
  'google.protobuf.Duration': 'a length of time',
  Pattern: 'a pattern',
};

/** A type of the expression language in plain words. */
export function typeInWords(type: TypeOf | undefined): string {
  if (!type) return 'something else';
  if (Object.hasOwn(words, type.name)) return words[type.name]!;
  switch (type.kind) {
    case 'optional':
      return type.valueType?.kind === 'param' ? 'nothing' : `${typeInWords(type.valueType)} that may be empty`;
    case 'list':
      return 'a list';
    case 'map':
      return 'a table of values';
    default:
      return 'something else';
  }
}

const wrong = (
  node: ASTNode,
  message: string,
  remedy: string,
  code: RuleIssueCode = 'mapping.wrong-types',
): RuleIssue => ({
  ...errorIssue({ code, message, remedy, path: ['cel'] }),
  range: { start: node.start, end: node.end },
});

/** A name behind a line that no line has. */
function unknownLineField(node: ASTNode, lines: ExpressionWorld['lines']): RuleIssue {
  const [line, name] = Array.isArray(node.args) ? (node.args as unknown as [ASTNode, unknown]) : [node, null];
  const fields = (lines.get(typeOfPart(line)?.name ?? '')?.fields ?? []).map(({ field }) => field);
  const wanted = typeof name === 'string' ? name : '';
  const nearest = nearestName(wanted, fields);
  return wrong(
    node,
    `A line has no field "${wanted}".`,
    nearest === undefined ? `It has ${fields.join(', ')}.` : `Did you mean ${nearest}?`,
    'mapping.unknown-field',
  );
}

/** Says in plain words which types do not go together. */
export function typeIssue(error: CelTypeError, ast: ASTNode, lines: ExpressionWorld['lines']): RuleIssue {
  const node = error.node && 'op' in error.node ? (error.node as ASTNode) : ast;
  switch (error.code) {
    case 'no_such_key':
      return unknownLineField(node, lines);
    case 'no_such_overload':
      return operatorIssue(node);
    case 'no_matching_overload':
      return argumentsIssue(node);
    case 'incompatible_ternary_branches':
      return branchesIssue(node);
    case 'incompatible_argument_type':
      return wrong(
        node,
        `${capital(typeInWords(typeOfPart(node)))} cannot stand in for a value of another type.`,
        'Use a value of the same type on both sides, for example "" for a text or 0 for a number.',
      );
    case 'invalid_condition_type':
      return wrong(
        node,
        `The part before ? must be yes or no; this is ${typeInWords(typeOfPart(node))}.`,
        'Compare it with something, such as x > 0 or x == "yes".',
      );
    case 'invalid_logical_operand':
      return wrong(
        node,
        `&& and || join conditions; one side is ${typeInWords(
          partsOf(node)
            .map(typeOfPart)
            .find((type) => type?.name !== 'bool'),
        )}.`,
        'Compare it with something, such as x > 0 or x == "yes".',
      );
    case 'invalid_comprehension_range':
      return wrong(
        node,
        `Only a list can be gone through; this is ${typeInWords(typeOfPart(node))}.`,
        'Make a list first, for example with split(text, ";").',
      );
    case 'heterogeneous_list_element':
    case 'heterogeneous_map_key':
    case 'heterogeneous_map_value':
      return wrong(
        node,
        `The elements of a list must be of one type; here comes ${typeInWords(typeOfPart(node))}.`,
        'Write all of them as texts, or all as numbers.',
      );
    case 'optional_expected':
      return wrong(
        node,
        `.orValue and .or follow a field that is written with .? ; this is ${typeInWords(typeOfPart(node))}.`,
        'Write account.?name.orValue("…"), or ifEmpty(value, otherwise).',
      );
    case 'cannot_index_type':
    case 'invalid_index_type':
      return wrong(
        node,
        `${capital(typeInWords(typeOfPart(partsOf(node)[0] ?? node)))} has no parts that can be named like this.`,
        'Check what stands before the dot or bracket.',
      );
    default:
      return wrong(node, 'The types in this part do not go together.', 'Check each value in it.');
  }
}

const deeds: Readonly<Record<string, string>> = {
  '+': 'be added',
  '-': 'be subtracted',
  '*': 'be multiplied',
  '/': 'be divided',
  '%': 'be divided',
  in: 'be looked up in it',
  '-_': 'get a minus sign',
  '!_': 'be turned round',
};

function operatorIssue(node: ASTNode): RuleIssue {
  const types = partsOf(node).map(typeOfPart);
  const deed = deeds[node.op] ?? 'be compared';
  const [first, second] = types.map(typeInWords);
  const what = second === undefined || first === second ? first! : `${first} and ${second}`;
  const subject = second !== undefined && first === second ? `Two values that are each ${what}` : capital(what);
  return wrong(node, `${subject} cannot ${deed}.`, operatorAdvice(node, types));
}

function operatorAdvice(node: ASTNode, types: readonly (TypeOf | undefined)[]): string {
  const names = types.map((type) => type?.name);
  const [left] = partsOf(node);
  const source = (at: number) => {
    const part = partsOf(node)[at];
    return part ? part.input.slice(part.start, part.end) : 'x';
  };
  const at = (name: string) => names.indexOf(name);
  if (types.some((type) => type?.kind === 'optional')) {
    return 'A value written with .? may be empty: add .orValue(…) behind it.';
  }
  const number = at('int') >= 0 ? at('int') : at('Decimal');
  if (node.op === '+' && at('string') >= 0 && number >= 0) return `Write text(${source(number)}) to add it to a text.`;
  if (node.op === '+' && at('string') >= 0 && at('Date') >= 0) return `Write text(${source(at('Date'))}).`;
  if (at('string') >= 0 && number >= 0) return `Write decimal(${source(at('string'))}), or the number without quotes.`;
  if (at('string') >= 0 && at('Date') >= 0) return `Write date(${source(at('string'))}).`;
  if (at('string') >= 0 && at('bool') >= 0) return 'Yes and no are written true and false, without quotes.';
  if (at('Date') >= 0 && at('google.protobuf.Timestamp') >= 0) {
    return `Write date(${source(at('google.protobuf.Timestamp'))}) to compare days.`;
  }
  if (at('Date') >= 0) return 'Use addDays(date, days) or daysBetween(from, to).';
  if (node.op === '!_') return `! turns a condition round: !isEmpty(${left ? source(0) : 'x'}).`;
  return 'Use values of the same type on both sides.';
}

function argumentsIssue(node: ASTNode): RuleIssue {
  if (node.op !== 'call' && node.op !== 'rcall') return wrong(node, 'This cannot be called.', 'Check its name.');
  const given = node.op === 'call' ? node.args[1] : node.args[2];
  const entry = libraryFunctions.find(
    ({ name, style }) => name === node.args[0] && (style === 'function') === (node.op === 'call'),
  );
  const got = given.length === 0 ? 'nothing' : given.map((part) => typeInWords(typeOfPart(part))).join(' and ');
  const advice = given.some((part) => typeOfPart(part)?.kind === 'optional')
    ? 'A value written with .? may be empty: add .orValue(…) behind it.'
    : (entry?.summary.en ?? 'Check what it takes.');
  return wrong(node, `${entry?.signature ?? node.args[0]} cannot take ${got}.`, advice);
}

function branchesIssue(node: ASTNode): RuleIssue {
  const [, yes, no] = partsOf(node).map(typeOfPart);
  const isEmptyBranch = [yes, no].some((type) => type?.kind === 'optional');
  return wrong(
    node,
    `The two results must be of one type; they are ${typeInWords(yes)} and ${typeInWords(no)}.`,
    isEmptyBranch
      ? 'Where one case gives nothing, write optional.of(…) around the other.'
      : 'Make both a text with text(…), or both a number with decimal(…).',
  );
}

/** Mistakes that the library's check lets pass and that would give a wrong result or cost too much. */
export function usageIssues(ast: ASTNode): RuleIssue[] {
  const issues: RuleIssue[] = [];
  visit(ast, (node) => {
    const [left, right] = partsOf(node);
    if (!left || !right) return;
    const types = [typeOfPart(left), typeOfPart(right)];
    if (node.op === '/' && types.every((type) => type?.name === 'int')) {
      issues.push(
        wrong(
          node,
          'Dividing two whole numbers would drop what is left over.',
          `Write decimal(${left.input.slice(left.start, left.end)}) / ${right.input.slice(right.start, right.end)}.`,
        ),
      );
    }
    const isComparison = node.op === '==' || node.op === '!=';
    if (isComparison && types.some((type) => type?.kind === 'list' || type?.kind === 'map')) {
      issues.push(
        wrong(node, 'Lists cannot be compared with each other.', 'Compare their elements, or join them first.'),
      );
    }
  });
  return issues;
}
