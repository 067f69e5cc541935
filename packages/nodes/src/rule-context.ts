import type { RuleContext } from '@koppel/mapping';
import type { Cell, FieldValue, FlowRecord, NodeContext, RecordShape } from '@koppel/sdk';

const contexts = new WeakMap<RecordShape, WeakMap<NodeContext, RuleContext>>();

/**
 * What rules of a node are checked and compiled against: the same object for the same shape and context, because the rule
 * compiler remembers its work per object.
 */
export function ruleContext(record: RecordShape, context: NodeContext): RuleContext {
  let ofShape = contexts.get(record);
  if (!ofShape) contexts.set(record, (ofShape = new WeakMap()));
  let known = ofShape.get(context);
  if (!known) {
    known = { record, parameters: context.parameters, valueLists: context.valueLists };
    ofShape.set(context, known);
  }
  return known;
}

/** A record's values as rules read them: for a rule, a field that was left as it is reads as empty. */
export function readable(record: FlowRecord): readonly FieldValue[] {
  return readableCells(record.values);
}

/** The same for bare values. */
export function readableCells(values: readonly Cell[]): readonly FieldValue[] {
  return values as readonly FieldValue[];
}
