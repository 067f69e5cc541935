import { useNavigate, useSearch } from '@tanstack/react-router';
import { FileUp, Plus } from 'lucide-react';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useApi, useCall, useRead } from '../api/use-api.tsx';
import { Page, PageBody } from '../app/page.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { Freshness } from '../app/freshness.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { useRefreshOnRuns } from '../live/use-refresh.ts';
import { AttentionCards } from './attention-cards.tsx';
import { exportFlow } from './export-flow.ts';
import { TourOffer } from '../tour/tour.tsx';
import { FirstSteps, isUnderWay, useFirstSteps } from './first-steps.tsx';
import type { FlowAction } from './flow-menu.ts';
import { FlowTable } from './flow-table.tsx';
import { ShippedNote } from './shipped-note.tsx';

/** Whoever looks at the list needs none of them. */
const FlowDialogs = lazy(async () => ({ default: (await import('./flow-dialogs.tsx')).FlowDialogs }));

const refreshMs = 60_000;

/** The landing page: what needs attention, and all flows by integration. */
export function FlowsScreen(): ReactElement {
  const text = useText();
  const navigate = useNavigate({ from: '/flows' });
  const search = useSearch({ from: '/shell/flows' });
  const editReason = useReason('flows.edit');
  const flows = useRead('listFlows', {}, { everyMs: refreshMs });
  const [action, setAction] = useState<FlowAction | null>(null);
  useRefreshOnRuns('listFlows');
  const standing = useFirstSteps();
  const isAsked = search.do === 'first-steps';

  const dialog = editReason === null && search.do !== 'first-steps' ? search.do : undefined;
  const openDialog = (dialog: 'new' | 'import') => void navigate({ search: { do: dialog } });
  const closeDialog = () => {
    setAction(null);
    if (search.do) void navigate({ search: {}, replace: true });
  };
  const act = useDirectActions(setAction);

  return (
    <Page
      title={text('flows.title')}
      actions={
        <>
          <Button icon={FileUp} reason={editReason} onClick={() => openDialog('import')}>
            {text('flows.import')}
          </Button>
          <Button look="primary" icon={Plus} reason={editReason} onClick={() => openDialog('new')}>
            {text('flows.new')}
          </Button>
        </>
      }
    >
      <PageBody>
        <Guard permission="flows.read">
          <QueryView query={flows} skeleton={<FlowsSkeleton />}>
            {(list) => (
              <>
                <TourOffer />
                {standing && (isAsked || isUnderWay(standing)) && (
                  <FirstSteps
                    standing={standing}
                    flows={list}
                    onNew={() => openDialog('new')}
                    onImport={() => openDialog('import')}
                    onPutAway={closeDialog}
                  />
                )}
                {list.length === 0 ? (
                  <NoFlows reason={editReason} onNew={() => openDialog('new')} onImport={() => openDialog('import')} />
                ) : (
                  <>
                    <AttentionCards flows={list} />
                    <ShippedNote />
                    <Freshness query={flows} everyMs={refreshMs} />
                    <ProblemNote error={act.error} />
                    <FlowTable flows={list} onAct={act.run} />
                  </>
                )}
              </>
            )}
          </QueryView>
        </Guard>
      </PageBody>
      {(action !== null || dialog !== undefined) && (
        <Suspense>
          <FlowDialogs flows={flows.data ?? []} action={action} dialog={dialog} onClose={closeDialog} />
        </Suspense>
      )}
    </Page>
  );
}

/** Runs what needs no dialog at once, and hands the rest on. */
function useDirectActions(onDialog: (action: FlowAction) => void): {
  error: ApiError | null;
  run: (action: FlowAction) => void;
} {
  const text = useText();
  const localized = useLocalized();
  const toast = useToast();
  const api = useApi();
  const [exportError, setExportError] = useState<ApiError | null>(null);
  const change = useCall('switchFlow', { stale: ['listFlows'] });
  const run = (action: FlowAction) => {
    const { kind, flow } = action;
    const params = { id: flow.id };
    if (kind === 'switchOn') {
      change.mutate(
        { params, body: { isOn: true } },
        { onSuccess: () => toast({ text: text('flows.switchedOn', { flow: localized(flow.title) }) }) },
      );
    } else if (kind === 'export') {
      setExportError(null);
      api.getFlow({ params }).then(({ draft }) => exportFlow(draft), setExportError);
    } else {
      onDialog(action);
    }
  };
  return { error: change.error ?? exportError, run };
}

/** There is none yet: what appears here, and what makes it. */
function NoFlows({
  reason,
  onNew,
  onImport,
}: {
  readonly reason: string | null;
  readonly onNew: () => void;
  readonly onImport: () => void;
}): ReactElement {
  const text = useText();
  return (
    <div className="flex rounded-3 bg-surface shadow-1">
      <EmptyState
        title={text('firstSteps.noFlows')}
        actions={
          <>
            <Button look="primary" icon={Plus} reason={reason} onClick={onNew}>
              {text('flows.new')}
            </Button>
            <Button icon={FileUp} reason={reason} onClick={onImport}>
              {text('flows.import')}
            </Button>
          </>
        }
      >
        {text('firstSteps.noFlowsText')}
      </EmptyState>
    </div>
  );
}

function FlowsSkeleton(): ReactElement {
  return (
    <div className="rounded-3 bg-surface shadow-1">
      <SkeletonRows count={9} height={48} />
    </div>
  );
}
