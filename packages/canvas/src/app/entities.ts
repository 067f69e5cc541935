import { canonicalEntity, canonicalField, splitFieldName } from '@koppel/model';
import { useMemo } from 'react';
import { useLocalized } from '../i18n/locale.tsx';

/** Names of the canonical model in the reader's language; an unknown name stays as it is. */
export interface EntityNames {
  entity(id: string): string;
  plural(id: string): string;
  /** Of `account.billingAddress.city`, or with the entity apart. A field without a binding shows its system's name. */
  field(name: string, entityId?: string): string;
}

/** A field with its entity in front, which what a node tells of its own entity leaves out. */
export function qualified(field: string, entity: string | undefined): string {
  const split = splitFieldName(field);
  if (!entity || (split && canonicalEntity(split.entity))) return field;
  return `${entity}.${field}`;
}

/** The names of entities and fields in the reader's language. */
export function useEntityNames(): EntityNames {
  const localized = useLocalized();
  return useMemo(
    (): EntityNames => ({
      entity(id) {
        const entity = canonicalEntity(id);
        return entity ? localized(entity.title) : id;
      },
      plural(id) {
        const entity = canonicalEntity(id);
        return entity ? localized(entity.plural) : id;
      },
      field(name, entityId) {
        const split = entityId ? { entity: entityId, field: name } : splitFieldName(name);
        if (!split) return name;
        const field = canonicalField(split.entity, split.field);
        if (field) return localized(field.title);
        return split.field.startsWith('~') ? split.field.slice(1) : split.field;
      },
    }),
    [localized],
  );
}
