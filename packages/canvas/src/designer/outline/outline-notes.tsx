import { X } from 'lucide-react';
import { useId, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { NoteField } from '../../flow-canvas/note-field.tsx';
import { useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import type { Editing } from '../canvas/use-editing.ts';
import { useDesignerServices, useFlow } from '../designer-context.tsx';

/** The notes that stand on the canvas, below the nodes: to be read, written and taken away. */
export function OutlineNotes({ editing }: { readonly editing: Editing }): ReactElement | null {
  const text = useText();
  const headId = useId();
  const notes = useFlow(({ layout }) => layout.notes);
  if (Object.keys(notes).length === 0) return null;
  return (
    <section aria-labelledby={headId}>
      <h3 id={headId} className="px-3 pt-3 pb-1 text-20 font-medium text-ink-3">
        {text('outline.notes')}
      </h3>
      <ul>
        {Object.entries(notes).map(([id, note]) => (
          <Note key={id} id={id} written={note.text} editing={editing} />
        ))}
      </ul>
    </section>
  );
}

function Note({
  id,
  written,
  editing,
}: {
  readonly id: string;
  readonly written: string;
  readonly editing: Editing;
}): ReactElement {
  const text = useText();
  const { editor, moment, readOnlyReason } = useDesignerServices();
  const canvasId = `note/${id}`;
  const isWriting = useStore(moment, ({ writing, hands }) => writing === canvasId && hands === 'outline');
  return (
    <li className="flex items-start gap-2 border-b border-line py-1.5 pr-1.5 pl-3">
      {isWriting && readOnlyReason === null ? (
        <NoteField
          text={written}
          onDone={(next) => {
            if (next !== null) editing.writeNote(id, next);
            moment.setState({ writing: null });
          }}
          className="rounded-1 bg-surface px-1"
        />
      ) : (
        <button
          type="button"
          aria-disabled={readOnlyReason !== null || undefined}
          title={readOnlyReason ?? text('outline.writeNote')}
          onClick={() => readOnlyReason === null && moment.setState({ writing: canvasId })}
          className="min-h-6 min-w-0 flex-1 text-left whitespace-pre-wrap wrap-anywhere"
        >
          {written || text('outline.emptyNote')}
        </button>
      )}
      <IconButton
        icon={X}
        size="s"
        label={text('outline.removeNote')}
        reason={readOnlyReason}
        onClick={() => {
          editor.select([canvasId]);
          editing.removeSelection();
        }}
      />
    </li>
  );
}
