import type { NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { useCanvas } from './canvas-context.ts';
import { readCanvasId, type NoteData, type NoteNode } from './drawing.ts';
import { readNote, type NotePart } from './note-text.ts';

const papers: Record<NoteData['colour'], string> = {
  yellow: 'bg-note-yellow text-note-yellow-ink',
  green: 'bg-note-green text-note-green-ink',
  blue: 'bg-note-blue text-note-blue-ink',
  rose: 'bg-note-rose text-note-rose-ink',
  violet: 'bg-note-violet text-note-violet-ink',
  grey: 'bg-note-grey text-note-grey-ink',
};

/** A remark on the canvas. A double click writes in it. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>): ReactElement {
  const { moment, actions, idPrefix } = useCanvas();
  const text = useText();
  const isWriting = useStore(moment, ({ writing }) => writing === id) && actions !== null;
  return (
    <aside
      id={`${idPrefix}${id}`}
      aria-label={text('canvas.note')}
      data-outline
      onDoubleClick={() => actions && moment.setState({ writing: id })}
      className={cx(
        'relative w-54.5 rounded-3 rounded-tl-[2px] px-2.75 py-2 text-[11.5px] leading-[1.4] shadow-1 in-data-[detail=far]:invisible',
        papers[data.colour],
        selected && 'shadow-selected',
      )}
    >
      {isWriting ? <NoteField id={id} text={data.text} /> : <NoteText text={data.text} />}
      {selected && actions && <Colours id={id} colour={data.colour} />}
    </aside>
  );
});

/** The papers to choose from, below a selected note. */
function Colours({ id, colour }: { readonly id: string; readonly colour: NoteData['colour'] }): ReactElement {
  const text = useText();
  const { actions } = useCanvas();
  return (
    <div
      role="radiogroup"
      aria-label={text('canvas.noteColour')}
      className="nodrag absolute top-full left-0 mt-1.5 flex gap-1 rounded-2 bg-surface p-1 shadow-2"
    >
      {(Object.keys(papers) as NoteData['colour'][]).map((paper) => (
        <button
          key={paper}
          type="button"
          role="radio"
          aria-checked={paper === colour}
          aria-label={text(`canvas.paper.${paper}`)}
          title={text(`canvas.paper.${paper}`)}
          onClick={() => actions?.onNoteColour(readCanvasId(id).id, paper)}
          className={cx(
            'size-6 rounded-1 border',
            papers[paper],
            paper === colour ? 'border-accent' : 'border-line-strong',
          )}
        />
      ))}
    </div>
  );
}

function NoteText({ text }: { readonly text: string }): ReactElement {
  return (
    <div className="flex flex-col gap-1 wrap-break-word">
      {readNote(text).map((block, index) =>
        block.kind === 'list' ? (
          <ul key={index} className="list-disc pl-4">
            {block.items.map((item, at) => (
              <li key={at}>{item.map(part)}</li>
            ))}
          </ul>
        ) : (
          <p key={index} className={block.kind === 'heading' ? 'font-bold' : ''}>
            {block.parts.map(part)}
          </p>
        ),
      )}
    </div>
  );
}

function part({ text, look }: NotePart, index: number): ReactNode {
  if (look === 'bold') return <strong key={index}>{text}</strong>;
  if (look === 'italic') return <em key={index}>{text}</em>;
  if (look === 'code') return <code key={index}>{text}</code>;
  return text;
}

function NoteField({ id, text }: { readonly id: string; readonly text: string }): ReactElement {
  const words = useText();
  const { actions, moment } = useCanvas();
  const field = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, [text.length]);
  const finish = (next: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    if (next !== null && next !== text) actions?.onNote(readCanvasId(id).id, next);
    moment.setState({ writing: null });
  };
  return (
    <textarea
      ref={field}
      aria-label={words('canvas.note')}
      defaultValue={text}
      rows={Math.max(2, text.split('\n').length)}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') finish(event.currentTarget.value);
      }}
      className="nodrag nowheel block w-full resize-y bg-transparent"
    />
  );
}
