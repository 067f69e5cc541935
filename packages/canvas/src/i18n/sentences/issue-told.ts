import { issueIn, type Issue, type Language } from '@koppel/model';
import type { Sentence } from './sentence-in.ts';

/** An issue in the reader's language: in the words that it brings, else as its English sentences are translated. */
export function issueToldIn<Told extends Pick<Issue, 'message' | 'remedy' | 'translations'>>(
  issue: Told,
  language: Language,
  sentence: Sentence,
): Told {
  if (issue.translations) return issueIn(issue, language);
  return { ...issue, message: sentence(issue.message), remedy: sentence(issue.remedy) };
}
