import { Optional, ParseError, TypeError as CelTypeError, type ParseResult } from '@marcbachmann/cel-js';
import type { FieldType, FieldValue } from '@koppel/model';
import { momentText } from '../calendar.ts';
import { converter, type FilledValue } from '../convert.ts';
import { Decimal, decimalText } from '../decimal.ts';
import { typeWords } from '../field-types.ts';
import { fitIssues } from '../fit.ts';
import { MappingError } from '../mapping-error.ts';
import { isEmpty } from '../normalise.ts';
import { fieldTitle, type RecordField, type RuleContext } from '../record-type.ts';
import { errorIssue, notUsable, warningIssue, type RuleIssue } from '../rule-issue.ts';
import type { CompiledRule, RuleCheck } from '../rule-result.ts';
import { worldOf, type ExpressionWorld } from './environment.ts';
import { recordError } from './failures.ts';
import { writtenField } from './field-access.ts';
import { inspect } from './inspect.ts';
import { typeOfPart } from './internals.ts';
import { limits } from './limits.ts';
import { numbersToRead, prepareLiterals } from './literals.ts';
import { meter } from './meter.ts';
import { writtenLines, type View } from './record-view.ts';
import { resultType } from './result-type.ts';
import { emptyExpression, syntaxIssue, tooLongExpression } from './syntax-issues.ts';
import { typeInWords, typeIssue, usageIssues } from './type-issues.ts';
import { say } from '../words.ts';
import { CalendarDay, expressionFailed } from './values.ts';

/** What there is to know about an expression before it runs. */
interface Analysis extends RuleCheck {
  readonly mayBeEmpty: boolean;
  /** Ready to run; `null` when there are errors. */
  readonly parsed: ParseResult | null;
  readonly world: ExpressionWorld;
}

const isError = ({ severity }: RuleIssue) => severity === 'error';

/** Errors first: whoever reads only one issue reads why the expression does not run. */
const inOrder = (issues: readonly RuleIssue[]) => [...issues].sort((a, b) => Number(isError(b)) - Number(isError(a)));

const isBlankLine = (line: string) => /^\s*(?:\/\/|$)/.test(line);

function analyse(text: string, context: RuleContext): Analysis {
  const world = worldOf(context);
  const nothing = { type: null, mayBeEmpty: false, parsed: null, reads: [], world };
  const only = (issue: RuleIssue): Analysis => ({ ...nothing, issues: [issue] });
  if (text.length > limits.maxLength) return only(tooLongExpression(text.length));
  if (text.split('\n').every(isBlankLine)) return only(emptyExpression());
  try {
    const { reads, issues } = inspect(world.environment.parse(text).ast, world, context);
    if (issues.some(isError)) return { ...nothing, reads, issues: inOrder(issues) };
    const { parsed, issues: typeIssues } = checkTypes(text, world);
    if (typeIssues.length > 0) return { ...nothing, reads, issues: [...typeIssues, ...issues] };
    const { type, mayBeEmpty } = resultType(parsed.ast, world);
    if (!type) return { ...nothing, reads, issues: [notAField(parsed), ...issues] };
    return { type, mayBeEmpty, parsed, reads, issues, world };
  } catch (error) {
    if (error instanceof ParseError) return only(syntaxIssue(error, text));
    throw error;
  }
}

/**
 * Checks the types. Where that fails because a whole number is written beside decimals, the number is read as a decimal
 * and the check begins again, on a new parse: what a check found stays on the parts it looked at.
 */
function checkTypes(text: string, world: ExpressionWorld): { parsed: ParseResult; issues: RuleIssue[] } {
  const asDecimals = new Set<number>();
  const first = new Map<string, RuleIssue>();
  for (;;) {
    const parsed = world.environment.parse(text);
    const issues = prepareLiterals(parsed.ast, asDecimals);
    if (issues.length > 0) return { parsed, issues };
    const { error } = parsed.check();
    if (!error) return { parsed, issues: usageIssues(parsed.ast) };
    const more = numbersToRead(parsed.ast, error).filter((place) => !asDecimals.has(place));
    const issue = error instanceof CelTypeError ? typeIssue(error, parsed.ast, world.lines) : syntaxIssue(error, text);
    // Reading numbers as decimals did not help: the words of the first attempt are those of the text.
    const place = `${error.code} ${issue.range?.start} ${issue.range?.end}`;
    if (more.length === 0) return { parsed, issues: [first.get(place) ?? issue] };
    first.set(place, first.get(place) ?? issue);
    more.forEach((place) => asDecimals.add(place));
  }
}

function notAField({ ast }: ParseResult): RuleIssue {
  const type = typeOfPart(ast);
  const isList = type?.kind === 'list';
  return errorIssue({
    code: 'mapping.wrong-types',
    message: say(
      'The expression gives {what}, and a field takes one value.',
      'De expressie geeft {what}, en een veld neemt één waarde.',
      'L’expression donne {what}, et un champ prend une valeur.',
      { what: typeInWords(type) },
    ),
    remedy: isList
      ? say(
          'Use join(list, ", ") to make a text of a list.',
          'Gebruik join(list, ", ") om van een lijst een tekst te maken.',
          'Utilisez join(list, ", ") pour faire un texte d’une liste.',
        )
      : say('Choose one value of it.', 'Kies er één waarde uit.', 'Choisissez-en une valeur.'),
    path: ['cel'],
  });
}

/**
 * How expressions write a field of the record (its name without entity): `account.city`, `account["~fax"]`. For
 * completion. `null` for the few names that expressions cannot reach, such as `constructor`.
 */
export function fieldInExpression(field: string, context: RuleContext): string | null {
  return writtenField(field, worldOf(context));
}

/** Checks an expression by itself; with `isCondition` it must answer yes or no. */
export function checkExpression(text: string, context: RuleContext, isCondition = false): RuleCheck {
  const { type, reads, issues, mayBeEmpty } = analyse(text, context);
  const wrong = isCondition && type ? conditionIssue(type, mayBeEmpty) : null;
  return { type, reads, issues: wrong ? [wrong, ...issues] : issues };
}

function conditionIssue(type: FieldType, mayBeEmpty: boolean): RuleIssue | null {
  if (type.kind === 'boolean' && !mayBeEmpty) return null;
  return errorIssue({
    code: 'mapping.condition-type',
    message:
      type.kind === 'boolean'
        ? say(
            'A condition answers yes or no; this one can give nothing.',
            'Een voorwaarde antwoordt ja of nee; deze kan niets geven.',
            'Une condition répond oui ou non\u00a0; celle-ci peut ne rien donner.',
          )
        : say(
            'A condition answers yes or no; this gives {what}.',
            'Een voorwaarde antwoordt ja of nee; dit geeft {what}.',
            'Une condition répond oui ou non\u00a0; ceci donne {what}.',
            { what: typeWords(type) },
          ),
    remedy:
      type.kind === 'boolean'
        ? say('Add .orValue(false) behind it.', 'Zet er .orValue(false) achter.', 'Ajoutez .orValue(false) derrière.')
        : say(
            'Compare it with something, such as x > 0.',
            'Vergelijk het met iets, zoals x > 0.',
            'Comparez-le à quelque chose, par exemple x > 0.',
          ),
    path: ['cel'],
  });
}

/** Checks an expression that fills a field. */
export function checkExpressionRule(text: string, context: RuleContext, target?: RecordField): RuleCheck {
  const { type, reads, issues, mayBeEmpty } = analyse(text, context);
  const more: RuleIssue[] = [];
  if (type && target) {
    // Whoever writes an expression can say text(…), so a number that ends in a text is rather a mistake.
    const isTextByAccident = target.type.kind === 'text' && type.kind !== 'text';
    more.push(...fitIssues(type, target, ['cel'], isTextByAccident ? 'warning' : 'hint'));
    if (mayBeEmpty && target.isRequired) more.push(mayStayEmpty(target));
  }
  return { type, reads, issues: inOrder([...issues, ...more]) };
}

const mayStayEmpty = (target: RecordField) =>
  warningIssue({
    code: 'mapping.may-be-empty',
    message: say(
      '{field} may not be empty, and the expression can give nothing.',
      '{field} mag niet leeg zijn, en de expressie kan niets geven.',
      '{field} ne peut pas être vide, et l’expression peut ne rien donner.',
      { field: fieldTitle(target) },
    ),
    remedy: say(
      'Write ifEmpty(…, otherwise); without it, such a record becomes a failed record.',
      'Schrijf ifEmpty(…, anders); zonder komt zo’n record bij de te herstellen records.',
      'Écrivez ifEmpty(…, sinon)\u00a0; sans cela, un tel enregistrement est à corriger.',
    ),
    path: ['cel'],
  });

/** Makes the function that fills a field by an expression. Throws a `MappingError` for an expression with errors. */
export function compileExpressionRule(text: string, context: RuleContext, target?: RecordField): CompiledRule {
  const error = checkExpressionRule(text, context, target).issues.find(isError);
  if (error) throw notUsable(error);
  const { evaluate, type } = compile(text, context);
  if (!target) return (values) => filledOrNull(evaluate(values));
  const convert = converter(type, target.type, fieldTitle(target));
  const { isRequired = false } = target;
  return (values) => {
    const result = evaluate(values);
    if (isEmpty(result)) {
      if (isRequired) throw emptyResult(target);
      return null;
    }
    return convert ? convert(result as FilledValue) : result;
  };
}

const filledOrNull = (value: FieldValue) => (isEmpty(value) ? null : value);

function emptyResult(target: RecordField): MappingError {
  return new MappingError({
    code: 'mapping.field-empty',
    message: `${fieldTitle(target)} may not be empty, and the expression gives nothing.`,
    remedy: 'Correct the record in the source, or write ifEmpty(…, otherwise) in the expression.',
    value: null,
  });
}

/** Makes the function that judges a record by an expression. Throws a `MappingError` for an expression with errors. */
export function compileExpressionCondition(
  text: string,
  context: RuleContext,
): (values: readonly FieldValue[]) => boolean {
  const error = checkExpression(text, context, true).issues.find(isError);
  if (error) throw notUsable(error);
  const { evaluate } = compile(text, context);
  return (values) => evaluate(values) === true;
}

interface Compiled {
  readonly evaluate: (values: readonly FieldValue[]) => FieldValue;
  readonly type: FieldType;
}

/**
 * Only for expressions whose check found no errors. The variables and the meter are made once and used for every record,
 * which is safe because an evaluation is synchronous and never starts another.
 */
function compile(text: string, context: RuleContext): Compiled {
  const { parsed, type, world } = analyse(text, context);
  if (!parsed || !type) throw new Error('An expression with errors cannot be compiled.');
  const { restart } = meter(parsed.ast);
  const { scope, show } = world.variables();
  const evaluate = (values: readonly FieldValue[]): FieldValue => {
    show(values);
    restart();
    try {
      const result: unknown = parsed(scope);
      return type.kind === 'lines' ? writtenLines(linesIn(result), type.fields) : fieldValue(result);
    } catch (error) {
      throw recordError(error, world);
    }
  };
  return { evaluate, type };
}

/** Lines that an expression gives, through a value that may be missing. */
function linesIn(result: unknown): readonly View[] {
  if (result instanceof Optional) return result.hasValue() ? linesIn(result.value()) : [];
  return result as readonly View[];
}

/** A result in the form records carry it. */
function fieldValue(result: unknown): FieldValue {
  if (typeof result === 'string' || typeof result === 'boolean') return result;
  if (typeof result === 'bigint') {
    const number = Number(result);
    if (Number.isSafeInteger(number)) return number;
    throw expressionFailed(`${result} is too large for a whole number.`, 'Calculate with decimal(…) instead.');
  }
  if (result instanceof Decimal) return decimalText(result);
  if (result instanceof CalendarDay) return result.text;
  if (result instanceof Date) return momentText(result);
  if (result instanceof Optional) return result.hasValue() ? fieldValue(result.value()) : null;
  throw new Error('An expression gave a value of a type that its check does not know.');
}
