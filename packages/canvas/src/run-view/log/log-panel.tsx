import { isFinal } from '@koppel/model';
import { useMemo, useReducer, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { qualified, useEntityNames } from '../../app/entities.ts';
import { useFormat, useSentence, useText } from '../../i18n/locale.tsx';
import type { LogLine } from '../../live/run-live-state.ts';
import { useFigures, useRunView } from '../run-context.tsx';
import { createLogSearch, firstEvent, type LogFilter, type PlacedLine } from './lines.ts';
import { LogFoot } from './log-foot.tsx';
import { LogHead } from './log-head.tsx';
import { LogList } from './log-list.tsx';
import { initialReading, newLines, reduceReading, shownMoment } from './reading.ts';
import { sentenceOf, type Words } from './sentences.ts';
import { useOlderLines } from './use-older.ts';

/** The log of a run: filters, lines, and where the reader stands in them. */
export function LogPanel(): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const names = useEntityNames();
  const { detail, document, live, search, change } = useRunView();
  const state = useStore(live);
  const figures = useFigures();
  const isOver = isFinal(figures.state);
  const [reading, read] = useReducer(
    reduceReading,
    // A link to a line, or a run that is over, is read; what is going on is followed.
    initialReading(!isOver && search.line === undefined),
  );
  const [pausedAt, setPausedAt] = useState<number | null>(null);

  const words = useMemo(
    (): Words => ({
      text,
      sentence,
      format,
      fieldName: (field, nodeId) => names.field(qualified(field, document.nodes[nodeId]?.entity)),
      isTrial: detail.run.isDryRun,
    }),
    [text, sentence, format, names, document, detail.run.isDryRun],
  );
  const { passes, inWords } = useMemo(() => {
    const inWords = (line: LogLine) => sentenceOf(line, words);
    return { inWords, passes: createLogSearch(inWords) };
  }, [words]);
  const filter = useMemo(
    (): LogFilter => ({
      level: search.level ?? 'all',
      nodeId: search.node ?? null,
      find: search.find ?? '',
      key: search.key ?? null,
    }),
    [search.level, search.node, search.find, search.key],
  );

  const { log, forgotten } = shownMoment(reading, state);
  const older = useOlderLines(detail.run.id, firstEvent(log)?.seq ?? null, forgotten);
  const lines = useMemo(() => {
    const shown: PlacedLine[] = older.lines.filter(({ line }) => passes(line, filter));
    log.forEach((line, index) => {
      if (passes(line, filter)) shown.push({ at: forgotten + index, line });
    });
    return shown;
  }, [older.lines, log, forgotten, passes, filter]);
  const fresh = newLines(reading, state, (line) => passes(line, filter));
  const moment = { log: state.log, forgotten: state.forgotten };

  const follow = (isOn: boolean) => {
    read({ type: 'follow', isOn, moment });
    if (!isOn) return;
    setPausedAt(null);
    older.drop();
  };
  const pause = () => {
    read(reading.frozen ? { type: 'goOn' } : { type: 'pause', moment });
    setPausedAt(reading.frozen ? null : Date.now());
  };
  return (
    <section aria-label={text('log.title')} className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
      <LogHead
        log={state.log}
        isFollowing={reading.isFollowing}
        isPaused={reading.frozen !== null}
        isOver={isOver}
        onFollow={follow}
        onPause={pause}
      />
      <LogList
        lines={lines}
        total={log.length}
        inWords={inWords}
        isFollowing={reading.isFollowing && reading.frozen === null}
        fresh={fresh}
        older={older}
        focusSeq={search.line ?? null}
        onLeaveEnd={() => read({ type: 'leftEnd', moment })}
        onReachEnd={() => read({ type: 'reachedEnd' })}
        onFollow={() => follow(true)}
        onOnly={(key) => change({ key })}
      />
      <LogFoot pausedAt={reading.frozen ? pausedAt : null} shown={lines.length} inWords={inWords} words={words} />
    </section>
  );
}
