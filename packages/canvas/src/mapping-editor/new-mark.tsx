import type { ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Tag } from '../kit/marks.tsx';

/** Says that a system was found to have a field only lately. */
export function NewMark({ since }: { readonly since: string }): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <span title={text('mapping.newSince', { date: format.date(since) })} className="ml-1 flex-none">
      <Tag look="added">{text('mapping.new')}</Tag>
    </span>
  );
}
