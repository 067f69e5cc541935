import {
  canonicalEntity,
  canonicalType,
  type EntitySchema,
  type NodeContext,
  type PortType,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';

/** The port type of records of this shape. */
export function recordsOf(shape: RecordShape): PortType {
  return { kind: 'records', shape };
}

/** The shape of an input port, or undefined while nothing typed is connected to it. */
export function inputShape(inputs: Readonly<Record<string, PortType>>, port: string): RecordShape | undefined {
  const type = inputs[port];
  return type?.kind === 'records' ? type.shape : undefined;
}

/** The field by which a record refers to itself: what other records are told to belong to it. */
export const self = '~self';

export function selfField({ entity }: Pick<RecordShape, 'entity'>): ShapeField {
  return { field: self, type: { kind: 'reference', entity }, label: 'The record itself' };
}

/** The fields of an entity where no system has told its own yet: the canonical ones, with the types of the model. */
function canonicalFields(entity: string): ShapeField[] {
  return (canonicalEntity(entity)?.fields ?? []).map((field) => ({
    field: field.field,
    type: canonicalType(field),
    label: field.title.en,
  }));
}

function schemaFields(schema: EntitySchema): ShapeField[] {
  return schema.fields.map(({ field, type, label, isRequired, newSince }) => ({
    field,
    type,
    label,
    isRequired,
    newSince,
  }));
}

/** By schema: all nodes of a system and an entity have one shape, of which rules are checked against one context. */
const shapes = new WeakMap<EntitySchema, RecordShape>();

/** What the slot's system holds of the entity: as discovered, else as the canonical model says. */
export function systemShape(context: Pick<NodeContext, 'slot' | 'entity'>): RecordShape | undefined {
  const { slot, entity } = context;
  if (!slot || !entity || !canonicalEntity(entity)) return undefined;
  const schema = slot.schemas.get(entity);
  if (!schema) return { entity, fields: canonicalFields(entity), sourceRole: slot.role };
  let shape = shapes.get(schema);
  if (shape?.sourceRole !== slot.role || shape.entity !== entity) {
    const { gone } = schema;
    shape = { entity, fields: schemaFields(schema), ...(gone ? { gone } : {}), sourceRole: slot.role };
    shapes.set(schema, shape);
  }
  return shape;
}

/** The fields of the system that the records of this node end up in. */
export function targetShape(context: NodeContext): RecordShape | undefined {
  return context.target ? systemShape({ slot: context.target.slot, entity: context.target.entity }) : undefined;
}
