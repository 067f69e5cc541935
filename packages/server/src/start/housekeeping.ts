import type { Sessions } from '../auth/sessions.ts';
import type { Services } from '../handlers/services.ts';
import type { Log } from './log.ts';

const everyMs = 10 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** Runs that one commit removes: few, because a run with a long log takes its time and everybody else waits for it. */
const runsAtATime = 10;

/** Removes sessions that ran out, now and from time to time; of links there is one a person at most. Gives how to stop. */
export function clearSessions(sessions: Sessions, log: Log): () => Promise<void> {
  return repeatedly(() =>
    sessions
      .clear()
      .catch((error: unknown) => log({ level: 'error', message: 'Old sessions could not be removed', error })),
  );
}

/**
 * Removes what nobody needs any more in a workspace, now and from time to time: runs, work on record links and findings of
 * drift checks that ended `keepRunsDays` ago. Gives how to stop; that waits for the piece under way.
 */
export function keepTidy(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  { keepRunsDays, log }: { readonly keepRunsDays: number; readonly log: Log },
): () => Promise<void> {
  const stop = new AbortController();
  const removeRuns = async () => {
    const before = new Date(clock.now().getTime() - keepRunsDays * dayMs);
    let removed = runsAtATime;
    while (removed === runsAtATime && !stop.signal.aborted)
      removed = await store.runs.deleteEnded({ before, limit: runsAtATime });
  };
  const tidy = async () => {
    const complain = (message: string) => (error: unknown) => log({ level: 'error', message, error });
    await store.linkJobs
      .deleteEnded(new Date(clock.now().getTime() - keepRunsDays * dayMs))
      .catch(complain('Old work on record links could not be removed'));
    await store.drift
      .deleteClosed(new Date(clock.now().getTime() - keepRunsDays * dayMs))
      .catch(complain('Old findings of drift checks could not be removed'));
    await removeRuns().catch(complain('Old runs could not be removed'));
  };
  const end = repeatedly(tidy);
  return async () => {
    stop.abort();
    await end();
  };
}

/** Does something now and from time to time. Gives how to stop; that waits for the piece under way. */
function repeatedly(tidy: () => Promise<void>): () => Promise<void> {
  let work = tidy();
  const timer = setInterval(() => (work = work.then(tidy)), everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await work;
  };
}
