import type { FlowDocument } from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import type { PlanNode } from './plan-view.tsx';

/** What the system of a node calls the values of its choices, by field and value. */
export function choicesOf(
  { slots }: Pick<CheckContextBody, 'slots'>,
  { slot, entity }: Pick<FlowDocument['nodes'][string], 'slot' | 'entity'>,
): NonNullable<PlanNode['choices']> {
  const schema = slot && slots[slot]?.schemas.find((candidate) => candidate.entity === entity);
  if (!schema) return {};
  return Object.fromEntries(
    schema.fields.flatMap(({ field, type }) =>
      type.kind === 'choice'
        ? [[field, Object.fromEntries(type.options.map(({ value, label }) => [value, label]))]]
        : [],
    ),
  );
}

/** What the values of a field of a node are called; undefined for one that is no choice. `field`: with or without its entity. */
export function labelsOf(
  node: Pick<PlanNode, 'entity' | 'choices'> | null,
  field: string,
): Readonly<Record<string, string>> | undefined {
  const own = node?.entity && field.startsWith(`${node.entity}.`) ? field.slice(node.entity.length + 1) : field;
  return node?.choices?.[own];
}
