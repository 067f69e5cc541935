import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { buttonClass } from '../kit/button.tsx';
import { EmptyState } from '../kit/states.tsx';
import type { FailuresSearch } from './search.ts';

/** Nothing to fix, or nothing that fits the filters. */
export function NoFailures({ search }: { readonly search: FailuresSearch }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { group: _group, saved: _saved, state, ...filters } = search;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const solved = useRead(
    'listFailures',
    { query: { state: 'solved', limit: 1 } },
    { isEnabled: !isFiltered && state === undefined },
  );
  const last = solved.data?.items[0];
  if (isFiltered) {
    return (
      <EmptyState
        title={text('failures.noneMatch')}
        actions={
          <Link to="/failures" search={state ? { state } : {}} className={buttonClass()}>
            {text('action.clearFilters')}
          </Link>
        }
      />
    );
  }
  if (state !== undefined) return <EmptyState title={text('failures.noneHere')} />;
  return (
    <EmptyState
      title={text('failures.nothing')}
      actions={
        <Link to="/runs" search={{ range: 'all' }} className={buttonClass()}>
          {text('empty.toRuns')}
        </Link>
      }
    >
      {last ? text('failures.lastSolved', { time: format.dateTime(last.lastAt) }) : text('failures.nothingText')}
    </EmptyState>
  );
}
