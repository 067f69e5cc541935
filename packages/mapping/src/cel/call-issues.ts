import { nearestName } from '../nearest-name.ts';
import { errorIssue, type RuleIssue } from '../rule-issue.ts';
import type { ExpressionWorld } from './environment.ts';
import type { ASTNode } from './internals.ts';
import type { CallStyle } from './library.ts';
import { libraryFunctions } from './library-functions.ts';

const named = (style: CallStyle) =>
  new Set(libraryFunctions.filter((entry) => entry.style === style).map(({ name }) => name));
const functions = named('function');
const methods = named('method');
const loops = named('loop');
const namespaced = named('namespace');
const namespaces = new Set([...namespaced].map((name) => name.slice(0, name.indexOf('.'))));

/** What the language has elsewhere, or people expect, and what to write here. */
const elsewhere = new Map([
  ['matches', 'Use matchesPattern(text, pattern), which cannot be made slow.'],
  ['now', 'There is no current time: the same record must always give the same result. Use a parameter or a field.'],
  ['today', 'There is no current day: the same record must always give the same result. Use a parameter or a field.'],
  ['timestamp', 'Use dateTime(text).'],
  ['duration', 'Use addDays(date, days) or daysBetween(from, to).'],
  ['double', 'Use decimal(value), which is exact.'],
  ['uint', 'Use int(value).'],
  ['bool', 'Compare with a text, such as x == "yes".'],
  ['lowerAscii', 'Use lower(text).'],
  ['upperAscii', 'Use upper(text).'],
  ['concat', 'Join texts with +.'],
  ['len', 'Use size(text).'],
  ['length', 'Use size(text).'],
  ['value', 'Use .orValue(…), which says what to do when it is empty.'],
]);

/** Whether a method runs a part of the expression once per element. */
export const isLoop = (name: string): boolean => loops.has(name);

/** Whether what stands before a dot is no value but a name for functions: `optional`, `cel`. */
export function isNamespace(node: ASTNode, bound: ReadonlySet<string>): boolean {
  return node.op === 'id' && namespaces.has(node.args) && !bound.has(node.args);
}

const unknown = (message: string, remedy: string): RuleIssue =>
  errorIssue({ code: 'mapping.unknown-function', message, remedy, path: ['cel'] });

const sourceOf = (node: ASTNode) => node.input.slice(node.start, node.end);

/** Says that a function called as `name(…)` is not in the library; `null` if it is. */
export function functionIssue(node: Extract<ASTNode, { op: 'call' }>): RuleIssue | null {
  const [name, args] = node.args;
  if (functions.has(name)) return null;
  const [receiver, ...rest] = args.map(sourceOf);
  if ((methods.has(name) || loops.has(name)) && receiver !== undefined) {
    return unknown(`${name} is written behind a dot.`, `Write ${receiver}.${name}(${rest.join(', ')}).`);
  }
  return missing(name, functions);
}

/** Says that a function called as `value.name(…)` is not in the library; `null` if it is. */
export function methodIssue(node: Extract<ASTNode, { op: 'rcall' }>, bound: ReadonlySet<string>): RuleIssue | null {
  const [name, receiver, args] = node.args;
  if (isNamespace(receiver, bound)) {
    const full = `${sourceOf(receiver)}.${name}`;
    return namespaced.has(full) ? null : missing(full, namespaced);
  }
  if (methods.has(name) || loops.has(name)) return null;
  if (functions.has(name)) {
    return unknown(
      `${name} is not written behind a dot.`,
      `Write ${name}(${[receiver, ...args].map(sourceOf).join(', ')}).`,
    );
  }
  return missing(name, [...methods, ...loops]);
}

function missing(name: string, names: Iterable<string>): RuleIssue {
  const advice = elsewhere.get(name);
  const nearest = advice ? undefined : nearestName(name, names);
  return unknown(
    `There is no function ${name}.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    advice ?? 'Choose a function from the list of functions.',
  );
}

/** Says that a name stands for nothing here. */
export function unknownVariable(name: string, world: ExpressionWorld, bound: ReadonlySet<string>): RuleIssue {
  const isField = world.record.fields.has(name) || world.record.groups.has(name);
  const nearest = isField ? undefined : nearestName(name, [world.recordName, 'param', ...bound]);
  return errorIssue({
    code: 'mapping.unknown-variable',
    message: `"${name}" stands for nothing here.${nearest ? ` Did you mean ${nearest}?` : ''}`,
    remedy: isField
      ? `Write ${world.recordName}.${name}.`
      : `Write fields as ${world.recordName}.name, parameters as param.name, and texts between quotes.`,
    path: ['cel'],
  });
}
