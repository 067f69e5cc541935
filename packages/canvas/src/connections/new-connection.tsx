import { PageHeading } from '../app/page.tsx';
import type { ConnectorDescriptor } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useReason } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { ConnectionForm } from './connection-form.tsx';

/** Connects another system: which kind, then its settings; the test follows at once. */
export function NewConnection(): ReactElement {
  const text = useText();
  const catalog = useRead('getCatalog', {});
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <section aria-label={text('connections.add')} className="min-w-0 flex-1 overflow-y-auto bg-surface px-5.5 py-4">
      <PageHeading className="text-60 leading-[1.25] font-bold tracking-[-0.01em]">
        {text('connections.add')}
      </PageHeading>
      <QueryView query={catalog} skeleton={<SkeletonRows count={4} />}>
        {({ connectors }) => {
          const connector = connectors.find(({ id }) => id === chosen);
          return connector ? (
            <Settings connector={connector} onBack={() => setChosen(null)} />
          ) : (
            <Kinds connectors={connectors} onChoose={setChosen} />
          );
        }}
      </QueryView>
    </section>
  );
}

function Kinds({
  connectors,
  onChoose,
}: {
  readonly connectors: readonly ConnectorDescriptor[];
  readonly onChoose: (id: string) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  return (
    <>
      <p className="mt-1 text-40 leading-prose text-ink-2">{text('connections.chooseKind')}</p>
      <ul className="mt-4 grid max-w-200 grid-cols-2 gap-3 max-narrow:grid-cols-1">
        {connectors.map((connector) => (
          <li key={connector.id} className="relative rounded-3 px-4 py-3 shadow-1 hover:bg-hover">
            <button
              type="button"
              onClick={() => onChoose(connector.id)}
              className="text-40 font-bold after:absolute after:inset-0"
            >
              {connector.title}
            </button>
            <span className="ml-2 inline-flex gap-1 align-middle">
              {connector.roles.map((role) => (
                <SystemBadge key={role} role={role} />
              ))}
            </span>
            <p className="mt-0.5 text-20 text-ink-2">{localized(connector.summary)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Settings({
  connector,
  onBack,
}: {
  readonly connector: ConnectorDescriptor;
  readonly onBack: () => void;
}): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const reason = useReason('connections.edit');
  const create = useCall('createConnection', { stale: ['listConnections'] });
  const test = useCall('testConnection', { stale: ['listConnections', 'listFlows', 'getFlow'] });
  return (
    <>
      <p className="mt-1 mb-4 text-40 leading-prose text-ink-2">
        {text('connections.settingsOf', { kind: connector.title })}
      </p>
      <ConnectionForm
        connector={connector}
        connection={null}
        submitLabel={text('connections.saveAndTest')}
        isBusy={create.isPending}
        error={create.error}
        reason={reason}
        onSubmit={(body) =>
          create.mutate(
            { body },
            {
              onSuccess: ({ id }) => {
                // Its result appears on the connection's own page; a failed test is not a failed save.
                test.mutate({ params: { id } });
                void navigate({ to: '/connections/$id', params: { id } });
              },
            },
          )
        }
      >
        <Button onClick={onBack}>{text('action.back')}</Button>
      </ConnectionForm>
    </>
  );
}
