import { canonicalEntity } from '@koppel/model';
import { useCallback } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useLocalized } from '../i18n/locale.tsx';
import type { MatrixRow } from './matrix.ts';

/** A function that names a row: by its group, or by the field that deviates. */
export function useRowTitle(): (row: Pick<MatrixRow, 'entity' | 'row'>) => string {
  const localized = useLocalized();
  const names = useEntityNames();
  return useCallback(
    ({ entity, row }) => {
      if ('field' in row) return names.field(row.field, entity);
      const group = canonicalEntity(entity)?.groups.find((candidate) => candidate.group === row.group);
      return group ? localized(group.title) : row.group;
    },
    [localized, names],
  );
}
