import type { Client } from '@koppel/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Page, PageBody, PageTitle } from '../app/page.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { SearchField } from '../kit/input.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { fold } from '../format/fold.ts';
import { isInView, needsAttention, rowsOf, templatesOn, versionsOn, type BoardRow } from './board.ts';
import { ClientPanel } from './client-panel.tsx';
import { ClientTable } from './client-table.tsx';

const refreshMs = 60_000;

/** The consultant's board: every workspace that one works in, with its template version, local changes and health. */
export function ClientsScreen(): ReactElement {
  const text = useText();
  const clients = useRead('listClients', {}, { everyMs: refreshMs });
  return (
    <Page title={text('clients.title')}>
      <PageBody>
        <QueryView query={clients} skeleton={<SkeletonRows count={8} height={56} />}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState title={text('clients.none')}>{text('clients.noneText')}</EmptyState>
            ) : (
              <Board clients={all} />
            )
          }
        </QueryView>
      </PageBody>
    </Page>
  );
}

function Board({ clients }: { readonly clients: readonly Client[] }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const navigate = useNavigate({ from: '/clients' });
  const search = useSearch({ from: '/shell/clients' });
  const [typed, setTyped] = useState('');
  const templates = templatesOn(clients);
  const about = templates.find(({ id }) => id === search.template) ?? templates[0];
  const rows = rowsOf(clients, about?.id);
  const sought = fold(typed.trim());
  const shown = rows.filter(
    (row) => isInView(row, search.show) && (sought === '' || fold(wordsOf(row.client)).includes(sought)),
  );
  const chosen = shown.find(({ client }) => client.slug === search.client) ?? shown[0];
  const change = (part: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const title = about
    ? text('clients.at', { template: localized(about.title), n: about.n })
    : text('clients.count', { n: clients.length });
  return (
    <>
      <PageTitle
        title={title}
        aside={
          templates.length > 1 &&
          about && (
            <Select
              label={text('clients.template')}
              value={about.id}
              options={templates.map(({ id, title: name }) => ({ value: id, label: localized(name) }))}
              onChange={(template) => change({ template })}
            />
          )
        }
      >
        {text('clients.summary')}
      </PageTitle>
      <Figures rows={rows} />
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label={text('clients.view')}
          value={search.show ?? 'all'}
          options={[
            { value: 'all', label: text('clients.all', { n: rows.length }) },
            {
              value: 'attention',
              label: text('clients.attention', { n: rows.filter(({ client }) => needsAttention(client)).length }),
            },
            {
              value: 'upgrade',
              label: text('clients.upgradable', { n: rows.filter((row) => isInView(row, 'upgrade')).length }),
            },
          ]}
          onChange={(view) => change({ show: view === 'all' ? undefined : view })}
        />
        <SearchField
          label={text('clients.search')}
          value={typed}
          onChange={setTyped}
          clearLabel={text('action.clear')}
          size="m"
          className="w-60"
        />
      </div>
      {chosen ? (
        <div className="flex items-start gap-4 max-roomy:flex-col">
          <ClientTable
            rows={shown}
            versions={versionsOn(rows)}
            chosen={chosen.client.slug}
            onChoose={(client) => change({ client })}
          />
          <ClientPanel key={chosen.client.slug} row={chosen} />
        </div>
      ) : (
        <EmptyState
          title={text('clients.noMatch')}
          actions={
            <Button
              onClick={() => {
                setTyped('');
                change({ show: undefined });
              }}
            >
              {text('clients.clear')}
            </Button>
          }
        />
      )}
    </>
  );
}

function wordsOf({ name, slug, systems }: Client): string {
  return [name, slug, ...systems.map(({ title }) => title)].join(' ');
}

/** What the board comes to, in four figures. */
function Figures({ rows }: { readonly rows: readonly BoardRow[] }): ReactElement {
  const text = useText();
  const installed = rows.flatMap(({ template }) => template ?? []);
  const behind = installed.filter(({ upgrade }) => upgrade !== null);
  const asking = behind.filter(({ questions }) => questions !== 0);
  const failing = rows.filter(({ client: { state, health } }) => state === 'broken' || health?.status === 'failed');
  const questions = asking.reduce((sum, one) => sum + (one.questions ?? 0), 0);
  const figures = [
    { n: installed.length - behind.length, text: text('clients.onNewest', { n: installed.length }) },
    { n: behind.length - asking.length, text: text('clients.withoutQuestion') },
    { n: questions, text: text('clients.questionsAt', { n: asking.length }) },
    { n: failing.length, text: text('clients.failing'), isBad: failing.length > 0 },
  ];
  return (
    <dl className="flex flex-wrap rounded-3 bg-surface shadow-1">
      {figures.map((figure) => (
        <div
          key={figure.text}
          className="flex min-w-50 flex-1 items-baseline gap-2 border-l border-line px-4 py-2.5 first:border-l-0"
        >
          <dd className={figure.isBad ? 'text-70 font-bold text-fail-text' : 'text-70 font-bold'}>{figure.n}</dd>
          <dt className="order-last text-ink-2">{figure.text}</dt>
        </div>
      ))}
    </dl>
  );
}
