import type { ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';

/** Offers the flows that came with a newer version than the one which filled the workspace. */
export function ShippedNote(): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const toast = useToast();
  const reason = useReason('flows.edit');
  const shipped = useRead('listShippedFlows', {});
  const choose = useCall('addShippedFlows', { stale: ['listShippedFlows', 'listFlows'] });
  const fresh = shipped.data?.filter(({ isNew }) => isNew) ?? [];
  if (fresh.length === 0 || reason !== null) return null;
  const ids = fresh.map(({ id }) => id);
  return (
    <section aria-label={text('flows.shipped')} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-3 bg-surface px-4 py-2.5 shadow-1">
        <p className="min-w-0 flex-1">
          {text('flows.shippedNew', { n: fresh.length })}{' '}
          <span className="text-ink-3">{fresh.map(({ title }) => localized(title)).join(', ')}</span>
        </p>
        <Button
          size="s"
          isBusy={choose.isPending}
          onClick={() =>
            choose.mutate(
              { body: { add: ids } },
              { onSuccess: ({ added }) => toast({ text: text('flows.shippedAdded', { n: added.length }) }) },
            )
          }
        >
          {text('flows.shippedAdd')}
        </Button>
        <Button size="s" look="quiet" onClick={() => choose.mutate({ body: { dismiss: ids } })}>
          {text('flows.shippedLater')}
        </Button>
      </div>
      <ProblemNote error={choose.error} />
    </section>
  );
}
