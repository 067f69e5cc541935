import type { TemplateInstallation } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ComponentProps, type ReactElement } from 'react';
import type { ApiInput } from '../api/api.ts';
import { keyOf, useCall, useRead } from '../api/use-api.tsx';
import { Page, PageBody } from '../app/page.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useReason, useSession } from '../app/session.tsx';
import { useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { CompareStep } from './compare-step.tsx';
import { ConnectionsStep } from './connections-step.tsx';
import { FieldsStep } from './fields-step.tsx';
import { Installed } from './installed.tsx';
import { PackageStep } from './package-step.tsx';
import { ParametersStep } from './parameters-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { Wizard } from './wizard.tsx';

const allSteps = ['package', 'connections', 'fields', 'parameters', 'compare', 'review'] as const;
type Step = (typeof allSteps)[number];

/** `onSaved`: once it is kept. */
export type ChangeInstallation = (
  change: NonNullable<ApiInput<'changeInstallation'>['body']>,
  onSaved?: () => void,
) => void;

/** The wizard that installs or upgrades a template. All that is chosen is kept on the server: it can be left at any time. */
export function InstallScreen(): ReactElement {
  const text = useText();
  const { id } = useParams({ from: '/shell/templates/install/$id' });
  const work = useRead('getInstallation', { params: { id } });
  const [isFinished, setFinished] = useState<ComponentProps<typeof Installed> | null>(null);
  if (isFinished) return <Installed {...isFinished} />;
  if (work.data) return <Steps work={work.data} onFinished={setFinished} />;
  return (
    <Page title={text('templates.installTitle')}>
      <PageBody>
        <Guard permission="templates.use">
          <QueryView query={work} skeleton={<SkeletonRows count={6} />}>
            {() => null}
          </QueryView>
        </Guard>
      </PageBody>
    </Page>
  );
}

function Steps({
  work,
  onFinished,
}: {
  readonly work: TemplateInstallation;
  readonly onFinished: (finished: ComponentProps<typeof Installed>) => void;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const localized = useLocalized();
  const navigate = useNavigate();
  const toast = useToast();
  const client = useQueryClient();
  const search = useSearch({ from: '/shell/templates/install/$id' });
  const publishReason = useReason('flows.publish');
  const { isTwoPerson } = useSession().workspace;
  // Drafts that nobody looked at are not published where two people have to stand behind them.
  const mayNotPublish = publishReason ?? (isTwoPerson ? text('review.needsApproval') : null);
  const params = { id: work.id };
  const change = useCall('changeInstallation');
  const finish = useCall('finishInstallation', {
    stale: ['listTemplates', 'listFlows', 'getFlow', 'getMastership', 'listValueLists'],
  });
  const abandon = useCall('abandonInstallation', { stale: ['listTemplates'] });
  const [isGivingUp, setIsGivingUp] = useState(false);
  const giveUp = () =>
    abandon.mutate(
      { params },
      {
        onSuccess: () => {
          toast({ text: text('templates.givenUp') });
          void navigate({ to: '/templates' });
        },
      },
    );
  const { automatic, kept, conflicts } = work.compare;
  const steps = allSteps.filter(
    (step) => step !== 'compare' || work.upgrades !== null || automatic.length + kept.length + conflicts.length > 0,
  );
  const current = steps.find((step) => step === search.step) ?? 'package';
  const at = steps.indexOf(current);
  const blockerOf = (step: Step) => work.blockers.find((blocker) => blocker.step === step);
  const go = (step: Step) =>
    void navigate({ to: '/templates/install/$id', params, search: { step, conflict: undefined } });
  const save: ChangeInstallation = (body, onSaved) =>
    change.mutate(
      { params, body },
      {
        onSuccess: (next) => {
          client.setQueryData(keyOf('getInstallation', { params }), next);
          onSaved?.();
        },
      },
    );
  const install = (as: 'drafts' | 'published') =>
    finish.mutate(
      { params, body: { as } },
      { onSuccess: ({ skippedTests }) => onFinished({ work, isPublished: as === 'published', skippedTests }) },
    );
  const [blocker] = work.blockers;
  const reason = blocker ? `${sentence(blocker.message)} ${sentence(blocker.remedy)}` : null;
  const stepBlocker = blockerOf(current);
  const hasErrors = work.checks.some(({ issues }) => issues.some(({ severity }) => severity === 'error'));
  return (
    <Wizard
      title={text('templates.installOf', { title: localized(work.template.title), version: work.template.version })}
      remark={work.upgrades === null ? undefined : text('templates.updates', { version: work.upgrades })}
      steps={steps.map((id, index) => ({
        id,
        title: text(`templates.step.${id}`),
        isDone: id !== 'review' && index < at && !blockerOf(id),
      }))}
      current={current}
      onStep={go}
      actions={
        <Button look="quiet" onClick={() => setIsGivingUp(true)}>
          {text('templates.giveUp')}
        </Button>
      }
      promise={text('templates.nothingBefore')}
      reason={stepBlocker ? `${sentence(stepBlocker.message)} ${sentence(stepBlocker.remedy)}` : null}
      last={
        <>
          <Button isBusy={finish.isPending} reason={reason} onClick={() => install('drafts')}>
            {text('templates.asDrafts')}
          </Button>
          <Button
            look="primary"
            isBusy={finish.isPending}
            reason={reason ?? mayNotPublish ?? (hasErrors ? text('templates.hasErrors') : null)}
            onClick={() => install('published')}
          >
            {text('templates.andPublish')}
          </Button>
        </>
      }
    >
      {(change.error ?? finish.error) && (
        <div className="px-6 pt-4">
          <ProblemNote error={change.error ?? finish.error} />
        </div>
      )}
      <Dialog
        isOpen={isGivingUp}
        onClose={() => setIsGivingUp(false)}
        title={text('templates.giveUpTitle', { title: localized(work.template.title), version: work.template.version })}
        description={text('templates.giveUpText')}
        closeLabel={text('action.close')}
        actions={
          <>
            <Button onClick={() => setIsGivingUp(false)}>{text('templates.goOnInstalling')}</Button>
            <Button look="danger" isBusy={abandon.isPending} onClick={giveUp}>
              {text('templates.giveUp')}
            </Button>
          </>
        }
      >
        <ProblemNote error={abandon.error} />
      </Dialog>
      {current === 'package' && <PackageStep work={work} />}
      {current === 'connections' && <ConnectionsStep work={work} onChange={save} />}
      {current === 'fields' && <FieldsStep work={work} onChange={save} />}
      {current === 'parameters' && <ParametersStep work={work} onChange={save} />}
      {current === 'compare' && <CompareStep work={work} conflictId={search.conflict} onChange={save} />}
      {current === 'review' && <ReviewStep work={work} />}
    </Wizard>
  );
}
