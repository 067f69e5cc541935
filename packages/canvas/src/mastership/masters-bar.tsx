import { Crown, KeyRound, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { bankOf, roleLabel } from '../kit/system-badge.tsx';
import { countMasters, type MatrixRow } from './matrix.ts';

const looks = {
  erp: 'bg-erp text-on-erp first:rounded-l-1',
  crm: 'bg-crm text-on-crm last:rounded-r-round',
  other: 'bg-surface-3 text-ink',
  handOver: 'bg-[linear-gradient(100deg,var(--sys-crm)_0_49.5%,var(--sys-erp)_50%)] text-on-crm',
  undecided: 'bg-warn-soft text-warn-text shadow-[inset_0_0_0_1.5px_var(--st-warn)]',
} as const;

/** The matrix in one line: how many groups each system is master of, and how many are to be decided. */
export function MastersBar({ rows }: { readonly rows: readonly MatrixRow[] }): ReactElement {
  const text = useText();
  const counts = countMasters(rows);
  const words = (role: string, count: number) =>
    role === 'undecided'
      ? text('mastership.toDecide', { n: count })
      : role === 'handOver'
        ? text('mastership.handsOver', { n: count })
        : text('mastership.masterOf', { system: roleLabel(role), n: count });
  return (
    <ul className="flex h-7.5 flex-none gap-0.5" aria-label={text('mastership.question')}>
      {counts.map(({ role, count }) => (
        <li
          key={role}
          data-outline
          title={words(role, count)}
          className={cx(
            'flex min-w-27 items-center gap-2 overflow-hidden px-3 text-20 font-medium whitespace-nowrap',
            role === 'undecided' || role === 'handOver' ? looks[role] : looks[bankOf(role)],
          )}
          style={{ flexGrow: count }}
        >
          <Icon of={role === 'undecided' ? TriangleAlert : role === 'handOver' ? KeyRound : Crown} size="s" />
          <span className="truncate">{words(role, count)}</span>
        </li>
      ))}
    </ul>
  );
}
