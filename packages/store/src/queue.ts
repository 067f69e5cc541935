import { eq } from 'drizzle-orm';
import { FenceLost, type ClaimedRun, type RunQueue } from '@koppel/runtime';
import type { StoreContext } from './context.ts';
import type { JournalTables } from './journal/tables.ts';
import { storedRunOf } from './runs/run-row.ts';
import { run } from './schema/runs.ts';

/**
 * The queue of runs is the table of runs itself. A flow has one run in hand at a time: while one of its runs has begun and
 * not ended, also while it waits for a system, the ones behind it stay queued.
 */
export function createQueue({ database, db, writer }: StoreContext, { effects }: JournalTables): RunQueue {
  const next = database
    .prepare<{ at: number }, string>(
      `select id from run
       where ended_at is null and (lease_until is null or lease_until <= @at) and (
         status in ('running', 'stopping')
         or (status = 'waiting' and due_at <= @at)
         or (status = 'queued' and not exists (
           select 1 from run as other indexed by run_unfinished
           where other.ended_at is null and other.flow_id = run.flow_id and other.id <> run.id
             and (other.status <> 'queued' or other.lease_until > @at))))
       order by number limit 1`,
    )
    .pluck();
  const take = database.prepare<[string, number, string]>(
    'update run set fence = fence + 1, attempt = attempt + 1, worker = ?, lease_until = ? where id = ?',
  );
  const keep = database
    .prepare<[number, string, number], string | null>(
      // Only while it is in hand: a heartbeat that comes late must not hold back a run that was let go.
      'update run set lease_until = ? where id = ? and fence = ? and worker is not null returning stop_asked_by',
    )
    .pluck();

  const claimNext = (worker: string, at: Date, leaseMs: number): ClaimedRun | null => {
    const id = next.get({ at: at.getTime() });
    if (id === undefined) return null;
    take.run(worker, at.getTime() + leaseMs, id);
    // What the last worker was sending may or may not have arrived.
    effects.abandon(id);
    const row = db.select().from(run).where(eq(run.id, id)).get()!;
    return { ...storedRunOf(row), fence: row.fence };
  };

  return {
    async claim(worker, { at, leaseMs }) {
      if (next.get({ at: at.getTime() }) === undefined) return null;
      return writer.write(() => claimNext(worker, at, leaseMs));
    },
    renew: ({ runId, fence }, { at, leaseMs }) =>
      writer.write(() => {
        const stopAskedBy = keep.get(at.getTime() + leaseMs, runId, fence);
        if (stopAskedBy === undefined) throw new FenceLost(runId);
        return { stopAskedBy };
      }),
  };
}
