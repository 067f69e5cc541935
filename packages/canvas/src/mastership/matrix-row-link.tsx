import type { Issue } from '@koppel/model';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';

/** Leads from what the mastership table has decided, or left open, to the row that did. Nothing for other issues. */
export function MatrixRowLink({
  issue: { matrixRow },
  className,
}: {
  readonly issue: Pick<Issue, 'matrixRow'>;
  readonly className?: string;
}): ReactElement | null {
  const text = useText();
  if (matrixRow === undefined) return null;
  return (
    <Link to="/mastership" search={{ row: matrixRow }} className={cx('whitespace-nowrap underline', className)}>
      {text('mastership.toRow')}
    </Link>
  );
}
