import type { PlannedRecord } from '@koppel/protocol';
import { Check, CircleAlert, Clock, Filter, Pencil, Plus, SkipForward, type LucideIcon } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import type { PlannedAction } from './planned.ts';

/** In pixels: given, not measured. */
export const planRowHeight = 42;

const looks: Record<PlannedAction, { icon: LucideIcon; disc: string; word: string }> = {
  create: { icon: Plus, disc: 'bg-diff-add text-diff-add-ink', word: 'text-diff-add-ink' },
  update: { icon: Pencil, disc: 'bg-diff-mod text-diff-mod-ink', word: 'text-diff-mod-ink' },
  unchanged: { icon: Check, disc: 'bg-idle-soft text-idle-text', word: 'text-ink-2' },
  filtered: { icon: Filter, disc: 'bg-idle-soft text-idle-text', word: 'text-ink-2' },
  skipped: { icon: SkipForward, disc: 'bg-warn-soft text-warn-text', word: 'text-warn-text' },
  waiting: { icon: Clock, disc: 'bg-warn-soft text-warn-text', word: 'text-warn-text' },
  failed: { icon: CircleAlert, disc: 'bg-fail-soft text-fail-text', word: 'text-fail-text' },
};

/** One record of a trial on the list. */
export const PlanRow = memo(function PlanRow({
  id,
  record,
  isChosen,
  onChoose,
}: {
  readonly id: string;
  readonly record: PlannedRecord;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const text = useText();
  const { icon, disc, word } = looks[record.action];
  return (
    <li className="border-b border-line">
      <button
        type="button"
        data-row
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => onChoose(id)}
        className={cx(
          'flex w-full items-center gap-2.5 px-4 text-left -outline-offset-2',
          isChosen ? 'bg-selected shadow-[inset_3px_0_0_var(--c-accent)]' : 'hover:bg-hover',
        )}
        style={{ height: planRowHeight - 1 }}
      >
        <span className={cx('grid size-6 flex-none place-items-center rounded-round', disc)} data-outline>
          <Icon of={icon} size="xs" />
        </span>
        <span className="min-w-0 flex-1 truncate font-medium" title={record.name}>
          {record.name}
        </span>
        {record.changes.length > 0 && (
          <span className="text-20 whitespace-nowrap text-ink-2">
            {text('plan.fields', { n: record.changes.length })}
          </span>
        )}
        <span className={cx('w-15 text-right font-medium whitespace-nowrap', word)}>
          {text(`plan.action.${record.action}`)}
        </span>
      </button>
    </li>
  );
});
