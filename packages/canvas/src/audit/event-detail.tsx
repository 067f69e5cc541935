import type { AuditChange, AuditEvent } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { useMay, useSession } from '../app/session.tsx';
import { useSettingTitles } from '../connections/setting-titles.ts';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { Table, Cell, HeadCell } from '../kit/table.tsx';
import {
  actInWords,
  actorInWords,
  objectInWords,
  outcomeLooks,
  placeInWords,
  settingsInWords,
  valueInWords,
} from './event-words.ts';
import type { AuditSearch } from './search.ts';
import { useAuditEvent, type AuditLogList } from './use-audit-log.ts';

const there = { to: '/settings/$part', params: { part: 'audit' } } as const;

/** The chosen event: who did what, and what was before and after. */
export function EventDetail({
  seq,
  search,
  list,
}: {
  readonly seq: number;
  readonly search: AuditSearch;
  readonly list: AuditLogList;
}): ReactElement {
  const text = useText();
  const event = useAuditEvent(seq, search, list);
  const closed = { ...search, event: undefined };
  return (
    <section
      aria-label={text('audit.detail')}
      className="flex w-[clamp(22rem,42%,36rem)] flex-none flex-col overflow-y-auto border-l border-line bg-surface max-narrow:w-full max-narrow:border-l-0"
    >
      <div className="flex items-center gap-2 px-5 pt-3.5 text-20 text-ink-3">
        <Link {...there} search={closed} className="hidden items-center gap-1.5 text-accent-text max-narrow:flex">
          <Icon of={ArrowLeft} size="s" />
          {text('audit.title')}
        </Link>
        <span className="max-narrow:ml-auto">{text('audit.number', { n: seq })}</span>
        <Link
          {...there}
          search={closed}
          aria-label={text('action.close')}
          className="ml-auto grid size-6.5 place-items-center rounded-2 text-ink-3 hover:bg-hover hover:text-ink max-narrow:hidden"
        >
          <Icon of={X} size="s" />
        </Link>
      </div>
      {event === undefined ? (
        <SkeletonRows count={8} />
      ) : event === null ? (
        <EmptyState title={text('audit.gone')}>{text('audit.goneText')}</EmptyState>
      ) : (
        <Detail event={event} search={search} />
      )}
    </section>
  );
}

function Detail({ event, search }: { readonly event: AuditEvent; readonly search: AuditSearch }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { actor, outcome, code, reason, object, objectId, address, at, workspace } = event;
  const scope = search.scope;
  return (
    <div className="grid gap-4 px-5 pb-6">
      <header className="grid gap-1.5">
        <h3 className="text-50 leading-tight font-bold">{actInWords(event, text)}</h3>
        <div>
          <StatusPill status={outcomeLooks[outcome]}>{text(`audit.outcome.${outcome}`)}</StatusPill>
        </div>
      </header>
      {outcome === 'begun' && <Note status="idle">{text('audit.begunText')}</Note>}
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.75">
        <Fact name={text('audit.at')}>
          <time dateTime={at}>
            {format.date(at)} {format.timeSeconds(at)}
          </time>
        </Fact>
        <Fact name={text('audit.by')}>
          {actorInWords(actor, text)} <span className="text-ink-3">{text(`audit.kind.${actor.kind}`)}</span>
        </Fact>
        {address !== null && <Fact name={text('audit.address')}>{address}</Fact>}
        {scope === 'all' && <Fact name={text('audit.workspace')}>{workspace ?? text('audit.ofKoppel')}</Fact>}
        {objectInWords(event) !== '' && (
          <Fact name={text('audit.onWhat')}>
            <ObjectName event={event} />
          </Fact>
        )}
        {reason !== null && <Fact name={text('audit.reason')}>{reason}</Fact>}
        {code !== null && (
          <Fact name={text('audit.code')}>
            <code className="text-20">{code}</code>
          </Fact>
        )}
      </dl>
      <Changes event={event} />
      <p className="flex flex-wrap gap-x-4 gap-y-1.5 text-accent-text">
        {objectId !== null && (
          <Link {...there} search={{ scope, object, id: objectId }} className="hover:underline">
            {text('audit.allOfObject')}
          </Link>
        )}
        {actor.id !== null && (
          <Link {...there} search={{ scope, who: actor.id }} className="hover:underline">
            {text('audit.allOfPerson', { name: actorInWords(actor, text) })}
          </Link>
        )}
      </p>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt className="text-20 leading-ui text-ink-3">{name}</dt>
      <dd className="min-w-0 leading-ui break-words">{children}</dd>
    </>
  );
}

/** What it is about; a link to it where it is of this workspace and has a screen. */
function ObjectName({ event }: { readonly event: AuditEvent }): ReactElement {
  const { workspace } = useSession();
  const { objectId, object, verb } = event;
  const name = objectInWords(event);
  const id = objectId?.split('/')[0];
  const screen = screens[object];
  const isThere = screen !== undefined && event.workspace === workspace.slug && verb !== 'delete';
  return (
    <>
      {isThere && id && !id.includes(',') ? (
        <Link to={screen} params={{ id }} className="text-accent-text hover:underline">
          {name}
        </Link>
      ) : (
        name
      )}
      {objectId !== null && objectId !== name && <span className="block text-20 text-ink-3">{objectId}</span>}
    </>
  );
}

const screens: { readonly [Object in AuditEvent['object']]?: '/flows/$id' | '/connections/$id' | '/runs/$id' } = {
  flow: '/flows/$id',
  review: '/flows/$id',
  webhook: '/flows/$id',
  connection: '/connections/$id',
  run: '/runs/$id',
};

function Changes({ event }: { readonly event: AuditEvent }): ReactElement {
  const { changes, moreChanges, isErased, outcome } = event;
  const text = useText();
  const format = useFormat();
  const entityNames = useEntityNames();
  const connectors = useRead('getCatalog', {}).data?.connectors;
  const titles = useSettingTitles(useConnectorOf(event));
  const names = { field: (name: string) => titles.get(name) ?? entityNames.field(name) };
  if (isErased) return <Note status="idle">{text('audit.erased')}</Note>;
  if (changes.length === 0) {
    return outcome === 'done' ? <p className="text-ink-3">{text('audit.noChanges')}</p> : <></>;
  }
  const value = (path: string, of: AuditChange['before']) => {
    const connector = path === 'connectorId' && connectors?.find(({ id }) => id === of);
    return connector ? connector.title : (settingsInWords(path, of, names) ?? valueInWords(of, text, format));
  };
  return (
    <div className="grid gap-2">
      <h4 className="font-bold">{text('audit.changes')}</h4>
      <Table aria-label={text('audit.changes')} className="border-b border-line">
        <thead>
          <tr className="h-7">
            <HeadCell className="w-[34%] !pl-0">{text('audit.field')}</HeadCell>
            <HeadCell>{text('audit.before')}</HeadCell>
            <HeadCell>{text('audit.after')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ path, before, after }) => (
            <tr key={path} className="align-top">
              <Cell className="py-1.75 !pl-0 whitespace-normal break-words">{placeInWords(path, text, names)}</Cell>
              <Cell className="py-1.75 whitespace-normal">
                <Value of={value(path, before)} as="del" />
              </Cell>
              <Cell className="py-1.75 whitespace-normal">
                <Value of={value(path, after)} as="ins" />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {moreChanges > 0 && <p className="text-20 text-ink-3">{text('audit.moreChanges', { n: moreChanges })}</p>}
    </div>
  );
}

/** The kind of system of the connection that an event is about; undefined for any other, and for one that is gone. */
function useConnectorOf({ object, objectId, changes }: AuditEvent): string | undefined {
  const isConnection = object === 'connection';
  const mayRead = useMay('connections.read');
  const known = useRead('listConnections', {}, { isEnabled: isConnection && mayRead }).data;
  if (!isConnection) return undefined;
  const told = changes.find(({ path }) => path === 'connectorId');
  return String(told?.after ?? told?.before ?? known?.find(({ id }) => id === objectId)?.connectorId ?? '');
}

const valueLooks = { del: 'bg-diff-del text-diff-del-ink', ins: 'bg-diff-add text-diff-add-ink' } as const;

function Value({ of, as: Mark }: { readonly of: string | null; readonly as: 'del' | 'ins' }): ReactElement {
  const text = useText();
  if (of === null) return <span className="text-ink-3 italic">{text('audit.nothing')}</span>;
  return (
    <Mark className={`rounded-1 px-1 break-words whitespace-pre-wrap no-underline ${valueLooks[Mark]}`}>{of}</Mark>
  );
}
