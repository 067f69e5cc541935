import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { buttonClass } from '../kit/button.tsx';
import { EmptyState } from '../kit/states.tsx';

/** For an address that leads nowhere. */
export function NotFound(): ReactElement {
  const text = useText();
  return (
    <main className="flex h-full flex-col">
      <EmptyState
        level={1}
        title={text('notFound.title')}
        actions={
          <Link to="/flows" className={buttonClass('primary')}>
            {text('notFound.back')}
          </Link>
        }
      >
        {text('notFound.text')}
      </EmptyState>
    </main>
  );
}
