import type { MappingError } from '../mapping-error.ts';
import { inside, partsOf, typeOfPart, visit, type ASTNode, type CheckedPart } from './internals.ts';
import { limits } from './limits.ts';
import { tooLong } from './text-functions.ts';
import { expressionFailed, TextPattern } from './values.ts';

/** Counts the work of one evaluation after another. */
export interface Meter {
  /** Before each evaluation. */
  readonly restart: () => void;
}

type Spend = (units: number) => void;
type Handler = (...values: unknown[]) => unknown;

/** Units of work, from measurements: one is about 40 ns. */
const costs = {
  call: 50,
  listElement: 8,
  /** Beside what it repeats: an element whose part fails costs an error. */
  loopElement: 20,
  /** Long division of numbers with many digits is slow. */
  decimal: { '+': 20, '-': 20, '*': 60, '/': 600, '%': 600 } as Readonly<Record<string, number>>,
};

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

/**
 * Puts a meter on every part of a checked expression that can cost more than a fixed amount: calls (by the characters
 * they are given), patterns (by characters and size), loops (by elements and size of what they repeat), `in`, and adding
 * texts or lists. An evaluation that uses up its work stops with `mapping.expression-failed`.
 */
export function meter(ast: ASTNode): Meter {
  let left: number = limits.maxWork;
  // `exists` and `all` put errors aside and go on, so once the work is used up this may be thrown very often.
  let stop: MappingError | null = null;
  const spend: Spend = (units) => {
    left -= units;
    if (left < 0) throw (stop ??= tooMuchWork());
  };
  visit(ast, (node) => {
    const part = inside(node);
    if (node.op === 'call' || node.op === 'rcall') {
      if (part.meta.alternate) meterLoop(part.meta.alternate, sizeOf(node), spend);
      else if (!('macro' in part.meta)) meterCall(part, spend);
    } else if (typeOfPart(node)?.name === 'Decimal' && Object.hasOwn(costs.decimal, node.op)) {
      meterDecimals(part, costs.decimal[node.op]!, spend);
    } else if (node.op === '+') {
      meterAddition(node, part, spend);
    } else if (node.op === 'in') {
      wrap(part, (handler) => (value, list, ...rest) => {
        spend(Array.isArray(list) ? list.length * costs.listElement : 1);
        return handler(value, list, ...rest);
      });
    } else if (comparisons.has(node.op)) {
      meterComparison(node, part, spend);
    }
  });
  return {
    restart: () => {
      left = limits.maxWork;
      stop = null;
    },
  };
}

/** A part that does not call a handler is one this package does not know: better no expression than one without meter. */
function wrap(part: CheckedPart, around: (handler: Handler) => Handler): void {
  const { handle } = part;
  if (typeof handle !== 'function') throw new Error('The expression library has changed: a part has no handler.');
  part.handle = around(handle);
}

function meterCall(part: CheckedPart, spend: Spend): void {
  wrap(part, (handler) => (values, first, second) => {
    spend(costs.call);
    weigh(values as readonly unknown[], spend);
    const result = handler(values, first, second);
    if (typeof result === 'string' && result.length > limits.maxText) throw tooLong();
    return result;
  });
}

/** Charges for the characters of texts, also those in lists. */
function weigh(values: readonly unknown[], spend: Spend): void {
  let texts = 0;
  let elements = 0;
  let cost = 1;
  for (const value of values) {
    if (typeof value === 'string') {
      texts += value.length;
    } else if (Array.isArray(value)) {
      elements += value.length;
      spend(value.length);
      weigh(value, spend);
    } else if (value instanceof TextPattern) {
      cost = value.cost;
    }
  }
  // A separator is written once per element.
  spend(texts * Math.max(cost, elements));
}

function meterLoop(loop: CheckedPart & { readonly op: string }, size: number, spend: Spend): void {
  if (loop.op !== 'comprehension')
    throw new Error('The expression library has changed: a loop is not a comprehension.');
  wrap(loop, (handler) => (items, ...rest) => {
    const count = Array.isArray(items) ? items.length : Object.keys(items as object).length;
    spend(count * (size + costs.loopElement));
    return handler(items, ...rest);
  });
}

function sizeOf(node: ASTNode): number {
  let size = 0;
  visit(node, () => {
    size++;
  });
  return size;
}

function meterDecimals(part: CheckedPart, cost: number, spend: Spend): void {
  wrap(part, (handler) => (first, second, ...rest) => {
    spend(cost);
    return handler(first, second, ...rest);
  });
}

function meterAddition(node: ASTNode, part: CheckedPart, spend: Spend): void {
  const type = typeOfPart(node);
  if (type?.name === 'string') {
    wrap(part, (handler) => (first, second, ...rest) => {
      // Told by the lengths: a text that was put together is only made when somebody looks into it.
      if ((first as string).length + (second as string).length > limits.maxText) throw tooLong();
      return handler(first, second, ...rest);
    });
  } else if (type?.kind === 'list') {
    wrap(part, (handler) => (first, second, ...rest) => {
      spend((first as unknown[]).length + (second as unknown[]).length);
      return handler(first, second, ...rest);
    });
  }
}

function meterComparison(node: ASTNode, part: CheckedPart, spend: Spend): void {
  const [left] = partsOf(node);
  if (!left || typeOfPart(left)?.name !== 'string') return;
  wrap(part, (handler) => (first, second, ...rest) => {
    spend(Math.min((first as string).length, (second as string).length) >> 4);
    return handler(first, second, ...rest);
  });
}

function tooMuchWork(): MappingError {
  return expressionFailed(
    'The expression takes too much work for this record.',
    'Use fewer loops, simpler patterns or shorter texts, or use a code step.',
  );
}
