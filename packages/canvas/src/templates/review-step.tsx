import type { TemplateInstallation } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import type { ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { useFieldText } from '../app/field-value.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useLanguage, useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { issueToldIn } from '../i18n/sentences/issue-told.ts';
import { Button, buttonClass } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { countPlanned } from '../plan-view/planned.ts';
import { StepBody } from './step-body.tsx';

/** What keeps it from being installed, and each flow tried on real records before anything is written. */
export function ReviewStep({ work }: { readonly work: TemplateInstallation }): ReactElement {
  const text = useText();
  const sentence = useSentence();
  return (
    <StepBody title={text('templates.reviewTitle')} help={text('templates.reviewHelp')}>
      {work.blockers.map(({ code, message, remedy, step }) => (
        <Note
          key={`${code} ${message}`}
          status="fail"
          action={
            step !== 'review' && (
              <Link
                to="/templates/install/$id"
                params={{ id: work.id }}
                search={{ step }}
                className={buttonClass('plain', 's')}
              >
                {text(`templates.step.${step}`)}
              </Link>
            )
          }
        >
          <b className="font-medium">{sentence(message)}</b> {sentence(remedy)}
        </Note>
      ))}
      {work.flows.map((flow) => (
        <FlowReview key={flow.flowId} work={work} flow={flow} />
      ))}
    </StepBody>
  );
}

function FlowReview({
  work,
  flow,
}: {
  readonly work: TemplateInstallation;
  readonly flow: TemplateInstallation['flows'][number];
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const language = useLanguage();
  const localized = useLocalized();
  const write = useFieldText();
  const trial = useCall('tryInstallation');
  const issues = (work.checks.find(({ flowId }) => flowId === flow.flowId)?.issues ?? []).map((issue) =>
    issueToldIn(issue, language, sentence),
  );
  const errors = issues.filter(({ severity }) => severity === 'error');
  const { data } = trial;
  const title = localized(flow.title);
  return (
    <Card
      title={title}
      aside={
        <>
          <StatusPill status={errors.length > 0 ? 'fail' : issues.length > 0 ? 'warn' : 'ok'}>
            {text('templates.problems', { n: issues.length })}
          </StatusPill>
          <Button
            size="s"
            icon={FlaskConical}
            isBusy={trial.isPending}
            aria-label={text('templates.tryFlow', { flow: title })}
            onClick={() => trial.mutate({ params: { id: work.id }, body: { flowId: flow.flowId, limit: 20 } })}
          >
            {text('templates.try')}
          </Button>
        </>
      }
    >
      <ProblemNote error={trial.error} />
      {issues.length > 0 && (
        <ul className="px-3.5 py-2 text-20">
          {issues.map((issue) => (
            <li key={`${issue.code} ${issue.nodeId} ${issue.path.join('.')}`} className="py-0.5">
              {issue.message} {issue.remedy}
            </li>
          ))}
        </ul>
      )}
      {data?.error && (
        <Note status="fail">
          {sentence(data.error.message)} {sentence(data.error.remedy)}
        </Note>
      )}
      {data && !data.error && (
        <div role="status" className="pt-2">
          <p className="px-4 pb-2 text-ink-2">
            {text('templates.tried', { n: data.records.length, changed: changedOf(data.records) })}
          </p>
          <Table aria-label={text('templates.trialOf', { flow: title })}>
            <thead>
              <tr className="h-8">
                <HeadCell className="w-72">{text('templates.record')}</HeadCell>
                <HeadCell className="w-36">{text('templates.state')}</HeadCell>
                <HeadCell>{text('templates.changes')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {data.records.map((record) => (
                <tr key={`${record.nodeId} ${record.key}`} className="h-9">
                  <Cell>{record.name}</Cell>
                  <Cell>{text(`templates.planned.${record.action}`)}</Cell>
                  <Cell className="text-ink-2">
                    {record.reason ??
                      record.changes.map(({ field, after }) => `${field}: ${write(field, after)}`).join(', ')}
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Card>
  );
}

function changedOf(records: Parameters<typeof countPlanned>[0]): number {
  const { create, update } = countPlanned(records);
  return create + update;
}
