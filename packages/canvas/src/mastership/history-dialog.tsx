import type { MastershipTable } from '@koppel/model';
import type { MastershipChange } from '@koppel/protocol';
import { RotateCcw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useReason } from '../app/session.tsx';
import { useToast } from '../app/services.tsx';
import { useFormat, useText, type Text } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { useRowTitle } from './row-title.ts';

/** Who changed what, when, and the way back to how it was. */
export function HistoryDialog({
  revision,
  onClose,
}: {
  readonly revision: number;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const toast = useToast();
  const reason = useReason('mastership.edit');
  const history = useRead('getMastershipHistory', {});
  const save = useCall('saveMastership', {
    stale: ['getMastership', 'getMastershipHistory', 'getCheckContext', 'getLocks', 'listFlows'],
  });
  const restore = (table: MastershipTable, number: number) =>
    save.mutate(
      { body: { table, revision } },
      {
        onSuccess: () => {
          toast({ text: text('mastership.restored', { revision: String(number) }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('mastership.history')}
      closeLabel={text('action.close')}
      actions={<Button onClick={onClose}>{text('action.close')}</Button>}
    >
      <ProblemNote error={save.error} />
      <QueryView query={history} skeleton={<SkeletonRows count={5} />}>
        {(revisions) => (
          <ol className="max-h-[60vh] overflow-y-auto">
            {revisions.map(({ revision: number, savedAt, savedBy, changes, table }, at) => (
              <li key={number} className="flex items-start gap-3 border-t border-line py-2.5 first:border-t-0">
                <div className="min-w-0 flex-1">
                  <p className="font-medium">
                    {text('mastership.revision', { revision: String(number) })} · {savedBy}
                  </p>
                  <p className="text-20 text-ink-3">{format.dateTime(savedAt)}</p>
                  <ul className="mt-1 text-ink-2">
                    {changes.map((change, index) => (
                      <Change key={index} change={change} />
                    ))}
                    {changes.length === 0 && <li>{text('mastership.firstTable')}</li>}
                  </ul>
                </div>
                {at > 0 && (
                  <Button
                    look="quiet"
                    size="s"
                    icon={RotateCcw}
                    reason={reason}
                    isBusy={save.isPending}
                    onClick={() => restore(table, number)}
                  >
                    {text('mastership.restore')}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        )}
      </QueryView>
    </Dialog>
  );
}

function Change({ change: { before, after } }: { readonly change: MastershipChange }): ReactElement {
  const text = useText();
  const title = useRowTitle();
  const row = after ?? before!;
  return (
    <li>
      <span className="font-medium text-ink">{title({ entity: row.entity, row })}</span>
      {': '}
      {before && after
        ? differences(before, after, text).join('; ')
        : text(after ? 'mastership.rowAdded' : 'mastership.rowRemoved')}
    </li>
  );
}

type Row = NonNullable<MastershipChange['after']>;

function differences(before: Row, after: Row, text: Text): string[] {
  const master = (role: string) => (role === 'undecided' ? text('mastership.undecided') : roleLabel(role));
  const said: string[] = [];
  if (before.master !== after.master) said.push(`${master(before.master)} → ${master(after.master)}`);
  if (before.conflict !== after.conflict) said.push(text(`mastership.conflict.${after.conflict}`));
  if (before.maySeed.join() !== after.maySeed.join()) {
    said.push(
      after.maySeed.length > 0
        ? text('mastership.seededBy', { system: after.maySeed.map(roleLabel).join(', ') })
        : text('mastership.seededByNone'),
    );
  }
  if ((before.shared ?? false) !== (after.shared ?? false)) {
    said.push(text(after.shared ? 'mastership.nowShared' : 'mastership.notShared'));
  }
  if (JSON.stringify(before.handOver) !== JSON.stringify(after.handOver)) {
    said.push(
      after.handOver
        ? text('mastership.handedOverTo', { system: roleLabel(after.handOver.to) })
        : text('mastership.notHandedOver'),
    );
  }
  return said;
}
