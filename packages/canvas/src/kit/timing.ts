import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';

/** Whether `isOn` has lasted for `ms`: nothing flashes for what is over sooner. */
export function useLasting(isOn: boolean, ms: number): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => setHasLasted(true), ms);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [isOn, ms]);
  return isOn && hasLasted;
}

/** A value once it has stayed the same for `ms`: nothing is asked for while somebody types. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** The time to the last `everyMs`, renewed while `isOn`: for ages and running clocks. */
export function useNow(everyMs: number, isOn = true): number {
  const subscribe = useCallback(
    (onTick: () => void) => {
      if (!isOn) return () => {};
      const timer = setInterval(onTick, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs, isOn],
  );
  // Rounded down, so that two readings within one tick are the same.
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / everyMs) * everyMs);
}
