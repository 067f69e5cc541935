import type { RunStatus } from '@koppel/model';
import type { MessageId } from '../i18n/texts.ts';
import type { Status } from '../kit/status-pill.tsx';

/** The word of each status of a run. */
export const runStatusWords: Record<RunStatus, MessageId> = {
  queued: 'run.queued',
  running: 'run.running',
  waiting: 'run.waiting',
  stopping: 'run.stopping',
  done: 'run.done',
  stopped: 'run.stopped',
  failed: 'run.failed',
};

/** How a run stands, as icon and colour. A run that is done with failed records is still done. */
export const runStatusLooks: Record<RunStatus, Status> = {
  queued: 'idle',
  running: 'run',
  waiting: 'warn',
  stopping: 'run',
  done: 'ok',
  stopped: 'idle',
  failed: 'fail',
};

/** Whether a run still changes. */
export function isGoing(status: RunStatus): boolean {
  return status === 'running' || status === 'waiting' || status === 'stopping';
}
