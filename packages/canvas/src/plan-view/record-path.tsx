import type { PlannedRecord } from '@koppel/protocol';
import { ArrowRight } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { bankOf } from '../kit/system-badge.tsx';
import type { PathStep } from './path.ts';
import type { PlanNode } from './plan-view.tsx';

const grounds = {
  erp: 'rounded-1 bg-erp-soft',
  crm: 'rounded-4 bg-crm-soft',
  other: 'rounded-2 bg-surface-2',
} as const;

/** The nodes that a record went through, with the output it left by where there is a choice, and what would be done at the end. */
export function RecordPath({
  path,
  nodes,
  action,
  onOpen,
}: {
  readonly path: readonly PathStep[];
  readonly nodes: readonly PlanNode[];
  readonly action: PlannedRecord['action'];
  readonly onOpen: (nodeId: string) => void;
}): ReactElement {
  const text = useText();
  return (
    <ol aria-label={text('plan.path')} className="mb-3.5 flex flex-wrap items-stretch gap-x-1.5 gap-y-2">
      {path.map(({ nodeId, port }, index) => {
        const node = nodes.find(({ id }) => id === nodeId);
        const outputs = Object.keys(node?.outputs ?? {});
        const what =
          port === null ? text(`plan.action.${action}`) : outputs.length > 2 ? (node?.outputs[port] ?? port) : null;
        return (
          <Fragment key={nodeId}>
            {index > 0 && (
              <li aria-hidden="true" className="grid place-items-center text-ink-3">
                <Icon of={ArrowRight} size="xs" />
              </li>
            )}
            <li className={cx('flex', grounds[node?.role ? bankOf(node.role) : 'other'])}>
              <button
                type="button"
                onClick={() => onOpen(nodeId)}
                data-outline
                className="flex min-h-8 flex-col justify-center rounded-[inherit] px-2.5 py-1 text-left shadow-1 hover:bg-hover"
              >
                <span className="font-medium">{node?.title ?? nodeId}</span>
                {what !== null && <span className="text-20 text-ink-2">{what}</span>}
              </button>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
