import { useEffect, useRef, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { backToCanvas } from './field-focus.ts';

/** The name of a node being written: Enter takes it, Escape leaves it as it was. */
export function NameField({
  name,
  onDone,
  className,
}: {
  readonly name: string;
  /** Once; null where the name stays. */
  readonly onDone: (name: string | null) => void;
  readonly className?: string;
}): ReactElement {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (written: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(written === null || written.trim() === name ? null : written);
  };
  return (
    <input
      ref={field}
      aria-label={text('canvas.name')}
      defaultValue={name}
      maxLength={80}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        finish(event.key === 'Enter' ? event.currentTarget.value : null);
        backToCanvas(event.currentTarget);
      }}
      className={cx('rounded-1 bg-surface px-1 font-bold text-ink', className)}
    />
  );
}
