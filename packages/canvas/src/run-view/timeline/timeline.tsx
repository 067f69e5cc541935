import { isWithin } from '@koppel/model';
import { RotateCcw, ZoomIn, ZoomOut } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { SystemBadge } from '../../kit/system-badge.tsx';
import type { NodeLive } from '../../live/run-live-state.ts';
import { useFigures, useRunClock, useRunView } from '../run-context.tsx';
import { handlesRecords, type RunNode } from '../run-nodes.ts';
import { barsOf, workMs, type RunClock } from './bars.ts';
import { TimeBar } from './time-bar.tsx';
import { movedBy, offsetLabel, shareAt, ticks, zoomed, zoomedBy, type TimeRange } from './range.ts';
import { useWidth } from '../../kit/use-width.ts';
import { ThroughputChart } from './throughput-chart.tsx';

/** Name, axis, duration: the columns of every row. */
export const timelineColumns =
  'grid grid-cols-[10.5rem_minmax(0,1fr)_3.5rem] pr-3 pl-4 max-narrow:grid-cols-[8rem_minmax(0,1fr)_3.5rem]';
/** Room for a mark of the axis, in pixels; the first one is a time of day. */
const [markRoom, firstMarkRoom] = [52, 62];

/** One bar per node on a shared axis of time. A drag looks closer, a double click shows the whole run again. */
export function Timeline(): ReactElement {
  const text = useText();
  const { nodes, live, search } = useRunView();
  const { state } = useFigures();
  const clock = useRunClock(state, 250);
  const lives = useStore(live, (known) => known.nodes);
  const [zoom, setZoom] = useState<TimeRange | null>(null);
  const whole = useMemo(() => wholeRange(clock), [clock]);
  const shown = nodes.filter((node) => handlesRecords(node) && (!search.node || isWithin(node.id, search.node)));
  if (!whole) return <p className="p-4 text-ink-3">{text('timeline.empty')}</p>;
  const range = zoom ?? whole;
  const by = (factor: number) => setZoom(zoomedBy(range, whole, factor));
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -0.2 : event.key === 'ArrowRight' ? 0.2 : 0;
    if (event.key === '+') by(0.5);
    else if (event.key === '-') by(2);
    else if (event.key === 'Escape' && zoom) setZoom(null);
    else if (step !== 0 && zoom) setZoom(movedBy(zoom, whole, step));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div
          tabIndex={0}
          role="group"
          aria-label={text('timeline.help')}
          onKeyDown={onKey}
          className="-outline-offset-2"
        >
          <Axis range={range} clock={clock} isWhole={zoom === null} />
          <ZoomArea onZoom={(one, other) => setZoom(zoomed(range, one, other))} onReset={() => setZoom(null)}>
            <ul>
              {shown.map((node) => (
                <Row key={node.id} node={node} live={lives[node.id]} range={range} clock={clock} />
              ))}
            </ul>
            <ThroughputChart range={range} clock={clock} />
          </ZoomArea>
        </div>
      </div>
      <div className="flex h-8 flex-none items-center gap-1 border-t border-line px-3">
        <IconButton icon={ZoomIn} size="s" label={text('timeline.zoomIn')} onClick={() => by(0.5)} />
        <IconButton
          icon={ZoomOut}
          size="s"
          label={text('timeline.zoomOut')}
          reason={zoom ? null : text('timeline.whole')}
          onClick={() => by(2)}
        />
        <IconButton
          icon={RotateCcw}
          size="s"
          label={text('timeline.whole')}
          reason={zoom ? null : text('timeline.whole')}
          onClick={() => setZoom(null)}
        />
        <span title={text('timeline.help')} className="ml-1 line-clamp-2 text-20 leading-tight text-ink-3">
          {text('timeline.help')}
        </span>
      </div>
    </div>
  );
}

/** From the start of the run to now or its end, and never so short that nothing could be seen. */
function wholeRange({ startMs, nowMs, endMs }: RunClock & { readonly startMs: number | null }): TimeRange | null {
  if (startMs === null) return null;
  return { from: startMs, to: Math.max(endMs ?? nowMs, startMs + 1_000) };
}

function Axis({
  range,
  clock,
  isWhole,
}: {
  readonly range: TimeRange;
  readonly clock: RunClock & { readonly startMs: number | null };
  readonly isWhole: boolean;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const origin = clock.startMs ?? range.from;
  const axis = useRef<HTMLSpanElement>(null);
  const width = useWidth(axis);
  const marks = ticks(range, origin, Math.max(1, Math.floor(width / markRoom) - 1));
  const stepMs = marks.length > 1 ? marks[1]! - marks[0]! : range.to - range.from;
  const isLive = isWhole && clock.endMs === null;
  return (
    <div className={cx(timelineColumns, 'h-6.5 items-center text-10 text-ink-3 tabular-nums')} aria-hidden="true">
      <span />
      <span ref={axis} className="relative h-4">
        {marks
          .filter((at) => isRoomFor(shareAt(range, at) * width, width, { isFirst: at === origin, isLive }))
          .map((at) => (
            <span key={at} className="absolute whitespace-nowrap" style={{ left: `${shareAt(range, at) * 100}%` }}>
              {at === origin
                ? format.timeSeconds(at)
                : offsetLabel(at - origin, stepMs, (value, digits) => format.exact(value.toFixed(digits), digits))}
            </span>
          ))}
        {isLive && <span className="absolute right-0">{text('timeline.now')}</span>}
      </span>
      <span />
    </div>
  );
}

/** Whether a mark at `x` touches neither the first one nor the end of the axis. */
function isRoomFor(x: number, width: number, { isFirst, isLive }: { isFirst: boolean; isLive: boolean }): boolean {
  return isFirst || (x >= firstMarkRoom && x <= width - (isLive ? markRoom + 8 : markRoom - 16));
}

/** Of a step inside a sub-flow only its own name: the rows around it say where it is. */
function shownTitle({ id, title }: RunNode): string {
  return id.includes('/') ? `› ${title.slice(title.lastIndexOf(' › ') + 3)}` : title;
}

function Row({
  node,
  live,
  range,
  clock,
}: {
  readonly node: RunNode;
  readonly live: NodeLive | undefined;
  readonly range: TimeRange;
  readonly clock: RunClock;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const { search, change } = useRunView();
  const bars = barsOf(live, range, clock);
  const worked = workMs(live, clock);
  const waits = live?.spans.filter(({ kind }) => kind === 'wait').length ?? 0;
  const time = live ? format.duration(worked) : text('timeline.notReached');
  const isChosen = search.node === node.id;
  return (
    <li className={cx(timelineColumns, 'h-9.5 items-center border-t border-line', isChosen && 'bg-selected')}>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() => change({ node: isChosen ? undefined : node.id })}
        className="flex h-7 min-w-0 items-center gap-2 rounded-1 pr-2 text-left font-medium hover:underline"
      >
        <span className="flex w-8 flex-none">{node.role && <SystemBadge role={node.role} />}</span>
        <span className="truncate" title={node.title}>
          <span className="sr-only">{node.title}</span>
          <span aria-hidden="true">{shownTitle(node)}</span>
        </span>
        <span className="sr-only">
          {waits > 0
            ? text('timeline.rowWaits', { node: '', time, n: waits })
            : text('timeline.rowSummary', { node: '', time })}
        </span>
      </button>
      <span
        className={cx(
          'timeline-track relative h-full',
          clock.endMs === null ? 'border-r-2 border-run' : 'border-r border-line',
        )}
        data-axis
      >
        {bars.map((bar) => (
          <TimeBar key={`${bar.kind} ${bar.fromMs}`} bar={bar} wait={live?.wait ?? null} />
        ))}
      </span>
      <span className="pl-2 text-right text-20 whitespace-nowrap text-ink-3 tabular-nums" aria-hidden="true">
        {live ? time : '–'}
      </span>
    </li>
  );
}

/** Draws the stretch of a drag over the axis and gives its ends as shares of the axis. */
function ZoomArea({
  onZoom,
  onReset,
  children,
}: {
  readonly onZoom: (one: number, other: number) => void;
  readonly onReset: () => void;
  readonly children: React.ReactNode;
}): ReactElement {
  const area = useRef<HTMLDivElement>(null);
  // Ends as shares of the axis, and where in the area the axis lies, in pixels.
  const [drag, setDrag] = useState<{ from: number; to: number; left: number; width: number } | null>(null);

  const start = (event: PointerEvent<HTMLDivElement>) => {
    const axis = area.current?.querySelector('[data-axis]')?.getBoundingClientRect();
    if (!axis || !area.current || axis.width === 0 || event.button !== 0) return;
    const at = (event.clientX - axis.left) / axis.width;
    if (at < 0 || at > 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: at, to: at, left: axis.left - area.current.getBoundingClientRect().left, width: axis.width });
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (!drag) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - drag.left;
    setDrag({ ...drag, to: Math.min(1, Math.max(0, x / drag.width)) });
  };
  const end = () => {
    // A press without a movement chooses nothing.
    if (drag && Math.abs(drag.to - drag.from) > 0.01) onZoom(drag.from, drag.to);
    setDrag(null);
  };
  return (
    <div
      ref={area}
      className="relative touch-pan-y select-none"
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={onReset}
    >
      {children}
      {drag && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent-soft opacity-60"
          style={{
            left: drag.left + Math.min(drag.from, drag.to) * drag.width,
            width: Math.abs(drag.to - drag.from) * drag.width,
          }}
        />
      )}
    </div>
  );
}
