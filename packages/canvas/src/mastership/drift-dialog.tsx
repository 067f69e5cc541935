import type { DriftOverview, DriftSchedule } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { useId, useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { StatusPill } from '../kit/status-pill.tsx';
import { Switch } from '../kit/switch.tsx';
import { useNow } from '../kit/timing.ts';
import { runStatusLooks, runStatusWords } from '../runs/run-status.ts';
import { DriftItem } from './drift-item.tsx';

const shown = 50;

/** When linked records are compared with their master, of which flows, and what was found. */
export function DriftDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const text = useText();
  const overview = useRead('getDrift', {}, { everyMs: 5_000 });
  return (
    <Dialog
      isOpen
      width="l"
      onClose={onClose}
      title={text('drift.title')}
      description={text('drift.explained')}
      closeLabel={text('action.close')}
      actions={<Button onClick={onClose}>{text('action.close')}</Button>}
    >
      <QueryView query={overview} skeleton={<SkeletonRows count={6} />}>
        {(data) => (
          <>
            <Nightly key={JSON.stringify(data.schedule)} overview={data} />
            <Flows overview={data} />
            <Found />
          </>
        )}
      </QueryView>
    </Dialog>
  );
}

function Nightly({ overview }: { readonly overview: DriftOverview }): ReactElement {
  const text = useText();
  const format = useFormat();
  const reason = useReason('mastership.edit');
  const switchId = useId();
  const [draft, setDraft] = useState<DriftSchedule>(overview.schedule);
  const save = useCall('saveDriftSchedule', { stale: ['getDrift'] });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(overview.schedule);
  return (
    <section aria-label={text('drift.nightly')} className="flex flex-col gap-2.5">
      <div className="flex items-center gap-2.5">
        <Switch id={switchId} value={draft.isOn} reason={reason} onChange={(isOn) => setDraft({ ...draft, isOn })} />
        <label htmlFor={switchId}>{text('drift.nightly')}</label>
        <span className="text-20 text-ink-3">
          {overview.nextAt !== null && text('drift.next', { time: format.dateTime(overview.nextAt) })}
        </span>
      </div>
      <div className="grid grid-cols-[9rem_1fr] gap-3">
        <Field label={text('drift.at')}>
          {(ids) => (
            <Input
              {...ids}
              type="time"
              readOnly={reason !== null}
              value={draft.at}
              onChange={(event) => setDraft({ ...draft, at: event.target.value })}
            />
          )}
        </Field>
        <Field label={text('drift.zone')} help={text('drift.zoneHelp')}>
          {(ids) => (
            <Input
              {...ids}
              readOnly={reason !== null}
              placeholder={overview.timeZone}
              value={draft.timeZone ?? ''}
              onChange={(event) => setDraft({ ...draft, timeZone: event.target.value.trim() || null })}
            />
          )}
        </Field>
      </div>
      <ProblemNote error={save.error} />
      {isChanged && (
        <div>
          <Button
            look="primary"
            size="s"
            reason={reason ?? (draft.at === '' ? text('drift.noTime') : null)}
            isBusy={save.isPending}
            onClick={() => save.mutate({ body: draft })}
          >
            {text('action.save')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Flows({ overview: { flows } }: { readonly overview: DriftOverview }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const toast = useToast();
  const reason = useReason('flows.run');
  const start = useCall('startDrift', { stale: ['getDrift', 'listDrift', 'listRuns'] });
  if (flows.length === 0) return <p className="text-ink-2">{text('drift.noFlows')}</p>;
  const check = (some: readonly string[]) =>
    start.mutate(
      { body: { flows: [...some] } },
      { onSuccess: ({ runs }) => toast({ text: text('drift.started', { n: runs.length }) }) },
    );
  return (
    <section aria-label={text('drift.flows')}>
      <h3 className="mb-1 text-20 font-bold">{text('drift.flows')}</h3>
      <ul>
        {flows.map(({ flowId, title, isOn, last }) => (
          <li key={flowId} className="flex min-h-9 items-center gap-2.5 border-t border-line first:border-t-0">
            <span className="min-w-0 flex-1 truncate">
              {localized(title)}
              {!isOn && <span className="text-ink-3"> {text('drift.flowIsOff')}</span>}
            </span>
            {last ? (
              <Link to="/runs/$id" params={{ id: last.runId }} className="hover:underline">
                <StatusPill status={runStatusLooks[last.state.status]}>
                  {text('drift.lastRun', {
                    number: String(last.number),
                    state: text(runStatusWords[last.state.status]),
                  })}
                </StatusPill>
              </Link>
            ) : (
              <span className="text-20 text-ink-3">{text('drift.never')}</span>
            )}
            <Button
              size="s"
              look="quiet"
              reason={reason}
              aria-label={text('drift.check', { flow: localized(title) })}
              onClick={() => check([flowId])}
            >
              {text('drift.now')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote error={start.error} />
    </section>
  );
}

function Found(): ReactElement {
  const text = useText();
  const now = useNow(60_000);
  const found = useRead('listDrift', { query: { days: 30, limit: shown } }, { everyMs: 5_000 });
  return (
    <section aria-label={text('drift.inDays')}>
      <h3 className="mb-1 text-20 font-bold">{text('drift.inDays')}</h3>
      <QueryView query={found} skeleton={<SkeletonRows count={3} />}>
        {({ items, hasMore, counts }) => (
          <>
            <p className="text-20 text-ink-2">
              {items.length === 0
                ? text('drift.none')
                : text('drift.counts', { putBack: counts.putBack, held: counts.held, left: counts.left })}
            </p>
            <ul>
              {items.map((item) => (
                <DriftItem key={item.id} item={item} now={now} />
              ))}
            </ul>
            {hasMore && <p className="text-20 text-ink-2">{text('drift.more')}</p>}
          </>
        )}
      </QueryView>
    </section>
  );
}
