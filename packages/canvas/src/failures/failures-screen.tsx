import { useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Page } from '../app/page.tsx';
import { Guard } from '../app/query-view.tsx';
import { useText } from '../i18n/locale.tsx';
import { FailuresBody } from './failures-body.tsx';

/** The inbox: views and filters, failed records by cause, and the chosen one. */
export function FailuresScreen(): ReactElement {
  const text = useText();
  const { id } = useParams({ strict: false });
  const search = useSearch({ from: '/shell/failures' });
  return (
    <Page title={text('failures.title')}>
      <main className="flex min-h-0 flex-1">
        <Guard permission="failures.read">
          <FailuresBody search={search} id={id} />
        </Guard>
      </main>
    </Page>
  );
}
