import type { Services } from '../handlers/services.ts';
import type { Log } from './log.ts';

const everyMs = 10 * 60_000;

/** Removes sessions that ran out, from time to time (of links there is one a person at most). Gives how to stop. */
export function keepTidy({ sessions }: Pick<Services, 'sessions'>, log: Log): () => void {
  const tidy = () => {
    sessions
      .clear()
      .catch((error: unknown) => log({ level: 'error', message: 'Old sessions could not be removed', error }));
  };
  tidy();
  const timer = setInterval(tidy, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
