import { PageHeading } from '../app/page.tsx';
import { RecordKey } from '../app/record-key.tsx';
import type { Failure } from '@koppel/model';
import type { FailureDetail as Detail, FailureItem } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Ban, RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { EntityChip } from '../kit/entity.tsx';
import { Icon } from '../kit/icon.tsx';
import { Kbd } from '../kit/marks.tsx';
import { Bone, SkeletonRows } from '../kit/skeleton.tsx';
import { FailureAttempts, FailureHistory } from './failure-attempts.tsx';
import { FailureReasons } from './failure-reasons.tsx';
import { FailureValues } from './failure-values.tsx';
import { useEdits, type Edits } from './use-edits.ts';
import type { Repair } from './use-repair.ts';

export interface FailureDetailProps {
  readonly id: string;
  /** From the list, where it is there: with the names of the flow and the run. */
  readonly item: FailureItem | undefined;
  /** Ids of the open failures of the same cause in the list, this one among them. */
  readonly sameCause: readonly string[];
  readonly repair: Repair;
  readonly hasKeys: boolean;
  readonly onDismiss: (failure: Failure) => void;
}

/** One failed record: what happened, why, what to do, and everything that is known of it. */
export function FailureDetail({ id, item, sameCause, repair, hasKeys, onDismiss }: FailureDetailProps): ReactElement {
  const text = useText();
  const failure = useRead('getFailure', { params: { id } }, { keepsFormer: true });
  const edits = useEdits(id);
  return (
    <section aria-label={text('failures.detail')} className="flex min-w-0 flex-1 flex-col bg-surface">
      <QueryView query={failure} skeleton={<DetailSkeleton />}>
        {(data) => (
          <>
            <DetailHead failure={data} item={item} />
            <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5.5 py-4">
              <ProblemNote error={repair.error} />
              <FailureReasons failure={data} item={item} sameCause={sameCause} repair={repair} />
              <FailureValues failure={data} edits={edits} />
              <FailureAttempts failure={data} />
              <FailureHistory failure={data} />
            </div>
            <DetailFoot failure={data} edits={edits} repair={repair} hasKeys={hasKeys} onDismiss={onDismiss} />
          </>
        )}
      </QueryView>
    </section>
  );
}

const headlines = {
  open: 'failures.headline',
  retrying: 'failures.headline',
  dismissed: 'failures.headline',
  solved: 'failures.headlineSolved',
  waiting: 'failures.headlineWaiting',
} as const;

function DetailHead({
  failure,
  item,
}: {
  readonly failure: Failure;
  readonly item: FailureItem | undefined;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const names = useEntityNames();
  return (
    <header className="border-b border-line px-5.5 pt-3.5 pb-3">
      <Link
        to="/failures"
        search={true}
        className="mb-2 hidden items-center gap-1.5 text-20 text-accent-text max-narrow:flex"
      >
        <Icon of={ArrowLeft} size="s" />
        {text('failures.title')}
      </Link>
      <div className="mb-1 flex flex-wrap items-center gap-x-2 text-20 text-ink-2">
        <EntityChip entity={failure.entity}>{names.entity(failure.entity)}</EntityChip>
        <RecordKey value={failure.key} />
        <span className="ml-auto text-ink-3">
          {text('failures.failedAt', { time: format.dateTime(failure.lastAt) })}{' '}
          <Link to="/runs/$id" params={{ id: failure.runId }} className="text-accent-text underline underline-offset-2">
            {item ? text('failures.inRun', { number: String(item.runNumber) }) : text('failures.seeRun')}
          </Link>
        </span>
      </div>
      <PageHeading className="text-60 leading-[1.25] font-bold tracking-[-0.01em]">
        {text(headlines[failure.state], { name: failure.name })}
      </PageHeading>
    </header>
  );
}

function DetailFoot({
  failure,
  edits,
  repair,
  hasKeys,
  onDismiss,
}: {
  readonly failure: Detail;
  readonly edits: Edits;
  readonly repair: Repair;
  readonly hasKeys: boolean;
  readonly onDismiss: (failure: Failure) => void;
}): ReactElement {
  const text = useText();
  const mayNot = useReason('failures.repair');
  const settled = useSettledReason(failure);
  return (
    <footer className="flex min-h-14 flex-none flex-wrap items-center gap-2 border-t border-line bg-surface-2 px-5.5 py-2">
      <Button
        icon={RotateCw}
        reason={mayNot ?? settled}
        isBusy={repair.isRetrying}
        look={edits.count > 0 ? 'primary' : 'plain'}
        onClick={() => repair.retry([failure.id], undefined, edits.count > 0 ? edits.edit : undefined)}
      >
        {edits.count > 0 ? text('failures.retryEdited', { n: edits.count }) : text('failures.retryAsIs')}
      </Button>
      <Button look="quiet" icon={Ban} reason={mayNot ?? settled} onClick={() => onDismiss(failure)}>
        {text('failures.dismiss')}
      </Button>
      {edits.count > 0 && <span className="text-20 text-ink-2">{text('failures.sourceStays')}</span>}
      {hasKeys && edits.count === 0 && (
        <span className="ml-auto flex items-center gap-1.5 text-20 text-ink-3 max-narrow:hidden">
          <Kbd>J</Kbd>
          <Kbd>K</Kbd> {text('failures.keysMove')}
          <Kbd>E</Kbd> {text('failures.keysEdit')}
          <Kbd>R</Kbd> {text('failures.keysRetry')}
          <Kbd>X</Kbd> {text('failures.keysDismiss')}
        </span>
      )}
    </footer>
  );
}

/** Why a failure that is settled takes no further action; null for one that is not. */
function useSettledReason(failure: Failure): string | null {
  const text = useText();
  if (failure.state === 'solved') return text('failures.alreadySolved');
  if (failure.state === 'retrying') return text('failures.alreadyRetrying');
  return null;
}

/** The title of the flow of a failure, from the list or from the flows. */
export function useFlowTitle(failure: Failure, item: FailureItem | undefined): string {
  const localized = useLocalized();
  const flows = useRead('listFlows', {}, { isEnabled: item === undefined });
  if (item) return localized(item.flowTitle);
  const flow = flows.data?.find(({ id }) => id === failure.flowId);
  return flow ? localized(flow.title) : failure.flowId;
}

function DetailSkeleton(): ReactElement {
  return (
    <div aria-hidden="true">
      <div className="grid gap-2.5 border-b border-line px-5.5 py-4">
        <Bone width="30%" />
        <Bone width="55%" />
      </div>
      <SkeletonRows count={6} />
    </div>
  );
}
