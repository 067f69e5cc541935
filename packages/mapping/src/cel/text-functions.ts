import { momentText } from '../calendar.ts';
import { decimalText, roundHalfUp, type Decimal } from '../decimal.ts';
import { yesOrNo } from '../formats.ts';
import { capitalise, digitsOf } from '../texts.ts';
import { define, defineMethod, type LibraryFunction } from './library.ts';
import { limits } from './limits.ts';
import { decimalsOf } from './number-functions.ts';
import { asDecimal, type CalendarDay, expressionFailed, type TextPattern } from './values.ts';

const longestPadding = 1_000n;

const hasPairs = /[\ud800-\udfff]/;

/** Cuts between characters, never inside one: an emoji counts once. */
function left(text: string, count: bigint): string {
  if (count >= text.length) return text;
  if (count <= 0n) return '';
  const units = text.slice(0, 2 * Number(count));
  return hasPairs.test(units) ? Array.from(units).slice(0, Number(count)).join('') : units.slice(0, Number(count));
}

function right(text: string, count: bigint): string {
  if (count >= text.length) return text;
  if (count <= 0n) return '';
  const units = text.slice(-2 * Number(count));
  return hasPairs.test(units) ? Array.from(units).slice(-Number(count)).join('') : units.slice(-Number(count));
}

/** Knows how long the result will be before making it. */
function replace(text: string, part: string, by: string): string {
  if (part === '') return text;
  const pieces = text.split(part);
  if (text.length + (pieces.length - 1) * (by.length - part.length) > limits.maxText) throw tooLong();
  return pieces.join(by);
}

/** A text that grew beyond what an expression may make. */
export function tooLong(): Error {
  return expressionFailed(
    `The expression makes a text of more than ${limits.maxText} characters.`,
    'Shorten the text, for example with left(…).',
  );
}

function padding(text: string, length: bigint, fill: string): string {
  if (length > longestPadding) {
    throw expressionFailed(`A text cannot be padded to ${length} characters.`, `Use at most ${longestPadding}.`);
  }
  const missing = Number(length) - text.length;
  return missing > 0 && fill !== '' ? fill.repeat(Math.ceil(missing / fill.length)).slice(0, missing) : '';
}

const padLeft = (text: string, length: bigint, fill = ' ') => padding(text, length, fill) + text;
const padRight = (text: string, length: bigint, fill = ' ') => text + padding(text, length, fill);
const split = (text: string, separator: string) => text.split(separator);
const join = (list: string[], separator = '') => list.join(separator);
const ofDecimal = (number: Decimal) => decimalText(number);
const ofDay = (day: CalendarDay) => day.text;
const ofMoment = (moment: Date) => momentText(moment) ?? '';

const conversions = (name: string) => ({
  [`${name}(Decimal): string`]: ofDecimal,
  [`${name}(Date): string`]: ofDay,
  [`${name}(google.protobuf.Timestamp): string`]: ofMoment,
});

function withDecimals(number: bigint | Decimal, decimals: bigint): string {
  const places = decimalsOf(decimals);
  return roundHalfUp(asDecimal(number), places).toFixed(places);
}

/** Texts: cleaning, cutting, searching, and writing other values as text. */
export const textFunctions: readonly LibraryFunction[] = [
  define(
    'text',
    'trim(text)',
    [
      'Takes away the blanks around a text.',
      'Haalt de spaties rond een tekst weg.',
      "Enlève les espaces autour d'un texte.",
    ],
    ['trim("  Hallet ")', '"Hallet"'],
    { 'trim(string): string': (text: string) => text.trim() },
  ),
  define(
    'text',
    'upper(text)',
    ['Writes a text in capitals.', 'Schrijft een tekst in hoofdletters.', 'Écrit un texte en majuscules.'],
    ['upper("Gent")', '"GENT"'],
    { 'upper(string): string': (text: string) => text.toUpperCase() },
  ),
  define(
    'text',
    'lower(text)',
    ['Writes a text in small letters.', 'Schrijft een tekst in kleine letters.', 'Écrit un texte en minuscules.'],
    ['lower("Info@Hallet.BE")', '"info@hallet.be"'],
    { 'lower(string): string': (text: string) => text.toLowerCase() },
  ),
  define(
    'text',
    'capitalise(text)',
    [
      'Makes the first letter a capital and leaves the rest.',
      'Maakt van de eerste letter een hoofdletter en laat de rest.',
      'Met la première lettre en majuscule et laisse le reste.',
    ],
    ['capitalise("bouw Hallet")', '"Bouw Hallet"'],
    { 'capitalise(string): string': capitalise },
  ),
  define(
    'text',
    'left(text, count)',
    ['The first characters of a text.', 'De eerste tekens van een tekst.', "Les premiers caractères d'un texte."],
    ['left("Construct Hallet", 9)', '"Construct"'],
    { 'left(string, int): string': left },
  ),
  define(
    'text',
    'right(text, count)',
    ['The last characters of a text.', 'De laatste tekens van een tekst.', "Les derniers caractères d'un texte."],
    ['right("INV-2026-0042", 4)', '"0042"'],
    { 'right(string, int): string': right },
  ),
  define(
    'text',
    'digits(text)',
    ['Only the digits of a text.', 'Alleen de cijfers van een tekst.', "Seulement les chiffres d'un texte."],
    ['digits("0403.019.261")', '"0403019261"'],
    { 'digits(string): string': digitsOf },
  ),
  define(
    'text',
    'replace(text, part, by)',
    [
      'Replaces every occurrence of a part.',
      'Vervangt elk voorkomen van een deel.',
      "Remplace chaque occurrence d'une partie.",
    ],
    ['replace("9000-Gent", "-", " ")', '"9000 Gent"'],
    { 'replace(string, string, string): string': replace },
  ),
  define(
    'text',
    'split(text, separator)',
    ['Cuts a text into a list.', 'Knipt een tekst in een lijst.', 'Découpe un texte en une liste.'],
    ['split("nl;fr;en", ";")[1]', '"fr"'],
    { 'split(string, string): list<string>': split },
  ),
  define(
    'text',
    'join(list, separator)',
    ['Joins a list of texts.', 'Voegt een lijst teksten samen.', 'Réunit une liste de textes.'],
    ['join(["Gent", "Aalst"], ", ")', '"Gent, Aalst"'],
    { 'join(list<string>): string': join, 'join(list<string>, string): string': join },
  ),
  define(
    'text',
    'padLeft(text, length, fill)',
    [
      'Fills a text up on the left to a length.',
      'Vult een tekst links aan tot een lengte.',
      "Complète un texte à gauche jusqu'à une longueur.",
    ],
    ['padLeft("42", 6, "0")', '"000042"'],
    { 'padLeft(string, int): string': padLeft, 'padLeft(string, int, string): string': padLeft },
  ),
  define(
    'text',
    'padRight(text, length, fill)',
    [
      'Fills a text up on the right to a length.',
      'Vult een tekst rechts aan tot een lengte.',
      "Complète un texte à droite jusqu'à une longueur.",
    ],
    ['padRight("AB", 4, ".")', '"AB.."'],
    { 'padRight(string, int): string': padRight, 'padRight(string, int, string): string': padRight },
  ),
  define(
    'text',
    'like(text, pattern)',
    [
      'Whether a text looks like a pattern, in which * stands for any characters and ? for one. Capitals do not matter.',
      'Of een tekst lijkt op een patroon, waarin * staat voor om het even welke tekens en ? voor één. Hoofdletters tellen niet.',
      "Si un texte ressemble à un modèle, où * remplace n'importe quels caractères et ? un seul. Les majuscules ne comptent pas.",
    ],
    ['like("Construct Hallet SA", "*hallet*")', 'true'],
    { 'like(string, Pattern): bool': (text: string, pattern: TextPattern) => pattern.matches(text) },
  ),
  define(
    'text',
    'matchesPattern(text, pattern)',
    [
      'Whether some part of a text matches a regular expression (RE2). ^ and $ tie it to the whole text.',
      'Of een deel van een tekst past bij een reguliere expressie (RE2). ^ en $ binden ze aan de hele tekst.',
      "Si une partie d'un texte correspond à une expression régulière (RE2). ^ et $ la lient au texte entier.",
    ],
    ['matchesPattern("9000 Gent", "^[0-9]{4} ")', 'true'],
    { 'matchesPattern(string, Pattern): bool': (text: string, pattern: TextPattern) => pattern.matches(text) },
  ),
  define(
    'text',
    'text(value, decimals)',
    [
      'Writes a number, a date or yes/no as text; a number, if asked, with a fixed number of decimals.',
      'Schrijft een getal, een datum of ja/nee als tekst; een getal desgewenst met een vast aantal decimalen.',
      'Écrit un nombre, une date ou oui/non en texte ; un nombre, au besoin, avec un nombre fixe de décimales.',
    ],
    ['text(45000, 2)', '"45000.00"'],
    {
      ...conversions('text'),
      'text(string): string': (text: string) => text,
      'text(int): string': (number: bigint) => `${number}`,
      'text(bool): string': (value: boolean) => `${value}`,
      'text(int, int): string': withDecimals,
      'text(Decimal, int): string': withDecimals,
    },
  ),
  define(
    'text',
    'string(value)',
    ['The same as text(value).', 'Hetzelfde als text(value).', 'La même chose que text(value).'],
    ['string(45000)', '"45000"'],
    conversions('string'),
  ),
  define(
    'text',
    'yesNo(value)',
    [
      'Reads yes or no in any of the three languages and gives "yes" or "no".',
      'Leest ja of nee in een van de drie talen en geeft "yes" of "no".',
      'Lit oui ou non dans une des trois langues et donne "yes" ou "no".',
    ],
    ['yesNo("Ja")', '"yes"'],
    {
      'yesNo(bool): string': (value: boolean) => (value ? 'yes' : 'no'),
      'yesNo(string): string': yesOrNo,
      'yesNo(int): string': (value: bigint) => yesOrNo(`${value}`),
    },
  ),
  defineMethod(
    'text',
    'text.contains(part)',
    ['Whether a text contains another.', 'Of een tekst een andere bevat.', 'Si un texte en contient un autre.'],
    ['"Construct Hallet".contains("Hal")', 'true'],
  ),
  defineMethod(
    'text',
    'text.startsWith(part)',
    [
      'Whether a text starts with another.',
      'Of een tekst begint met een andere.',
      'Si un texte commence par un autre.',
    ],
    ['"9000 Gent".startsWith("9")', 'true'],
  ),
  defineMethod(
    'text',
    'text.endsWith(part)',
    ['Whether a text ends with another.', 'Of een tekst eindigt op een andere.', 'Si un texte finit par un autre.'],
    ['"info@hallet.be".endsWith(".be")', 'true'],
  ),
  defineMethod(
    'text',
    'text.indexOf(part)',
    [
      'Where a part first occurs, counted from 0; -1 if it does not.',
      'Waar een deel eerst voorkomt, geteld vanaf 0; -1 als het er niet is.',
      "Où une partie apparaît d'abord, compté à partir de 0 ; -1 si elle n'y est pas.",
    ],
    ['"9000 Gent".indexOf(" ")', '4'],
  ),
  defineMethod(
    'text',
    'text.substring(start, end)',
    [
      'Characters from start up to, not including, end, counted from 0. Both must lie in the text; left and right never fail.',
      'Tekens van start tot net voor end, geteld vanaf 0. Beide moeten in de tekst liggen; left en right mislukken nooit.',
      "Caractères de start jusqu'à end non compris, comptés à partir de 0. Les deux doivent être dans le texte ; left et right n'échouent jamais.",
    ],
    ['"9000 Gent".substring(0, 4)', '"9000"'],
  ),
];
