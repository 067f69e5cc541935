import { PageHeading } from '../app/page.tsx';
import type { LinkList, LinkPairView, LinkSuggestion } from '@koppel/protocol';
import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { keyOf, useApi } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { QueryView } from '../app/query-view.tsx';
import { SavedViews } from '../app/saved-views.tsx';
import { usePreferences } from '../app/services.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { useRowKeys } from '../kit/row-keys.ts';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';
import { SettledSearch } from '../kit/settled-search.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { SystemBadge } from '../kit/system-badge.tsx';
import { useNow } from '../kit/timing.ts';
import { LinkDetailPane } from './link-detail.tsx';
import { listClass } from './list-class.ts';
import { LinkRow } from './link-row.tsx';
import { pairKeys, systemName } from './pair.ts';
import { ReasonDialog, type Decision } from './reason-dialog.tsx';
import { linkOrigins, linksSearchSchema, linkViews, type LinksSearch } from './search.ts';
import { SuggestionPane } from './suggestion-pane.tsx';
import { SuggestionRow } from './suggestion-row.tsx';

const linksAtATime = 100;

/** The list of one pair of systems, and what is chosen in it. */
export function LinksBody({
  pairs,
  pair,
  search,
  id,
}: {
  readonly pairs: readonly LinkPairView[];
  readonly pair: LinkPairView;
  readonly search: LinksSearch;
  readonly id: number | undefined;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const names = useEntityNames();
  const navigate = useNavigate();
  const now = useNow(30_000);
  const [{ singleKeys }] = usePreferences();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list, singleKeys);
  const view = search.view ?? 'all';
  const links = useLinks(pair, search);
  const suggestions = useSuggestions(pair, search.text, view === 'suggestions');
  const [checked, setChecked] = useState<ReadonlySet<number>>(new Set());
  const [decision, setDecision] = useState<Decision | null>(null);
  const counts = links.data?.pages[0]?.counts;
  const items = links.data?.pages.flatMap((page) => page.items) ?? [];
  const suggested = suggestions.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = suggested.find((one) => one.id === search.suggestion);
  const checkedOnes = suggested.filter((one) => checked.has(one.id));
  const isChosen = view === 'suggestions' ? chosen !== undefined : id !== undefined;
  const change = (part: LinksSearch) =>
    void navigate({ to: '/links', search: { ...search, ...part, suggestion: undefined }, replace: true });
  const isFiltered = Boolean(search.text || search.origin);
  return (
    <div className="flex min-h-0 flex-1">
      <section
        aria-label={text('links.list')}
        className={cx(
          'relative flex flex-col border-r border-line bg-surface max-narrow:border-r-0',
          listClass,
          isChosen && 'max-narrow:hidden',
        )}
      >
        <div className="flex-none border-b border-line px-4 pt-4 pb-3">
          <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
            <div className="min-w-0 flex-1">
              <PageHeading>{text('links.question')}</PageHeading>
            </div>
            {pairs.length > 1 && (
              <Select
                size="s"
                label={text('links.pair')}
                value={pairValue(pair)}
                onChange={(value) => {
                  const next = pairs.find((one) => pairValue(one) === value);
                  if (next) void navigate({ to: '/links', search: { ...pairKeys(next) } });
                }}
                options={pairs.map((one) => ({
                  value: pairValue(one),
                  label: text('links.pairOption', {
                    entity: names.plural(one.entity),
                    left: one.left.name,
                    right: one.right.name,
                  }),
                }))}
                className="max-w-65"
              />
            )}
          </div>
          <div className="mt-0.5 flex min-h-7 items-center justify-between gap-2">
            <p className="text-ink-2">
              {counts && text('links.summary', { links: counts.links, look: counts.suspicious })}
            </p>
            <SavedViews
              screen="links"
              size="s"
              search={search}
              onApply={(next, isReplaced) =>
                void navigate({ to: '/links', search: linksSearchSchema.parse(next), replace: isReplaced })
              }
              widthLimit="max-w-40"
            />
          </div>
          <div className="mt-2 flex flex-wrap items-center gap-2">
            <Segmented
              label={text('links.views')}
              value={view}
              onChange={(next) => change({ view: next === 'all' ? undefined : next })}
              options={linkViews.map((value) => ({
                value,
                label: (
                  <>
                    {text(`links.view.${value}`)}
                    {counts && (
                      <span className="font-regular text-ink-3 tabular-nums">
                        {format.number(countOf(counts, value))}
                      </span>
                    )}
                  </>
                ),
              }))}
            />
            <SettledSearch
              label={text('links.search')}
              clearLabel={text('action.clear')}
              value={search.text ?? ''}
              onChange={(value) => change({ text: value || undefined })}
              className="min-w-24 flex-1"
            />
            {view !== 'suggestions' && (
              <Select
                size="s"
                label={text('links.origin')}
                value={search.origin ?? 'all'}
                onChange={(origin) => change({ origin: origin === 'all' ? undefined : origin })}
                options={(['all', ...linkOrigins] as const).map((value) => ({
                  value,
                  label: text(`links.origin.${value}`),
                }))}
                className="max-w-40"
              />
            )}
          </div>
        </div>
        <div className="grid h-8 flex-none grid-cols-[1.75rem_1fr_1fr_9.5rem] items-center gap-2 bg-surface-3 px-4 text-10 font-medium text-ink-3">
          <span />
          <SystemBadgeOf pair={pair} side="left" />
          <SystemBadgeOf pair={pair} side="right" />
          <span>{view === 'suggestions' ? text('links.view.suggestions') : text('links.state')}</span>
        </div>
        <div ref={list} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          {view === 'suggestions' ? (
            <QueryView query={suggestions} skeleton={<SkeletonRows count={12} height={50} />}>
              {() =>
                suggested.length === 0 ? (
                  <EmptyState title={text(isFiltered ? 'links.noneFits' : 'links.noSuggestions')}>
                    {text(isFiltered ? 'links.noneFitsText' : 'links.noSuggestionsText')}
                  </EmptyState>
                ) : (
                  <ul className="pb-16">
                    {suggested.map((suggestion) => (
                      <SuggestionRow
                        key={suggestion.id}
                        suggestion={suggestion}
                        isCurrent={suggestion.id === search.suggestion}
                        isChecked={checked.has(suggestion.id)}
                        onCheck={(next) => setChecked(withOne(checked, suggestion.id, next))}
                        now={now}
                      />
                    ))}
                    {suggestions.hasNextPage && (
                      <MoreRow
                        isBusy={suggestions.isFetchingNextPage}
                        label={text('links.moreSuggestions')}
                        onMore={() => void suggestions.fetchNextPage()}
                      />
                    )}
                  </ul>
                )
              }
            </QueryView>
          ) : (
            <QueryView query={links} skeleton={<SkeletonRows count={12} height={50} />}>
              {({ pages }) =>
                items.length === 0 ? (
                  <EmptyState
                    title={text(isFiltered || view === 'suspicious' ? 'links.noneFits' : 'links.empty')}
                    actions={
                      isFiltered ? (
                        <Button onClick={() => change({ text: undefined, origin: undefined })}>
                          {text('action.clearFilters')}
                        </Button>
                      ) : (
                        view !== 'suspicious' && (
                          <Link to="/flows" className={buttonClass()}>
                            {text('runs.toFlows')}
                          </Link>
                        )
                      )
                    }
                  >
                    {text(isFiltered || view === 'suspicious' ? 'links.noneFitsText' : 'links.emptyText')}
                  </EmptyState>
                ) : (
                  <ul>
                    {items.map((link) => (
                      <LinkRow key={link.id} link={link} pair={pair} isCurrent={link.id === id} now={now} />
                    ))}
                    {links.hasNextPage && (
                      <MoreRow
                        isBusy={links.isFetchingNextPage}
                        label={text('links.more')}
                        onMore={() => void links.fetchNextPage()}
                      />
                    )}
                    <li className="border-t border-line px-4 py-2 text-20 text-ink-3 tabular-nums">
                      {text('links.shown', {
                        n: format.number(items.length),
                        total: format.number(pages[0]!.total),
                      })}
                    </li>
                  </ul>
                )
              }
            </QueryView>
          )}
        </div>
        {view === 'suggestions' && checkedOnes.length > 0 && (
          <CheckedBar
            checked={checkedOnes}
            onClear={() => setChecked(new Set())}
            onDecide={(kind) => setDecision({ kind, suggestions: checkedOnes, isInstead: false })}
          />
        )}
      </section>
      {view === 'suggestions' ? (
        chosen ? (
          <SuggestionPane key={chosen.id} suggestion={chosen} pair={pair} onDecide={setDecision} />
        ) : (
          <NothingChosen isShown={suggested.length > 0} />
        )
      ) : id === undefined ? (
        <NothingChosen isShown={items.length > 0} />
      ) : (
        <LinkDetailPane key={id} id={id} pair={pair} onDecide={setDecision} />
      )}
      {decision && (
        <ReasonDialog
          decision={decision}
          onClose={() => setDecision(null)}
          onDone={() => {
            setDecision(null);
            setChecked(new Set());
            if (decision.kind === 'unlink') void navigate({ to: '/links', search: true });
          }}
        />
      )}
    </div>
  );
}

function SystemBadgeOf({ pair, side }: { readonly pair: LinkPairView; readonly side: 'left' | 'right' }): ReactElement {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <SystemBadge role={pair[side].role} />
      {systemName(pair, side) === pair[side].name && <span className="truncate">{pair[side].name}</span>}
    </span>
  );
}

function MoreRow({
  isBusy,
  label,
  onMore,
}: {
  readonly isBusy: boolean;
  readonly label: string;
  readonly onMore: () => void;
}): ReactElement {
  return (
    <li className="flex justify-center border-t border-line py-3">
      <Button size="s" isBusy={isBusy} onClick={onMore}>
        {label}
      </Button>
    </li>
  );
}

function CheckedBar({
  checked,
  onClear,
  onDecide,
}: {
  readonly checked: readonly LinkSuggestion[];
  readonly onClear: () => void;
  readonly onDecide: (kind: 'accept' | 'dismiss') => void;
}): ReactElement {
  const text = useText();
  return (
    <div className="absolute inset-x-3 bottom-3 z-dock flex flex-wrap items-center gap-2 rounded-3 bg-surface px-3 py-2 shadow-3">
      <span className="font-medium">{text('links.selected', { n: checked.length })}</span>
      <Button look="quiet" size="s" onClick={onClear}>
        {text('links.clearSelection')}
      </Button>
      <span className="ml-auto flex gap-2">
        <Button size="s" onClick={() => onDecide('dismiss')}>
          {text('links.keep')}
        </Button>
        <Button size="s" look="primary" onClick={() => onDecide('accept')}>
          {text('links.accept')}
        </Button>
      </span>
    </div>
  );
}

function NothingChosen({ isShown }: { readonly isShown: boolean }): ReactElement {
  const text = useText();
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface max-narrow:hidden">
      {isShown && <EmptyState title={text('links.choose')}>{text('links.chooseText')}</EmptyState>}
    </div>
  );
}

function countOf(counts: LinkList['counts'], view: (typeof linkViews)[number]): number {
  return view === 'all' ? counts.links : counts[view];
}

function withOne(known: ReadonlySet<number>, id: number, isIn: boolean): ReadonlySet<number> {
  const next = new Set(known);
  if (isIn) next.add(id);
  else next.delete(id);
  return next;
}

function pairValue({ entity, left, right }: LinkPairView): string {
  return `${entity} ${left.connectionId} ${right.connectionId}`;
}

function useLinks(pair: LinkPairView, { view, origin, text }: LinksSearch) {
  const api = useApi();
  const query = {
    ...pairKeys(pair),
    view: view === 'suspicious' ? ('suspicious' as const) : ('all' as const),
    ...(origin ? { origin } : {}),
    ...(text ? { text } : {}),
    limit: linksAtATime,
  };
  return useInfiniteQuery<LinkList, ApiError, InfiniteData<LinkList>, readonly unknown[], number | null>({
    queryKey: [...keyOf('listLinks'), 'pages', query],
    queryFn: ({ pageParam, signal }) =>
      api.listLinks({ query: { ...query, ...(pageParam === null ? {} : { before: pageParam }) } }, { signal }),
    initialPageParam: null,
    getNextPageParam: ({ items, hasMore }) => (hasMore ? (items.at(-1)?.id ?? null) : null),
    placeholderData: keepPreviousData,
  });
}

function useSuggestions(pair: LinkPairView, text: string | undefined, isEnabled: boolean) {
  const api = useApi();
  const query = { ...pairKeys(pair), ...(text ? { text } : {}), limit: linksAtATime };
  type Reply = Awaited<ReturnType<typeof api.listLinkSuggestions>>;
  return useInfiniteQuery<Reply, ApiError, InfiniteData<Reply>, readonly unknown[], number | null>({
    queryKey: [...keyOf('listLinkSuggestions'), 'pages', query],
    queryFn: ({ pageParam, signal }) =>
      api.listLinkSuggestions(
        { query: { ...query, ...(pageParam === null ? {} : { before: pageParam }) } },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: ({ items, hasMore }) => (hasMore ? (items.at(-1)?.id ?? null) : null),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}
