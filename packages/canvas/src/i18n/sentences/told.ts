import { issueIn, type Issue, type Language } from '@koppel/model';
import type { Sentence } from './sentence-in.ts';

/** What an error, an issue or an answer of the API says: what happened, and what to do. */
interface Said {
  readonly message: string;
  readonly remedy: string;
}

/** The same in the reader's language. What the outside system answered is quoted as it is. */
export function toldIn<Told extends Said>(told: Told, sentence: Sentence): Told {
  return { ...told, message: sentence(told.message), remedy: sentence(told.remedy) };
}

/** An issue in the reader's language: in the words that it brings, else as its English sentences are translated. */
export function issueToldIn<Told extends Said & Pick<Issue, 'translations'>>(
  issue: Told,
  language: Language,
  sentence: Sentence,
): Told {
  return issue.translations ? issueIn(issue, language) : toldIn(issue, sentence);
}
