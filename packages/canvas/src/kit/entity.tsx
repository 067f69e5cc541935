import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

type Family = 'account' | 'contact' | 'product' | 'order' | 'invoice' | 'any';

/** Related entities share the family and take the outlined glyph. */
const families: Readonly<Record<string, { family: Family; isOutlined: boolean }>> = {
  account: { family: 'account', isOutlined: false },
  contact: { family: 'contact', isOutlined: false },
  lead: { family: 'contact', isOutlined: true },
  product: { family: 'product', isOutlined: false },
  price: { family: 'product', isOutlined: true },
  order: { family: 'order', isOutlined: false },
  opportunity: { family: 'order', isOutlined: true },
  quote: { family: 'order', isOutlined: true },
  invoice: { family: 'invoice', isOutlined: false },
  payment: { family: 'invoice', isOutlined: true },
};

/** The family an entity is drawn in: `any` for one that the design has no colour for. */
function entityLook(entity: string): { family: Family; isOutlined: boolean } {
  return families[entity] ?? { family: 'any', isOutlined: true };
}

const chips: Record<Family, string> = {
  account: 'bg-account-soft text-account-text',
  contact: 'bg-contact-soft text-contact-text',
  product: 'bg-product-soft text-product-text',
  order: 'bg-order-soft text-order-text',
  invoice: 'bg-invoice-soft text-invoice-text',
  any: 'bg-any-soft text-any-text',
};
const glyphColours: Record<Family, string> = {
  account: 'text-account',
  contact: 'text-contact',
  product: 'text-product',
  order: 'text-order',
  invoice: 'text-invoice',
  any: 'text-any',
};

/** The class that makes `currentColor` an entity's colour: for edges and rings. */
export function entityInk(entity: string): string {
  return glyphColours[entityLook(entity).family];
}

function shape(family: Family): ReactElement {
  switch (family) {
    case 'account':
      return <rect x="1" y="1" width="8" height="8" rx="1" />;
    case 'contact':
      return <circle cx="5" cy="5" r="4.2" />;
    case 'product':
      return <path d="M5 .4 9.600 5 5 9.600.4 5z" />;
    case 'order':
      return <path d="M1.200.8 9.400 5 1.200 9.200z" />;
    case 'invoice':
      return <path d="M1.200.6h4.900L8.800 3.400v6H1.200z" />;
    case 'any':
      return <circle cx="5" cy="5" r="3.2" />;
  }
}

/** The glyph of an entity: shape and colour; the outline stands for a related entity. */
export function EntityGlyph({ entity, size = 10 }: { readonly entity: string; readonly size?: number }): ReactElement {
  const { family, isOutlined } = entityLook(entity);
  return (
    <svg
      viewBox="0 0 10 10"
      width={size}
      height={size}
      aria-hidden="true"
      className={cx('block flex-none', glyphColours[family])}
      {...(isOutlined
        ? { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinejoin: 'round' as const }
        : { fill: 'currentColor' })}
    >
      {shape(family)}
    </svg>
  );
}

/** An entity by glyph and name. */
export function EntityChip({
  entity,
  children,
}: {
  readonly entity: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span
      data-outline
      className={cx(
        'inline-flex h-5 items-center gap-1.25 rounded-1 pr-1.75 pl-1.5 text-20 font-medium whitespace-nowrap',
        chips[entityLook(entity).family],
      )}
    >
      <EntityGlyph entity={entity} size={9} />
      {children}
    </span>
  );
}
