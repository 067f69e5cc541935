import { failureCauses, type FailureCause } from '@koppel/model';
import type { FailureItem, FailureList as Body } from '@koppel/protocol';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useFormat, useText, useLocalized } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { EntityGlyph } from '../kit/entity.tsx';
import { Icon } from '../kit/icon.tsx';
import { causeViews } from './causes.ts';
import { FailureRow } from './failure-row.tsx';
import { ages, checkState, shownItems, type Age, type FailureGroup } from './group-failures.ts';
import type { Grouping } from './search.ts';

export interface FailureListProps {
  readonly groups: readonly FailureGroup[];
  readonly grouping: Grouping;
  readonly counts: Pick<Body, 'byCause' | 'byEntity'>;
  readonly currentId: string | undefined;
  readonly checked: ReadonlySet<string>;
  readonly onCheck: (ids: readonly string[], isChecked: boolean) => void;
  /** `extends_`: all from the one that was checked before, too. */
  readonly onCheckOne: (id: string, isChecked: boolean, extends_: boolean) => void;
  /** Keys of groups of which all items are shown, and of groups that are closed. */
  readonly open: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
  readonly onToggle: (which: 'open' | 'closed', key: string) => void;
  readonly now: number;
  /** Older failures on the server; null when there are none. */
  readonly onMore: (() => void) | null;
  readonly isLoadingMore: boolean;
}

const isCause = (key: string): key is FailureCause => failureCauses.some((cause) => cause === key);
const isAge = (key: string): key is Age => ages.some((age) => age === key);

/** Failed records in groups; each group can be checked and closed as a whole. */
export function FailureList(props: FailureListProps): ReactElement {
  const text = useText();
  const { groups, onMore, isLoadingMore } = props;
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto pb-24">
      {groups.map((group) => (
        <Group key={group.key} group={group} {...props} />
      ))}
      {onMore && (
        <li className="flex justify-center border-t border-line py-3">
          <Button size="s" isBusy={isLoadingMore} onClick={onMore}>
            {text('failures.older')}
          </Button>
        </li>
      )}
    </ul>
  );
}

function Group({
  group,
  grouping,
  counts,
  currentId,
  checked,
  onCheck,
  onCheckOne,
  open,
  closed,
  onToggle,
  now,
}: FailureListProps & { readonly group: FailureGroup }): ReactElement {
  const text = useText();
  const format = useFormat();
  const head = useGroupHead(group, grouping);
  const ids = group.items.map(({ id }) => id);
  const isClosed = closed.has(group.key);
  const shown = isClosed ? [] : shownItems(group, open);
  const rest = isClosed ? 0 : group.items.length - shown.length;
  // The server counts those that are not loaded, too, where it groups the same way.
  const total = (grouping === 'cause' ? counts.byCause : grouping === 'entity' ? counts.byEntity : {})[group.key];
  return (
    <li>
      <div className="flex h-8.5 items-center gap-2.25 border-t border-line bg-surface-3 px-3.5 text-ink-2">
        <Checkbox
          value={checkState(ids, checked)}
          onChange={(next) => onCheck(ids, next)}
          label={text('failures.selectGroup', { group: head.title })}
        />
        {head.mark}
        <b className="truncate font-bold text-ink">{head.title}</b>
        <span className="text-ink-3 tabular-nums">{format.number(Math.max(total ?? 0, ids.length))}</span>
        <button
          type="button"
          aria-expanded={!isClosed}
          aria-label={text(isClosed ? 'failures.openGroup' : 'failures.closeGroup', { group: head.title })}
          onClick={() => onToggle('closed', group.key)}
          className="ml-auto grid size-6 place-items-center rounded-1 hover:bg-press"
        >
          <Icon of={isClosed ? ChevronRight : ChevronDown} size="xs" />
        </button>
      </div>
      {!isClosed && (
        <ul>
          {shown.map((item: FailureItem) => (
            <FailureRow
              key={item.id}
              item={item}
              isCurrent={item.id === currentId}
              isChecked={checked.has(item.id)}
              now={now}
              onCheck={onCheckOne}
            />
          ))}
          {rest > 0 && (
            <li className="flex h-7.5 items-center border-t border-line pl-9.75">
              <Button look="link" size="s" onClick={() => onToggle('open', group.key)}>
                {text('failures.more', { n: rest })}
              </Button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function useGroupHead(group: FailureGroup, grouping: Grouping): { title: string; mark: ReactNode } {
  const text = useText();
  const localized = useLocalized();
  const names = useEntityNames();
  const { key } = group;
  if (grouping === 'cause' && isCause(key)) {
    return { title: text(causeViews[key].long), mark: <Icon of={causeViews[key].icon} size="s" /> };
  }
  if (grouping === 'entity') return { title: names.entity(key), mark: <EntityGlyph entity={key} /> };
  if (grouping === 'age' && isAge(key)) return { title: text(`failures.age.${key}`), mark: null };
  const flow = group.items[0]?.flowTitle;
  return { title: flow ? localized(flow) : key, mark: null };
}
