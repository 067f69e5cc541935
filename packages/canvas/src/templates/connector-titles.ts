import { useRead } from '../api/use-api.tsx';

/** How connectors are called; one that is not installed here stays with its id. */
export function useConnectorTitle(): (connectorId: string) => string {
  const connectors = useRead('getCatalog', {}).data?.connectors ?? [];
  return (connectorId) => connectors.find(({ id }) => id === connectorId)?.title ?? connectorId;
}
