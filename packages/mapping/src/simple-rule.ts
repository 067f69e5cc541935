import { plainType, type FieldRule, type FieldType, type FieldValue } from '@koppel/model';
import { checkCondition, compileCondition } from './condition.ts';
import { converter, fixedValue, type FilledValue, type Step } from './convert.ts';
import { typeWords, listedWords, typeOfFixed } from './field-types.ts';
import { checkFixedValue, fitIssues } from './fit.ts';
import { formatFacts } from './formats.ts';
import { MappingError } from './mapping-error.ts';
import { isEmpty } from './normalise.ts';
import { defaultTimeZone, fieldTitle, findField, type RecordField, type RuleContext } from './record-type.ts';
import { errorIssue, notUsable, warningIssue, type RuleIssue } from './rule-issue.ts';
import { leaveAsItIs, type CompiledRule, type RuleCheck } from './rule-result.ts';
import { unknownField } from './unknown-field.ts';
import { say, type Words } from './words.ts';
import { checkCoverage, findList, translatedType, translateStep, unusedPolicy } from './value-lists.ts';

export type SimpleRule = Extract<FieldRule, { from: string }>;
export type FixedRule = Extract<FieldRule, { value: FieldValue }>;

/** Checks a rule that copies a field: format, value list, fallback, condition, and whether the target takes the result. */
export function checkSimpleRule(rule: SimpleRule, context: RuleContext, target?: RecordField): RuleCheck {
  const issues: RuleIssue[] = [];
  const reads = new Set<string>();
  const found = findField(context.record, rule.from);
  let type: FieldType | null = null;
  if (found) {
    reads.add(rule.from);
    type = checkFormat(rule, found.field, issues);
  } else {
    issues.push(unknownField(context.record, rule.from, ['from']));
  }
  type = checkList(rule, type, context, target, issues);
  // With a list into a choice, every entry has been compared with the target's codes already.
  const isCompared = rule.list !== undefined && target?.type.kind === 'choice';
  if (type && target && !isCompared) issues.push(...fitIssues(type, target, ['from'], 'hint'));
  if (rule.fallback !== undefined) issues.push(...checkFixedValue(rule.fallback, target, ['fallback']));
  if (found && target?.isRequired && mayBeEmpty(rule, found.field)) issues.push(mayStayEmpty(found.field, target));
  if (rule.when) {
    const condition = checkCondition(rule.when, context);
    condition.reads.forEach((name) => reads.add(name));
    issues.push(...condition.issues.map((issue) => ({ ...issue, path: ['when', ...issue.path] })));
  }
  return { type, reads: [...reads], issues };
}

/** A field that a format cannot read has no type from there on, so that one mistake gives one message. */
function checkFormat(rule: SimpleRule, field: RecordField, issues: RuleIssue[]): FieldType | null {
  if (!rule.format) return field.type;
  const { accepts, gives } = formatFacts[rule.format];
  if (accepts.some((kind) => kind === field.type.kind)) return gives(field.type);
  issues.push(
    errorIssue({
      code: 'mapping.format-does-not-apply',
      message: say(
        'The format "{format}" cannot read {field}, which is {kind}.',
        'De notatie "{format}" kan {field} niet lezen; dat is {kind}.',
        'Le format "{format}" ne peut pas lire {field}, qui est {kind}.',
        { format: rule.format, field: fieldTitle(field), kind: typeWords(field.type) },
      ),
      remedy: chooseAnotherFormat(accepts.map((kind) => typeWords(plainType(kind)))),
      path: ['format'],
    }),
  );
  return null;
}

function checkList(
  rule: SimpleRule,
  from: FieldType | null,
  context: RuleContext,
  target: RecordField | undefined,
  issues: RuleIssue[],
): FieldType | null {
  if (rule.list === undefined) {
    if (rule.unlisted !== undefined) issues.push(unusedPolicy());
    return from;
  }
  const search = findList(context.valueLists, rule.list, ['list']);
  if (!search.list) {
    issues.push(search.issue);
    return null;
  }
  const unlisted = rule.unlisted ?? 'fail';
  if (from) issues.push(...checkCoverage(search.list, unlisted, from, target?.type));
  return from && translatedType(search.list, unlisted);
}

function mayBeEmpty(rule: SimpleRule, field: RecordField): boolean {
  return isEmpty(rule.fallback) && (!field.isRequired || rule.unlisted === 'empty');
}

function chooseAnotherFormat(kinds: readonly Words[]): Words {
  const said = (language: keyof Words) => listedWords(kinds.map((kind) => kind[language]))[language];
  return say(
    'It reads {kinds}. Choose another format or field.',
    'Ze leest {kinds}. Kies een andere notatie of een ander veld.',
    'Il lit {kinds}. Choisissez un autre format ou un autre champ.',
    { kinds: { en: said('en'), nl: said('nl'), fr: said('fr') } },
  );
}

const mayStayEmpty = (field: RecordField, target: RecordField) =>
  warningIssue({
    code: 'mapping.may-be-empty',
    message: say(
      '{target} may not be empty, and {field} can be.',
      '{target} mag niet leeg zijn, en {field} kan dat wel.',
      '{target} ne peut pas être vide, et {field} peut l’être.',
      { target: fieldTitle(target), field: fieldTitle(field) },
    ),
    remedy: say(
      'Give a fallback; without one, a record where it is empty becomes a failed record.',
      'Geef een terugvalwaarde; zonder komt een record waar het leeg is bij de te herstellen records.',
      'Donnez une valeur de repli\u00a0; sans elle, un enregistrement où il est vide est à corriger.',
    ),
    path: ['from'],
  });

/** A rule that writes the same value into every record. */
export function compileFixedRule(rule: FixedRule, target?: RecordField): Compiled {
  const value = usableFixedValue(rule.value, target, ['value']);
  return { fill: () => value, canFail: false };
}

function usableFixedValue(value: FieldValue, target: RecordField | undefined, path: RuleIssue['path']): FieldValue {
  const [issue] = checkFixedValue(value, target, path);
  if (issue) throw notUsable(issue);
  if (isEmpty(value)) return null;
  return fixedValue(value, typeOfFixed(value), target?.type, target ? fieldTitle(target) : 'the target');
}

/** A rule made into a function. What can never throw needs no guard around it. */
export interface Compiled {
  readonly fill: CompiledRule;
  readonly canFail: boolean;
}

/** A rule that copies a field, as one closure: what it does not ask for costs nothing per record. */
export function compileSimpleRule(rule: SimpleRule, context: RuleContext, target?: RecordField): Compiled {
  const found = findField(context.record, rule.from);
  if (!found) throw notUsable(unknownField(context.record, rule.from, ['from']));
  const steps = stepsOf(rule, found.field, context, target);
  const fallback = rule.fallback === undefined ? null : usableFixedValue(rule.fallback, target, ['fallback']);
  const whenEmpty = emptyResult(fallback, found.field, target);
  const canBecomeEmpty = rule.format !== undefined || rule.list !== undefined;
  const fill = canBecomeEmpty ? fillBy(found.index, steps, whenEmpty) : convertBy(found.index, steps[0], whenEmpty);
  if (!rule.when) return { fill, canFail: steps.length > 0 || target?.isRequired === true };
  const applies = compileCondition(rule.when, context);
  return { fill: (values) => (applies(values) ? fill(values) : leaveAsItIs), canFail: true };
}

function stepsOf(rule: SimpleRule, field: RecordField, context: RuleContext, target: RecordField | undefined): Step[] {
  const steps: Step[] = [];
  let type = field.type;
  if (rule.format) {
    const issues: RuleIssue[] = [];
    const formatted = checkFormat(rule, field, issues);
    if (!formatted) throw notUsable(issues[0]!);
    steps.push(formatFacts[rule.format].step(type, context.timeZone ?? defaultTimeZone));
    type = formatted;
  }
  if (rule.list !== undefined) {
    const search = findList(context.valueLists, rule.list, ['list']);
    if (!search.list) throw notUsable(search.issue);
    const unlisted = rule.unlisted ?? 'fail';
    steps.push(translateStep(search.list, unlisted));
    type = { kind: 'text' };
  }
  if (target) {
    const issue = fitIssues(type, target, ['from'], 'hint').find(({ severity }) => severity === 'error');
    if (issue) throw notUsable(issue);
    const convert = converter(type, target.type, fieldTitle(target));
    if (convert) steps.push(convert);
  }
  return steps;
}

function emptyResult(fallback: FieldValue, field: RecordField, target: RecordField | undefined): () => FieldValue {
  if (fallback !== null || !target?.isRequired) return () => fallback;
  return () => {
    throw new MappingError({
      code: 'mapping.field-empty',
      message: `${fieldTitle(target)} may not be empty, and ${fieldTitle(field)} gives nothing for it.`,
      remedy: `Fill in ${fieldTitle(field)} in the source, or give the rule a fallback.`,
      value: null,
    });
  };
}

type Fill = (values: readonly FieldValue[]) => FieldValue;

function fillBy(index: number, steps: readonly Step[], whenEmpty: () => FieldValue): Fill {
  const [first, second, third] = steps as readonly [Step, Step?, Step?];
  const step = second ? inTurn(first, second, third) : first;
  return (values) => {
    const value = values[index];
    if (isEmpty(value)) return whenEmpty();
    const result = step(value as FilledValue);
    return isEmpty(result) ? whenEmpty() : result;
  };
}

/** A field without format or list: at most a conversion, of which something is always left. */
function convertBy(index: number, convert: Step | undefined, whenEmpty: () => FieldValue): Fill {
  if (!convert) return copy(index, whenEmpty);
  return (values) => {
    const value = values[index];
    return isEmpty(value) ? whenEmpty() : convert(value as FilledValue);
  };
}

/** Most fields of most records are copied as they are, so this asks the cheapest question first. */
function copy(index: number, whenEmpty: () => FieldValue): Fill {
  return (values) => {
    const value = values[index];
    const isPlain =
      typeof value === 'string'
        ? value.charCodeAt(0) > 32 && value.charCodeAt(0) < 128
        : value !== null && value !== undefined;
    return isPlain || !isEmpty(value) ? value! : whenEmpty();
  };
}

/** Steps one after another, as long as something is left. A rule has at most format, list and conversion. */
function inTurn(first: Step, second: Step, third?: Step): Step {
  return (value) => {
    const once = first(value);
    if (isEmpty(once)) return null;
    const twice = second(once as FilledValue);
    return third && !isEmpty(twice) ? third(twice as FilledValue) : twice;
  };
}
