import type { RunCounters } from '@koppel/model';
import { useText, type Text } from '../i18n/locale.tsx';
import type { ReactElement } from 'react';
import { plannedActions, type PlannedAction } from './planned.ts';

const counterOf: Record<PlannedAction, Exclude<keyof RunCounters, 'read'>> = {
  create: 'created',
  update: 'updated',
  unchanged: 'unchanged',
  filtered: 'filtered',
  skipped: 'skipped',
  waiting: 'waiting',
  failed: 'failed',
};

/** The totals of a trial in words: "50 records looked at. 3 would be created, 11 would be updated." */
export function planSentence(counters: RunCounters, text: Text): string {
  const parts = plannedActions
    .filter((action) => counters[counterOf[action]] > 0)
    .map((action) => text(`plan.part.${action}`, { n: counters[counterOf[action]] }));
  if (parts.length === 0) return text('plan.sentenceNone', { n: counters.read });
  return text('plan.sentence', { n: counters.read, parts: parts.join(', ') });
}

/** What a trial would do, and the promise that nothing was done. */
export function PlanSummary({ counters }: { readonly counters: RunCounters }): ReactElement {
  const text = useText();
  return (
    <p className="min-w-0 text-20 text-ink-2">
      {planSentence(counters, text)} {text('plan.promise')}
    </p>
  );
}
