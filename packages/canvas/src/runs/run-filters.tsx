import type { RunList } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { Calendar, KeyRound } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { SavedViews } from '../app/saved-views.tsx';
import { useMay } from '../app/session.tsx';
import { useColumns } from '../app/use-columns.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';
import { SettledSearch } from '../kit/settled-search.tsx';
import { useRunColumns } from './run-columns.ts';
import { usualRange } from './run-list.ts';
import { ranges, runsSearchSchema, type Range, type RunsSearch } from './search.ts';

const any = 'any';

/** What the list shows. Every choice is in the address. */
export function RunFilters({
  search,
  totals,
}: {
  readonly search: RunsSearch;
  readonly totals: RunList['totals'] | undefined;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const navigate = useNavigate({ from: '/runs' });
  const flows = useRead('listFlows', {}, { isEnabled: useMay('flows.read') });
  const columns = useColumns('runs', useRunColumns());
  const change = (part: RunsSearch) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented<NonNullable<RunsSearch['status']> | 'all'>
        label={text('runs.view')}
        value={search.status ?? 'all'}
        onChange={(status) => change({ status: status === 'all' ? undefined : status })}
        options={[
          { value: 'all', label: text('runs.all') },
          { value: 'running', label: text('runs.running', { n: totals?.running ?? '' }) },
          { value: 'attention', label: text('runs.attention', { n: totals?.attention ?? '' }) },
          { value: 'failedRecords', label: text('runs.failedRecords', { n: totals?.failedRecords ?? '' }) },
        ]}
      />
      <Select
        label={text('runs.flow')}
        value={search.flow ?? any}
        onChange={(flow) => change({ flow: flow === any ? undefined : flow })}
        options={[
          { value: any, label: text('runs.anyFlow') },
          ...(flows.data ?? []).map((flow) => ({ value: flow.id, label: localized(flow.title) })),
        ]}
        className="max-w-60"
      />
      <Select<Range>
        label={text('runs.range')}
        icon={Calendar}
        value={search.range ?? usualRange}
        onChange={(range) => change({ range: range === usualRange ? undefined : range })}
        options={ranges.map((value) => ({ value, label: text(`runs.range.${value}`) }))}
      />
      <SettledSearch
        size="m"
        icon={KeyRound}
        label={text('runs.key')}
        clearLabel={text('action.clear')}
        value={search.key ?? ''}
        onChange={(key) => change({ key: key || undefined })}
        className="w-47"
      />
      <SavedViews
        screen="runs"
        search={search}
        columns={columns}
        onApply={(next, isReplaced) => void navigate({ search: runsSearchSchema.parse(next), replace: isReplaced })}
      />
      <p className="ml-auto flex items-center gap-3.5 text-20 text-ink-2" aria-hidden="true">
        <span className="flex items-center gap-1.5">
          <span className="h-2 w-5.5 rounded-1 bg-ok-calm" />
          {text('runs.legendDuration')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="h-3.5 w-0.5 rounded-round bg-ink" />
          {text('runs.legendUsual')}
        </span>
      </p>
    </div>
  );
}
