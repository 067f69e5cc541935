import { ArrowDown } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { useText } from '../../i18n/locale.tsx';
import { Button, Spinner } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { rowOffsets, useRowsInSight } from '../../kit/rows-in-sight.ts';
import { isOpen, type LogFilter, type PlacedLine } from './lines.ts';
import { LogRow, detailsHeight, lineHeight } from './log-row.tsx';
import { useRunView } from '../run-context.tsx';
import type { OlderLines } from './use-older.ts';
import type { LogLine } from '../../live/run-live-state.ts';

export interface LogListProps {
  readonly lines: readonly PlacedLine[];
  /** Lines there are, before filters. */
  readonly total: number;
  readonly inWords: (line: LogLine) => string;
  readonly isFollowing: boolean;
  /** Lines that the reader has not seen. */
  readonly fresh: number;
  readonly older: OlderLines;
  /** The line that the address leads to. */
  readonly focusSeq: number | null;
  readonly onLeaveEnd: () => void;
  readonly onReachEnd: () => void;
  readonly onFollow: () => void;
  readonly onOnly: (key: string) => void;
}

/** So close to the end counts as the end. */
const endSlack = 4;

/** The lines. Only those in sight are in the page; what is being read stays where it is, whatever comes or goes. */
export function LogList(props: LogListProps): ReactElement {
  const { lines, isFollowing, fresh, older, focusSeq, onLeaveEnd, onReachEnd } = props;
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const heights = useMemo(
    () => lines.map(({ at, line }) => (opened.has(at) ? lineHeight + detailsHeight(line) : lineHeight)),
    [lines, opened],
  );
  const offsets = useMemo(() => rowOffsets(heights), [heights]);
  const sight = useRowsInSight(scroller, heights);
  const shown = lines.slice(sight.first, sight.end);
  const [focused, setFocused] = useState<number | null>(null);

  // What the reader looks at: the first line in sight and how far it is cut off.
  const anchor = useRef<{ at: number; cut: number } | null>(null);
  const scrolledTo = useRef(0);
  const keepAnchor = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const index = indexAt(offsets, element.scrollTop);
    const line = lines[index];
    anchor.current = line ? { at: line.at, cut: element.scrollTop - offsets[index]! } : null;
    scrolledTo.current = element.scrollTop;
  }, [lines, offsets]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (isFollowing) {
      element.scrollTop = element.scrollHeight;
    } else if (anchor.current) {
      const index = placeOf(lines, anchor.current.at);
      if (index >= 0) element.scrollTop = offsets[index]! + anchor.current.cut;
    }
    keepAnchor();
  }, [lines, offsets, isFollowing, keepAnchor]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const isUp = element.scrollTop < scrolledTo.current - 1;
    const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - endSlack;
    keepAnchor();
    if (isUp && !isAtEnd) onLeaveEnd();
    else if (isAtEnd) onReachEnd();
    if (element.scrollTop < 400) older.more();
  };

  const toggle = useCallback((at: number) => {
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(at)) after.add(at);
      return after;
    });
  }, []);

  // Once: the line that the address leads to, when it has come.
  const wasShown = useRef(false);
  useEffect(() => {
    if (focusSeq === null || wasShown.current) return;
    const index = lines.findIndex(({ line }) => line.kind === 'event' && line.event.seq === focusSeq);
    const found = lines[index];
    if (!found || !scroller.current) return;
    wasShown.current = true;
    setOpened(new Set([found.at]));
    setFocused(found.at);
    scroller.current.scrollTop = Math.max(0, offsets[index]! - 3 * lineHeight);
    keepAnchor();
  }, [focusSeq, lines, offsets, keepAnchor]);

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 }[event.key];
    if (event.key === 'End' && !event.ctrlKey) {
      props.onFollow();
      scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
      event.preventDefault();
    }
    if (step === undefined || lines.length === 0) return;
    event.preventDefault();
    if (isFollowing) onLeaveEnd();
    const from = focused === null ? -1 : placeOf(lines, focused);
    const index = Math.min(lines.length - 1, Math.max(0, from < 0 ? sight.first : from + step));
    setFocused(lines[index]!.at);
    focusLine(scroller.current, offsets, index);
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={text('log.title')}
        tabIndex={0}
        onScroll={onScroll}
        // Ahead of the scroll event: a line that arrives in between would pull the reader back to the end.
        onWheel={(event) => isFollowing && event.deltaY < 0 && onLeaveEnd()}
        onKeyDown={onKey}
        className="absolute inset-0 overflow-y-auto overscroll-contain py-1 -outline-offset-2"
      >
        {older.isLoading && (
          <p className="flex items-center justify-center gap-2 py-1 text-20 text-ink-3">
            <Spinner />
            {text('log.loadingOlder')}
          </p>
        )}
        {older.error && <p className="py-1 text-center text-20 text-fail-text">{text('log.olderFailed')}</p>}
        {lines.length === 0 ? (
          <NoLines total={props.total} />
        ) : (
          <ol>
            {sight.above > 0 && <li aria-hidden="true" style={{ height: sight.above }} />}
            {shown.map(({ at, line }) => (
              <LogRow
                key={at}
                at={at}
                line={line}
                sentence={props.inWords(line)}
                isOpened={opened.has(at)}
                isFocused={focused === at}
                onToggle={toggle}
                onOnly={props.onOnly}
              />
            ))}
            {sight.below > 0 && <li aria-hidden="true" style={{ height: sight.below }} />}
          </ol>
        )}
      </div>
      {fresh > 0 && (
        <Button
          look="primary"
          size="s"
          onClick={() => {
            props.onFollow();
            scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
          }}
          className="absolute bottom-2.5 left-1/2 -translate-x-1/2 animate-appear rounded-round shadow-2"
        >
          <Icon of={ArrowDown} size="xs" />
          <span aria-live="off">{text('log.newLines', { n: fresh })}</span>
        </Button>
      )}
    </div>
  );
}

function NoLines({ total }: { readonly total: number }): ReactElement {
  const text = useText();
  const { search, change } = useRunView();
  const filter: LogFilter = {
    level: search.level ?? 'all',
    nodeId: search.node ?? null,
    find: search.find ?? '',
    key: search.key ?? null,
  };
  if (isOpen(filter) || total === 0) return <p className="px-4 py-3 text-ink-3">{text('log.noneYet')}</p>;
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-3">
      <p className="font-medium">{text('log.noneMatch')}</p>
      <Button size="s" onClick={() => change({ level: undefined, node: undefined, find: undefined, key: undefined })}>
        {text('action.clearFilters')}
      </Button>
    </div>
  );
}

/** The index of the line with a place; -1 when it is not there. Places grow along the list. */
function placeOf(lines: readonly PlacedLine[], at: number): number {
  let [low, high] = [0, lines.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = lines[middle]!.at;
    if (found === at) return middle;
    if (found < at) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function indexAt(offsets: readonly number[], top: number): number {
  let [low, high] = [0, Math.max(0, offsets.length - 2)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (offsets[middle]! <= top) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Brings a line into sight, so that it is in the page, and gives it the focus. */
function focusLine(element: HTMLDivElement | null, offsets: readonly number[], index: number): void {
  if (!element) return;
  const [top, end] = [offsets[index]!, offsets[index + 1]!];
  if (top < element.scrollTop) element.scrollTop = top;
  else if (end > element.scrollTop + element.clientHeight - 8) element.scrollTop = end - element.clientHeight + 8;
  requestAnimationFrame(() =>
    element.querySelector<HTMLElement>('[data-focused] > button')?.focus({ preventScroll: true }),
  );
}
