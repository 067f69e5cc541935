import { CircleAlert, Pause, Play, TriangleAlert, X } from 'lucide-react';
import { useId, useMemo, type ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { OnlyHeard } from '../../kit/marks.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { Select } from '../../kit/select.tsx';
import { SettledSearch } from '../../kit/settled-search.tsx';
import { Switch } from '../../kit/switch.tsx';
import type { LogLine } from '../../live/run-live-state.ts';
import { useFormat } from '../../i18n/locale.tsx';
import { useRunView } from '../run-context.tsx';
import type { LogLevel } from '../search.ts';
import { countLevels, nameOfRecord } from './lines.ts';

/** Filters of the log, Pause and Follow. */
export function LogHead({
  log,
  isFollowing,
  isPaused,
  isOver,
  onFollow,
  onPause,
}: {
  readonly log: readonly LogLine[];
  readonly isFollowing: boolean;
  readonly isPaused: boolean;
  readonly isOver: boolean;
  readonly onFollow: (isOn: boolean) => void;
  readonly onPause: () => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const followId = useId();
  const { nodes, search, change } = useRunView();
  const counts = useMemo(() => countLevels(log), [log]);
  return (
    <header className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
      <h2 className="text-40 font-bold">{text('log.title')}</h2>
      <Segmented<LogLevel>
        label={text('log.level')}
        value={search.level ?? 'all'}
        onChange={(level) => change({ level: level === 'all' ? undefined : level })}
        options={[
          { value: 'all', label: <span className="tabular-nums">{text('log.all', { n: counts.all })}</span> },
          {
            value: 'attention',
            label: (
              <>
                <Icon of={TriangleAlert} size="xs" className="text-warn" />
                <span aria-hidden="true">{format.number(counts.attention)}</span>
                <OnlyHeard>{text('log.attention', { n: counts.attention })}</OnlyHeard>
              </>
            ),
          },
          {
            value: 'failed',
            label: (
              <>
                <Icon of={CircleAlert} size="xs" className="text-fail" />
                <span aria-hidden="true">{format.number(counts.failed)}</span>
                <OnlyHeard>{text('log.failed', { n: counts.failed })}</OnlyHeard>
              </>
            ),
          },
        ]}
      />
      <Select
        label={text('log.node')}
        size="s"
        className="w-29"
        value={search.node ?? 'all'}
        onChange={(node) => change({ node: node === 'all' ? undefined : node })}
        options={[
          { value: 'all', label: text('log.allNodes') },
          ...nodes.map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
      {search.key && (
        <Button size="s" className="bg-selected" onClick={() => change({ key: undefined })}>
          {text('log.onlyRecord', { name: nameOfRecord(log, search.key) })}
          <Icon of={X} size="xs" />
          <OnlyHeard>{text('log.removeKey')}</OnlyHeard>
        </Button>
      )}
      <SettledSearch
        label={text('log.search')}
        clearLabel={text('action.clear')}
        value={search.find ?? ''}
        onChange={(find) => change({ find: find === '' ? undefined : find })}
        className="min-w-26 flex-1"
      />
      {!isOver && (
        <>
          <Button size="s" icon={isPaused ? Play : Pause} aria-pressed={isPaused} onClick={onPause}>
            {text(isPaused ? 'log.goOn' : 'log.pause')}
          </Button>
          <span className="flex items-center gap-1.5">
            <Switch id={followId} value={isFollowing} onChange={onFollow} />
            <label htmlFor={followId} className="text-20 font-medium">
              {text('log.follow')}
            </label>
          </span>
        </>
      )}
    </header>
  );
}
