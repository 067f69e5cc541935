import type { FieldType, unlistedPolicies, ValueList } from '@koppel/model';
import type { Step } from './convert.ts';
import { listedWords, optionValues } from './field-types.ts';
import { MappingError, quoted } from './mapping-error.ts';
import { nearestName } from './nearest-name.ts';
import { textOf } from './normalise.ts';
import { errorIssue, hintIssue, warningIssue, type RuleIssue } from './rule-issue.ts';
import { didYouMean, say, type Words } from './words.ts';

export type UnlistedPolicy = (typeof unlistedPolicies)[number];

/**
 * What the list makes of a code: as it is, else without outer blanks. A code such as `constructor` must find nothing on an
 * object's prototype. Nothing is made of the list first: every expression of a flow would pay for all its entries.
 */
export function translationOf({ entries }: Pick<ValueList, 'entries'>, code: string): string | undefined {
  const own = (text: string) => (Object.hasOwn(entries, text) ? entries[text] : undefined);
  return own(code) ?? own(code.trim());
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

function titleOf({ title: { en, nl = en, fr = en } }: ValueList): Words {
  return { en, nl, fr };
}

/** The step that translates by a list. Looks up the value's text form. */
export function translateStep(list: ValueList, unlisted: UnlistedPolicy): Step {
  return (value) => {
    const text = textOf(value);
    const found = translationOf(list, text);
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
    message: say(
      'There is no value list "{id}".{hint}',
      'Er is geen waardenlijst "{id}".{hint}',
      'Il n’y a pas de liste de valeurs "{id}".{hint}',
      { id, hint: didYouMean(nearest && `"${nearest}"`) },
    ),
    remedy: say(
      'Choose an existing value list, or make this one.',
      'Kies een bestaande waardenlijst, of maak deze.',
      'Choisissez une liste de valeurs existante, ou créez celle-ci.',
    ),
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
        message: say(
          'The value list "{list}" has no entry for {codes}.',
          'De waardenlijst "{list}" heeft niets voor {codes}.',
          'La liste de valeurs "{list}" n’a rien pour {codes}.',
          { list: titleOf(list), codes: listedWords(missing) },
        ),
        remedy: say(
          'Add the missing codes, or choose what happens with a code that is not listed.',
          'Voeg de ontbrekende codes toe, of kies wat er met een code gebeurt die er niet in staat.',
          'Ajoutez les codes manquants, ou choisissez ce que devient un code qui n’y figure pas.',
        ),
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
        message: say(
          'The value list "{list}" gives {codes}, which the target does not have.',
          'De waardenlijst "{list}" geeft {codes}, en dat heeft het doel niet.',
          'La liste de valeurs "{list}" donne {codes}, que la cible n’a pas.',
          { list: titleOf(list), codes: listedWords(refused) },
        ),
        remedy: say(
          'Correct these entries, or add the codes to the target system.',
          'Verbeter deze regels, of voeg de codes toe in het doelsysteem.',
          'Corrigez ces lignes, ou ajoutez les codes dans le système cible.',
        ),
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
    message: say(
      'It says what to do with a code that is not listed, but no value list is chosen.',
      'Er staat wat er met een code gebeurt die niet in de lijst staat, maar er is geen waardenlijst gekozen.',
      'Il est dit que faire d’un code non listé, mais aucune liste de valeurs n’est choisie.',
    ),
    remedy: say(
      'Choose a value list, or remove the setting.',
      'Kies een waardenlijst, of haal de instelling weg.',
      'Choisissez une liste de valeurs, ou retirez le réglage.',
    ),
    path: ['unlisted'],
  });
