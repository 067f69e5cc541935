import { ArrowLeft, ArrowLeftRight, ArrowRight } from 'lucide-react';
import type { ReactElement } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';

/** Which of the two banks a role is on; every other role is `other`. */
export function bankOf(role: string): 'erp' | 'crm' | 'other' {
  return role === 'erp' || role === 'crm' ? role : 'other';
}

const strong = {
  erp: 'rounded-[2px] bg-erp text-on-erp',
  crm: 'rounded-[9px] bg-crm text-on-crm',
  other: 'rounded-1 bg-surface-3 text-ink-2',
} as const;
const soft = {
  erp: 'rounded-[2px] bg-erp-soft text-erp-text',
  crm: 'rounded-[9px] bg-crm-soft text-crm-text',
  other: 'rounded-1 bg-surface-3 text-ink-2',
} as const;

/** How a role, which is kept in lower case, is written: as the abbreviation that a short one is (ERP, CRM, VIES), a longer one as a word. */
export function roleLabel(role: string): string {
  return role.length <= 4 ? role.toUpperCase() : role.charAt(0).toUpperCase() + role.slice(1);
}

/** A system by its role: ERP is slate and square, CRM is clay and round, so the shape alone tells them apart. */
export function SystemBadge({
  role,
  isSoft = false,
}: {
  readonly role: string;
  readonly isSoft?: boolean;
}): ReactElement {
  return (
    <span
      data-outline
      className={cx(
        'inline-flex h-4.25 min-w-8 flex-none items-center justify-center px-1.25 text-[10px] leading-none font-bold tracking-[0.03em]',
        (isSoft ? soft : strong)[bankOf(role)],
      )}
    >
      {roleLabel(role)}
    </span>
  );
}

/**
 * The direction of a flow. ERP is always left and CRM right, whatever the direction; the arrow says it. `direction` lists
 * roles in the order in which records travel; a role that comes back means both ways.
 */
export function Direction({
  direction,
  label,
}: {
  readonly direction: readonly string[];
  readonly label: string;
}): ReactElement | null {
  const [from, to] = direction;
  if (from === undefined) return null;
  if (to === undefined || to === from) return <SystemBadge role={from} />;
  const isBothWays = direction.lastIndexOf(from) > 0;
  const isTurned = from === 'crm' || to === 'erp';
  const [left, right] = isTurned ? [to, from] : [from, to];
  const arrow = isBothWays ? ArrowLeftRight : isTurned ? ArrowLeft : ArrowRight;
  return (
    <span className="inline-flex items-center gap-1" role="img" aria-label={label}>
      <SystemBadge role={left} />
      <Icon of={arrow} size="s" />
      <SystemBadge role={right} />
    </span>
  );
}
