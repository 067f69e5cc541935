import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactElement } from 'react';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { usePreferences } from '../app/services.tsx';
import { useMay } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { useNow } from '../kit/timing.ts';
import { BulkBar } from './bulk-bar.tsx';
import { DismissDialog } from './dismiss-dialog.tsx';
import { FailureDetail } from './failure-detail.tsx';
import { FailureList } from './failure-list.tsx';
import { groupFailures, shownItems } from './group-failures.ts';
import { ListHead } from './list-head.tsx';
import { NoFailures } from './no-failures.tsx';
import type { FailuresSearch } from './search.ts';
import { useFailureKeys } from './use-failure-keys.ts';
import { useFailureList } from './use-failure-list.ts';
import { useRepair } from './use-repair.ts';
import { FailureViews } from './views.tsx';

interface Dismissal {
  readonly ids: readonly string[];
  readonly name: string | null;
}

/** The three panes and what connects them: the choice, the checks and the keys. */
export function FailuresBody({
  search,
  id,
}: {
  readonly search: FailuresSearch;
  readonly id: string | undefined;
}): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const now = useNow(30_000);
  const [{ singleKeys }] = usePreferences();
  const mayRepair = useMay('failures.repair');
  const query = useFailureList(search);
  const repair = useRepair();
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [dismissal, setDismissal] = useState<Dismissal | null>(null);

  const grouping = search.group ?? 'cause';
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const groups = useMemo(() => groupFailures(items, grouping, now), [items, grouping, now]);
  const inOrder = groups.flatMap((group) => (closed.has(group.key) ? [] : shownItems(group, open)));
  const item = items.find((candidate) => candidate.id === id);
  const sameCause = item ? items.filter(({ cause }) => cause === item.cause).map((other) => other.id) : [];
  // A failure that was solved meanwhile has left the list: it must not be retried unseen.
  const checkedIds = items.filter((candidate) => checked.has(candidate.id)).map((candidate) => candidate.id);
  const counts = query.data?.pages[0];

  const check = (ids: readonly string[], isChecked: boolean) =>
    setChecked((before) => {
      const after = new Set(before);
      for (const one of ids)
        if (isChecked) after.add(one);
        else after.delete(one);
      return after;
    });
  const [anchor, setAnchor] = useState<string | null>(null);
  const checkOne = (one: string, isChecked: boolean, extends_: boolean) => {
    const [from, to] = [anchor, one].map((end) => inOrder.findIndex((candidate) => candidate.id === end)) as [
      number,
      number,
    ];
    const isRange = extends_ && from >= 0 && to >= 0;
    check(
      isRange ? inOrder.slice(Math.min(from, to), Math.max(from, to) + 1).map((each) => each.id) : [one],
      isRange || isChecked,
    );
    setAnchor(one);
  };
  const all = useCheckAll(query, check);
  const toggle = (which: 'open' | 'closed', key: string) =>
    (which === 'open' ? setOpen : setClosed)((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  const clear = () => setChecked(new Set());

  useFailureKeys(
    {
      onMove(step) {
        const at = inOrder.findIndex((candidate) => candidate.id === id);
        const next = inOrder[at < 0 ? 0 : at + step];
        if (next) void navigate({ to: '/failures/$id', params: { id: next.id }, search: true, replace: at >= 0 });
      },
      onRetry() {
        if (mayRepair) repair.retry(checkedIds.length > 0 ? checkedIds : item ? [item.id] : [], clear);
      },
      onDismiss() {
        if (!mayRepair) return;
        if (checkedIds.length > 0) setDismissal({ ids: checkedIds, name: null });
        else if (item) setDismissal({ ids: [item.id], name: item.name });
      },
      onEdit() {
        document.querySelector<HTMLElement>('[data-remedy="edit"]')?.focus();
      },
      onToggle(extends_) {
        if (item) checkOne(item.id, !checked.has(item.id), extends_);
      },
    },
    singleKeys && dismissal === null,
  );

  return (
    <>
      <nav
        aria-label={text('failures.views')}
        className="w-53 flex-none overflow-y-auto border-r border-line bg-surface-2 px-3 py-4 max-wide:hidden"
      >
        <FailureViews search={search} counts={counts} />
      </nav>
      <section
        aria-label={text('failures.list')}
        className={cx(
          'relative flex w-[clamp(17rem,32%,25.625rem)] flex-none flex-col border-r border-line bg-surface max-narrow:w-full max-narrow:border-r-0',
          id !== undefined && 'max-narrow:hidden',
        )}
      >
        <ListHead search={search} counts={counts} />
        <ProblemNote error={query.isFetchNextPageError ? query.error : null} />
        <QueryView query={query} skeleton={<SkeletonRows count={12} height={50} />}>
          {({ pages }) =>
            items.length === 0 ? (
              <NoFailures search={search} />
            ) : (
              <FailureList
                groups={groups}
                grouping={grouping}
                counts={pages[0]!}
                currentId={id}
                checked={checked}
                onCheck={check}
                onCheckOne={checkOne}
                open={open}
                closed={closed}
                onToggle={toggle}
                now={now}
                onMore={query.hasNextPage ? () => void query.fetchNextPage() : null}
                isLoadingMore={query.isFetchingNextPage}
              />
            )
          }
        </QueryView>
        {checkedIds.length > 0 && (
          <BulkBar
            count={checkedIds.length}
            isBusy={repair.isRetrying}
            all={
              query.hasNextPage && items.length < mostAtOnce
                ? { ...all, most: mostAtOnce, n: counts?.byState[search.state ?? 'open'] ?? items.length }
                : null
            }
            onClear={clear}
            onDismiss={() => setDismissal({ ids: checkedIds, name: null })}
            onRetry={() => repair.retry(checkedIds, clear)}
          />
        )}
      </section>
      {id === undefined ? (
        <div className="flex min-w-0 flex-1 flex-col bg-surface max-narrow:hidden">
          {items.length > 0 && (
            <EmptyState title={text('failures.chooseOne')}>{text('failures.chooseOneText')}</EmptyState>
          )}
        </div>
      ) : (
        <FailureDetail
          id={id}
          item={item}
          sameCause={sameCause}
          repair={repair}
          hasKeys={singleKeys}
          onDismiss={(failure) => setDismissal({ ids: [failure.id], name: failure.name })}
        />
      )}
      {dismissal && (
        <DismissDialog
          {...dismissal}
          onClose={() => setDismissal(null)}
          onDone={() => {
            setDismissal(null);
            clear();
          }}
        />
      )}
    </>
  );
}

/** At most so many can be retried or dismissed at once. */
const mostAtOnce = 10_000;

/** Reads those that match and are not on the list yet, and checks them all. */
function useCheckAll(
  { data, fetchNextPage }: ReturnType<typeof useFailureList>,
  check: (ids: readonly string[], isChecked: boolean) => void,
): { readonly isBusy: boolean; readonly onCheck: () => void } {
  const [isBusy, setIsBusy] = useState(false);
  const read = async () => {
    let pages = data?.pages ?? [];
    while (pages.at(-1)?.hasMore && pages.flatMap(({ items }) => items).length < mostAtOnce) {
      const next = await fetchNextPage();
      if (next.isError || !next.data) return;
      pages = next.data.pages;
    }
    check(pages.flatMap(({ items }) => items.map(({ id }) => id)).slice(0, mostAtOnce), true);
  };
  return {
    isBusy,
    onCheck: () => {
      setIsBusy(true);
      void read().finally(() => setIsBusy(false));
    },
  };
}
