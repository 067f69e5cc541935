import { Decimal, parseDecimal } from '../decimal.ts';
import { MappingError, quoted } from '../mapping-error.ts';
import { define, type LibraryFunction, type Overload } from './library.ts';
import { asDecimal, type CalendarDay, expressionFailed } from './values.ts';

type Number = bigint | Decimal;
type Choose = (isFirstSmaller: boolean) => boolean;

const smaller: Choose = (isFirstSmaller) => isFirstSmaller;
const larger: Choose = (isFirstSmaller) => !isFirstSmaller;

/** A mixed call answers with a decimal, so that its type does not depend on which number won. */
function choose(takesFirst: Choose, isMixed: boolean) {
  return (...numbers: Number[]): Number => {
    const chosen = numbers.reduce((best, next) => (takesFirst(asDecimal(best).lte(asDecimal(next))) ? best : next));
    return isMixed ? asDecimal(chosen) : chosen;
  };
}

/** `min` or `max` of two or three numbers in any mixture, and of two days. */
function extremes(name: string, takesFirst: Choose): Record<string, Overload['handler']> {
  const overloads: Record<string, Overload['handler']> = {
    [`${name}(Date, Date): Date`]: (a: CalendarDay, b: CalendarDay) => (takesFirst(a.text <= b.text) ? a : b),
  };
  const kinds = ['int', 'Decimal'];
  const pairs = kinds.flatMap((a) => kinds.map((b) => [a, b]));
  for (const types of [...pairs, ...pairs.flatMap((pair) => kinds.map((kind) => [...pair, kind]))]) {
    const isWhole = types.every((type) => type === 'int');
    overloads[`${name}(${types.join(', ')}): ${isWhole ? 'int' : 'Decimal'}`] = choose(takesFirst, !isWhole);
  }
  return overloads;
}

/** A number of decimals as an argument. */
export function decimalsOf(decimals: bigint): number {
  if (decimals >= 0n && decimals <= 20n) return Number(decimals);
  throw expressionFailed(`A number cannot have ${decimals} decimals.`, 'Use 0 to 20 decimals.');
}

function rounding(
  name: string,
  round: (number: Decimal, decimals: number) => Decimal,
): Record<string, Overload['handler']> {
  return {
    [`${name}(int): int`]: (number: bigint) => number,
    [`${name}(Decimal): int`]: (number: Decimal) => BigInt(round(number, 0).toFixed()),
    [`${name}(int, int): Decimal`]: asDecimal,
    [`${name}(Decimal, int): Decimal`]: (number: Decimal, decimals: bigint) => round(number, decimalsOf(decimals)),
  };
}

const up = (number: Decimal, decimals: number) => {
  const cut = number.round(decimals, Decimal.roundDown);
  return cut.lt(number) ? cut.plus(`1e-${decimals}`) : cut;
};
const down = (number: Decimal, decimals: number) => {
  const cut = number.round(decimals, Decimal.roundDown);
  return cut.gt(number) ? cut.minus(`1e-${decimals}`) : cut;
};

function readDecimal(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (decimal) return decimal;
  throw new MappingError({
    code: 'mapping.not-a-number',
    message: `${quoted(text)} is not a number.`,
    remedy: 'Write numbers with digits and a point, such as 1234.50; replace(text, ",", ".") changes a comma.',
    value: text,
  });
}

function wholeOf(number: Decimal): bigint {
  const text = number.toFixed();
  if (!text.includes('.')) return BigInt(text);
  throw expressionFailed(
    `${text} is not a whole number.`,
    'Use round, roundUp or roundDown to say how it becomes one.',
  );
}

/** Numbers and money: exact, in decimals. */
export const numberFunctions: readonly LibraryFunction[] = [
  define(
    'numbers',
    'min(number, number, …)',
    [
      'The smallest of two or three numbers, or the first of two dates.',
      'Het kleinste van twee of drie getallen, of de eerste van twee datums.',
      'Le plus petit de deux ou trois nombres, ou la première de deux dates.',
    ],
    ['min(45000, 40000.50)', '40000.5'],
    extremes('min', smaller),
  ),
  define(
    'numbers',
    'max(number, number, …)',
    [
      'The largest of two or three numbers, or the last of two dates.',
      'Het grootste van twee of drie getallen, of de laatste van twee datums.',
      'Le plus grand de deux ou trois nombres, ou la dernière de deux dates.',
    ],
    ['max(0, -12.5)', '0'],
    extremes('max', larger),
  ),
  define(
    'numbers',
    'round(number, decimals)',
    [
      'Rounds to decimals, half away from zero; without decimals to a whole number.',
      'Rondt af op decimalen, de helft weg van nul; zonder decimalen tot een geheel getal.',
      "Arrondit à des décimales, la moitié en s'éloignant de zéro ; sans décimales, à un nombre entier.",
    ],
    ['round(2.345, 2)', '2.35'],
    rounding('round', (number, decimals) => number.round(decimals, Decimal.roundHalfUp)),
  ),
  define(
    'numbers',
    'roundUp(number, decimals)',
    ['Rounds towards the larger number.', 'Rondt naar boven af.', 'Arrondit vers le haut.'],
    ['roundUp(2.341, 2)', '2.35'],
    rounding('roundUp', up),
  ),
  define(
    'numbers',
    'roundDown(number, decimals)',
    ['Rounds towards the smaller number.', 'Rondt naar beneden af.', 'Arrondit vers le bas.'],
    ['roundDown(-2.341, 2)', '-2.35'],
    rounding('roundDown', down),
  ),
  define(
    'numbers',
    'abs(number)',
    ['A number without its sign.', 'Een getal zonder teken.', 'Un nombre sans son signe.'],
    ['abs(-12.5)', '12.5'],
    {
      'abs(int): int': (number: bigint) => (number < 0n ? -number : number),
      'abs(Decimal): Decimal': (number: Decimal) => number.abs(),
    },
  ),
  define(
    'numbers',
    'decimal(value)',
    [
      'Reads a text as a number, or makes a whole number divide exactly.',
      'Leest een tekst als getal, of laat een geheel getal exact delen.',
      'Lit un texte comme un nombre, ou fait diviser exactement un nombre entier.',
    ],
    ['decimal("1234.50")', '1234.5'],
    {
      'decimal(string): Decimal': readDecimal,
      'decimal(int): Decimal': asDecimal,
      'decimal(Decimal): Decimal': asDecimal,
    },
  ),
  define(
    'numbers',
    'int(value)',
    [
      'Reads a text or a number as a whole number; fails when it has decimals.',
      'Leest een tekst of een getal als geheel getal; mislukt als het decimalen heeft.',
      "Lit un texte ou un nombre comme un nombre entier ; échoue s'il a des décimales.",
    ],
    ['int("42")', '42'],
    { 'int(Decimal): int': wholeOf },
  ),
];
