import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { backToCanvas, focusOnceShown } from './field-focus.ts';
import type { GroupPart } from './canvas-context.ts';
import type { GroupData } from './drawing.ts';

/** Title and description of a group, being written: Enter takes them, Escape leaves them as they were. */
export function GroupFields({
  data: { title, description },
  onDone,
  isStacked = false,
}: {
  readonly data: Pick<GroupData, 'title' | 'description'>;
  /** Once; null where they stay. */
  readonly onDone: (part: GroupPart | null) => void;
  /** One below the other, for the card. */
  readonly isStacked?: boolean;
}): ReactElement {
  const text = useText();
  const form = useRef<HTMLDivElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    const first = form.current!.querySelector('input')!;
    return focusOnceShown(first, () => first.select());
  }, []);
  const finish = (isTaken: boolean) => {
    if (isDone.current) return;
    isDone.current = true;
    const [name, about] = [...form.current!.querySelectorAll('input')].map(({ value }) => value.trim());
    const isChanged = name !== title || about !== (description ?? '');
    onDone(isTaken && isChanged ? { title: name ?? title, description: about ?? '' } : null);
  };
  const onBlur = (event: FocusEvent) => {
    if (!form.current?.contains(event.relatedTarget)) finish(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    finish(event.key === 'Enter');
    backToCanvas(event.currentTarget);
  };
  const field = 'nodrag min-w-0 rounded-1 bg-surface px-1 text-ink';
  return (
    <div
      ref={form}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
      className={cx('flex min-w-0 flex-1 gap-1', isStacked && 'flex-col')}
    >
      <input
        aria-label={text('canvas.groupTitle')}
        defaultValue={title}
        maxLength={200}
        className={cx(field, 'font-bold', isStacked ? 'w-full' : 'w-2/5')}
      />
      <input
        aria-label={text('canvas.groupDescription')}
        placeholder={text('canvas.groupDescription')}
        defaultValue={description ?? ''}
        maxLength={2000}
        className={cx(field, isStacked ? 'w-full text-10' : 'flex-1')}
      />
    </div>
  );
}
