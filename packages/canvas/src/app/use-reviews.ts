import type { Review } from '@koppel/protocol';
import { useRead } from '../api/use-api.tsx';
import { useMay } from './session.tsx';

/** Drafts that wait for somebody; empty while unknown. */
export function useReviews(): readonly Review[] {
  const isEnabled = useMay('flows.read');
  return useRead('listReviews', {}, { isEnabled, everyMs: 60_000 }).data ?? [];
}

/** How many of them wait for the person who is signed in. */
export function useWaitingReviews(): number {
  return useReviews().filter(({ canDecide, isOutdated }) => canDecide && !isOutdated).length;
}
