import {
  issueIn,
  namesOf,
  nodeTitleOf,
  type FlowDocument,
  type Issue,
  type Language,
  type LocalizedText,
} from '@koppel/model';
import type { Problem } from '@koppel/protocol';
import { withQuotes } from './quotes.ts';
import type { Names, Sentence } from './sentence-in.ts';

/** An issue or an error in the reader's language: in the words that it brings, else as its English sentences are translated. */
export function issueToldIn<Told extends Pick<Issue, 'message' | 'remedy' | 'translations' | 'names'>>(
  issue: Told,
  language: Language,
  sentence: Sentence,
  names?: Names,
): Told {
  if (issue.translations) {
    const told = issueIn(issue, language);
    return { ...told, message: withQuotes(told.message, language), remedy: withQuotes(told.remedy, language) };
  }
  // Hardly any issue has names of its own: those of hundreds of nodes are not copied for each.
  const all = issue.names ? new Map([...(names ?? []), ...inLanguage(issue.names, language)]) : names;
  return { ...issue, message: sentence(issue.message, all), remedy: sentence(issue.remedy, all) };
}

/** What the sentences of a problem name, and the issues that they may quote. */
export function namesOfProblem({ names = [], issues = [] }: Problem, language: Language): Names {
  return new Map(inLanguage([...names, ...issues.flatMap(namesOf)], language));
}

const inLanguage = (names: readonly LocalizedText[], language: Language) =>
  names.map((name) => [name.en, withQuotes(name[language] ?? name.en, language)] as const);

/** What the nodes of a flow are called for its readers: issues name them in English. */
export function namesOfNodes(
  document: FlowDocument,
  kinds: ReadonlyMap<string, { readonly title: LocalizedText }>,
  language: Language,
): Names {
  const names = new Map<string, string>();
  for (const [id, { type }] of Object.entries(document.nodes)) {
    const title = nodeTitleOf(document, id) ?? kinds.get(type)?.title;
    const told = title?.[language];
    if (title && told !== undefined) names.set(title.en, told);
  }
  return names;
}
