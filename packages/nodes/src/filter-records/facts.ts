import type { Comparison, Condition, RecordShape } from '@koppel/sdk';

const opposites: Partial<Record<Comparison['is'], Comparison['is']>> = {
  equals: 'notEquals',
  notEquals: 'equals',
  empty: 'notEmpty',
  notEmpty: 'empty',
};

/**
 * What is certain of records that meet a condition, or of those that do not. Only of fields as the source gave them: what a
 * mapping made says nothing about the record itself. An expression says nothing here.
 */
export function factsOf(condition: Condition, input: RecordShape, isMet: boolean): Comparison[] {
  return comparisonsOf(condition, isMet).filter(({ field }) => isFromSource(field, input));
}

/** The same records, of which more is certain. */
export function withFacts(input: RecordShape, facts: readonly Comparison[]): RecordShape {
  return facts.length === 0 ? input : { ...input, holds: [...(input.holds ?? []), ...facts] };
}

function comparisonsOf(condition: Condition, isMet: boolean): readonly Comparison[] {
  if ('cel' in condition) return [];
  const parts = 'all' in condition ? condition.all : condition.any;
  // All of them hold where all must, and none where any would do; one alone is either.
  const isEach = parts.length === 1 || 'all' in condition === isMet;
  if (!isEach) return [];
  return isMet ? parts : parts.flatMap((part) => opposite(part));
}

function opposite({ field, is, value }: Comparison): Comparison[] {
  const other = opposites[is];
  return other === undefined ? [] : [{ field, is: other, ...(value === undefined ? {} : { value }) }];
}

function isFromSource(name: string, { entity, fields }: RecordShape): boolean {
  return fields.some(({ field, madeBy }) => `${entity}.${field}` === name && !madeBy);
}
