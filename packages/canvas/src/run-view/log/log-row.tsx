import { Link } from '@tanstack/react-router';
import { ChevronRight, Filter, Inbox, Link2, Unlink } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { CopyButton } from '../../kit/states.tsx';
import { StatusIcon } from '../../kit/status-pill.tsx';
import type { LogLine } from '../../live/run-live-state.ts';
import { useRunView } from '../run-context.tsx';
import { useLineDetails } from './line-details.ts';
import { levelOf, nodeOf, recordOf } from './lines.ts';

/** In pixels: given, not measured, so that any line can be jumped to. */
export const lineHeight = 25;

/** The height of the details of a line, in pixels. What does not fit scrolls inside. */
export function detailsHeight(line: LogLine): number {
  if (line.kind !== 'event') return 0;
  const { fact } = line.event;
  return fact.type === 'record.failed' || fact.type === 'node.waited' ? 212 : 160;
}

const looks = {
  plain: '',
  attention: 'bg-warn-soft text-warn-text',
  failed: 'bg-fail-soft text-fail-text',
} as const;

export interface LogRowProps {
  readonly at: number;
  readonly line: LogLine;
  readonly sentence: string;
  readonly isOpened: boolean;
  readonly isFocused: boolean;
  readonly onToggle: (at: number) => void;
  readonly onOnly: (key: string) => void;
}

/** One line of the log: time, node, and a sentence with the name of its record first. It opens to everything known. */
export const LogRow = memo(function LogRow(props: LogRowProps): ReactElement {
  const { at, line, sentence, isOpened, isFocused, onToggle } = props;
  const format = useFormat();
  const { nodes } = useRunView();
  if (line.kind !== 'event') return <Remark line={line} sentence={sentence} />;
  const level = levelOf(line);
  const record = recordOf(line);
  const nodeId = nodeOf(line);
  const node = nodes.find(({ id }) => id === nodeId)?.title ?? nodeId ?? '';
  return (
    <li data-focused={isFocused || undefined} className={looks[level]}>
      <button
        type="button"
        aria-expanded={isOpened}
        tabIndex={isFocused ? 0 : -1}
        onClick={() => onToggle(at)}
        className={cx(
          'grid w-full grid-cols-[5.75rem_0.875rem_8rem_minmax(0,1fr)] items-center gap-2.25 px-4 text-left text-[12.5px] whitespace-nowrap -outline-offset-2',
          level === 'plain' && 'hover:bg-hover',
          isOpened && level === 'plain' && 'bg-surface-2',
        )}
        style={{ height: lineHeight }}
      >
        <span className={cx('font-mono text-[11.5px]', level === 'plain' && 'text-ink-3')}>
          {format.timeMs(line.event.at)}
        </span>
        <span className="grid place-items-center">
          {isOpened ? (
            <Icon of={ChevronRight} size="xs" className="rotate-90" />
          ) : (
            level !== 'plain' && <StatusIcon status={level === 'failed' ? 'fail' : 'warn'} size={12} />
          )}
        </span>
        <span className={cx('truncate', level === 'plain' && 'text-ink-2')}>{node}</span>
        <span className="truncate">{record ? <RecordSentence record={record} sentence={sentence} /> : sentence}</span>
      </button>
      {isOpened && <Details {...props} line={line} />}
    </li>
  );
});

/** What happened to a record, with its name once: sentences of failures begin with it already. */
function RecordSentence({
  record: { name },
  sentence,
}: {
  readonly record: NonNullable<ReturnType<typeof recordOf>>;
  readonly sentence: string;
}): ReactElement {
  const text = useText();
  const isNamed = sentence.startsWith(`${name} `);
  return (
    <>
      <b className="font-bold">{isNamed ? name : text('log.ofRecord', { name })}</b>
      {isNamed ? sentence.slice(name.length) : ` ${sentence}`}
    </>
  );
}

/** Between the lines: what the reader could not see, or nearly missed. */
function Remark({
  line,
  sentence,
}: {
  readonly line: Exclude<LogLine, { kind: 'event' }>;
  readonly sentence: string;
}): ReactElement {
  const isLoss = line.kind === 'lost' || line.lost > 0;
  return (
    <li
      className={cx(
        'flex items-center gap-2.5 px-4 text-[11.5px] whitespace-nowrap before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line',
        isLoss ? 'text-warn-text' : 'text-ink-3',
      )}
      style={{ height: lineHeight }}
    >
      <Icon of={isLoss ? Unlink : Link2} size="s" />
      <span className="truncate">{sentence}</span>
    </li>
  );
}

function Details({
  line,
  sentence,
  onOnly,
}: LogRowProps & { readonly line: Extract<LogLine, { kind: 'event' }> }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { fact, at, seq } = line.event;
  const record = recordOf(line);
  const details = useLineDetails(line.event);
  const copied = [
    format.date(at),
    format.timeMs(at),
    record && (record.key === record.name ? record.key : `${record.name} (${record.key})`),
    sentence,
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <div
      className="flex flex-col gap-2 overflow-y-auto border-b border-line bg-surface-2 py-2 pr-4 pl-31 text-20 text-ink"
      style={{ height: detailsHeight(line) }}
    >
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-2.25 gap-y-0.5">
        {details.map(({ label, value, isCode }) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className={cx('break-words', isCode && 'font-mono')}>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-auto flex flex-wrap gap-1.5">
        <CopyButton text={copied} label={text('log.copyLine')} doneLabel={text('action.copied')} />
        <CopyButton text={addressOf(seq)} label={text('log.copyLink')} doneLabel={text('action.copied')} />
        {record && <CopyButton text={record.key} label={text('record.copyKey')} doneLabel={text('action.copied')} />}
        {record && (
          <Button look="quiet" size="s" icon={Filter} onClick={() => onOnly(record.key)}>
            {text('log.onlyThisRecord')}
          </Button>
        )}
        {fact.type === 'record.failed' && (
          <Link to="/failures/$id" params={{ id: fact.failureId }} className={buttonClass('quiet', 's')}>
            <Icon of={Inbox} size="s" />
            {text('log.seeFailure')}
          </Link>
        )}
      </div>
    </div>
  );
}

/** The address of this page with the line in it. */
function addressOf(seq: number): string {
  const address = new URL(location.href);
  address.searchParams.set('line', String(seq));
  return address.href;
}
