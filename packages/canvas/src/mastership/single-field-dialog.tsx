import { mastershipRowId, type MastershipRow } from '@koppel/model';
import type { Mastership } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { ProblemNote } from '../app/problem.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { rules, withRow, type MatrixRow } from './matrix.ts';

/** Gives one field of a group a row of its own, which begins as the group's. */
export function SingleFieldDialog({
  field,
  group,
  mastership,
  onClose,
}: {
  readonly field: string;
  readonly group: MatrixRow;
  readonly mastership: Mastership;
  /** The new row, or null where nothing was done. */
  readonly onClose: (id: string | null) => void;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const row: MastershipRow = { entity: group.entity, field, ...rules(group.row) };
  const save = useCall('saveMastership', {
    stale: ['getMastership', 'getMastershipHistory', 'getCheckContext', 'getLocks'],
  });
  return (
    <Dialog
      isOpen
      onClose={() => onClose(null)}
      title={text('mastership.decideField', { field: names.field(field, group.entity) })}
      description={text('mastership.decideFieldText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={() => onClose(null)}>{text('action.cancel')}</Button>
          <Button
            look="primary"
            isBusy={save.isPending}
            onClick={() =>
              save.mutate(
                { body: { table: withRow(mastership.table, row), revision: mastership.revision } },
                { onSuccess: () => onClose(mastershipRowId(row)) },
              )
            }
          >
            {text('mastership.ownRule')}
          </Button>
        </>
      }
    >
      <ProblemNote error={save.error} />
    </Dialog>
  );
}
