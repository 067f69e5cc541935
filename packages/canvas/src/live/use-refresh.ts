import type { RouteName } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keyOf } from '../api/use-api.tsx';
import { useLive, useRunChanges } from './use-live.tsx';

const refreshMs = 2_000;

/** A function that runs `act` once, `ms` after it was first called, however often it is called meanwhile. */
export function useThrottled(act: () => void, ms: number): () => void {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      latest.current();
    }, ms);
  };
}

/** Reads a route again soon after a run changed or changes may have been missed: for figures that runs make. */
export function useRefreshOnRuns(route: RouteName): void {
  const client = useQueryClient();
  const refresh = useThrottled(() => void client.invalidateQueries({ queryKey: keyOf(route) }), refreshMs);
  useRunChanges(refresh, refresh);
}

/** Reads again what could not be read while the server was away, as soon as the socket is back. */
export function useRefreshAfterLoss(): void {
  const client = useQueryClient();
  const live = useLive();
  useEffect(
    () =>
      live.connection.subscribe(({ status }, before) => {
        if (status !== 'open' || before.status === 'open') return;
        void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.error !== null });
      }),
    [client, live],
  );
}
