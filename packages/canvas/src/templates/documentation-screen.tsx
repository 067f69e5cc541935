import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Printer } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Markdown } from '../app/markdown.tsx';
import { Page, PageTitle } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';

/** What the publisher of a template says of it: what it is for, how its flows go, who is master, what is mapped and asked. */
export function DocumentationScreen(): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { id } = useParams({ from: '/shell/templates/docs/$id' });
  const { version } = useSearch({ from: '/shell/templates/docs/$id' });
  const page = useRead('getTemplateDocumentation', { params: { id }, query: { version } });
  const title = page.data ? `${localized(page.data.title)} ${page.data.version}` : text('templates.documentation');
  return (
    <Page
      title={title}
      trail={[
        <Link key="templates" to="/templates" className="hover:text-ink hover:underline">
          {text('templates.title')}
        </Link>,
      ]}
      actions={
        <Button icon={Printer} reason={page.data ? null : text('templates.notRead')} onClick={() => window.print()}>
          {text('templates.print')}
        </Button>
      }
    >
      <main className="min-h-0 flex-1 overflow-y-auto px-6 py-5 max-narrow:px-3 print:overflow-visible print:p-0">
        <PageTitle title={title}>{text('templates.documentation')}</PageTitle>
        <Guard permission="templates.read">
          <QueryView query={page} skeleton={<SkeletonRows count={8} />}>
            {({ documentation }) => (
              <article className="mt-4 max-w-280 rounded-3 bg-surface px-6 py-5 shadow-1 max-narrow:px-4 print:max-w-none print:p-0 print:shadow-none">
                <Markdown>{documentation}</Markdown>
              </article>
            )}
          </QueryView>
        </Guard>
      </main>
    </Page>
  );
}
