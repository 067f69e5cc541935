import type { ReactElement } from 'react';
import { cx } from '../../kit/cx.ts';
import { NamedIcon } from '../../kit/named-icon.tsx';
import { bankOf } from '../../kit/system-badge.tsx';
import type { PaletteEntry } from './entries.ts';

const tiles = {
  erp: 'rounded-[2px] bg-erp-soft text-erp-text',
  crm: 'rounded-round bg-crm-soft text-crm-text',
  other: 'rounded-2 bg-surface-3 text-ink-2',
} as const;

/** The tile of an entry: square for the ERP, round for the CRM. */
export function EntryMark({ entry }: { readonly entry: Pick<PaletteEntry, 'icon' | 'role'> }): ReactElement {
  return (
    <span
      className={cx('grid size-5.5 flex-none place-items-center', tiles[entry.role ? bankOf(entry.role) : 'other'])}
    >
      <NamedIcon name={entry.icon} size="xs" />
    </span>
  );
}
