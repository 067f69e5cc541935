import type { FirstStepId, FirstSteps as Standing, FlowSummary } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { Check, Minus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Button, buttonClass, IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';

type Step = Standing['steps'][number];

const words: Readonly<Record<FirstStepId, { readonly title: MessageId; readonly why: MessageId }>> = {
  erp: { title: 'firstSteps.erp', why: 'firstSteps.erpWhy' },
  crm: { title: 'firstSteps.crm', why: 'firstSteps.crmWhy' },
  mastership: { title: 'firstSteps.mastership', why: 'firstSteps.mastershipWhy' },
  flows: { title: 'firstSteps.flows', why: 'firstSteps.flowsWhy' },
  sample: { title: 'firstSteps.sample', why: 'firstSteps.sampleWhy' },
  publish: { title: 'firstSteps.publish', why: 'firstSteps.publishWhy' },
};
/** About how long each takes somebody who does it for the first time. */
const minutes: Readonly<Record<FirstStepId, number>> = {
  erp: 10,
  crm: 10,
  mastership: 15,
  flows: 1,
  sample: 5,
  publish: 5,
};

/** Where the way to the first flow stands; null until it is known, and for who does not go it. */
export function useFirstSteps(): Standing | null {
  const reason = useReason('flows.edit');
  return useRead('getFirstSteps', {}, { isEnabled: reason === null }).data ?? null;
}

/** Whether the list has anything left to lead to. */
export function isUnderWay({ steps, isPutAway }: Standing): boolean {
  return !isPutAway && steps.some(({ state }) => state === 'open');
}

export interface FirstStepsProps {
  readonly standing: Standing;
  readonly flows: readonly FlowSummary[];
  readonly onNew: () => void;
  readonly onImport: () => void;
  readonly onPutAway: () => void;
}

/** The way to the first flow that runs by itself: what is done is ticked, and the next step has what does it. */
export function FirstSteps({ standing, flows, onNew, onImport, onPutAway }: FirstStepsProps): ReactElement {
  const text = useText();
  const change = useCall('changeFirstSteps', { stale: ['getFirstSteps'] });
  const { steps } = standing;
  const next = steps.find(({ state }) => state === 'open')?.id;
  const skipped = steps.filter(({ state }) => state === 'skipped').map(({ id }) => id);
  const skip = (ids: readonly FirstStepId[]) => change.mutate({ body: { skipped: [...ids] } });
  return (
    <section aria-labelledby="first-steps" className="flex-none rounded-3 bg-surface px-5 py-4 shadow-1">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="first-steps" className="text-50 font-bold">
          {text('firstSteps.title')}
        </h2>
        <p role="status" className="text-ink-3">
          {text('firstSteps.done', { n: steps.filter(({ state }) => state === 'done').length, all: steps.length })}
        </p>
        <span className="ml-auto">
          <IconButton
            icon={X}
            size="s"
            label={text('firstSteps.putAway')}
            onClick={() => {
              change.mutate({ body: { isPutAway: true } });
              onPutAway();
            }}
          />
        </span>
      </header>
      <ol className="mt-2">
        {steps.map((step, index) => (
          <StepRow
            key={step.id}
            step={step}
            number={index + 1}
            isNext={step.id === next}
            onSkip={() => skip([...skipped, step.id])}
            onResume={() => skip(skipped.filter((id) => id !== step.id))}
          >
            <StepAction id={step.id} flows={flows} onNew={onNew} onImport={onImport} />
          </StepRow>
        ))}
      </ol>
      <ProblemNote error={change.error} />
    </section>
  );
}

function StepRow({
  step: { id, state },
  number,
  isNext,
  onSkip,
  onResume,
  children,
}: {
  readonly step: Step;
  readonly number: number;
  readonly isNext: boolean;
  readonly onSkip: () => void;
  readonly onResume: () => void;
  readonly children: ReactElement;
}): ReactElement {
  const text = useText();
  const title = text(words[id].title);
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className="flex min-h-10 flex-wrap items-center gap-x-2.75 gap-y-1.5 border-t border-line py-2 first:border-t-0"
    >
      <StepMark state={state} number={number} isNext={isNext} />
      <div className="min-w-60 flex-1">
        <p className={cx(state === 'open' ? 'text-ink' : 'text-ink-3', isNext && 'font-bold')}>
          {title}
          <span className="ml-2 text-20 font-regular text-ink-3">
            {state === 'open' ? text('firstSteps.minutes', { n: minutes[id] }) : text(`firstSteps.${state}Mark`)}
          </span>
        </p>
        {state === 'open' && <p className="text-20 leading-ui text-ink-2">{text(words[id].why)}</p>}
      </div>
      {state === 'open' && (
        <span className="flex flex-wrap gap-2">
          {isNext && children}
          <Button size="s" look="quiet" aria-label={text('firstSteps.skipOf', { step: title })} onClick={onSkip}>
            {text('firstSteps.skip')}
          </Button>
        </span>
      )}
      {state === 'skipped' && (
        <Button size="s" look="quiet" aria-label={text('firstSteps.resumeOf', { step: title })} onClick={onResume}>
          {text('firstSteps.resume')}
        </Button>
      )}
    </li>
  );
}

function StepMark({
  state,
  number,
  isNext,
}: {
  readonly state: Step['state'];
  readonly number: number;
  readonly isNext: boolean;
}): ReactElement {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'grid size-5 flex-none place-items-center rounded-round text-10 font-bold',
        state === 'done'
          ? 'bg-ok-soft text-ok-text'
          : state === 'skipped'
            ? 'bg-idle-soft text-idle-text'
            : isNext
              ? 'bg-accent text-on-accent'
              : 'border-[1.5px] border-edge-control',
      )}
    >
      {state === 'done' ? <Icon of={Check} size="xs" /> : state === 'skipped' ? <Icon of={Minus} size="xs" /> : number}
    </span>
  );
}

interface ActionProps extends Pick<FirstStepsProps, 'flows' | 'onNew' | 'onImport'> {
  readonly id: FirstStepId;
}

/** What does a step, or leads to where it is done. */
function StepAction({ id, flows, onNew, onImport }: ActionProps): ReactElement | null {
  const text = useText();
  const primary = buttonClass('primary', 's');
  const flow = flows.find(({ id: flowId }) => flowId === 'accounts-erp-to-crm') ?? flows.find(({ damage }) => !damage);
  if (id === 'erp' || id === 'crm') {
    return (
      <Link to="/connections/new" className={primary}>
        {text('firstSteps.connect')}
      </Link>
    );
  }
  if (id === 'mastership') return <ConfirmMatrix />;
  if (id === 'flows') return <AddFlows onNew={onNew} onImport={onImport} />;
  if (!flow) return null;
  return (
    <Link
      to="/flows/$id"
      params={{ id: flow.id }}
      search={id === 'sample' ? { tab: 'sample' } : {}}
      className={primary}
    >
      {text(id === 'sample' ? 'firstSteps.try' : 'firstSteps.openFlow')}
    </Link>
  );
}

/** The matrix that is proposed: to be looked at, or taken as it is. */
function ConfirmMatrix(): ReactElement {
  const text = useText();
  const toast = useToast();
  const reason = useReason('mastership.edit');
  const matrix = useRead('getMastership', {});
  const save = useCall('saveMastership', { stale: ['getMastership', 'getFirstSteps'] });
  return (
    <>
      <Button
        size="s"
        reason={reason}
        isBusy={save.isPending || !matrix.data}
        onClick={() =>
          matrix.data &&
          save.mutate({ body: matrix.data }, { onSuccess: () => toast({ text: text('firstSteps.confirmed') }) })
        }
      >
        {text('firstSteps.confirm')}
      </Button>
      <Link to="/mastership" className={buttonClass('primary', 's')}>
        {text('firstSteps.look')}
      </Link>
      <ProblemNote error={save.error} />
    </>
  );
}

/** The flows that ship, all at once; or one of one's own. */
function AddFlows({ onNew, onImport }: Pick<ActionProps, 'onNew' | 'onImport'>): ReactElement {
  const text = useText();
  const toast = useToast();
  const shipped = useRead('listShippedFlows', {});
  const add = useCall('addShippedFlows', { stale: ['listShippedFlows', 'listFlows', 'getFirstSteps'] });
  const ids = shipped.data?.map(({ id }) => id) ?? [];
  return (
    <>
      <Button size="s" look="quiet" onClick={onImport}>
        {text('flows.import')}
      </Button>
      <Button size="s" onClick={onNew}>
        {text('flows.new')}
      </Button>
      <Button
        size="s"
        look="primary"
        isBusy={add.isPending || !shipped.data}
        onClick={() =>
          add.mutate(
            { body: { add: ids } },
            { onSuccess: ({ added }) => toast({ text: text('flows.shippedAdded', { n: added.length }) }) },
          )
        }
      >
        {text('firstSteps.addFlows', { n: ids.length })}
      </Button>
      <ProblemNote error={add.error} />
    </>
  );
}
