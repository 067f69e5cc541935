import type { ErrorView } from '@koppel/model';
import { useLanguage, useSentence } from './locale.tsx';
import { issueToldIn } from './sentences/issue-told.ts';

/** A function that says an error in the reader's language, with the words that it brings for it. */
export function useTold(): <Told extends Pick<ErrorView, 'message' | 'remedy' | 'names'>>(error: Told) => Told {
  const language = useLanguage();
  const sentence = useSentence();
  return (error) => issueToldIn(error, language, sentence);
}
