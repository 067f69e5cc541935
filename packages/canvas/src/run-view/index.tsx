import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Page, PageBody } from '../app/page.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useText } from '../i18n/locale.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';

/** A run by its number. */
export function RunScreen(): ReactElement {
  const text = useText();
  const { id } = useParams({ from: '/shell/runs/$id' });
  const run = useRead('getRun', { params: { id } });
  return (
    <Page
      title={text('runView.title', { number: run.data ? String(run.data.run.number) : '' })}
      trail={[
        <Link key="runs" to="/runs" className="hover:text-ink">
          {text('runs.title')}
        </Link>,
      ]}
    >
      <PageBody>
        <QueryView query={run} skeleton={<SkeletonRows count={3} />}>
          {({ run: { flowVersion }, flowTitle }) => (
            <p className="text-40 leading-prose text-ink-2">
              {flowTitle}, {text('runView.version', { version: String(flowVersion) })}
            </p>
          )}
        </QueryView>
      </PageBody>
    </Page>
  );
}
