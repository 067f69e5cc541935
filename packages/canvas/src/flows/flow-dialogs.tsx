import type { FlowSummary } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { StartRunDialog } from '../runs/start-run-dialog.tsx';
import { DeleteFlowDialog, SwitchOffDialog } from './confirm-dialogs.tsx';
import type { FlowAction } from './flow-menu.ts';
import { ImportDialog } from './import-dialog.tsx';
import { NewFlowDialog } from './new-flow-dialog.tsx';

/** What is asked before something is done with a flow. */
export function FlowDialogs({
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
