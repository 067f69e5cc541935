import { mostNoteText } from '@koppel/model';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { backToCanvas, focusOnceShown } from './field-focus.ts';

/** A note being written: Escape and leaving it take what was written. */
export function NoteField({
  text,
  onDone,
  className,
}: {
  readonly text: string;
  /** Once; null where it stays as it was. */
  readonly onDone: (text: string | null) => void;
  readonly className?: string;
}): ReactElement {
  const words = useText();
  const format = useFormat();
  const field = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);
  const [tooMany, setTooMany] = useState(0);
  useEffect(() => {
    const written = field.current!;
    return focusOnceShown(written, () => written.setSelectionRange(text.length, text.length));
  }, [text.length]);
  const finish = (next: string) => {
    if (isDone.current) return;
    // It stays open with all that was written, until it fits.
    if (next.length > mostNoteText) return setTooMany(next.length);
    isDone.current = true;
    onDone(next === text ? null : next);
  };
  return (
    <>
      <textarea
        ref={field}
        aria-label={words('canvas.note')}
        aria-invalid={tooMany > 0 || undefined}
        defaultValue={text}
        rows={Math.max(2, Math.min(12, text.split('\n').length))}
        onBlur={(event) => finish(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key !== 'Escape') return;
          finish(event.currentTarget.value);
          if (isDone.current) backToCanvas(event.currentTarget);
        }}
        className={cx('block w-full', className)}
      />
      {tooMany > 0 && (
        <p role="alert" className="mt-1 rounded-1 bg-fail-soft px-1.5 py-1 text-fail-text">
          {words('note.tooLong', { n: format.number(tooMany), most: format.number(mostNoteText) })}
        </p>
      )}
    </>
  );
}
