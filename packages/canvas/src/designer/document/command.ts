import type { FlowDocument } from '@koppel/model';
import type { TextValues } from '../../i18n/compile.ts';
import type { MessageId } from '../../i18n/texts.ts';
import { applyEdits, type Edit } from './edit.ts';

/** What a person meant to do, for "Undo: move 4 nodes". Ids and values rather than words: the language may change. */
export interface Intent {
  readonly id: MessageId;
  readonly values?: TextValues;
}

/**
 * A change of the flow by intent. `edits` says what it changes in a given document; its inverse follows from them. No edits:
 * nothing to do, and nothing to undo.
 */
export interface Command {
  readonly intent: Intent;
  /** Commands with the same word that follow each other closely, such as letters being typed, are undone as one. */
  readonly merge?: string;
  /** How close; a moment where nothing is said. Infinity for what one does until one lets go. */
  readonly mergeMs?: number;
  readonly edits: (document: FlowDocument) => readonly Edit[];
}

/** Several commands as one: each sees what the ones before it did. */
export function together(intent: Intent, commands: readonly Command[]): Command {
  return {
    intent,
    edits(document) {
      let current = document;
      return commands.flatMap((command) => {
        const edits = command.edits(current);
        current = applyEdits(current, edits);
        return edits;
      });
    },
  };
}

/** A step of something that is held: all steps of one grab are undone as one, however long it took. */
export function inGrab(command: Command, grab: string): Command {
  return { ...command, merge: `grab ${grab}`, mergeMs: Infinity };
}

/** The edit that puts a value at a path of the document; none where it is there already. */
export function put(document: FlowDocument, path: readonly string[], after: unknown): Edit[] {
  const before = path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    document as unknown,
  );
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ path, before, after }];
}
