import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Page, PageBody } from '../app/page.tsx';
import { ProblemPanel } from '../app/problem.tsx';
import { Guard, Loading } from '../app/query-view.tsx';
import { useMay } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { FlowDesigner } from './flow-designer.tsx';

/** A flow by its name, open for drawing. */
export function DesignerScreen(): ReactElement {
  const { id } = useParams({ from: '/shell/flows/$id' });
  const text = useText();
  if (useMay('flows.read')) return <Opening key={id} flowId={id} />;
  return (
    <Page title={text('flows.title')}>
      <PageBody>
        <Guard permission="flows.read">{null}</Guard>
      </PageBody>
    </Page>
  );
}

function Opening({ flowId }: { readonly flowId: string }): ReactElement {
  const text = useText();
  // Never a draft from memory: somebody may have saved since.
  const flow = useRead('getFlow', { params: { id: flowId } }, { asksAnew: true });
  const catalog = useRead('getCatalog', {});
  const context = useRead('getCheckContext', { params: { id: flowId } });
  if (flow.data && flow.isFetchedAfterMount && catalog.data && context.data) {
    // A draft that was damaged is another one once it is mended.
    const key = flow.data.openedFrom ? 'damaged' : 'whole';
    return <FlowDesigner key={key} detail={flow.data} catalog={catalog.data} context={context.data} />;
  }
  const failed = [flow, catalog, context].find(({ error, data }) => error && data === undefined);
  return (
    <Page title={text('designer.loading')}>
      {failed?.error ? (
        <PageBody>
          <ProblemPanel
            error={failed.error}
            onRetry={failed.error.problem?.code === 'api.not-found' ? undefined : () => void failed.refetch()}
          >
            <Link to="/flows" className="text-accent-text underline">
              {text('designer.toFlows')}
            </Link>
          </ProblemPanel>
        </PageBody>
      ) : (
        <main className="flex min-h-0 flex-1 flex-col">
          <Loading isOn>
            <div aria-hidden="true" className="flex min-h-0 flex-1">
              <div className="w-52 flex-none overflow-hidden border-r border-line bg-surface py-2 max-narrow:w-full">
                <SkeletonRows count={14} height={30} />
              </div>
              <div className="flex-1 bg-canvas" />
            </div>
          </Loading>
        </main>
      )}
    </Page>
  );
}
