import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Page, PageBody } from '../app/page.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';

/** A flow by its name. */
export function DesignerScreen(): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { id } = useParams({ from: '/shell/flows/$id' });
  const flow = useRead('getFlow', { params: { id } });
  return (
    <Page
      title={flow.data ? localized(flow.data.summary.title) : text('designer.loading')}
      trail={[
        <Link key="flows" to="/flows" className="hover:text-ink">
          {text('flows.title')}
        </Link>,
      ]}
    >
      <PageBody>
        <QueryView query={flow} skeleton={<SkeletonRows count={3} />}>
          {({ summary }) => (
            <p className="text-40 leading-prose text-ink-2">{summary.summary && localized(summary.summary)}</p>
          )}
        </QueryView>
      </PageBody>
    </Page>
  );
}
