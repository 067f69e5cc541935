import type { FieldType, FieldValue } from '@koppel/model';
import { quoted } from './mapping-error.ts';
import { asWritten, opening, say, type Words } from './words.ts';

/** A type in plain words with its article, for messages: `a number with 2 decimals`. */
export function describeType(type: FieldType): string {
  return typeWords(type).en;
}

/** The same in each language. */
export function typeWords(type: FieldType): Words {
  switch (type.kind) {
    case 'text':
      return type.maxLength === undefined
        ? say('a text', 'een tekst', 'un texte')
        : say(
            'a text of at most {n} characters',
            'een tekst van hoogstens {n} tekens',
            'un texte de {n} caractères au plus',
            {
              n: type.maxLength,
            },
          );
    case 'integer':
      return say('a whole number', 'een geheel getal', 'un nombre entier');
    case 'decimal':
      return type.scale === undefined
        ? say('a number', 'een getal', 'un nombre')
        : say('a number with {n} decimals', 'een getal met {n} decimalen', 'un nombre à {n} décimales', {
            n: type.scale,
          });
    case 'money':
      return type.scale === undefined
        ? say('an amount', 'een bedrag', 'un montant')
        : say('an amount with {n} decimals', 'een bedrag met {n} decimalen', 'un montant à {n} décimales', {
            n: type.scale,
          });
    case 'boolean':
      return say('yes or no', 'ja of nee', 'oui ou non');
    case 'date':
      return say('a date', 'een datum', 'une date');
    case 'dateTime':
      return say('a date and time', 'een datum met tijd', 'une date avec heure');
    case 'choice':
      return say('a choice', 'een keuze', 'un choix');
    case 'reference':
      return say(
        'a reference to another record ({entity})',
        'een verwijzing naar een ander record ({entity})',
        'un renvoi à un autre enregistrement ({entity})',
        { entity: type.entity },
      );
    case 'lines':
      return say('lines', 'lijnen', 'des lignes');
  }
}

/**
 * Whether a value of one type may be written to a field of another. `fits`: as it is, though a single value may still
 * be too long. `converts`: it is rewritten, and `reason` says how and which values become failures. `no`: never;
 * `reason` says why.
 */
export interface TypeFit {
  readonly fit: 'fits' | 'converts' | 'no';
  /** Null when there is nothing to say. */
  readonly reason: Words | null;
}

const fits: TypeFit = { fit: 'fits', reason: null };
const converts = (reason: Words): TypeFit => ({ fit: 'converts', reason });
const no = (reason: Words): TypeFit => ({ fit: 'no', reason });

/** How well values of type `from` fit a field of type `to`. */
export function fitsType(from: FieldType, to: FieldType): TypeFit {
  switch (to.kind) {
    case 'text':
      return toText(from, to.maxLength);
    case 'choice':
      return toChoice(from, optionValues(to));
    case 'integer':
      return toInteger(from);
    case 'decimal':
    case 'money':
      return toDecimal(from, to.scale);
    case 'boolean':
      return toBoolean(from);
    case 'date':
      if (from.kind === 'date') return fits;
      if (from.kind === 'text')
        return converts(
          say(
            'A text that is not a date becomes a failed record.',
            'Een tekst die geen datum is, komt bij de te herstellen records.',
            'Un texte qui n’est pas une date devient un enregistrement à corriger.',
          ),
        );
      if (from.kind === 'dateTime')
        return no(
          say(
            'The time would be lost. Use the format "date" to keep the day only.',
            'De tijd zou verloren gaan. Gebruik de notatie "date" om alleen de dag te houden.',
            'L’heure serait perdue. Utilisez le format "date" pour ne garder que le jour.',
          ),
        );
      return no(
        say('{what} is not a date.', '{what} is geen datum.', '{what} n’est pas une date.', {
          what: opening(typeWords(from)),
        }),
      );
    case 'dateTime':
      if (from.kind === 'dateTime') return fits;
      if (from.kind === 'date')
        return converts(say('The time becomes 00:00 UTC.', 'De tijd wordt 00:00 UTC.', 'L’heure devient 00:00 UTC.'));
      if (from.kind === 'text')
        return converts(
          say(
            'A text that is not a date and time becomes a failed record.',
            'Een tekst die geen datum met tijd is, komt bij de te herstellen records.',
            'Un texte qui n’est pas une date avec heure devient un enregistrement à corriger.',
          ),
        );
      return no(
        say(
          '{what} is not a date and time.',
          '{what} is geen datum met tijd.',
          '{what} n’est pas une date avec heure.',
          { what: opening(typeWords(from)) },
        ),
      );
    case 'reference':
      if (from.kind === 'reference' && from.entity === to.entity) return fits;
      return no(
        say('{what} is not {wanted}.', '{what} is niet {wanted}.', '{what} n’est pas {wanted}.', {
          what: opening(typeWords(from)),
          wanted: typeWords(to),
        }),
      );
    case 'lines':
      return from.kind === 'lines'
        ? toLines(from, to)
        : no(
            say(
              '{what} is not a list of lines.',
              '{what} is geen lijst van lijnen.',
              '{what} n’est pas une liste de lignes.',
              { what: opening(typeWords(from)) },
            ),
          );
  }
}

type LinesType = Extract<FieldType, { kind: 'lines' }>;

/** Lines are filled field by field, each from the field of the same name. */
function toLines(from: LinesType, to: LinesType): TypeFit {
  const reasons: Words[] = [];
  for (const { field, label, type } of to.fields) {
    const source = from.fields.find((candidate) => candidate.field === field);
    const { fit, reason } = source ? fitsType(source.type, type) : fits;
    if (fit === 'no')
      return no(
        say(
          'Of each line, {field} does not fit: {reason}',
          'Van elke lijn past {field} niet: {reason}',
          'De chaque ligne, {field} ne convient pas\u00a0: {reason}',
          { field: label ?? field, reason: reason ?? asWritten('') },
        ),
      );
    if (reason)
      reasons.push(
        say('{field}: {reason}', '{field}: {reason}', '{field}\u00a0: {reason}', { field: label ?? field, reason }),
      );
  }
  if (reasons.length === 0) return fits;
  const all = reasons.reduce((before, next) =>
    say('{before} {next}', '{before} {next}', '{before} {next}', { before, next }),
  );
  return converts(say('Of each line, {all}', 'Van elke lijn: {all}', 'De chaque ligne\u00a0: {all}', { all }));
}

/** The codes a choice allows; `null` when its options are not known, and any code may come. */
export function optionValues(type: FieldType): readonly string[] | null {
  return type.kind === 'choice' && type.options.length > 0 ? type.options.map(({ value }) => value) : null;
}

function toText(from: FieldType, maxLength: number | undefined): TypeFit {
  if (from.kind === 'text') {
    const mayBeTooLong = maxLength !== undefined && (from.maxLength ?? Infinity) > maxLength;
    return mayBeTooLong
      ? {
          fit: 'fits',
          reason: say(
            'A text longer than {n} characters becomes a failed record.',
            'Een tekst van meer dan {n} tekens komt bij de te herstellen records.',
            'Un texte de plus de {n} caractères devient un enregistrement à corriger.',
            { n: maxLength },
          ),
        }
      : fits;
  }
  if (from.kind === 'choice') return fits;
  if (from.kind === 'lines')
    return no(say('Lines are not a text.', 'Lijnen zijn geen tekst.', 'Des lignes ne sont pas un texte.'));
  const example = {
    reference: 'd3b07384-d9a0-4e2f-8c5e-0b5a3f1c2d4e',
    integer: '45',
    decimal: '45000.00',
    money: '45000.00',
    boolean: 'true',
    date: '2026-11-23',
    dateTime: '2026-11-23T14:02:00Z',
  };
  return converts(
    say(
      'It is written as text, such as "{example}".',
      'Het wordt als tekst geschreven, zoals "{example}".',
      'C’est écrit comme texte, par exemple "{example}".',
      { example: example[from.kind] },
    ),
  );
}

function toChoice(from: FieldType, targets: readonly string[] | null): TypeFit {
  if (!targets)
    return from.kind === 'text' || from.kind === 'choice'
      ? fits
      : converts(
          say(
            'Its text form must be a code of the target.',
            'De tekst ervan moet een code van het doel zijn.',
            'Son texte doit être un code de la cible.',
          ),
        );
  const sources = from.kind === 'boolean' ? ['true', 'false'] : optionValues(from);
  if (!sources)
    return converts(
      say(
        'Only the codes of the target are taken: {codes}.',
        'Alleen de codes van het doel worden aangenomen: {codes}.',
        'Seuls les codes de la cible sont acceptés\u00a0: {codes}.',
        { codes: listedWords(targets) },
      ),
    );
  const unknown = sources.filter((value) => !targets.includes(value));
  if (unknown.length === 0) return fits;
  if (unknown.length === sources.length) {
    return no(
      say(
        'None of its codes ({codes}) is a code of the target ({targets}). Translate it with a value list.',
        'Geen van de codes ({codes}) is een code van het doel ({targets}). Vertaal met een waardenlijst.',
        'Aucun de ses codes ({codes}) n’est un code de la cible ({targets}). Traduisez avec une liste de valeurs.',
        { codes: listedWords(sources), targets: listedWords(targets) },
      ),
    );
  }
  return converts(
    say(
      'The target has no code {codes}. Translate it with a value list.',
      'Het doel heeft geen code {codes}. Vertaal met een waardenlijst.',
      'La cible n’a pas de code {codes}. Traduisez avec une liste de valeurs.',
      { codes: listedWords(unknown) },
    ),
  );
}

function toInteger(from: FieldType): TypeFit {
  switch (from.kind) {
    case 'integer':
      return fits;
    case 'decimal':
    case 'money':
      return from.scale === 0
        ? fits
        : converts(
            say(
              'A number with decimals becomes a failed record.',
              'Een getal met decimalen komt bij de te herstellen records.',
              'Un nombre à décimales devient un enregistrement à corriger.',
            ),
          );
    case 'text':
    case 'choice':
      return converts(
        say(
          'A text that is not a whole number becomes a failed record.',
          'Een tekst die geen geheel getal is, komt bij de te herstellen records.',
          'Un texte qui n’est pas un nombre entier devient un enregistrement à corriger.',
        ),
      );
    default:
      return no(
        say('{what} is not a whole number.', '{what} is geen geheel getal.', '{what} n’est pas un nombre entier.', {
          what: opening(typeWords(from)),
        }),
      );
  }
}

function toDecimal(from: FieldType, scale: number | undefined): TypeFit {
  switch (from.kind) {
    case 'integer':
      return fits;
    case 'decimal':
    case 'money':
      if (scale === undefined || (from.scale ?? Infinity) <= scale) return fits;
      return converts(
        say(
          'A number with more than {n} decimals becomes a failed record. Round it first.',
          'Een getal met meer dan {n} decimalen komt bij de te herstellen records. Rond het eerst af.',
          'Un nombre à plus de {n} décimales devient un enregistrement à corriger. Arrondissez-le d’abord.',
          { n: scale },
        ),
      );
    case 'text':
    case 'choice':
      return converts(
        say(
          'A text that is not a number becomes a failed record.',
          'Een tekst die geen getal is, komt bij de te herstellen records.',
          'Un texte qui n’est pas un nombre devient un enregistrement à corriger.',
        ),
      );
    default:
      return no(
        say('{what} is not a number.', '{what} is geen getal.', '{what} n’est pas un nombre.', {
          what: opening(typeWords(from)),
        }),
      );
  }
}

function toBoolean(from: FieldType): TypeFit {
  if (from.kind === 'boolean') return fits;
  if (from.kind === 'text')
    return converts(
      say(
        'It is read as yes or no; another text becomes a failed record.',
        'Het wordt als ja of nee gelezen; een andere tekst komt bij de te herstellen records.',
        'C’est lu comme oui ou non\u00a0; un autre texte devient un enregistrement à corriger.',
      ),
    );
  if (from.kind !== 'choice')
    return no(
      say(
        '{what} is not yes or no. Use a condition in an expression.',
        '{what} is niet ja of nee. Gebruik een voorwaarde in een expressie.',
        '{what} n’est pas oui ou non. Utilisez une condition dans une expression.',
        { what: opening(typeWords(from)) },
      ),
    );
  const values = optionValues(from);
  const unread = values?.filter((value) => readYesNo(value) === null) ?? [];
  if (values && unread.length === values.length)
    return no(
      say(
        'None of its codes ({codes}) means yes or no. Translate it with a value list.',
        'Geen van de codes ({codes}) betekent ja of nee. Vertaal met een waardenlijst.',
        'Aucun de ses codes ({codes}) ne veut dire oui ou non. Traduisez avec une liste de valeurs.',
        { codes: listedWords(values) },
      ),
    );
  return converts(
    unread.length > 0
      ? say(
          'It is read as yes or no; {codes} becomes a failed record.',
          'Het wordt als ja of nee gelezen; {codes} komt bij de te herstellen records.',
          'C’est lu comme oui ou non\u00a0; {codes} devient un enregistrement à corriger.',
          { codes: listedWords(unread) },
        )
      : say('It is read as yes or no.', 'Het wordt als ja of nee gelezen.', 'C’est lu comme oui ou non.'),
  );
}

const yesNoWords = new Map<string, boolean>([
  ...['true', 'yes', 'y', '1', 'ja', 'j', 'oui', 'o'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'nee', 'neen', 'non'].map((word) => [word, false] as const),
]);

/** Reads yes or no in three languages and in digits, whatever the case; `null` for any other text. */
export function readYesNo(text: string): boolean | null {
  return yesNoWords.get(text.trim().toLowerCase()) ?? null;
}

/** The first few values, quoted: `"A", "B" and 3 more`. */
export function listed(values: readonly string[], most = 5): string {
  return listedWords(values, most).en;
}

/** The same in each language. */
export function listedWords(values: readonly string[], most = 5): Words {
  const shown = values.slice(0, most).map(quoted);
  const n = values.length - shown.length;
  if (n > 0)
    return say('{some} and {n} more', '{some} en nog {n}', '{some} et {n} de plus', { some: shown.join(', '), n });
  if (shown.length < 2) return asWritten(shown[0] ?? '');
  const parts = { some: shown.slice(0, -1).join(', '), last: shown.at(-1)! };
  return say('{some} and {last}', '{some} en {last}', '{some} et {last}', parts);
}

/** Says that a choice has no such code (quoted already), and which it has. */
export const noSuchCode = (title: string, code: string, codes: readonly string[]): Words =>
  say(
    '{title} has no code {code}. Its codes are {codes}.',
    '{title} heeft geen code {code}. De codes zijn {codes}.',
    '{title} n’a pas de code {code}. Ses codes sont {codes}.',
    { title, code, codes: listedWords(codes) },
  );

/** The type of a value that a rule holds itself. Texts stay texts: the target decides how they are read. */
export function typeOfFixed(value: Exclude<FieldValue, null>): FieldType {
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'string') return { kind: 'text' };
  return Number.isSafeInteger(value) ? { kind: 'integer' } : { kind: 'decimal' };
}
