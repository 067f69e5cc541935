import { useRead } from '../api/use-api.tsx';
import { useMay } from './session.tsx';

/** How many failures are open; null while unknown, or for somebody who may not see them. */
export function useOpenFailures(): number | null {
  const isEnabled = useMay('failures.read');
  const { data } = useRead('countOpenFailures', {}, { isEnabled, everyMs: 60_000 });
  return data?.open ?? null;
}
