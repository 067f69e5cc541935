import { PageHeading } from '../app/page.tsx';
import type { Connection } from '@koppel/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useReason } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Icon } from '../kit/icon.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { FieldsTab } from './fields-tab.tsx';
import { recordsDescription } from './records/records-setting.ts';
import { RecordsTab } from './records/records-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';

/** One connection: its test and fields, its settings, and the flows that use it. */
export function ConnectionDetail({ connection }: { readonly connection: Connection }): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const { tab = 'fields' } = useSearch({ from: '/shell/connections' });
  const reason = useReason('connections.read');
  const connector = useRead('getCatalog', {}).data?.connectors.find(({ id }) => id === connection.connectorId);
  const description = connector ? recordsDescription(connector) : null;
  const test = useCall('testConnection', { stale: ['listConnections', 'listFlows', 'getFlow'] });
  return (
    <section aria-label={connection.name} className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-none flex-wrap items-center gap-2 px-5.5 pt-3.5">
        <Link to="/connections" className="hidden w-full items-center gap-1.5 text-20 text-accent-text max-narrow:flex">
          <Icon of={ArrowLeft} size="s" />
          {text('connections.title')}
        </Link>
        <SystemBadge role={connection.role} />
        <PageHeading className="text-60 leading-[1.25] font-bold tracking-[-0.01em]">{connection.name}</PageHeading>
        <span className="ml-1.5 text-ink-2">
          {connection.connectorTitle}
          {connection.isDemo && `, ${text('connections.demo')}`}
        </span>
        <span className="ml-auto">
          <Button
            look="primary"
            reason={reason}
            isBusy={test.isPending}
            onClick={() => test.mutate({ params: { id: connection.id } })}
          >
            {text('connections.test')}
          </Button>
        </span>
      </header>
      <Tabs
        label={connection.name}
        value={tab}
        onChange={(next) =>
          void navigate({
            to: '/connections/$id',
            params: { id: connection.id },
            search: { tab: next === 'fields' ? undefined : next },
            replace: true,
          })
        }
        listClassName="flex-none border-b border-line px-5.5"
        contentClassName="min-h-0 flex-1 overflow-y-auto px-5.5 py-4"
        tabs={[
          {
            value: 'fields',
            title: text('connections.overview'),
            content: (
              <div className="grid gap-4">
                <ProblemNote error={test.error} />
                <FieldsTab connection={connection} isTesting={test.isPending} />
              </div>
            ),
          },
          ...(description === null
            ? []
            : [
                {
                  value: 'records' as const,
                  title: text('resources.title'),
                  content: <RecordsTab connection={connection} description={description} />,
                },
              ]),
          {
            value: 'settings',
            title: text('settings.title'),
            content: <SettingsTab key={connection.id} connection={connection} />,
          },
          {
            value: 'flows',
            title: text('connections.flows'),
            count: connection.usedBy.length,
            content: <FlowsTab connection={connection} />,
          },
        ]}
      />
    </section>
  );
}

function FlowsTab({ connection }: { readonly connection: Connection }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  if (connection.usedBy.length === 0) return <p className="text-ink-2">{text('connections.noFlows')}</p>;
  return (
    <Card className="max-w-160">
      <ul>
        {connection.usedBy.map((flow) => (
          <li key={flow.flowId} className="border-t border-line first:border-t-0">
            <Link
              to="/flows/$id"
              params={{ id: flow.flowId }}
              className="flex h-row items-center px-3.5 font-medium hover:bg-hover"
            >
              {localized(flow.title)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
