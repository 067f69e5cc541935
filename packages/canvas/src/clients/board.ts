import type { Client, ClientTemplate } from '@koppel/protocol';
import type { LocalizedText } from '@koppel/model';
import type { TextValues } from '../i18n/compile.ts';
import type { MessageId } from '../i18n/texts.ts';
import type { Status } from '../kit/status-pill.tsx';
import type { ClientsSearch } from './search.ts';

/** A client with what it has of the template that the board is about. */
export interface BoardRow {
  readonly client: Client;
  readonly template: ClientTemplate | null;
}

/** The templates that some client has, the most used first. */
export function templatesOn(
  clients: readonly Client[],
): { readonly id: string; readonly title: LocalizedText; readonly n: number }[] {
  const found = Map.groupBy(
    clients.flatMap(({ templates }) => templates ?? []),
    ({ id }) => id,
  );
  return [...found]
    .map(([id, all]) => ({ id, title: all[0]!.title, n: all.length }))
    .toSorted((a, b) => b.n - a.n || a.id.localeCompare(b.id));
}

/** The clients of the board, with what each has of a template. */
export function rowsOf(clients: readonly Client[], templateId: string | undefined): BoardRow[] {
  return clients.map((client) => ({
    client,
    template: client.templates?.find(({ id }) => id === templateId) ?? null,
  }));
}

/** Every version that a client has or could have, oldest first. */
export function versionsOn(rows: readonly BoardRow[]): string[] {
  const all = rows.flatMap(({ template }) =>
    template ? [template.version, template.upgrade?.version ?? []].flat() : [],
  );
  return [...new Set(all)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

export function isInView({ client, template }: BoardRow, view: ClientsSearch['show']): boolean {
  if (view === 'upgrade') return Boolean(template?.upgrade);
  return view === 'attention' ? needsAttention(client) : true;
}

export function needsAttention({ state, health }: Client): boolean {
  return state === 'broken' || (health !== null && health.status !== 'ok');
}

export interface HealthWords {
  readonly status: Status;
  readonly text: MessageId;
  readonly values?: TextValues;
}

/** How a client does, the worst first; a client that does well says so. */
export function healthOf({ state, health }: Client): HealthWords[] {
  if (state === 'closed') return [{ status: 'idle', text: 'clients.closed' }];
  if (state === 'broken') return [{ status: 'fail', text: 'clients.broken' }];
  if (!health) return [];
  const count = (n: number, status: Status, text: MessageId): HealthWords[] =>
    n > 0 ? [{ status, text, values: { n } }] : [];
  const found = [
    ...health.refusing.map((name): HealthWords => ({ status: 'fail', text: 'clients.refusing', values: { name } })),
    ...count(health.held, 'fail', 'clients.held'),
    ...count(health.failed, 'fail', 'clients.failed'),
    ...count(health.openFailures, 'warn', 'clients.openFailures'),
    ...count(health.late, 'warn', 'clients.late'),
  ];
  return found.length > 0 ? found : [{ status: 'ok', text: 'clients.healthy' }];
}
