import type { FieldType, unlistedPolicies, ValueList } from '@koppel/model';
import type { Step } from './convert.ts';
import { listed, optionValues } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { nearestName } from './nearest-name.ts';
import { textOf } from './normalise.ts';
import { errorIssue, hintIssue, warningIssue, type RuleIssue } from './rule-issue.ts';

export type UnlistedPolicy = (typeof unlistedPolicies)[number];

/** The entries as a map: a code such as `constructor` must find nothing on an object's prototype. */
export function entriesOf(list: ValueList): ReadonlyMap<string, string> {
  return new Map(Object.entries(list.entries));
}

/** A code that a value list does not know. */
export function noTranslation(list: ValueList, value: string): MappingError {
  return new MappingError({
    code: 'mapping.no-translation',
    message: `The value list "${list.title.en}" has no entry for ${quoted(value)}.`,
    remedy: `Add ${quoted(value)} to the value list and retry the failed records.`,
    value,
    list: list.id,
  });
}

/** The step that translates by a list. Looks up the value's text form, as it is and else without outer blanks. */
export function translateStep(list: ValueList, unlisted: UnlistedPolicy): Step {
  const entries = entriesOf(list);
  return (value) => {
    const text = textOf(value);
    const found = entries.get(text) ?? entries.get(text.trim());
    if (found !== undefined) return found;
    if (unlisted === 'fail') throw noTranslation(list, text);
    return unlisted === 'empty' ? null : text;
  };
}

/** What values look like after a list: one of its targets, or with `keep` any text. */
export function translatedType(list: ValueList, unlisted: UnlistedPolicy): FieldType {
  if (unlisted === 'keep') return { kind: 'text' };
  const targets = [...new Set(Object.values(list.entries))];
  return { kind: 'choice', options: targets.map((value) => ({ value, label: value })) };
}

/** The list with this id, or the issue that says it is not there. */
export function findList(
  lists: ReadonlyMap<string, ValueList>,
  id: string,
  path: RuleIssue['path'],
): { list: ValueList } | { list: undefined; issue: RuleIssue } {
  const list = lists.get(id);
  if (list) return { list };
  const nearest = nearestName(id, lists.keys());
  const issue = errorIssue({
    code: 'mapping.unknown-list',
    message: `There is no value list "${id}".${nearest ? ` Did you mean "${nearest}"?` : ''}`,
    remedy: 'Choose an existing value list, or make this one.',
    path,
  });
  return { list: undefined, issue };
}

/** Compares the list with the codes that are known on both sides. */
export function checkCoverage(
  list: ValueList,
  unlisted: UnlistedPolicy,
  from: FieldType,
  to: FieldType | undefined,
): RuleIssue[] {
  const issues: RuleIssue[] = [];
  const missing = (optionValues(from) ?? []).filter((code) => !Object.hasOwn(list.entries, code) && code.trim() !== '');
  if (missing.length > 0 && unlisted === 'fail') {
    issues.push(
      warningIssue({
        code: 'mapping.list-incomplete',
        message: `The value list "${list.title.en}" has no entry for ${listed(missing)}.`,
        remedy: 'Add the missing codes, or choose what happens with a code that is not listed.',
        path: ['list'],
      }),
    );
  }
  const allowed = to && optionValues(to);
  const refused = allowed ? [...new Set(Object.values(list.entries))].filter((code) => !allowed.includes(code)) : [];
  if (refused.length > 0) {
    issues.push(
      warningIssue({
        code: 'mapping.list-does-not-fit',
        message: `The value list "${list.title.en}" gives ${listed(refused)}, which the target does not have.`,
        remedy: 'Correct these entries, or add the codes to the target system.',
        path: ['list'],
      }),
    );
  }
  return issues;
}

/** A policy for unlisted codes on a rule without a list. */
export const unusedPolicy = (): RuleIssue =>
  hintIssue({
    code: 'mapping.setting-without-effect',
    message: 'It says what to do with a code that is not listed, but no value list is chosen.',
    remedy: 'Choose a value list, or remove the setting.',
    path: ['unlisted'],
  });
