import type { FailureItem } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { memo, useRef, type ReactElement } from 'react';
import { useFormat, useText, useLocalized } from '../i18n/locale.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { cx } from '../kit/cx.ts';
import { EntityGlyph } from '../kit/entity.tsx';

/** One failed record on the list. */
export const FailureRow = memo(function FailureRow({
  item,
  isCurrent,
  isChecked,
  now,
  onCheck,
}: {
  readonly item: FailureItem;
  readonly isCurrent: boolean;
  readonly isChecked: boolean;
  readonly now: number;
  readonly onCheck: (id: string, isChecked: boolean, extends_: boolean) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const format = useFormat();
  const isShifted = useRef(false);
  return (
    <li
      ref={isCurrent ? showRow : undefined}
      className={cx(
        'relative flex h-12.5 items-center gap-2.5 border-t border-line px-3.5',
        isCurrent
          ? 'bg-selected shadow-[inset_3px_0_0_var(--c-accent)]'
          : isChecked
            ? 'bg-selected-faint'
            : 'hover:bg-hover',
      )}
    >
      <span
        className="z-dock flex"
        onClickCapture={(event) => {
          isShifted.current = event.shiftKey;
        }}
      >
        <Checkbox
          value={isChecked}
          onChange={(next) => onCheck(item.id, next, isShifted.current)}
          label={text('failures.select', { name: item.name })}
        />
      </span>
      <EntityGlyph entity={item.entity} />
      <Link
        to="/failures/$id"
        params={{ id: item.id }}
        search={true}
        data-failure={item.id}
        aria-current={isCurrent ? 'true' : undefined}
        className="grid min-w-0 flex-1 leading-[1.35] after:absolute after:inset-0"
      >
        <span className="truncate font-medium" title={item.name}>
          {item.name}
        </span>
        <span className="truncate text-20 text-ink-3">{localized(item.flowTitle)}</span>
      </Link>
      <span className="grid justify-items-end text-20 leading-[1.4] whitespace-nowrap text-ink-2">
        <time dateTime={item.lastAt} title={format.dateTime(item.lastAt)}>
          {format.age(item.lastAt, now)}
        </time>
        <span className="text-ink-3">{text('failures.seen', { n: item.seen })}</span>
      </span>
    </li>
  );
});

/** Keeps the chosen row in sight when J and K move the choice. */
function showRow(row: HTMLLIElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}
