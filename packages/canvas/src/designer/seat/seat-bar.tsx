import { Eye, Hand, PencilLine, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { DraftStand } from '@koppel/protocol';
import { useMay } from '../../app/session.tsx';
import { useFormat, useText, type Text } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { useNow } from '../../kit/timing.ts';
import { useDesignerServices } from '../designer-context.tsx';
import { UnsentNote } from './unsent-note.tsx';
import { isWatching, type Seat } from './use-seat.ts';

/** Who edits the draft where that is somebody else, and what can be done about it; who asks for it where it is us. */
export function SeatBar({ seat }: { readonly seat: Seat }): ReactElement {
  const { autosave } = useDesignerServices();
  const isTaken = useStore(autosave, ({ status }) => status === 'taken');
  const { stand } = seat;
  useTellOfChange(stand);
  return (
    <>
      {isTaken && <UnsentNote editor={stand?.editor ?? null} />}
      {stand && isWatching(stand) && <Watching stand={stand} seat={seat} />}
      {stand?.editor?.isHere && stand.request && <Asked request={stand.request} seat={seat} />}
    </>
  );
}

/** Tells screen readers that the editing came here, or went elsewhere. */
function useTellOfChange(stand: DraftStand | null): void {
  const text = useText();
  const { editor } = useDesignerServices();
  const former = useRef<boolean | null>(null);
  const isHere = stand && stand.editor?.isHere === true;
  const who = stand?.editor?.name;
  useEffect(() => {
    const before = former.current;
    former.current = isHere;
    if (before === null || isHere === null || before === isHere) return;
    if (isHere) editor.say(text('seat.youEdit'));
    else editor.say(who === undefined ? text('seat.nobody') : text('seat.isEditing', { who }));
  }, [isHere, who, editor, text]);
}

function Watching({ stand, seat }: { readonly stand: DraftStand; readonly seat: Seat }): ReactElement | null {
  const text = useText();
  const mayEdit = useMay('flows.edit');
  const whoEdits = useWhoEdits(stand);
  const { editor, request } = stand;
  if (!mayEdit && !editor) return null;
  return (
    <Bar icon={Eye} actions={mayEdit && <WatcherAction stand={stand} seat={seat} />}>
      <span role="status">
        {request?.isHere && editor
          ? text('seat.asked', { who: editor.name })
          : [...(seat.keptBy === null ? [] : [text('seat.kept', { who: seat.keptBy })]), whoEdits].join(' ')}
      </span>
      {request?.isHere && <TimeLeft leftMs={request.leftMs} since={seat.toldAt} />}
    </Bar>
  );
}

/** Who edits, in a sentence. */
function useWhoEdits({ editor, request }: DraftStand): string {
  const text = useText();
  const format = useFormat();
  if (!editor) return text('seat.nobody');
  if (editor.isYou) return text('seat.otherTab');
  return [
    text(editor.isAway ? 'seat.away' : 'seat.editing', { who: editor.name, time: format.time(editor.since) }),
    ...(request ? [text('seat.othersAsk', { who: request.name })] : []),
  ].join(' ');
}

function WatcherAction({ stand, seat }: { readonly stand: DraftStand; readonly seat: Seat }): ReactElement {
  const text = useText();
  const { editor, request } = stand;
  if (request?.isHere) return <Button onClick={seat.withdraw}>{text('seat.withdraw')}</Button>;
  return (
    <Button
      look={editor && !editor.isYou ? 'plain' : 'primary'}
      icon={editor && !editor.isYou ? Hand : PencilLine}
      reason={request ? text('seat.othersAsk', { who: request.name }) : null}
      onClick={seat.takeOver}
    >
      {text(actionText(editor))}
    </Button>
  );
}

function actionText(editor: DraftStand['editor']): Parameters<Text>[0] {
  if (!editor) return 'seat.edit';
  return editor.isYou ? 'seat.goOnHere' : 'seat.takeOver';
}

function Asked({
  request,
  seat,
}: {
  readonly request: NonNullable<DraftStand['request']>;
  readonly seat: Seat;
}): ReactElement {
  const text = useText();
  const { autosave } = useDesignerServices();
  return (
    <Bar
      icon={Hand}
      isUrgent
      actions={
        <>
          <Button onClick={() => void autosave.flush().then(() => seat.answer(true))}>{text('seat.handOver')}</Button>
          <Button look="primary" onClick={() => seat.answer(false)}>
            {text('seat.keep')}
          </Button>
        </>
      }
    >
      <span role="alert">{text('seat.wants', { who: request.name })}</span>
      <TimeLeft leftMs={request.leftMs} since={seat.toldAt} />
    </Bar>
  );
}

/** The seconds that are left. Not read out: the sentence before it says what happens. */
function TimeLeft({ leftMs, since }: { readonly leftMs: number; readonly since: number }): ReactElement {
  const text = useText();
  const now = useNow(500);
  const seconds = Math.max(0, Math.ceil((since + leftMs - now) / 1000));
  return (
    <span aria-hidden="true" className="ml-1.5 tabular-nums">
      {text('seat.secondsLeft', { seconds })}
    </span>
  );
}

/** A bar above the drawing. */
export function Bar({
  icon,
  isUrgent = false,
  actions,
  children,
}: {
  readonly icon: LucideIcon;
  readonly isUrgent?: boolean;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div
      className={cx(
        'flex min-h-10 flex-none flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-1.5',
        isUrgent ? 'bg-warn-soft text-warn-text' : 'bg-accent-soft text-ink',
      )}
    >
      <Icon of={icon} size="s" className={cx('flex-none', isUrgent ? 'text-warn' : 'text-accent')} />
      <p className="min-w-0 flex-1">{children}</p>
      <span className="flex flex-none flex-wrap gap-2">{actions}</span>
    </div>
  );
}
