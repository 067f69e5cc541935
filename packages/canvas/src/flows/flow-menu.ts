import type { FlowSummary } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { Copy, Download, PencilRuler, Play, Trash2 } from 'lucide-react';
import { useReason } from '../app/session.tsx';
import { useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import type { MenuEntry } from '../kit/menu.tsx';

/** What one can do with a flow from the list. */
export interface FlowAction {
  readonly kind: 'switchOn' | 'switchOff' | 'run' | 'copy' | 'export' | 'delete';
  readonly flow: FlowSummary;
}

/** The menu of a flow. What the person may not do is there too, with the reason. */
export function useFlowMenu(flow: FlowSummary, onAct: (action: FlowAction) => void): MenuEntry[] {
  const text = useText();
  const sentence = useSentence();
  const navigate = useNavigate();
  const localized = useLocalized();
  const editReason = useReason('flows.edit');
  const publishReason = useReason('flows.publish');
  const runReason = useReason('flows.run');
  const notPublished = flow.publishedVersion === null ? text('flows.notPublished') : null;
  const damaged = flow.damage && sentence(flow.damage.message);
  const usedReason =
    flow.usedBy.length > 0
      ? text('subFlow.inUse', { flows: flow.usedBy.map(({ title }) => localized(title)).join(', ') })
      : null;
  return [
    {
      id: 'open',
      label: text('flows.openDesigner'),
      icon: PencilRuler,
      onChoose: () => void navigate({ to: '/flows/$id', params: { id: flow.id } }),
    },
    {
      id: 'run',
      label: text('flows.run'),
      icon: Play,
      reason: runReason ?? (flow.isSubFlow ? text('subFlow.doesNotRun') : notPublished),
      onChoose: () => onAct({ kind: 'run', flow }),
    },
    {
      id: 'copy',
      label: text('flows.copy'),
      icon: Copy,
      reason: editReason ?? damaged,
      startsGroup: true,
      onChoose: () => onAct({ kind: 'copy', flow }),
    },
    {
      id: 'export',
      label: text('flows.export'),
      icon: Download,
      reason: damaged,
      onChoose: () => onAct({ kind: 'export', flow }),
    },
    {
      id: 'delete',
      label: text('flows.delete'),
      icon: Trash2,
      isDangerous: true,
      reason: publishReason ?? usedReason,
      startsGroup: true,
      onChoose: () => onAct({ kind: 'delete', flow }),
    },
  ];
}
