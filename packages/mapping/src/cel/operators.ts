import type { Environment } from '@marcbachmann/cel-js';
import type { Decimal } from '../decimal.ts';
import { asDecimal, bounded, type CalendarDay, expressionFailed } from './values.ts';

type Number = bigint | Decimal;

/** Every pair in which a decimal takes part. Each operator names its result: left out, the library takes the left type. */
const pairs = [
  ['Decimal', 'Decimal'],
  ['Decimal', 'int'],
  ['int', 'Decimal'],
] as const;

const arithmetic: Readonly<Record<string, (a: Decimal, b: Decimal) => Decimal>> = {
  '+': (a, b) => a.plus(b),
  '-': (a, b) => a.minus(b),
  '*': (a, b) => a.times(b),
  '/': (a, b) => a.div(divisor(b)),
  '%': (a, b) => a.mod(divisor(b)),
};

function divisor(value: Decimal): Decimal {
  if (!value.eq(0)) return value;
  throw expressionFailed('The expression divides by zero.', 'Test for zero first, for example: x == 0 ? 0 : y / x.');
}

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Teaches an environment to calculate with decimals and to compare decimals and days. */
export function registerOperators(environment: Environment): void {
  for (const [left, right] of pairs) {
    for (const [operator, calculate] of Object.entries(arithmetic)) {
      environment.registerOperator(`${left} ${operator} ${right}: Decimal`, (a: Number, b: Number) =>
        bounded(calculate(asDecimal(a), asDecimal(b))),
      );
    }
    for (const [operator, isRight] of Object.entries(orders)) {
      environment.registerOperator(`${left} ${operator} ${right}: bool`, (a: Number, b: Number) =>
        isRight(asDecimal(a).cmp(asDecimal(b))),
      );
    }
  }
  environment.registerOperator('-Decimal: Decimal', (a: Decimal) => a.neg());
  // The library adds `int == Decimal` and both `!=` by itself, and fails when they are registered as well.
  environment.registerOperator('Decimal == Decimal: bool', (a: Decimal, b: Decimal) => a.eq(b));
  environment.registerOperator('Decimal == int: bool', (a: Decimal, b: bigint) => a.eq(asDecimal(b)));
  environment.registerOperator('Date == Date: bool', (a: CalendarDay, b: CalendarDay) => a.text === b.text);
  for (const [operator, isRight] of Object.entries(orders)) {
    environment.registerOperator(`Date ${operator} Date: bool`, (a: CalendarDay, b: CalendarDay) =>
      isRight(a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
    );
  }
}
