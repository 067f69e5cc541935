import type { FlowSummary } from '@koppel/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FileUp, Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
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
import { useRefreshOnRuns } from '../live/use-refresh.ts';
import { StartRunDialog } from '../runs/start-run-dialog.tsx';
import { AttentionCards } from './attention-cards.tsx';
import { DeleteFlowDialog, SwitchOffDialog } from './confirm-dialogs.tsx';
import { exportFlow } from './export-flow.ts';
import { FirstSteps } from './first-steps.tsx';
import type { FlowAction } from './flow-menu.ts';
import { FlowTable } from './flow-table.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { ShippedNote } from './shipped-note.tsx';
import { NewFlowDialog } from './new-flow-dialog.tsx';

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
            {(list) =>
              list.length === 0 ? (
                <FirstSteps onNew={() => openDialog('new')} onImport={() => openDialog('import')} />
              ) : (
                <>
                  <AttentionCards flows={list} />
                  <ShippedNote />
                  <Freshness query={flows} everyMs={refreshMs} />
                  <ProblemNote error={act.error} />
                  <FlowTable flows={list} onAct={act.run} />
                </>
              )
            }
          </QueryView>
        </Guard>
      </PageBody>
      <FlowDialogs
        flows={flows.data ?? []}
        action={action}
        dialog={editReason === null ? search.do : undefined}
        onClose={closeDialog}
      />
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

function FlowDialogs({
  flows,
  action,
  dialog,
  onClose,
}: {
  readonly flows: readonly FlowSummary[];
  readonly action: FlowAction | null;
  readonly dialog: 'new' | 'import' | undefined;
  readonly onClose: () => void;
}): ReactElement | null {
  if (action?.kind === 'switchOff') return <SwitchOffDialog flow={action.flow} onClose={onClose} />;
  if (action?.kind === 'delete') return <DeleteFlowDialog flow={action.flow} onClose={onClose} />;
  if (action?.kind === 'copy') return <NewFlowDialog flows={flows} copyOf={action.flow} onClose={onClose} />;
  if (action?.kind === 'run') return <StartRunDialog flowId={action.flow.id} onClose={onClose} />;
  if (dialog === 'new') return <NewFlowDialog flows={flows} copyOf={null} onClose={onClose} />;
  if (dialog === 'import') return <ImportDialog onClose={onClose} />;
  return null;
}

function FlowsSkeleton(): ReactElement {
  return (
    <div className="rounded-3 bg-surface shadow-1">
      <SkeletonRows count={9} height={48} />
    </div>
  );
}
