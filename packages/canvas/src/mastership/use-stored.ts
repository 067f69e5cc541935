import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { ApiReply } from '../api/api.ts';
import { keyOf, useApi, useRead } from '../api/use-api.tsx';
import { useMay } from '../app/session.tsx';
import type { MatrixRow } from './matrix.ts';

type Schema = ApiReply<'getConnectionSchema'>;

/**
 * A function that tells whether a system of some role has a place for what a row decides on. Yes, as long as nobody knows: no
 * system of the role is connected, or none has been looked at.
 */
export function useStored(): (row: MatrixRow, role: string) => boolean {
  const api = useApi();
  const may = useMay('connections.read');
  const connections = useRead('listConnections', {}, { isEnabled: may });
  const list = useMemo(() => connections.data ?? [], [connections.data]);
  const schemas = useQueries({
    queries: list.map(({ id }) => {
      const input = { params: { id } };
      return {
        queryKey: keyOf('getConnectionSchema', input),
        queryFn: ({ signal }: { signal: AbortSignal }) => api.getConnectionSchema(input, { signal }),
        retry: false,
      };
    }),
  }) as readonly { readonly data: Schema | undefined }[];
  const known = useMemo(() => {
    const fields = new Map<string, Set<string>>();
    list.forEach(({ role }, index) => {
      const schema = schemas[index]?.data;
      if (!schema) return;
      const ofRole = fields.get(role) ?? new Set();
      fields.set(role, ofRole);
      for (const { entity, fields: own } of schema.entities)
        for (const { field } of own) ofRole.add(`${entity}.${field}`);
    });
    return fields;
  }, [list, schemas]);
  return useCallback(
    ({ entity, fields }, role) => {
      const stored = known.get(role);
      return stored === undefined || fields.some((field) => stored.has(`${entity}.${field}`));
    },
    [known],
  );
}
