import { noSuchCode } from '../field-types.ts';
import { quoted } from '../mapping-error.ts';
import { fieldTitle } from '../record-type.ts';
import { errorIssue, warningIssue, type RuleIssue } from '../rule-issue.ts';
import { say } from '../words.ts';
import type { FieldAccess } from './field-access.ts';
import type { ASTNode } from './internals.ts';
import { limits } from './limits.ts';

const path = ['cel'];

/** A literal of a kind that expressions do not have; `null` for any other. */
export function literalIssue(value: unknown): RuleIssue | null {
  if (value === null) {
    return errorIssue({
      code: 'mapping.null-in-expression',
      message: say('An expression has no null.', 'Een expressie kent geen null.', 'Une expression n’a pas de null.'),
      remedy: say(
        'Write orEmpty(…) or optional.none() to give nothing, and isEmpty(…) to ask for it.',
        'Schrijf orEmpty(…) of optional.none() om niets te geven, en isEmpty(…) om ernaar te vragen.',
        'Écrivez orEmpty(…) ou optional.none() pour ne rien donner, et isEmpty(…) pour le demander.',
      ),
      path,
    });
  }
  if (typeof value !== 'object') return null;
  return errorIssue({
    code: 'mapping.not-allowed',
    message: say(
      'Bytes and unsigned numbers do not exist here.',
      'Bytes en getallen zonder teken bestaan hier niet.',
      'Les octets et les nombres sans signe n’existent pas ici.',
    ),
    remedy: say(
      'Write texts as "text" and numbers as 12 or 12.5.',
      'Schrijf teksten als "tekst" en getallen als 12 of 12.5.',
      'Écrivez les textes "texte" et les nombres 12 ou 12.5.',
    ),
    path,
  });
}

/** `x == null`, with what asks the same here. */
export const comparedWithNull = (node: ASTNode, other: ASTNode) =>
  errorIssue({
    code: 'mapping.null-in-expression',
    message: say(
      'A value cannot be compared with null.',
      'Een waarde kan niet met null vergeleken worden.',
      'Une valeur ne peut pas être comparée à null.',
    ),
    remedy: say('Write {what}.', 'Schrijf {what}.', 'Écrivez {what}.', {
      what: `${node.op === '!=' ? '!' : ''}isEmpty(${other.input.slice(other.start, other.end)})`,
    }),
    path,
  });

/** A field or parameter that may be empty and is read as if it were not. */
export const unguardedField = ({ leaf, written, isParameter }: FieldAccess) =>
  warningIssue({
    code: 'mapping.unguarded-field',
    message: isParameter
      ? say(
          'The parameter {name} has no value yet.',
          'De parameter {name} heeft nog geen waarde.',
          'Le paramètre {name} n’a pas encore de valeur.',
          { name: leaf.field.field },
        )
      : say(
          '{field} can be empty; a record where it is becomes a failed record.',
          '{field} kan leeg zijn; een record waar dat zo is, komt bij de te herstellen records.',
          '{field} peut être vide\u00a0; un enregistrement où il l’est devient un enregistrement à corriger.',
          { field: fieldTitle(leaf.field) },
        ),
    remedy: isParameter
      ? say(
          'Give it a value, or write one for when it has none.',
          'Geef hem een waarde, of schrijf er een voor als hij er geen heeft.',
          'Donnez-lui une valeur, ou écrivez-en une pour quand il n’en a pas.',
        )
      : say(
          'Write ifEmpty({written}, …) to use another value, or orEmpty(…) around the whole to write nothing.',
          'Schrijf ifEmpty({written}, …) om een andere waarde te nemen, of orEmpty(…) rond het geheel om niets te schrijven.',
          'Écrivez ifEmpty({written}, …) pour prendre une autre valeur, ou orEmpty(…) autour du tout pour ne rien écrire.',
          { written },
        ),
    path,
  });

/** A comparison of a choice with a text that is none of its codes. */
export const unknownCode = (code: string, title: string, codes: readonly string[]) =>
  warningIssue({
    code: 'mapping.unknown-code',
    message: noSuchCode(title, quoted(code), codes),
    remedy: say('Write one of its codes.', 'Schrijf een van de codes.', 'Écrivez l’un de ses codes.'),
    path,
  });

/** `has` around something else than a field written with dots. */
export const hasTakesField = (node: ASTNode) =>
  errorIssue({
    code: 'mapping.wrong-types',
    message: say(
      'has(…) takes a field written with dots.',
      'has(…) neemt een veld dat met punten geschreven is.',
      'has(…) prend un champ écrit avec des points.',
    ),
    remedy: say(
      'Write !isEmpty(…) for anything else: !isEmpty({part}).',
      'Schrijf !isEmpty(…) voor al het andere: !isEmpty({part}).',
      'Écrivez !isEmpty(…) pour tout le reste\u00a0: !isEmpty({part}).',
      {
        part: node.input.slice(node.start + 4, node.end - 1),
      },
    ),
    path,
  });

/** A value list whose name is calculated. */
export const listMustBeWritten = () =>
  errorIssue({
    code: 'mapping.unknown-list',
    message: say(
      'The name of a value list must be written out.',
      'De naam van een waardenlijst moet voluit geschreven zijn.',
      'Le nom d’une liste de valeurs doit être écrit en toutes lettres.',
    ),
    remedy: say(
      'Write it between quotes, such as "payment-terms".',
      'Schrijf hem tussen aanhalingstekens, zoals "payment-terms".',
      'Écrivez-le entre guillemets, par exemple "payment-terms".',
    ),
    path,
  });

/** Loops in loops in loops. */
export const tooDeep = () =>
  errorIssue({
    code: 'mapping.too-complex',
    message: say(
      'More than {n} loops lie inside each other.',
      'Meer dan {n} lussen zitten in elkaar.',
      'Plus de {n} boucles sont imbriquées.',
      { n: limits.maxLoopDepth },
    ),
    remedy: say(
      'Split the work over two fields, or use a code step.',
      'Verdeel het werk over twee velden, of gebruik een codestap.',
      'Répartissez le travail sur deux champs, ou utilisez une étape de code.',
    ),
    path,
  });

/** A `cel.bind` in another: each could double the size of a value. */
export const bindInBind = () =>
  errorIssue({
    code: 'mapping.too-complex',
    message: say(
      'A cel.bind lies inside another.',
      'Een cel.bind zit in een andere.',
      'Un cel.bind est dans un autre.',
    ),
    remedy: say(
      'Use one cel.bind, or write the value out.',
      'Gebruik één cel.bind, of schrijf de waarde uit.',
      'Utilisez un seul cel.bind, ou écrivez la valeur.',
    ),
    path,
  });

/** A name for an element that hides something else. */
export const nameTaken = (name: string) =>
  errorIssue({
    code: 'mapping.name-taken',
    message: say(
      '"{name}" already has a meaning here.',
      '"{name}" betekent hier al iets.',
      '"{name}" a déjà un sens ici.',
      { name },
    ),
    remedy: say(
      'Choose another name, such as x.',
      'Kies een andere naam, zoals x.',
      'Choisissez un autre nom, par exemple x.',
    ),
    path,
  });
