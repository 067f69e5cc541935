import type { FieldRule, FieldType, FieldValue, Format } from '@koppel/model';
import { worldOf } from './cel/environment.ts';
import { checkExpression } from './cel/expression.ts';
import { writtenField } from './cel/field-access.ts';
import { parseDate, parseMoment } from './calendar.ts';
import { decimalText, parseDecimal } from './decimal.ts';
import { formatFacts } from './formats.ts';
import { isEmpty, textOf } from './normalise.ts';
import { findField, type RuleContext } from './record-type.ts';
import type { SimpleRule } from './simple-rule.ts';

/**
 * Writes a rule as an expression that gives the same. `null` where that cannot be said: a rule with a condition (an
 * expression cannot leave a field as it is), a fallback of another type than the field, a number whose text form
 * matters (an expression keeps no trailing zeros), or a rule with errors.
 */
export function ruleToCel(rule: FieldRule, context: RuleContext): string | null {
  if ('cel' in rule) return rule.cel;
  const cel = 'from' in rule ? simpleToCel(rule, context) : fixedToCel(rule.value);
  if (cel === null) return null;
  const hasErrors = checkExpression(cel, context).issues.some(({ severity }) => severity === 'error');
  return hasErrors ? null : cel;
}

function fixedToCel(value: FieldValue): string | null {
  if (isEmpty(value)) return 'optional.none()';
  if (typeof value === 'string') return textLiteral(value);
  return typeof value === 'boolean' || Number.isFinite(value) ? String(value) : null;
}

/** A text between quotes. Half of a character pair cannot be written. */
function textLiteral(text: string): string | null {
  return text.isWellFormed() ? JSON.stringify(text) : null;
}

function simpleToCel(rule: SimpleRule, context: RuleContext): string | null {
  const found = findField(context.record, rule.from);
  const access = found && writtenField(found.field.field, worldOf(context));
  if (!found || !access || rule.when) return null;
  let type = found.field.type;
  let cel: string | null = access;
  if (rule.format) {
    const argument = argumentOf(rule.format, access, type);
    cel = argument && formatFacts[rule.format].cel(argument);
    type = formatFacts[rule.format].gives(type);
  }
  if (cel !== null && rule.list !== undefined) {
    cel = translateCall(rule, asText(cel, type));
    type = { kind: 'text' };
  }
  if (cel === null) return null;
  if (!isEmpty(rule.fallback)) {
    const fallback = literalOf(rule.fallback!, type);
    return fallback && `ifEmpty(${cel}, ${fallback})`;
  }
  const mayBeEmpty = !found.field.isRequired || cel !== access;
  return mayBeEmpty ? `orEmpty(${cel})` : cel;
}

/** What a format's function is given: most take texts, rounding takes numbers. */
function argumentOf(format: Format, access: string, type: FieldType): string | null {
  const isText = type.kind === 'text' || type.kind === 'choice';
  if (format === 'round2') return isText ? `decimal(${access})` : access;
  if (format === 'date' || format === 'yesNo') return access;
  // An expression would write 45000 where the rule writes 45000.00.
  if (format === 'text') return type.kind === 'decimal' || type.kind === 'money' ? null : access;
  return asText(access, type);
}

function asText(cel: string, { kind }: FieldType): string | null {
  if (kind === 'text' || kind === 'choice') return cel;
  return kind === 'decimal' || kind === 'money' ? null : `text(${cel})`;
}

function translateCall({ list, unlisted }: SimpleRule, value: string | null): string | null {
  if (value === null) return null;
  const otherwise = { fail: '', empty: ', ""', keep: `, ${value}` }[unlisted ?? 'fail'];
  return `translate(${value}, ${JSON.stringify(list)}${otherwise})`;
}

/** The fallback as a literal of the type beside which it stands; `null` if it is of another type. */
function literalOf(value: Exclude<FieldValue, null>, { kind }: FieldType): string | null {
  const text = textOf(value);
  switch (kind) {
    case 'lines':
      return null;
    case 'text':
    case 'choice':
    case 'reference':
      return textLiteral(text);
    case 'boolean':
      return typeof value === 'boolean' ? text : null;
    case 'integer':
      return Number.isSafeInteger(value) ? text : null;
    case 'decimal':
    case 'money': {
      const decimal = typeof value === 'boolean' ? null : parseDecimal(text);
      return decimal && decimalText(decimal);
    }
    case 'date':
      return parseDate(text) && `date(${JSON.stringify(text)})`;
    case 'dateTime':
      return parseMoment(text) && `dateTime(${JSON.stringify(text)})`;
  }
}
