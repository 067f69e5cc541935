import type { FlowDocument, FlowParameter } from '@koppel/model';
import { put, type Command, type Intent } from './command.ts';

/** Changes the title of the flow in one language; the other languages stay. */
export function setFlowTitle(language: 'en' | 'nl' | 'fr', title: string): Command {
  return {
    intent: { id: 'designer.intent.flowTitle', values: { title } },
    merge: `flow title ${language}`,
    edits: (document) => (title.trim() === '' ? [] : put(document, ['title', language], title.trim())),
  };
}

/** Declares a parameter, or with `null` removes it. */
export function declareParameter(name: string, parameter: FlowParameter | null): Command {
  return {
    intent: { id: 'designer.intent.parameter', values: { parameter: name } },
    edits: (document) => put(document, ['parameters', name], parameter ?? undefined),
  };
}

const parts = ['nodes', 'slots', 'parameters'] as const;
const layoutParts = ['nodes', 'groups', 'notes'] as const;

/** Makes the whole document equal to another one, such as a published version. Its id stays. */
export function replaceDocument(next: FlowDocument, intent: Intent): Command {
  return {
    intent,
    edits(document) {
      const keyed = (path: readonly string[], from: object, to: object) =>
        [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) =>
          put(document, [...path, key], (to as Record<string, unknown>)[key]),
        );
      return [
        ...put(document, ['title'], next.title),
        ...put(document, ['summary'], next.summary),
        ...put(document, ['integration'], next.integration),
        ...parts.flatMap((part) => keyed([part], document[part], next[part])),
        ...layoutParts.flatMap((part) => keyed(['layout', part], document.layout[part], next.layout[part])),
        ...document.edges
          .filter((text) => !next.edges.includes(text))
          .map((text) => ({ path: ['edges', text], before: true })),
        ...next.edges
          .filter((text) => !document.edges.includes(text))
          .map((text) => ({ path: ['edges', text], after: true })),
      ];
    },
  };
}
