import type { FlowDetail } from '@koppel/protocol';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useReason } from '../../app/session.tsx';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Bar } from '../seat/seat-bar.tsx';

/** The stored draft cannot be read: what is shown is its last good state. Going on from there keeps the broken one. */
export function DamageBar({ detail }: { readonly detail: FlowDetail }): ReactElement | null {
  const text = useText();
  const editReason = useReason('flows.edit');
  const restore = useCall('restoreDraft', { stale: ['getFlow', 'listFlows', 'listRestorePoints'] });
  const { openedFrom: from, summary, revision } = detail;
  if (!from) return null;
  return (
    <>
      <Bar
        icon={TriangleAlert}
        isUrgent
        actions={
          <Button
            look="primary"
            reason={editReason}
            isBusy={restore.isPending}
            onClick={() => restore.mutate({ params: { id: summary.id }, body: { from, revision } })}
          >
            {text('damage.goOn')}
          </Button>
        }
      >
        <span role="alert">
          {'version' in from ? text('damage.version', { version: String(from.version) }) : text('damage.point')}
        </span>
      </Bar>
      <ProblemNote error={restore.error} />
    </>
  );
}
