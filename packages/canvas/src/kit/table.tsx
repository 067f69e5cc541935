import type { ComponentProps, ReactElement } from 'react';
import { cx } from './cx.ts';

/** A table with fixed columns. Its name comes from `aria-label` or a caption. */
export function Table({ className, ...rest }: ComponentProps<'table'>): ReactElement {
  return <table {...rest} className={cx('w-full table-fixed border-collapse', className)} />;
}

export interface HeadCellProps extends ComponentProps<'th'> {
  readonly isNumber?: boolean;
}

/** The head of a column. */
export function HeadCell({ isNumber = false, className, ...rest }: HeadCellProps): ReactElement {
  return (
    <th
      scope="col"
      {...rest}
      className={cx(
        'px-2 text-10 font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4',
        isNumber ? 'text-right' : 'text-left',
        className,
      )}
    />
  );
}

export interface CellProps extends ComponentProps<'td'> {
  readonly isNumber?: boolean;
}

/** A cell. Numbers stand right, in figures of one width. */
export function Cell({ isNumber = false, className, ...rest }: CellProps): ReactElement {
  return (
    <td
      {...rest}
      className={cx(
        'truncate border-t border-line px-2 first:pl-4 last:pr-4',
        isNumber && 'text-right tabular-nums',
        className,
      )}
    />
  );
}

/** A head in the middle of a table: the group of the rows below it. */
export function GroupRow({
  span,
  className,
  children,
  ...rest
}: ComponentProps<'tr'> & { readonly span: number }): ReactElement {
  return (
    <tr {...rest}>
      <th scope="rowgroup" colSpan={span} className={cx('border-t border-line bg-surface-2 px-4 text-left', className)}>
        {children}
      </th>
    </tr>
  );
}

/** The height of rows that are not in the page. */
export function Spacer({ span, height }: { readonly span: number; readonly height: number }): ReactElement | null {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
