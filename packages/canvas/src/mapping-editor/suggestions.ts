import { canonicalField, type FieldRule, type FieldType, type ValueList } from '@koppel/model';
import { fold } from '../format/fold.ts';
import type { AlikeValues } from './alike-values.ts';
import { concept } from './synonyms.ts';

/** Why a field is suggested, most certain first. */
export const suggestionReasons = [
  'sameField',
  'mappedElsewhere',
  'sameName',
  'learned',
  'sameValues',
  'sameMeaning',
  'similarName',
] as const;
export type SuggestionReason = (typeof suggestionReasons)[number];

/** A rule that is offered for a field that nothing fills yet. Never applied by itself. */
export interface Suggestion {
  /** The field to fill, with its entity in front. */
  readonly target: string;
  readonly rule: Extract<FieldRule, { from: string }>;
  readonly reason: SuggestionReason;
  /** Whether the target takes the values as they are, rewrites them, or needs the value list of the rule. */
  readonly fit: 'fits' | 'converts' | 'translated';
  /** The same field of the model and a type that fits: "use all certain ones" means these. */
  readonly isCertain: boolean;
  /** In how many samples both systems hold the same already; absent where that says nothing. */
  readonly alike?: Pick<AlikeValues, 'equal' | 'of'>;
}

/** A field as suggestions look at it. */
export interface NamedField {
  readonly field: string;
  readonly type: FieldType;
  readonly label?: string;
}

export interface SuggestionInput {
  readonly source: { readonly entity: string; readonly fields: readonly NamedField[] };
  /** Only the fields that nothing fills and that the flow may write. */
  readonly target: { readonly entity: string; readonly fields: readonly NamedField[] };
  /** Source fields that some rule uses already: they are not offered for what merely sounds alike. */
  readonly used: ReadonlySet<string>;
  /** What other mappings of the flow fill each target field from. */
  readonly elsewhere: ReadonlyMap<string, string>;
  /** The same of other flows. */
  readonly learned: Readonly<Record<string, readonly string[]>>;
  readonly alike: readonly AlikeValues[];
  readonly lists: readonly ValueList[];
  readonly fit: (from: FieldType, to: FieldType) => 'fits' | 'converts' | 'no';
}

/** More would be a list to work through, not a help. */
const most = 24;

interface Candidate extends Suggestion {
  readonly score: number;
}

/** Offers rules for empty fields: by name, by meaning in three languages, by what people mapped before, by values and by type. Best first, one a target field. */
export function suggestRules(input: SuggestionInput): Suggestion[] {
  const sources = input.source.fields.map((field) => ({
    field,
    name: `${input.source.entity}.${field.field}`,
    names: namesOf(input.source.entity, field),
  }));
  const candidates: Candidate[] = [];
  const alike = new Map(input.alike.map((pair) => [`${pair.target} ${pair.from}`, pair]));
  for (const target of input.target.fields) {
    const targetNames = namesOf(input.target.entity, target);
    const targetName = `${input.target.entity}.${target.field}`;
    for (const source of sources) {
      const values = alike.get(`${targetName} ${source.name}`);
      const side = { name: targetName, field: target, names: targetNames };
      const reason = reasonFor(input, source, side, values !== undefined);
      if (!reason) continue;
      const rule = ruleFor(input, source.name, source.field.type, target.type);
      if (!rule) continue;
      const rank = suggestionReasons.length - suggestionReasons.indexOf(reason);
      candidates.push({
        target: targetName,
        reason,
        ...rule,
        isCertain: reason === 'sameField' && rule.fit === 'fits',
        ...(values && { alike: { equal: values.equal, of: values.of } }),
        score: rank * 10 + (values ? 5 : 0) + (rule.fit === 'fits' ? 2 : rule.fit === 'translated' ? 1 : 0),
      });
    }
  }
  return pick(candidates);
}

/** The best for each target; a source is offered once unless it is the same field. */
function pick(candidates: readonly Candidate[]): Suggestion[] {
  const filled = new Set<string>();
  const offered = new Set<string>();
  const picked: Suggestion[] = [];
  for (const { score: _score, ...suggestion } of candidates.toSorted((a, b) => b.score - a.score)) {
    const { target, rule, reason } = suggestion;
    if (picked.length === most) break;
    if (filled.has(target) || (offered.has(rule.from) && reason !== 'sameField')) continue;
    filled.add(target);
    offered.add(rule.from);
    picked.push(suggestion);
  }
  return picked;
}

interface Side {
  readonly name: string;
  readonly field: NamedField;
  readonly names: readonly string[][];
}

function reasonFor(input: SuggestionInput, source: Side, target: Side, isAlike: boolean): SuggestionReason | null {
  if (input.elsewhere.get(target.name) === source.name) return 'mappedElsewhere';
  if (source.field.field === target.field.field) return 'sameField';
  if (source.names.some((a) => target.names.some((b) => isSame(a, b)))) return 'sameName';
  if (input.learned[target.name]?.includes(source.name)) return 'learned';
  if (isAlike && !input.used.has(source.name)) return 'sameValues';
  if (input.used.has(source.name) || source.field.type.kind !== target.field.type.kind) return null;
  const meant = source.names.map(conceptsOf);
  const wanted = target.names.map(conceptsOf);
  if (meant.some((a) => wanted.some((b) => isSame(a, b)))) return 'sameMeaning';
  return meant.some((a) => wanted.some((b) => isPart(a, b) || isPart(b, a))) ? 'similarName' : null;
}

/** The rule that brings the value over: as it is, or by a value list that knows the codes of both sides. */
function ruleFor(
  { fit, lists }: SuggestionInput,
  from: string,
  source: FieldType,
  target: FieldType,
): Pick<Suggestion, 'rule' | 'fit'> | null {
  const fits = fit(source, target);
  if (fits === 'fits') return { rule: { from }, fit: 'fits' };
  const list = lists.find((candidate) => translates(candidate, source, target));
  if (list) return { rule: { from, list: list.id }, fit: 'translated' };
  return fits === 'converts' ? { rule: { from }, fit: 'converts' } : null;
}

function translates({ entries }: ValueList, source: FieldType, target: FieldType): boolean {
  if (target.kind !== 'choice' || target.options.length === 0) return false;
  if (source.kind !== 'choice' || source.options.length === 0) return false;
  const values = new Set(target.options.map(({ value }) => value));
  const results = Object.values(entries);
  return (
    results.length > 0 &&
    results.every((value) => values.has(value)) &&
    source.options.some(({ value }) => value in entries)
  );
}

/** All that a field is called, as words: its label, its titles in three languages, its own name in the system. */
function namesOf(entity: string, { field, label }: NamedField): string[][] {
  const canonical = canonicalField(entity, field);
  const titles = Object.values(canonical?.title ?? { own: field.replace(/^~/, '') });
  return [...titles, label]
    .flatMap((name) => (name === undefined ? [] : [wordsOf(name)]))
    .filter((words) => words.length > 0);
}

/** `mobilePhoneNumber` and `Mobile phone number` are the same words. Prefixes of custom fields (`kop_`) do not count. */
function wordsOf(name: string): string[] {
  const spaced = name.replace(/^[a-z]{2,8}_(?=[a-z])/, '').replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2');
  return fold(spaced)
    .replace(/e-mail/g, 'email')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

function conceptsOf(words: readonly string[]): string[] {
  return words.map(concept);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}

/** Words that say too little to stand for a whole name. */
const faint: ReadonlySet<string> = new Set(['number', 'name', 'id', 'account', 'customer', 'type', 'of', 'de', 'van']);

/** Whether all of `a` occurs in `b`, and `a` says something. */
function isPart(a: readonly string[], b: readonly string[]): boolean {
  return a.length < b.length && a.every((word) => b.includes(word)) && a.some((word) => !faint.has(word));
}
