import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { buttonClass } from '../kit/button.tsx';

/** From a part of a flow that has nothing to show yet, to where that is made. */
export function ToDrawing({ flowId }: { readonly flowId: string }): ReactElement {
  const text = useText();
  return (
    <Link to="/flows/$id" params={{ id: flowId }} search={{}} className={buttonClass('primary')}>
      {text('empty.toDrawing')}
    </Link>
  );
}
