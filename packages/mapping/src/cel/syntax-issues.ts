import type { ParseError } from '@marcbachmann/cel-js';
import { errorIssue, type RuleIssue, type TextRange } from '../rule-issue.ts';
import { say, type Words } from '../words.ts';
import { limits } from './limits.ts';

const splitTheWork = say(
  'Split the work over several fields, or use a code step.',
  'Verdeel het werk over verschillende velden, of gebruik een codestap.',
  'Répartissez le travail sur plusieurs champs, ou utilisez une étape de code.',
);
const somethingElse = say('something else', 'iets anders', 'autre chose');
const doesNotBelong = (found: string) =>
  say('"{found}" does not belong here.', '"{found}" hoort hier niet.', '"{found}" n’a pas sa place ici.', { found });

/** How the parser calls its tokens, in plain words. */
const tokens: Readonly<Record<string, Words>> = {
  RPAREN: say('a closing bracket )', 'een haakje )', 'une parenthèse )'),
  RBRACKET: say('a closing bracket ]', 'een haakje ]', 'un crochet ]'),
  RBRACE: say('a closing brace }', 'een accolade }', 'une accolade }'),
  COLON: say('a colon :', 'een dubbele punt :', 'un deux-points :'),
  IDENTIFIER: say('a name', 'een naam', 'un nom'),
};

/** An expression that is too long to be looked at. */
export const tooLongExpression = (length: number): RuleIssue =>
  errorIssue({
    code: 'mapping.too-complex',
    message: say(
      'The expression has {length} characters; at most {most} are read.',
      'De expressie heeft {length} tekens; er worden er hoogstens {most} gelezen.',
      'L’expression a {length} caractères\u00a0; {most} au plus sont lus.',
      { length, most: limits.maxLength },
    ),
    remedy: splitTheWork,
    path: ['cel'],
  });

/** An expression without anything in it. */
export const emptyExpression = (): RuleIssue =>
  errorIssue({
    code: 'mapping.syntax',
    message: say('The expression is empty.', 'De expressie is leeg.', 'L’expression est vide.'),
    remedy: say(
      'Write what the field is filled with, such as account.name.',
      'Schrijf waarmee het veld gevuld wordt, zoals account.name.',
      'Écrivez ce qui remplit le champ, par exemple account.name.',
    ),
    path: ['cel'],
  });

/** Says in plain words what the parser stumbled over. */
export function syntaxIssue(error: ParseError, text: string): RuleIssue {
  const start = Math.min(error.range?.start ?? 0, text.length);
  const range: TextRange = { start, end: Math.max(start, Math.min(error.range?.end ?? start, text.length)) };
  const [message, remedy] = explain(error, text.slice(range.start, range.end));
  const code = error.code === 'limit_exceeded' ? 'mapping.too-complex' : 'mapping.syntax';
  return { ...errorIssue({ code, message, remedy, path: ['cel'] }), range };
}

function explain(error: ParseError, found: string): readonly [message: Words, remedy: Words] {
  switch (error.code) {
    case 'limit_exceeded':
      return [
        say('The expression is too complex.', 'De expressie is te ingewikkeld.', 'L’expression est trop complexe.'),
        splitTheWork,
      ];
    case 'expected_token': {
      const wanted = tokens[/Expected (\w+)/.exec(error.summary)?.[1] ?? ''] ?? somethingElse;
      return [
        say('Here {wanted} is missing.', 'Hier ontbreekt {wanted}.', 'Il manque ici {wanted}.', { wanted }),
        say(
          'Write {wanted} here, or remove what opened it.',
          'Schrijf hier {wanted}, of haal weg wat het opende.',
          'Écrivez ici {wanted}, ou retirez ce qui l’a ouvert.',
          { wanted },
        ),
      ];
    }
    case 'unexpected_token':
      if (found === '')
        return [
          say('The expression ends too early.', 'De expressie stopt te vroeg.', 'L’expression s’arrête trop tôt.'),
          say(
            'Write what belongs after the last sign.',
            'Schrijf wat er na het laatste teken hoort.',
            'Écrivez ce qui vient après le dernier signe.',
          ),
        ];
      return [
        doesNotBelong(found),
        say(
          'Check what stands before it: perhaps a value or a sign is missing.',
          'Kijk na wat ervoor staat: misschien ontbreekt een waarde of een teken.',
          'Vérifiez ce qui précède\u00a0: il manque peut-être une valeur ou un signe.',
        ),
      ];
    case 'unexpected_character':
      return [doesNotBelong(found), signAdvice(found)];
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
      return [
        say(
          'This text has no closing quote.',
          'Deze tekst heeft geen sluitend aanhalingsteken.',
          'Ce texte n’a pas de guillemet fermant.',
        ),
        say(
          'Close it with the quote it began with.',
          'Sluit hem met het aanhalingsteken waarmee hij begon.',
          'Fermez-le avec le guillemet du début.',
        ),
      ];
    case 'newline_in_string':
      return [
        say(
          'A text between quotes cannot go on on the next line.',
          'Een tekst tussen aanhalingstekens kan niet op de volgende regel verder gaan.',
          'Un texte entre guillemets ne peut pas continuer à la ligne suivante.',
        ),
        say(
          'Write \\n for a new line in a text.',
          'Schrijf \\n voor een nieuwe regel in een tekst.',
          'Écrivez \\n pour une nouvelle ligne dans un texte.',
        ),
      ];
    case 'reserved_identifier': {
      const advice =
        found === 'if'
          ? say(
              'Write condition ? value : otherwise.',
              'Schrijf voorwaarde ? waarde : anders.',
              'Écrivez condition ? valeur : sinon.',
            )
          : say('Use another name.', 'Gebruik een andere naam.', 'Utilisez un autre nom.');
      return [
        say(
          '"{found}" is a word that the language keeps for itself.',
          '"{found}" is een woord dat de taal voor zichzelf houdt.',
          '"{found}" est un mot que le langage se réserve.',
          { found },
        ),
        advice,
      ];
    }
    case 'invalid_macro_argument':
      return [
        say('A name is missing here.', 'Hier ontbreekt een naam.', 'Il manque ici un nom.'),
        say(
          'Write a name for the element first, such as list.map(x, upper(x)).',
          'Schrijf eerst een naam voor het element, zoals list.map(x, upper(x)).',
          'Écrivez d’abord un nom pour l’élément, par exemple list.map(x, upper(x)).',
        ),
      ];
    case 'invalid_integer':
    case 'invalid_hex_integer':
    case 'invalid_number':
    case 'invalid_exponent':
      return [
        say('"{found}" is not a number.', '"{found}" is geen getal.', '"{found}" n’est pas un nombre.', { found }),
        say('Write numbers as 12 or 12.5.', 'Schrijf getallen als 12 of 12.5.', 'Écrivez les nombres 12 ou 12.5.'),
      ];
    default:
      return [
        say('"{found}" cannot be read.', '"{found}" kan niet gelezen worden.', '"{found}" est illisible.', { found }),
        say(
          'A \\ in a text is written \\\\, a quote \\".',
          'Een \\ in een tekst schrijf je \\\\, een aanhalingsteken \\".',
          'Un \\ dans un texte s’écrit \\\\, un guillemet \\".',
        ),
      ];
  }
}

function signAdvice(sign: string): Words {
  switch (sign) {
    case '=':
      return say('Compare with ==.', 'Vergelijk met ==.', 'Comparez avec ==.');
    case '&':
      return say('Write && for "and".', 'Schrijf && voor "en".', 'Écrivez && pour "et".');
    case '|':
      return say('Write || for "or".', 'Schrijf || voor "of".', 'Écrivez || pour "ou".');
    case ';':
      return say(
        'An expression is one value; it has no instructions. Remove the ;.',
        'Een expressie is één waarde en heeft geen opdrachten. Haal de ; weg.',
        'Une expression est une valeur, sans instructions. Retirez le ;.',
      );
    case '“':
    case '”':
    case '‘':
    case '’':
      return say(
        'Write straight quotes: "text".',
        'Schrijf rechte aanhalingstekens: "tekst".',
        'Écrivez des guillemets droits\u00a0: "texte".',
      );
    default:
      return say(
        'Remove it, or put it between quotes if it belongs to a text.',
        'Haal het weg, of zet het tussen aanhalingstekens als het bij een tekst hoort.',
        'Retirez-le, ou mettez-le entre guillemets s’il fait partie d’un texte.',
      );
  }
}
