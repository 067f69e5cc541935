import type { RE2JS } from 're2js';
import { Decimal, isWithinBounds } from '../decimal.ts';
import { MappingError } from '../mapping-error.ts';

/** A calendar day inside an expression. A class, because the expression library tells types apart by constructor. */
export class CalendarDay {
  /** `2026-11-23` */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A pattern of `like` or `matchesPattern`, made ready once. Runs in linear time, whatever the pattern. */
export class TextPattern {
  readonly #expression: RE2JS;
  readonly #isWhole: boolean;
  /** Work per character of the text it runs over. */
  readonly cost: number;

  constructor(expression: RE2JS, isWhole: boolean) {
    this.#expression = expression;
    this.#isWhole = isWhole;
    this.cost = expression.programSize();
  }

  /** Whether the text matches: all of it for `like`, some part of it for `matchesPattern`. */
  matches(text: string): boolean {
    return this.#isWhole ? this.#expression.matches(text) : this.#expression.matcher(text).find();
  }
}

/** What values are inside an expression. Nothing here is ever a JavaScript number: whole numbers are BigInt. */
export type ExpressionValue =
  | string
  | bigint
  | boolean
  | Decimal
  | CalendarDay
  | Date
  | TextPattern
  | ExpressionValue[];

/** Something that went wrong while an expression ran, in words for the reader of a failure. */
export function expressionFailed(message: string, remedy: string): MappingError {
  return new MappingError({ code: 'mapping.expression-failed', message, remedy });
}

/** A decimal of a whole number or a decimal. */
export function asDecimal(value: bigint | Decimal): Decimal {
  return typeof value === 'bigint' ? new Decimal(value.toString()) : value;
}

/** Refuses numbers so large that calculating with them would take long. */
export function bounded(value: Decimal): Decimal {
  if (isWithinBounds(value)) return value;
  throw expressionFailed('The calculation gives a number of more than 60 digits.', 'Check the expression.');
}
