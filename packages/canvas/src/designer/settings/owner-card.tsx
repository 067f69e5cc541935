import type { FlowSummary } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall, useRead } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useReason } from '../../app/session.tsx';
import { useText } from '../../i18n/locale.tsx';
import { Card } from '../../kit/card.tsx';
import { Field } from '../../kit/field.tsx';
import { Select } from '../../kit/select.tsx';

const nobody = 'nobody';

/** Who looks after a flow. */
export function OwnerCard({ flow }: { readonly flow: FlowSummary }): ReactElement {
  const text = useText();
  const reason = useReason('flows.edit');
  const people = useRead('listFlowEditors', {}, { isEnabled: reason === null });
  const change = useCall('setFlowOwner', { stale: ['getFlow', 'listFlows'] });
  const { owner } = flow;
  const known = people.data ?? [];
  // Who may not edit flows any more still owns this one, until somebody else does.
  const shown = owner && !known.some(({ id }) => id === owner.id) ? [owner, ...known] : known;
  return (
    <Card title={text('owner.title')}>
      <div className="flex flex-col gap-3 p-3.5">
        <Field label={text('owner.title')} help={reason ?? text('owner.help')}>
          {(ids) => (
            <Select
              ids={ids}
              value={owner?.id ?? nobody}
              isDisabled={reason !== null || change.isPending}
              onChange={(next) =>
                change.mutate({ params: { id: flow.id }, body: { ownerId: next === nobody ? null : next } })
              }
              options={[
                { value: nobody, label: text('owner.nobody') },
                ...shown.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              className="w-full"
            />
          )}
        </Field>
        <ProblemNote error={change.error} />
      </div>
    </Card>
  );
}
