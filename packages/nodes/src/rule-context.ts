import type { RuleContext } from '@koppel/mapping';
import type { Cell, FieldValue, FlowRecord, NodeContext, RecordShape } from '@koppel/sdk';

const contexts = new WeakMap<RecordShape['fields'], WeakMap<NodeContext['parameters'], RuleContext>>();

/**
 * What rules of a node are checked and compiled against: the same object for all nodes that read the same fields, because the
 * rule compiler remembers its work per object.
 */
export function ruleContext(record: RecordShape, { parameters, valueLists }: NodeContext): RuleContext {
  let ofFields = contexts.get(record.fields);
  if (!ofFields) contexts.set(record.fields, (ofFields = new WeakMap()));
  const known = ofFields.get(parameters);
  const { entity, gone } = known?.record ?? {};
  if (known?.valueLists === valueLists && entity === record.entity && gone === record.gone) return known;
  const made = { record, parameters, valueLists };
  ofFields.set(parameters, made);
  return made;
}

/** A record's values as rules read them: for a rule, a field that was left as it is reads as empty. */
export function readable(record: FlowRecord): readonly FieldValue[] {
  return readableCells(record.values);
}

/** The same for bare values. */
export function readableCells(values: readonly Cell[]): readonly FieldValue[] {
  return values as readonly FieldValue[];
}
