import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { runStatusWords } from '../runs/run-status.ts';
import { settledOf } from './progress.ts';
import { useFigures, useRunView } from './run-context.tsx';

const atMostEveryMs = 30_000;

/** Says how the run gets on to those who cannot see it: each change of state, each tenth, and at most twice a minute. */
export function Announcer(): ReactElement {
  const text = useText();
  const { detail } = useRunView();
  const { state, counters, expected } = useFigures();
  const [words, setWords] = useState('');
  const said = useRef<{ status: string; tenth: number; at: number } | null>(null);
  const tenth = expected ? Math.floor((settledOf(counters) / expected) * 10) : 0;
  useEffect(() => {
    const before = said.current;
    const now = Date.now();
    said.current ??= { status: state.status, tenth, at: now };
    // On arrival everything is on the screen: only what changes is said.
    if (!before) return;
    if (before.status !== state.status) {
      setWords(
        text('runView.announceState', {
          number: String(detail.run.number),
          status: text(runStatusWords[state.status]),
        }),
      );
    } else if (tenth > before.tenth && now - before.at >= atMostEveryMs / 3) {
      setWords(text('runView.announce', { n: counters.read, expected: expected ?? 0, failed: counters.failed }));
    } else if (counters.read > 0 && state.status === 'running' && now - before.at >= atMostEveryMs) {
      setWords(text('runView.announceRead', { n: counters.read, failed: counters.failed }));
    } else return;
    said.current = { status: state.status, tenth, at: now };
  }, [state.status, tenth, counters, expected, detail.run.number, text]);
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}
