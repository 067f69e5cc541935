import type { EntitySchema } from '@koppel/model';
import type { Connection } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Note } from '../kit/status-pill.tsx';
import { countChanges } from './field-rows.ts';
import { FieldsCard, LookButton, NoFields } from './fields-card.tsx';
import { ExpiryNotes } from './expiry.tsx';
import { GrantCard } from './grant-card.tsx';
import { SecretsCard } from './secrets-card.tsx';
import { TestCard } from './test-card.tsx';

/** The last test, the credentials in short, and which field of the system is which canonical field. */
export function FieldsTab({
  connection,
  isTesting,
}: {
  readonly connection: Connection;
  readonly isTesting: boolean;
}): ReactElement {
  return (
    <div className="grid grid-cols-[286px_minmax(0,1fr)] content-start items-start gap-4 max-roomy:grid-cols-1">
      <div className="grid gap-4">
        <ExpiryNotes connection={connection} />
        <GrantCard connection={connection} />
        <TestCard test={connection.lastTest} isTesting={isTesting} />
        <SecretsCard connection={connection} />
      </div>
      <Fields key={connection.id} connection={connection} />
    </div>
  );
}

function Fields({ connection }: { readonly connection: Connection }): ReactElement {
  const text = useText();
  const format = useFormat();
  const reason = useReason('connections.edit');
  const params = { id: connection.id };
  const schema = useRead('getConnectionSchema', { params });
  const connectors = useRead('getCatalog', {}).data?.connectors ?? [];
  const look = useCall('discoverConnection', { stale: ['getConnectionSchema'] });
  const [before, setBefore] = useState<readonly EntitySchema[] | null>(null);
  const lookAnew = () => {
    const seen = schema.data?.entities ?? null;
    look.mutate({ params }, { onSuccess: () => setBefore(seen) });
  };
  return (
    <div className="grid gap-4">
      <ProblemNote error={look.error} />
      <QueryView
        query={schema}
        skeleton={
          <div className="rounded-3 bg-surface shadow-1">
            <SkeletonRows count={10} height={31} />
          </div>
        }
      >
        {({ entities, discoveredAt }) =>
          entities.length === 0 ? (
            <NoFields onLook={lookAnew} reason={reason} />
          ) : (
            <>
              <LookNote
                changes={before ? countChanges(before, entities) : null}
                action={<LookButton onLook={lookAnew} reason={reason} isBusy={look.isPending} />}
                time={format.dateTime(discoveredAt)}
              />
              <FieldsCard
                entities={entities}
                before={before}
                connector={connectors.find(({ id }) => id === connection.connectorId)}
                systemName={connection.name}
                role={connection.role}
              />
              <p className="text-20 text-ink-2">{text('connections.bindingNote')}</p>
            </>
          )
        }
      </QueryView>
    </div>
  );
}

function LookNote({
  changes,
  action,
  time,
}: {
  /** Since the look before; null when there was none on this page. */
  readonly changes: number | null;
  readonly action: ReactElement;
  readonly time: string;
}): ReactElement {
  const text = useText();
  return (
    <Note status={changes ? 'warn' : 'idle'} action={action}>
      {changes ? <b className="font-bold">{text('connections.changesFound', { n: changes })} </b> : null}
      {changes === 0 ? `${text('connections.noChanges')} ` : null}
      {text('connections.lookedAt', { time })}
    </Note>
  );
}
