import { useRead } from '../api/use-api.tsx';
import { useMay } from './session.tsx';

/** How many people wait for a right that the reader may grant. */
export function useWaitingAccess(): number {
  const isEnabled = useMay('people.edit');
  return useRead('listAccessRequests', {}, { isEnabled, everyMs: 60_000 }).data?.length ?? 0;
}
