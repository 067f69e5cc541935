import { isFinal } from '@koppel/model';
import { Download } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useText, useLocalized } from '../../i18n/locale.tsx';
import { useFormat } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import type { LogLine } from '../../live/run-live-state.ts';
import { useLiveConnection } from '../../live/use-live.tsx';
import { useFigures, useRunView } from '../run-context.tsx';
import { downloadLog } from './download.ts';
import { levelOf, recordOf } from './lines.ts';
import type { Words } from './sentences.ts';

/** How the log stands, how long it is, and the way to have all of it. */
export function LogFoot({
  pausedAt,
  shown,
  inWords,
  words,
}: {
  readonly pausedAt: number | null;
  readonly shown: number;
  readonly inWords: (line: LogLine) => string;
  readonly words: Words;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const format = useFormat();
  const api = useApi();
  const { detail, live, nodes } = useRunView();
  const length = useStore(live, ({ log, forgotten }) => forgotten + log.length);
  const [got, setGot] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const save = async () => {
    setError(null);
    setGot(0);
    try {
      await downloadLog({
        api,
        run: detail.run,
        flowTitle: localized(detail.flowTitle),
        nodes,
        words,
        onProgress: setGot,
      });
    } catch (thrown) {
      if (thrown instanceof ApiError) setError(thrown);
      else throw thrown;
    } finally {
      setGot(null);
    }
  };
  return (
    <footer className="flex-none border-t border-line text-20 text-ink-2">
      {error && (
        <div className="px-4 pt-2">
          <ProblemNote error={error} />
        </div>
      )}
      <div className="flex min-h-8 flex-wrap items-center gap-x-3.5 px-4">
        {pausedAt === null ? <Standing /> : <span>{text('log.paused', { time: format.timeSeconds(pausedAt) })}</span>}
        <span className="tabular-nums">
          {shown < length ? text('log.shownOf', { shown, n: length }) : text('log.lines', { n: length })}
        </span>
        <ReadErrors inWords={inWords} />
        <Button
          look="quiet"
          size="s"
          icon={Download}
          isBusy={got !== null}
          onClick={() => void save()}
          className="ml-auto"
        >
          {got === null ? text('log.download') : text('log.downloading', { n: got })}
        </Button>
      </div>
    </footer>
  );
}

function Standing(): ReactElement {
  const text = useText();
  const { state } = useFigures();
  const connection = useLiveConnection();
  if (isFinal(state)) return <span>{text('log.over')}</span>;
  const isOpen = connection.status === 'open';
  return (
    <span className="flex items-center gap-2">
      <span
        aria-hidden="true"
        className={isOpen ? 'size-2 rounded-round bg-run ring-3 ring-run-soft' : 'size-2 rounded-round bg-warn'}
      />
      {text(isOpen ? 'log.live' : 'log.away')}
    </span>
  );
}

/** The log announces nothing by itself: this reads out the failures that came since it was pressed last. */
function ReadErrors({ inWords }: { readonly inWords: (line: LogLine) => string }): ReactElement {
  const text = useText();
  const { live } = useRunView();
  const readTo = useRef(0);
  const [spoken, setSpoken] = useState('');
  const speak = () => {
    const { log, forgotten } = live.getState();
    const fresh = log
      .slice(Math.max(0, readTo.current - forgotten))
      .filter((line) => levelOf(line) === 'failed')
      .slice(-10);
    readTo.current = forgotten + log.length;
    setSpoken(
      fresh.length === 0
        ? text('log.noNewErrors')
        : fresh.map((line) => `${recordOf(line)?.name ?? ''} ${inWords(line)}`.trim()).join('. '),
    );
  };
  return (
    <>
      <Button look="quiet" size="s" className="sr-only focus:not-sr-only" onClick={speak}>
        {text('log.readErrors')}
      </Button>
      <span role="status" className="sr-only">
        {spoken}
      </span>
    </>
  );
}
