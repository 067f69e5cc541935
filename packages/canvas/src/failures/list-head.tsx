import type { FailureList } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { ListFilter, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { SavedViews } from '../app/saved-views.tsx';
import { useMay } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { IconButton } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { Popover } from '../kit/popover.tsx';
import { Select } from '../kit/select.tsx';
import { SettledSearch } from '../kit/settled-search.tsx';
import { failuresSearchSchema, groupings, type FailuresSearch, type Grouping } from './search.ts';
import { FailureViews } from './views.tsx';

/** Above the list: search, grouping, and the filters that have no place in the views. */
export function ListHead({
  search,
  counts,
}: {
  readonly search: FailuresSearch;
  readonly counts: Pick<FailureList, 'byState' | 'byCause' | 'byEntity'> | undefined;
}): ReactElement {
  const text = useText();
  const navigate = useNavigate();
  const change = (part: FailuresSearch) =>
    void navigate({ to: '/failures', search: { ...search, ...part }, replace: true });
  return (
    <div className="flex-none border-b border-line">
      <div className="flex min-h-11.5 flex-wrap items-center gap-x-2.5 gap-y-1.5 px-3.5 py-1.5">
        <SettledSearch
          label={text('failures.search')}
          clearLabel={text('action.clear')}
          value={search.text ?? ''}
          onChange={(value) => change({ text: value || undefined })}
          className="min-w-24 flex-1"
        />
        <Select<Grouping>
          size="s"
          label={text('failures.grouping')}
          value={search.group ?? 'cause'}
          onChange={(group) =>
            void navigate({
              to: '.',
              search: { ...search, group: group === 'cause' ? undefined : group },
              replace: true,
            })
          }
          options={groupings.map((value) => ({ value, label: text(`failures.group.${value}`) }))}
          className="w-29.5"
        />
        <SavedViews
          screen="failures"
          size="s"
          search={search}
          onApply={(next, isReplaced) =>
            void navigate({ to: '/failures', search: failuresSearchSchema.parse(next), replace: isReplaced })
          }
          widthLimit="max-w-30"
        />
        <span className="hidden max-wide:block">
          <Popover
            label={text('failures.views')}
            align="end"
            trigger={<IconButton icon={ListFilter} size="s" label={text('failures.views')} />}
          >
            <FailureViews search={search} counts={counts} />
          </Popover>
        </span>
      </div>
      <FilterChips search={search} onChange={change} />
    </div>
  );
}

/** The filters on a flow and on a run: set from elsewhere, taken away here. */
function FilterChips({
  search,
  onChange,
}: {
  readonly search: FailuresSearch;
  readonly onChange: (part: FailuresSearch) => void;
}): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const maySeeFlows = useMay('flows.read');
  const flows = useRead('listFlows', {}, { isEnabled: Boolean(search.flow) && maySeeFlows });
  const run = useRead('getRun', { params: { id: search.run ?? '' } }, { isEnabled: Boolean(search.run) });
  if (!search.flow && !search.run) return null;
  const flow = flows.data?.find(({ id }) => id === search.flow);
  return (
    <ul className="flex flex-wrap gap-1.5 px-3.5 pb-2.5">
      {search.flow && (
        <FilterChip onRemove={() => onChange({ flow: undefined })}>
          {flow ? localized(flow.title) : search.flow}
        </FilterChip>
      )}
      {search.run && (
        <FilterChip onRemove={() => onChange({ run: undefined })}>
          {run.data ? text('failures.ofRun', { number: String(run.data.run.number) }) : text('failures.ofOneRun')}
        </FilterChip>
      )}
    </ul>
  );
}

function FilterChip({
  onRemove,
  children,
}: {
  readonly onRemove: () => void;
  readonly children: string;
}): ReactElement {
  const text = useText();
  return (
    <li className="flex h-6 items-center gap-1 rounded-1 bg-selected pr-0.5 pl-2 text-20 font-medium">
      {children}
      <button
        type="button"
        aria-label={text('failures.removeFilter', { filter: children })}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded-1 text-ink-3 hover:text-ink"
      >
        <Icon of={X} size="xs" />
      </button>
    </li>
  );
}
