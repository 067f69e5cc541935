import type { NodeProps } from '@xyflow/react';
import { memo, type ReactElement, type ReactNode } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { useCanvas, useIsWriting } from './canvas-context.ts';
import { readCanvasId, type NoteData, type NoteNode } from './drawing.ts';
import { NoteField } from './note-field.tsx';
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
  const isWriting = useIsWriting(id);
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
      {isWriting ? (
        <NoteField
          text={data.text}
          onDone={(written) => {
            if (written !== null) actions?.onNote(readCanvasId(id).id, written);
            moment.setState({ writing: null });
          }}
          className="nodrag nowheel resize-y bg-transparent"
        />
      ) : data.text.trim() === '' ? (
        <p className="italic">{text('canvas.noteEmpty')}</p>
      ) : (
        <NoteText text={data.text} />
      )}
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
