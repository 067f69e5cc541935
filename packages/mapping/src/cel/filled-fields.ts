import type { ASTNode } from './internals.ts';

/** Names the field that a part of an expression reads, if it is just a field. */
export type NameOf = (node: ASTNode) => string | undefined;

const none: ReadonlySet<string> = new Set();

/**
 * The fields that certainly have a value when a condition holds (or, with `holds` false, when it does not):
 * `has(account.name) && !isEmpty(account.city)` holds only with both filled.
 */
export function filledWhen(condition: ASTNode, holds: boolean, nameOf: NameOf): ReadonlySet<string> {
  switch (condition.op) {
    case '!_':
      return filledWhen(condition.args, !holds, nameOf);
    case '&&':
    case '||': {
      const left = filledWhen(condition.args[0], holds, nameOf);
      const right = filledWhen(condition.args[1], holds, nameOf);
      return (condition.op === '&&') === holds ? either(left, right) : inBoth(left, right);
    }
    case 'call': {
      const [name, [field]] = condition.args;
      const tells = holds ? 'has' : 'isEmpty';
      return name === tells && field ? only(nameOf(field)) : none;
    }
    case 'rcall':
      return holds && condition.args[0] === 'hasValue' ? only(nameOf(condition.args[1])) : none;
    default:
      return none;
  }
}

function only(name: string | undefined): ReadonlySet<string> {
  return name === undefined ? none : new Set([name]);
}

/** The names of either set. */
export function either(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...left, ...right]);
}

function inBoth(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...left].filter((name) => right.has(name)));
}
