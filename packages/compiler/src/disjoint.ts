import type { Comparison } from '@koppel/model';

/** Values a field may have: these, or all but these. An empty field has the value null. */
interface Values {
  readonly isExcept: boolean;
  readonly values: ReadonlySet<unknown>;
}

/**
 * Whether no record can meet both lists of comparisons, so that whoever writes those of the one never writes those of the
 * other. Only where it is certain: comparisons of size and parts of texts prove nothing.
 */
export function areDisjoint(one: readonly Comparison[], other: readonly Comparison[]): boolean {
  return one.some((first) => {
    const values = valuesOf(first);
    return (
      values !== undefined &&
      other.some((second) => {
        const others = second.field === first.field ? valuesOf(second) : undefined;
        return others !== undefined && haveNothingInCommon(values, others);
      })
    );
  });
}

function valuesOf({ is, value }: Comparison): Values | undefined {
  switch (is) {
    case 'equals':
      return { isExcept: false, values: new Set([value]) };
    case 'notEquals':
      return { isExcept: true, values: new Set([value]) };
    case 'oneOf':
      return Array.isArray(value) ? { isExcept: false, values: new Set(value) } : undefined;
    case 'empty':
      return { isExcept: false, values: new Set([null]) };
    case 'notEmpty':
      return { isExcept: true, values: new Set([null]) };
    default:
      return undefined;
  }
}

function haveNothingInCommon(one: Values, other: Values): boolean {
  if (!one.isExcept && !other.isExcept) return one.values.isDisjointFrom(other.values);
  if (one.isExcept && other.isExcept) return false;
  return one.isExcept ? other.values.isSubsetOf(one.values) : one.values.isSubsetOf(other.values);
}
