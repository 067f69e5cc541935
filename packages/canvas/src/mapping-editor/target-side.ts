import { canonicalEntity, canonicalType, splitFieldName, type FieldRule, type FieldType } from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import type { NodeFacts, RecordShape } from '../check-worker/messages.ts';

/** A field that a mapping may fill. `field` has no entity in front. */
export interface TargetField {
  readonly field: string;
  readonly type: FieldType;
  /** What the target's system calls it; absent where no system was asked. */
  readonly label?: string;
  readonly isRequired: boolean;
  readonly canWrite: boolean;
  /** When its system was first seen to have it, for a while after that. */
  readonly newSince?: string;
}

/** What a mapping fills. */
export interface TargetSide {
  readonly entity: string;
  /** The role of the system that is written to; null while no writing node is connected behind. */
  readonly role: string | null;
  /** What that system calls the entity. */
  readonly label: string | null;
  readonly fields: readonly TargetField[];
  /** Whether the fields are those of a system, or those of the model because no system was asked. */
  readonly isDiscovered: boolean;
}

/**
 * What a mapping fills: the entity of the node that writes, with the fields its system has. Without one, the entity that the
 * rules name, else the one that arrives, with the fields of the model.
 */
export function targetSide(
  target: NodeFacts['target'],
  { slots }: Pick<CheckContextBody, 'slots'>,
  rules: Readonly<Record<string, FieldRule>>,
  input: RecordShape | null,
): TargetSide | null {
  if (target) {
    const schema = slots[target.slot]?.schemas.find(({ entity }) => entity === target.entity);
    if (schema) {
      return {
        entity: target.entity,
        role: target.role,
        label: schema.label,
        isDiscovered: true,
        fields: schema.fields.map(({ field, type, label, isRequired, canCreate, canUpdate, newSince }) => ({
          field,
          type,
          label,
          isRequired,
          canWrite: canCreate || canUpdate,
          ...(newSince === undefined ? {} : { newSince }),
        })),
      };
    }
  }
  const [first] = Object.keys(rules);
  const entity = target?.entity ?? (first && splitFieldName(first)?.entity) ?? input?.entity;
  if (entity === undefined || !canonicalEntity(entity)) return null;
  return {
    entity,
    role: target?.role ?? null,
    label: null,
    isDiscovered: false,
    fields: canonicalEntity(entity)!.fields.map((field) => ({
      field: field.field,
      type: canonicalType(field),
      isRequired: false,
      canWrite: true,
    })),
  };
}
