import type { Client } from '@koppel/protocol';
import { Fragment, useMemo, type ReactElement } from 'react';
import { TableHeads } from '../app/column-menu.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useColumns } from '../app/use-columns.ts';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { sortRows, widthNeeded, type Column, type SortValue } from '../kit/columns.ts';
import { cx } from '../kit/cx.ts';
import { StatusPill, type Status } from '../kit/status-pill.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { Cell, Table } from '../kit/table.tsx';
import { useNow } from '../kit/timing.ts';
import { healthOf, type BoardRow } from './board.ts';
import { useUpgrade } from './use-upgrade.ts';

const refreshMs = 60_000;
/** So many versions fit as dots. */
const mostDots = 6;

type ClientColumn = 'client' | 'systems' | 'version' | 'changed' | 'health' | 'upgrade';

/** One line per client. A press on one shows it beside the table. */
export function ClientTable({
  rows,
  versions,
  chosen,
  onChoose,
}: {
  readonly rows: readonly BoardRow[];
  /** All of the board, oldest first. */
  readonly versions: readonly string[];
  readonly chosen: string;
  readonly onChoose: (slug: string) => void;
}): ReactElement {
  const text = useText();
  const upgrade = useUpgrade();
  const columns = useClientColumns();
  const table = useColumns('clients', columns);
  const { shown, state } = table;
  const ordered = sortRows(rows, state.sort, sortValue);
  const cellsOf = (row: BoardRow): Record<ClientColumn, ReactElement> => ({
    client: (
      <Cell className="py-1.5 whitespace-normal">
        <button
          type="button"
          aria-pressed={row.client.slug === chosen}
          className="block text-left leading-tight font-medium"
        >
          {row.client.name}
        </button>
        <span className="block text-20 text-ink-2">{text(`environment.${row.client.environment}`)}</span>
      </Cell>
    ),
    systems: (
      <Cell>
        <Systems client={row.client} />
      </Cell>
    ),
    version: (
      <Cell>
        <Version row={row} versions={versions} />
      </Cell>
    ),
    changed: (
      <Cell className="whitespace-normal">
        <Changed row={row} />
      </Cell>
    ),
    health: (
      <Cell>
        <Health client={row.client} />
      </Cell>
    ),
    upgrade: (
      <Cell>
        <Upgrade
          row={row}
          isBusy={upgrade.isPending && upgrade.variables.client.slug === row.client.slug}
          onUpgrade={() => row.template && upgrade.mutate({ client: row.client, template: row.template })}
        />
      </Cell>
    ),
  });
  return (
    <div className="min-w-0 flex-1 overflow-x-auto rounded-3 bg-surface shadow-1 max-roomy:w-full">
      <ProblemNote error={upgrade.error} />
      <Table aria-label={text('clients.title')} style={{ minWidth: widthNeeded(shown) }}>
        <TableHeads columns={columns} {...table} className="bg-surface-2" />
        <tbody>
          {ordered.map((row) => {
            const cells = cellsOf(row);
            return (
              <tr
                key={row.client.slug}
                aria-selected={row.client.slug === chosen}
                onClick={() => onChoose(row.client.slug)}
                className={cx(
                  'h-14 cursor-pointer hover:bg-hover',
                  row.client.slug === chosen && 'bg-selected shadow-[inset_3px_0_0_var(--c-accent)] hover:bg-selected',
                )}
              >
                {shown.map(({ id }) => (
                  <Fragment key={id}>{cells[id]}</Fragment>
                ))}
              </tr>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}

function useClientColumns(): readonly Column<ClientColumn>[] {
  const text = useText();
  return useMemo(
    () => [
      { id: 'client', title: text('clients.client'), width: null, isKept: true, isSortable: true },
      { id: 'systems', title: text('clients.systems'), width: 152 },
      { id: 'version', title: text('clients.version'), width: 132, isSortable: true },
      { id: 'changed', title: text('clients.changed'), width: 136, isSortable: true },
      { id: 'health', title: text('clients.health'), width: 180, isSortable: true },
      { id: 'upgrade', title: text('clients.upgrade'), width: 132 },
    ],
    [text],
  );
}

const severity: Readonly<Record<Status, number>> = { fail: 0, warn: 1, wait: 2, run: 3, idle: 4, ok: 5 };

/** What clients are sorted by: their health by how much it needs somebody. */
function sortValue({ client, template }: BoardRow, column: string): SortValue {
  const [worst] = healthOf(client);
  const values: Record<string, SortValue> = {
    client: client.name,
    version: template?.version ?? null,
    changed: template?.localChanges ?? null,
    health: worst ? severity[worst.status] : null,
  };
  return values[column] ?? null;
}

function Systems({ client: { systems } }: { readonly client: Client }): ReactElement {
  return (
    <span className="flex flex-col gap-1">
      {systems.slice(0, 2).map(({ role, title }) => (
        <span key={`${role} ${title}`} className="flex items-center gap-1.5 truncate text-20">
          <SystemBadge role={role} /> <span className="truncate">{title}</span>
        </span>
      ))}
    </span>
  );
}

/** Where on the way of all versions this client is. */
function Version({
  row: { client, template },
  versions,
}: {
  readonly row: BoardRow;
  readonly versions: readonly string[];
}): ReactElement {
  const text = useText();
  if (!client.templates) return <span className="text-ink-3">–</span>;
  if (!template) return <span className="text-ink-3">{text('clients.notInstalled')}</span>;
  return (
    <span className="flex items-center gap-2">
      {versions.length > 1 && versions.length <= mostDots && (
        <span aria-hidden="true" className="flex items-center gap-1.5">
          {versions.map((version) => (
            <span
              key={version}
              className={cx(
                'size-2 rounded-round border',
                version === template.version ? 'border-accent bg-accent' : 'border-edge-control',
              )}
            />
          ))}
        </span>
      )}
      <b className="font-bold tabular-nums">{template.version}</b>
    </span>
  );
}

function Changed({ row: { template } }: { readonly row: BoardRow }): ReactElement | null {
  const text = useText();
  if (!template) return null;
  if (template.problem) return <StatusPill status="fail">{text('clients.cannotCompare')}</StatusPill>;
  return (
    <>
      {text('clients.changes', { n: template.localChanges })}
      {template.questions !== null && template.questions > 0 && (
        <b className="block font-medium text-warn-text">{text('clients.questions', { n: template.questions })}</b>
      )}
    </>
  );
}

function Health({ client }: { readonly client: Client }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const now = useNow(refreshMs);
  const [worst] = healthOf(client);
  if (!worst) return null;
  const lastRunAt = client.health?.lastRunAt ?? null;
  return (
    <>
      <StatusPill status={worst.status}>{text(worst.text, worst.values)}</StatusPill>
      <span className="block text-20 text-ink-2">
        {client.closedAt
          ? format.date(client.closedAt)
          : lastRunAt && text('clients.lastRun', { age: format.age(lastRunAt, now) })}
      </span>
    </>
  );
}

function Upgrade({
  row: { client, template },
  isBusy,
  onUpgrade,
}: {
  readonly row: BoardRow;
  readonly isBusy: boolean;
  readonly onUpgrade: () => void;
}): ReactElement | null {
  const text = useText();
  if (!template) return null;
  const isBegun = template.unfinished !== null;
  if (!isBegun && !template.upgrade) return <span className="text-ink-2">{text('clients.upToDate')}</span>;
  return (
    <Button
      size="s"
      isBusy={isBusy}
      reason={client.canUpgrade ? null : text('permission.templatesUse')}
      aria-label={text(isBegun ? 'clients.goOnAt' : 'clients.upgradeAt', { client: client.name })}
      onClick={(event) => {
        event.stopPropagation();
        onUpgrade();
      }}
    >
      {text(isBegun ? 'clients.goOn' : 'clients.upgradeNow')}
    </Button>
  );
}
