import { useCallback } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useProblemText } from './problem.tsx';
import { useToast } from './services.tsx';

/** A function that says why something was not done that has no place of its own on the page, such as an undo or a menu's entry. */
export function useSayWhy(): (error: ApiError) => void {
  const toast = useToast();
  const inWords = useProblemText();
  return useCallback(
    (error) => {
      const { title, remedy } = inWords(error);
      toast({ text: `${title} ${remedy}` });
    },
    [toast, inWords],
  );
}
