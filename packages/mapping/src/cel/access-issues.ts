import { typeWords } from '../field-types.ts';
import { nearestName } from '../nearest-name.ts';
import { fieldTitle } from '../record-type.ts';
import { chooseAField, goneField, noSuchField } from '../unknown-field.ts';
import { didYouMean, say, type Words } from '../words.ts';
import { errorIssue, type RuleIssue, type RuleIssueCode } from '../rule-issue.ts';
import type { ExpressionWorld } from './environment.ts';
import { selection, type WrongAccess } from './field-access.ts';

const path = ['cel'];

/** Says why an access to the record or the parameters does not end at a field. */
export function wrongAccess(access: WrongAccess, world: ExpressionWorld): RuleIssue {
  switch (access.kind) {
    case 'unknown':
      return access.isParameter ? unknownParameter(access) : unknownField(access, world);
    case 'beyond': {
      const { field } = access.group.fields.get(access.key)!;
      return issue(
        say(
          '{field} is {kind} and has no parts.',
          '{field} is {kind} en heeft geen delen.',
          '{field} est {kind} et n’a pas de parties.',
          { field: fieldTitle(field), kind: typeWords(field.type) },
        ),
        say(
          'Remove what follows it, or use a function such as split(…).',
          'Haal weg wat erachter staat, of gebruik een functie zoals split(…).',
          'Retirez ce qui suit, ou utilisez une fonction comme split(…).',
        ),
      );
    }
    case 'calculated':
      return issue(
        say(
          'The name of a field must be written out, so that the check knows which fields are read.',
          'De naam van een veld moet voluit geschreven zijn, zodat de controle weet welke velden gelezen worden.',
          'Le nom d’un champ doit être écrit en toutes lettres, pour que le contrôle sache quels champs sont lus.',
        ),
        say(
          'Write it between quotes, such as {example}.',
          'Schrijf hem tussen aanhalingstekens, zoals {example}.',
          'Écrivez-le entre guillemets, par exemple {example}.',
          {
            example: `${world.recordName}["${[...world.record.fields.keys()][0] ?? 'name'}"]`,
          },
        ),
      );
    case 'group':
      return issue(
        say('"{key}" is a group of fields.', '"{key}" is een groep velden.', '"{key}" est un groupe de champs.', {
          key: access.key,
        }),
        say(
          'Choose one of them: {examples}.',
          'Kies er een van: {examples}.',
          'Choisissez l’un d’eux\u00a0: {examples}.',
          { examples: examples(access) },
        ),
      );
    case 'bare':
      return issue(
        access.isParameter
          ? say(
              'param stands for all parameters.',
              'param staat voor alle parameters.',
              'param désigne tous les paramètres.',
            )
          : say(
              '{key} stands for the whole record.',
              '{key} staat voor het hele record.',
              '{key} désigne tout l’enregistrement.',
              { key: access.key },
            ),
        say(
          'Choose one of its fields, such as {example}.',
          'Kies een van de velden, zoals {example}.',
          'Choisissez l’un de ses champs, par exemple {example}.',
          {
            example: `${access.key}${selection([...access.group.fields.keys()][0] ?? 'name')}`,
          },
        ),
      );
  }
}

const issue = (message: Words, remedy: Words, code: RuleIssueCode = 'mapping.unknown-field') =>
  errorIssue({ code, message, remedy, path });

function examples({ group }: WrongAccess): string {
  const names = [...group.fields.keys(), ...group.groups.keys()];
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '');
}

function unknownParameter({ key, group }: WrongAccess): RuleIssue {
  const nearest = nearestName(key, group.fields.keys());
  return issue(
    say(
      'The flow has no parameter {key}.{hint}',
      'De flow heeft geen parameter {key}.{hint}',
      'Le flux n’a pas de paramètre {key}.{hint}',
      { key, hint: didYouMean(nearest) },
    ),
    say(
      'Add the parameter to the flow, or choose one that it has.',
      'Voeg de parameter aan de flow toe, of kies er een die er is.',
      'Ajoutez le paramètre au flux, ou choisissez-en un qui existe.',
    ),
    'mapping.unknown-parameter',
  );
}

function unknownField({ key, group, path: names }: WrongAccess, world: ExpressionWorld): RuleIssue {
  const wanted = [...names, key].join('.');
  const lost = world.gone.find(({ field }) => field === wanted);
  if (lost) return goneField(lost, path);
  const nearest = nearestName(key, [...group.fields.keys(), ...group.groups.keys()]);
  const owner = [world.entity, ...names].join('.');
  const withoutBinding = nearest === undefined && group.fields.has(`~${key}`) ? `["~${key}"]` : undefined;
  return issue(
    noSuchField(owner, key, nearest),
    withoutBinding
      ? say(
          'Write {written}: the field has no binding.',
          'Schrijf {written}: het veld heeft geen binding.',
          'Écrivez {written}\u00a0: le champ n’a pas de liaison.',
          { written: `${world.recordName}${withoutBinding}` },
        )
      : chooseAField,
  );
}
