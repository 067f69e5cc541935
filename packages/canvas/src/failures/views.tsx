import { failureCauses, failureStates, type FailureCause } from '@koppel/model';
import type { FailureList } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { Ban, Check, Hourglass, Inbox, RotateCw, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useFormat, useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { EntityGlyph } from '../kit/entity.tsx';
import { Icon } from '../kit/icon.tsx';
import { causeViews } from './causes.ts';
import type { FailuresSearch } from './search.ts';

type State = (typeof failureStates)[number];

const states: Record<State, { title: MessageId; icon: LucideIcon }> = {
  open: { title: 'failures.open', icon: Inbox },
  retrying: { title: 'failures.retryingState', icon: RotateCw },
  waiting: { title: 'failures.waiting', icon: Hourglass },
  solved: { title: 'failures.solved', icon: Check },
  dismissed: { title: 'failures.dismissedState', icon: Ban },
};

/** Views and filters with their counts. Choosing the chosen one takes the filter away. */
export function FailureViews({
  search,
  counts,
}: {
  readonly search: FailuresSearch;
  readonly counts: Pick<FailureList, 'byState' | 'byCause' | 'byEntity'> | undefined;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const current = search.state ?? 'open';
  const causes = failureCauses.filter((cause) => (counts?.byCause[cause] ?? 0) > 0 || cause === search.cause);
  const entities = Object.entries(counts?.byEntity ?? {})
    .toSorted(([, a], [, b]) => b - a)
    .map(([entity]) => entity);
  if (search.entity && !entities.includes(search.entity)) entities.push(search.entity);
  return (
    <>
      <ViewGroup title={text('failures.inbox')}>
        {failureStates.map((state) => (
          <View
            key={state}
            search={{ ...search, state: state === 'open' ? undefined : state }}
            isOn={state === current}
            mark={<Icon of={states[state].icon} size="s" />}
            count={counts ? (counts.byState[state] ?? 0) : null}
          >
            {text(states[state].title)}
          </View>
        ))}
      </ViewGroup>
      {causes.length > 0 && (
        <ViewGroup title={text('failures.cause')}>
          {causes.map((cause: FailureCause) => (
            <View
              key={cause}
              search={{ ...search, cause: cause === search.cause ? undefined : cause }}
              isOn={cause === search.cause}
              mark={<Icon of={causeViews[cause].icon} size="s" />}
              count={counts?.byCause[cause] ?? 0}
            >
              {text(causeViews[cause].short)}
            </View>
          ))}
        </ViewGroup>
      )}
      {entities.length > 0 && (
        <ViewGroup title={text('failures.entity')}>
          {entities.map((entity) => (
            <View
              key={entity}
              search={{ ...search, entity: entity === search.entity ? undefined : entity }}
              isOn={entity === search.entity}
              mark={<EntityGlyph entity={entity} />}
              count={counts?.byEntity[entity] ?? 0}
            >
              {names.entity(entity)}
            </View>
          ))}
        </ViewGroup>
      )}
    </>
  );
}

function ViewGroup({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <h2 className="mt-4.5 mb-1.25 px-2 text-20 font-bold first:mt-0.5">{title}</h2>
      <ul>{children}</ul>
    </>
  );
}

function View({
  search,
  isOn,
  mark,
  count,
  children,
}: {
  readonly search: FailuresSearch;
  readonly isOn: boolean;
  readonly mark: ReactNode;
  /** Null while nobody knows. */
  readonly count: number | null;
  readonly children: ReactNode;
}): ReactElement {
  const format = useFormat();
  return (
    <li>
      <Link
        to="/failures"
        search={search}
        // The router marks what leads to this very address as current; a chosen filter leads away from itself.
        activeOptions={{ exact: true, includeSearch: true }}
        aria-current={isOn ? 'true' : undefined}
        className="flex h-7.5 items-center gap-2.25 rounded-2 px-2 whitespace-nowrap text-ink-2 hover:bg-hover aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-ink"
      >
        <span className="grid w-3.5 place-items-center">{mark}</span>
        <span className="truncate">{children}</span>
        {count !== null && <span className="ml-auto text-ink-3 tabular-nums">{format.number(count)}</span>}
      </Link>
    </li>
  );
}
