import type { LinkPairView, RecordLink } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { memo, type ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { EntityGlyph } from '../kit/entity.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import { systemName } from './pair.ts';

/** How a row of the list looks: chosen, or not. */
export function rowClass(isCurrent: boolean): string {
  return cx(
    'relative grid min-h-12.5 grid-cols-[1.75rem_1fr_1fr_9.5rem] items-center gap-2 border-t border-line px-4 py-1.5',
    isCurrent ? 'bg-selected shadow-[inset_3px_0_0_var(--c-accent)]' : 'hover:bg-hover',
  );
}

/** One record link on the list. */
export const LinkRow = memo(function LinkRow({
  link,
  pair,
  isCurrent,
  now,
}: {
  readonly link: RecordLink;
  readonly pair: LinkPairView;
  readonly isCurrent: boolean;
  readonly now: number;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const goneSide = link.leftGoneAt ? 'left' : link.rightGoneAt ? 'right' : null;
  return (
    <li className={rowClass(isCurrent)}>
      <EntityGlyph entity={link.entity} />
      <Link
        to="/links/$id"
        params={{ id: String(link.id) }}
        search={true}
        data-row
        aria-current={isCurrent ? 'true' : undefined}
        className="min-w-0 after:absolute after:inset-0"
      >
        <RecordName name={link.leftName} keyText={link.leftKey} isGone={goneSide === 'left'} />
      </Link>
      <RecordName name={link.rightName} keyText={link.rightKey} isGone={goneSide === 'right'} />
      <span className="grid min-w-0 text-20 leading-[1.4]">
        {goneSide ? (
          <span className="flex min-w-0 items-center gap-1 font-medium text-fail-text">
            <StatusIcon status="fail" size={13} />
            <Short>{text('links.state.gone', { system: systemName(pair, goneSide) })}</Short>
          </span>
        ) : link.isContested ? (
          <span className="flex min-w-0 items-center gap-1 font-medium text-warn-text">
            <StatusIcon status="warn" size={13} />
            <Short>{text('links.state.contested')}</Short>
          </span>
        ) : (
          <span className="text-ink-2">{text('links.state.linked')}</span>
        )}
        <span className="flex min-w-0 text-ink-3">
          <Short>{`${text(`links.origin.${link.origin}`)}, ${format.age(link.madeAt, now)}`}</Short>
        </span>
      </span>
    </li>
  );
});

/** A text that is cut off where there is no room, and then told on hover. */
function Short({ children }: { readonly children: string }): ReactElement {
  return (
    <span title={children} className="min-w-0 truncate">
      {children}
    </span>
  );
}

/** A name as `nameOf` makes it, apart from the number in front of it. That has three digits at least, as no name of a firm begins. */
export function numberAndName(called: string): { readonly number: string | null; readonly name: string } {
  const [first = '', ...rest] = called.split(' ');
  const isNumber = rest.length > 0 && first.replaceAll(/\D/g, '').length >= 3;
  return isNumber ? { number: first, name: rest.join(' ') } : { number: null, name: called };
}

/** A record by its name, with its number below; by its key where nobody has seen its name yet. */
export function RecordName({
  name,
  keyText,
  isGone = false,
}: {
  readonly name: string | null;
  readonly keyText: string;
  readonly isGone?: boolean;
}): ReactElement {
  const called = name === null ? { number: keyText, name: null } : numberAndName(name);
  return (
    <span className={cx('grid leading-[1.4]', isGone && 'text-ink-3 line-through')} title={name ?? keyText}>
      {called.name !== null && <span className="truncate font-medium">{called.name}</span>}
      {called.number !== null && (
        <span className={cx('truncate font-mono text-20', !isGone && 'text-ink-2')}>{called.number}</span>
      )}
    </span>
  );
}
