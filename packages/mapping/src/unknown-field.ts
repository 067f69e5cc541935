import type { GoneField } from '@koppel/model';
import { nearestName } from './nearest-name.ts';
import { defaultTimeZone, type RecordType } from './record-type.ts';
import { errorIssue, type RuleIssue } from './rule-issue.ts';
import { didYouMean, say, type Words } from './words.ts';

/** Says that a rule names a field the records do not have, with the nearest one that they do have. */
export function unknownField(record: RecordType, name: string, path: RuleIssue['path']): RuleIssue {
  const prefix = `${record.entity}.`;
  if (!name.startsWith(prefix)) {
    const nearest = record.fields.some(({ field }) => field === name) ? `${prefix}${name}` : undefined;
    return errorIssue({
      code: 'mapping.unknown-field',
      message: say(
        '"{name}" is not a field of {entity}, the records that arrive here.',
        '"{name}" is geen veld van {entity}, de records die hier binnenkomen.',
        '"{name}" n’est pas un champ de {entity}, les enregistrements qui arrivent ici.',
        { name, entity: record.entity },
      ),
      remedy: nearest
        ? say('Write "{nearest}".', 'Schrijf "{nearest}".', 'Écrivez "{nearest}".', { nearest })
        : say(
            'Choose a field that starts with "{prefix}".',
            'Kies een veld dat met "{prefix}" begint.',
            'Choisissez un champ qui commence par "{prefix}".',
            { prefix },
          ),
      path,
    });
  }
  const field = name.slice(prefix.length);
  const lost = record.gone?.find((candidate) => candidate.field === field);
  if (lost) return goneField(lost, path);
  const nearest = nearestName(
    field,
    record.fields.map((candidate) => candidate.field),
  );
  return errorIssue({
    code: 'mapping.unknown-field',
    message: noSuchField(record.entity, field, nearest),
    remedy: chooseAField,
    path,
  });
}

/** Says that records have no field of a name. */
export const noSuchField = (entity: string, field: string, nearest: string | undefined): Words =>
  say(
    '{entity} has no field {field}.{hint}',
    '{entity} heeft geen veld {field}.{hint}',
    '{entity} n’a pas de champ {field}.{hint}',
    { entity, field, hint: didYouMean(nearest) },
  );

/** What to do about a name that the records do not have. */
export const chooseAField = say(
  'Choose a field that the records have, or check whether it was renamed in the source.',
  'Kies een veld dat de records hebben, of kijk na of het in de bron een andere naam kreeg.',
  'Choisissez un champ des enregistrements, ou vérifiez s’il a été renommé dans la source.',
);

const dayIn = (locale: string) =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: defaultTimeZone });
const days = { en: dayIn('en-GB'), nl: dayIn('nl-BE'), fr: dayIn('fr-BE') };

function dayWords(moment: string): Words {
  const at = new Date(moment);
  return { en: days.en.format(at), nl: days.nl.format(at), fr: days.fr.format(at) };
}

/** Says that a system does not have a field any more, and since when. */
export function goneField(
  { label, goneSince }: GoneField,
  path: RuleIssue['path'],
  side: 'source' | 'target' = 'source',
): RuleIssue {
  return errorIssue({
    code: 'mapping.field-gone',
    message:
      side === 'source'
        ? say(
            '{label} is gone from the source since {day}.',
            '{label} is weg uit de bron sinds {day}.',
            '{label} a disparu de la source depuis le {day}.',
            { label, day: dayWords(goneSince) },
          )
        : say(
            '{label} is gone from the target since {day}.',
            '{label} is weg uit het doel sinds {day}.',
            '{label} a disparu de la cible depuis le {day}.',
            { label, day: dayWords(goneSince) },
          ),
    remedy: say(
      'Take another field in its place, or take it out. If it should be there, bring it back there.',
      'Neem een ander veld in de plaats, of haal het weg. Hoort het er te zijn, breng het daar dan terug.',
      'Prenez un autre champ à sa place, ou retirez-le. S’il doit y être, rétablissez-le là-bas.',
    ),
    path,
  });
}
