import type { ErrorFacts, Failure, FieldValue } from '@koppel/model';
import type { LinkBase } from '@koppel/runtime';

type Conflict = NonNullable<ErrorFacts['conflicts']>[number];

/**
 * What both sides are to be taken to have agreed on, so that the next try carries over the value that a person chose: the
 * side that is not chosen then counts as unchanged. Where the chosen value may not be written to the other side, because
 * that side is master of the field, both stay as they are until one of them changes again.
 */
export function settledBase({ source, target, twoWay }: Conflict, choice: 'source' | 'target'): LinkBase[string] {
  if (!twoWay) return choice === 'source' ? target : [target, source];
  const { master } = twoWay;
  if (master !== null && master !== choice) return [source, target];
  return choice === 'source' ? [otherThan(source), target] : [source, otherThan(target)];
}

function otherThan(value: FieldValue): FieldValue {
  return value === null ? '' : null;
}

/** The conflicts of a failure that a person decided on, with the base each gets: by field without its entity. */
export function settlementOf(
  { error }: Pick<Failure, 'error'>,
  choices: Readonly<Record<string, 'source' | 'target'>>,
): LinkBase {
  const conflicts = error.facts?.conflicts ?? [];
  return Object.fromEntries(
    conflicts.flatMap((conflict) => {
      const choice = choices[conflict.field];
      return choice === undefined
        ? []
        : [[conflict.field.slice(conflict.field.indexOf('.') + 1), settledBase(conflict, choice)]];
    }),
  );
}
