import { compileRule, leaveAsItIs } from '@koppel/mapping';
import {
  defineSync,
  masterOf,
  type FieldValue,
  type RecordShape,
  type ShapeField,
  type SyncFieldPlan,
} from '@koppel/sdk';
import { matchRules } from '../match-rules.ts';
import { systemShape } from '../shapes.ts';
import { keepInStepSpec } from './spec.ts';

export const keepInStep = defineSync(keepInStepSpec, ({ other, fields, match, createHere, createThere }, context) => {
  const here = systemShape(context)!;
  const there = systemShape({ slot: context.otherSlot(other), entity: context.entity })!;
  const find = (shape: RecordShape, name: string) => shape.fields.find(({ field }) => field === name)!;
  return {
    otherSlot: other,
    match: matchRules(match),
    creates: { inA: createHere, inB: createThere },
    fields: fields.map((field): SyncFieldPlan => {
      const a = find(here, field);
      const b = find(there, field);
      const row = masterOf(context.mastership, here.entity, field)!;
      const isMaster = (role: string) => row.master === role || row.shared === true || row.maySeed.includes(role);
      return {
        field,
        typeA: a.type,
        typeB: b.type,
        master: row.master === here.sourceRole ? 'a' : 'b',
        isShared: row.shared === true,
        rule: row.conflict,
        seeds: { a: isMaster(here.sourceRole), b: isMaster(there.sourceRole) },
        toB: copier(here.entity, a, b),
        toA: copier(here.entity, b, a),
      };
    }),
  };
});

/** Brings a value of one system into the form of the other's field. */
function copier(entity: string, from: ShapeField, to: ShapeField): (value: FieldValue) => FieldValue {
  const rule = compileRule(
    { from: `${entity}.${from.field}` },
    { record: { entity, fields: [from] }, valueLists: new Map(), parameters: {} },
    to,
  );
  return (value) => {
    const copied = rule([value]);
    return copied === leaveAsItIs ? value : copied;
  };
}
