import { Minus, Move, Pencil, Plus, type LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';

type Kind = 'added' | 'removed' | 'changed' | 'moved';

const looks: Record<
  Kind,
  { readonly icon: LucideIcon; readonly ink: string; readonly soft: string; readonly full: string }
> = {
  changed: {
    icon: Pencil,
    ink: 'text-diff-mod-ink',
    soft: 'bg-diff-mod text-diff-mod-ink',
    full: 'bg-diff-mod-ink text-surface',
  },
  added: {
    icon: Plus,
    ink: 'text-diff-add-ink',
    soft: 'bg-diff-add text-diff-add-ink',
    full: 'bg-diff-add-ink text-surface',
  },
  removed: {
    icon: Minus,
    ink: 'text-diff-del-ink',
    soft: 'bg-diff-del text-diff-del-ink',
    full: 'bg-diff-del-ink text-surface',
  },
  moved: { icon: Move, ink: 'text-ink-2', soft: 'bg-surface-3 text-ink-2', full: 'bg-ink-2 text-surface' },
};

/** The sign of a kind of difference, in a square: what it stands beside says the same in words. */
export function DifferenceIcon({ kind }: { readonly kind: Kind }): ReactElement {
  const { icon, soft } = looks[kind];
  return (
    <span
      aria-hidden="true"
      className={cx('inline-grid size-5 flex-none place-items-center rounded-1 align-middle', soft)}
    >
      <Icon of={icon} size="xs" />
    </span>
  );
}

/** The sign of a kind of difference alone, before a row. */
export function DifferenceSign({ kind }: { readonly kind: Kind }): ReactElement {
  const { icon, ink } = looks[kind];
  return (
    <span aria-hidden="true" className={cx('mr-2 inline-block align-middle', ink)}>
      <Icon of={icon} size="xs" />
    </span>
  );
}

/** How often there is a kind of difference. */
export function DifferenceCount({ kind, children }: { readonly kind: Kind; readonly children: string }): ReactElement {
  const { icon, soft } = looks[kind];
  return (
    <span className={cx('inline-flex h-6 items-center gap-1.25 rounded-1 px-1.75 text-20 font-medium', soft)}>
      <Icon of={icon} size="xs" />
      {children}
    </span>
  );
}

/** The sign of a kind of difference, on the corner of a card or on an edge. */
export function DifferenceDisc({
  kind,
  label,
  className,
}: {
  readonly kind: Kind;
  readonly label: string;
  readonly className?: string;
}): ReactElement {
  const { icon, full } = looks[kind];
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cx('grid size-5 place-items-center rounded-round', full, className)}
    >
      <Icon of={icon} size="xs" />
    </span>
  );
}
