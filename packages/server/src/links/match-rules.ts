import { formatCompanyNumber, normalise, parseCompanyNumber, parseVatNumber } from '@koppel/mapping';
import type { EntitySchema, FieldType, FieldValue } from '@koppel/model';
import { matchRuleSchema, type MatchRule } from '@koppel/protocol';
import type { SuggestionReason } from '@koppel/store';
import { z } from 'zod';

export const savedRulesSchema = z.array(matchRuleSchema);

/** The name under which the rules of an entity are kept. */
export const rulesSetting = (entity: string): string => `match-rules.${entity}`;

/** The rules that hold until a workspace changes them: what identifies for certain links, the rest only suggests. */
export function defaultRules(entity: string): MatchRule[] {
  switch (entity) {
    case 'account':
      return [
        { fields: ['number'], mode: 'link' },
        { fields: ['companyNumber'], mode: 'link' },
        { fields: ['vatNumber'], mode: 'link' },
        { fields: ['name', 'billingAddress.postalCode'], mode: 'suggest' },
      ];
    case 'contact':
      return [
        { fields: ['email'], mode: 'suggest' },
        { fields: ['firstName', 'lastName', 'phone'], mode: 'suggest' },
      ];
    default:
      return [{ fields: ['number'], mode: 'link' }];
  }
}

const text: FieldType = { kind: 'text' };
const legalForms = /\b(?:bv|bvba|nv|cv|cvba|vzw|vof|sprl|srl|sa|sc|scrl|asbl|snc|comm\.?\s?v|gmbh|ltd|inc|sarl)\b\.?/g;

/** What a rule compares of a field: tidied so that two ways of writing the same are equal; null where there is nothing. */
export function comparable(field: string, value: FieldValue | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  const plain = String(value);
  if (field === 'companyNumber') return parseCompanyNumber(plain);
  if (field === 'vatNumber') return parseVatNumber(plain);
  const tidy = String(normalise(plain, text) ?? '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
  if (field === 'name') {
    const core = tidy
      .replaceAll('.', '')
      .replace(legalForms, ' ')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    return core === '' ? tidy.trim() || null : core;
  }
  if (field === 'phone') return tidy.replace(/[^\d+]/g, '').replace(/^(?:\+|00)32/, '0') || null;
  return tidy.replace(/\s+/g, ' ').trim() || null;
}

/** The value a rule compares of a record: null where one of its fields has nothing. */
export function ruleValue({ fields }: MatchRule, values: Readonly<Record<string, FieldValue>>): string | null {
  const parts: string[] = [];
  for (const field of fields) {
    const part = comparable(field, values[field]);
    if (part === null) return null;
    parts.push(part);
  }
  return parts.join('\u001F');
}

/** Whether both systems have every field of a rule. */
export function isUsable({ fields }: MatchRule, left: EntitySchema, right: EntitySchema): boolean {
  const has = (schema: EntitySchema, name: string) => schema.fields.some(({ field }) => field === name);
  return fields.every((field) => has(left, field) && has(right, field));
}

/** How much a field says about whether two records are the same. */
const weights: Readonly<Record<string, number>> = {
  number: 5,
  companyNumber: 5,
  vatNumber: 5,
  email: 3,
  name: 3,
  lastName: 3,
  'billingAddress.postalCode': 2,
};
const explained = [
  'number',
  'companyNumber',
  'vatNumber',
  'name',
  'firstName',
  'lastName',
  'billingAddress.street',
  'billingAddress.postalCode',
  'billingAddress.city',
  'email',
  'phone',
];

/** The fields by which a match is explained: those of the rules and what people look at, as far as both have them. */
export function explainingFields(rules: readonly MatchRule[], left: EntitySchema, right: EntitySchema): string[] {
  const wanted = [...new Set([...explained, ...rules.flatMap(({ fields }) => fields)])];
  return wanted.filter((field) => isUsable({ fields: [field], mode: 'off' }, left, right));
}

/** Which fields of two records agree and which differ, and how much of what both have agrees, of 100. */
export function explain(
  fields: readonly string[],
  source: Readonly<Record<string, FieldValue>>,
  target: Readonly<Record<string, FieldValue>>,
): { readonly score: number; readonly reasons: SuggestionReason[] } {
  let agreed = 0;
  let compared = 0;
  const reasons: SuggestionReason[] = [];
  for (const field of fields) {
    const [one, other] = [comparable(field, source[field]), comparable(field, target[field])];
    if (one === null && other === null) continue;
    const isEqual = one !== null && one === other;
    const weight = weights[field] ?? 1;
    if (one !== null && other !== null) compared += weight;
    if (isEqual) agreed += weight;
    reasons.push({ field, source: shown(field, source[field]), target: shown(field, target[field]), isEqual });
  }
  return { score: compared === 0 ? 0 : Math.round((100 * agreed) / compared), reasons };
}

function shown(field: string, value: FieldValue | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  return (field === 'companyNumber' ? formatCompanyNumber(String(value)) : null) ?? String(value);
}
