import type { Connection } from '@koppel/protocol';
import { Link, useMatchRoute, useParams } from '@tanstack/react-router';
import { Plus, RotateCw } from 'lucide-react';
import { useRef, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { Freshness } from '../app/freshness.tsx';
import { Page, PageHeading } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { usePreferences } from '../app/services.tsx';
import { useMay } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { useRowKeys } from '../kit/row-keys.ts';
import { Bone } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { useNow } from '../kit/timing.ts';
import { ConnectionCard } from './connection-card.tsx';
import { ConnectionDetail } from './connection-detail.tsx';
import { NewConnection } from './new-connection.tsx';

const refreshMs = 60_000;

/** The systems: a card each, and the chosen one beside them. */
export function ConnectionsScreen(): ReactElement {
  const text = useText();
  const { id } = useParams({ strict: false });
  const isNew = Boolean(useMatchRoute()({ to: '/connections/new' }));
  const connections = useRead('listConnections', {}, { everyMs: refreshMs });
  const list = connections.data ?? [];
  const chosen = isNew ? undefined : id === undefined ? list[0] : list.find((connection) => connection.id === id);
  return (
    <Page title={text('connections.title')} actions={<TestAll connections={list} />}>
      <main className="flex min-h-0 flex-1">
        <Guard permission="connections.read">
          <section
            aria-label={text('connections.title')}
            className={cx(
              'flex w-79 flex-none flex-col gap-3 overflow-y-auto border-r border-line bg-surface-2 px-4 py-4.5 max-narrow:w-full max-narrow:border-r-0',
              (id !== undefined || isNew) && 'max-narrow:hidden',
            )}
          >
            <PageHeading>{text('connections.title')}</PageHeading>
            {connections.data && <p className="-mt-2 text-ink-2">{text('connections.count', { n: list.length })}</p>}
            <Freshness query={connections} everyMs={refreshMs} />
            <QueryView query={connections} skeleton={<CardsSkeleton />}>
              {(all) => <Cards connections={all} currentId={chosen?.id} />}
            </QueryView>
            <AddLink />
          </section>
          <div className={cx('flex min-w-0 flex-1', id === undefined && !isNew && 'max-narrow:hidden')}>
            {isNew ? (
              <NewConnection />
            ) : chosen ? (
              <ConnectionDetail key={chosen.id} connection={chosen} />
            ) : (
              <div className="flex flex-1 flex-col bg-surface">
                {connections.data && (
                  <EmptyState
                    title={text(id === undefined ? 'connections.none' : 'connections.gone')}
                    actions={
                      <Link
                        to={id === undefined ? '/connections/new' : '/connections'}
                        className={buttonClass('primary')}
                      >
                        {text(id === undefined ? 'firstSteps.connect' : 'connections.title')}
                      </Link>
                    }
                  >
                    {text(id === undefined ? 'connections.noneText' : 'connections.goneText')}
                  </EmptyState>
                )}
              </div>
            )}
          </div>
        </Guard>
      </main>
    </Page>
  );
}

function Cards({
  connections,
  currentId,
}: {
  readonly connections: readonly Connection[];
  readonly currentId: string | undefined;
}): ReactElement {
  const now = useNow(30_000);
  const [{ singleKeys }] = usePreferences();
  const cards = useRef<HTMLDivElement>(null);
  useRowKeys(cards, singleKeys);
  const missing = ['erp', 'crm'].filter((role) => !connections.some((connection) => connection.role === role));
  return (
    <div ref={cards} className="flex flex-col gap-3">
      {connections.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} isCurrent={connection.id === currentId} now={now} />
      ))}
      {missing.map((role) => (
        <EmptySlot key={role} role={role === 'erp' ? 'erp' : 'crm'} />
      ))}
    </div>
  );
}

/** A large empty place for a bank that has no system yet. */
function EmptySlot({ role }: { readonly role: 'erp' | 'crm' }): ReactElement {
  const text = useText();
  return (
    <Link
      to="/connections/new"
      className={cx(
        'grid min-h-28 place-items-center border border-dashed border-edge-control px-4 text-center font-medium text-ink-2 hover:bg-hover',
        role === 'erp' ? 'rounded-1' : 'rounded-[14px]',
      )}
    >
      {text(role === 'erp' ? 'firstSteps.erp' : 'firstSteps.crm')}
    </Link>
  );
}

function AddLink(): ReactElement | null {
  const text = useText();
  if (!useMay('connections.edit')) return null;
  return (
    <Link
      to="/connections/new"
      className="mt-auto flex flex-none items-center gap-2.25 rounded-3 border border-dashed border-edge-control px-3.5 py-2.5 text-ink-2 hover:bg-hover"
    >
      <Icon of={Plus} />
      {text('connections.add')}
    </Link>
  );
}

/** Tests every connection; each card shows its own result. */
function TestAll({ connections }: { readonly connections: readonly Connection[] }): ReactElement {
  const text = useText();
  const test = useCall('testConnection', { stale: ['listConnections', 'listFlows', 'getFlow'] });
  const testAll = async () => {
    // One after another: two systems of one vendor may share a limit.
    for (const { id } of connections) await test.mutateAsync({ params: { id } }).catch(() => {});
  };
  return (
    <Button
      icon={RotateCw}
      isBusy={test.isPending}
      reason={connections.length === 0 ? text('connections.none') : null}
      onClick={() => void testAll()}
    >
      {text('connections.testAll')}
    </Button>
  );
}

/** Cards as those of connections: a head, what kind of system, its figures. */
function CardsSkeleton(): ReactElement {
  return (
    <div aria-hidden="true" className="grid gap-3">
      {[0, 1, 2].map((card) => (
        <div key={card} className="rounded-3 bg-surface shadow-1">
          <div className="grid gap-2.5 px-3.5 py-3">
            <Bone width="60%" />
            <Bone width="40%" />
          </div>
          <div className="grid grid-cols-3 border-t border-line px-3.5 py-4">
            {[0, 1, 2].map((figure) => (
              <Bone key={figure} width="60%" />
            ))}
          </div>
          <div className="border-t border-line px-3.5 py-2.5">
            <Bone width="70%" />
          </div>
        </div>
      ))}
    </div>
  );
}
