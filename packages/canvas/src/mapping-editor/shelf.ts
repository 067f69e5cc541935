import { useCallback, useState } from 'react';

/** A small list of words kept in this browser. Where storage is full or blocked it lasts until the page is closed. */
export function useKeptWords(key: string): readonly [readonly string[], (words: readonly string[]) => void] {
  const [words, setWords] = useState(() => read(key));
  const change = useCallback(
    (next: readonly string[]) => {
      setWords(next);
      try {
        if (next.length === 0) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // The words then last for this page.
      }
    },
    [key],
  );
  return [words, change];
}

function read(key: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((word) => typeof word === 'string') : [];
  } catch {
    return [];
  }
}
