import type { Sessions } from '../auth/sessions.ts';
import type { Services } from '../handlers/services.ts';
import { limitsOf } from '../privacy/privacy.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Log } from './log.ts';

const everyMs = 10 * 60_000;
/** Runs that one commit removes: few, because a run with a long log takes its time and everybody else waits for it. */
const runsAtATime = 10;
const rowsAtATime = 200;
/** What was removed within this time is one event of the audit log. */
const toldEveryMs = 60 * 60_000;

/** Removes sessions that ran out, now and from time to time; of links there is one a person at most. Gives how to stop. */
export function clearSessions(sessions: Sessions, log: Log): () => Promise<void> {
  return repeatedly(() =>
    sessions
      .clear()
      .catch((error: unknown) => log({ level: 'error', message: 'Old sessions could not be removed', error })),
  );
}

/**
 * Removes what is older than the workspace decided, now and from time to time: lines about records, values of records, and
 * runs with work on record links and findings of drift checks. The audit log is told how much. Gives how to stop; that waits for
 * the piece under way.
 */
export function keepTidy(
  { about, store, clock, privacy }: Pick<Services, 'about' | 'store' | 'clock' | 'privacy'>,
  { audit, log }: { readonly audit: AuditLog; readonly log: Log },
): () => Promise<void> {
  const stop = new AbortController();
  const removed = { values: 0, lines: 0, linkJobs: 0, findings: 0, runs: 0 };
  let toldAtMs = -Infinity;

  /** Removes one kind. What cannot be removed is left for the next time. */
  const remove = async (kind: keyof typeof removed, what: string, work: () => Promise<number>) => {
    try {
      removed[kind] += await work();
    } catch (error) {
      log({ level: 'error', message: `${what} could not be removed`, error });
    }
  };
  const inPieces = async (limit: number, piece: (limit: number) => Promise<number>): Promise<number> => {
    let sum = 0;
    for (let last = limit; last >= limit && !stop.signal.aborted; sum += last) last = await piece(limit);
    return sum;
  };
  const tell = async () => {
    const all = Object.entries(removed).filter(([, count]) => count > 0);
    if (all.length === 0) return;
    for (const kind of Object.keys(removed) as (keyof typeof removed)[]) removed[kind] = 0;
    toldAtMs = clock.monotonicMs();
    await audit
      .record({ act: 'privacy.tidy', workspaceId: about().id }, (note) =>
        note.change(null, { deleted: Object.fromEntries(all) }),
      )
      .catch((error: unknown) =>
        log({ level: 'error', message: 'The audit log was not told what was removed', error }),
      );
  };
  const tidy = async () => {
    const { runsBefore, logsBefore, payloadsBefore } = limitsOf(await privacy.retention(), clock.now());
    const { retention, linkJobs, drift, runs } = store;
    await remove('values', 'Old values of records', () =>
      inPieces(rowsAtATime, (limit) => retention.deletePayloads({ before: payloadsBefore, limit })),
    );
    await remove('lines', 'Old lines of runs', () =>
      inPieces(rowsAtATime, (limit) => retention.deleteLogs({ before: logsBefore, limit })),
    );
    await remove('linkJobs', 'Old work on record links', () => linkJobs.deleteEnded(payloadsBefore));
    await remove('findings', 'Old findings of drift checks', () => drift.deleteClosed(payloadsBefore));
    await remove('runs', 'Old runs', () =>
      inPieces(runsAtATime, (limit) => runs.deleteEnded({ before: runsBefore, limit })),
    );
    if (clock.monotonicMs() - toldAtMs >= toldEveryMs) await tell();
  };
  const end = repeatedly(() =>
    tidy().catch((error: unknown) =>
      log({ level: 'error', message: 'How long data is kept could not be read', error }),
    ),
  );
  return async () => {
    stop.abort();
    await end();
    await tell();
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
