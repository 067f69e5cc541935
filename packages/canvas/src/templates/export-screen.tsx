import type { TemplatePackage } from '@koppel/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { Page, PageBody, PageTitle } from '../app/page.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { Guard, Loading } from '../app/query-view.tsx';
import { useMay } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { Field } from '../kit/field.tsx';
import { Input, TextArea } from '../kit/input.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { CheckStep } from './check-step.tsx';
import { ExportParametersStep } from './export-parameters-step.tsx';
import { FlowsStep } from './flows-step.tsx';
import { StepBody } from './step-body.tsx';
import { useDownload } from './use-download.ts';
import { useExport } from './use-export.ts';
import { Wizard } from './wizard.tsx';

const steps = ['flows', 'parameters', 'check', 'documentation', 'version'] as const;

/** The wizard that makes a package of flows. Nothing of it is kept on the server before the last step. */
export function ExportScreen(): ReactElement {
  const text = useText();
  if (useMay('templates.use')) return <ExportWizard />;
  return (
    <Page title={text('templates.exportTitle')}>
      <PageBody>
        <Guard permission="templates.use">{null}</Guard>
      </PageBody>
    </Page>
  );
}

function ExportWizard(): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/templates/export' });
  const { request, change, isReady, isBehind, proposal, forget } = useExport();
  const make = useCall('exportTemplate', { stale: ['listTemplates'] });
  const [made, setMade] = useState<TemplatePackage | null>(null);
  if (made) return <Made made={made} />;
  const current = isReady ? (steps.find((step) => step === search.step) ?? 'flows') : 'flows';
  const at = steps.indexOf(current);
  const { data } = proposal;
  const unhandled = data && data.unhandled > 0 ? text('templates.unhandled', { n: data.unhandled }) : null;
  const waiting = data && !isBehind ? null : text('templates.loading');
  const reason = !isReady
    ? text('templates.chooseFlow')
    : (waiting ?? (at >= steps.indexOf('check') ? unhandled : null));
  const finish = () =>
    make.mutate(
      { body: request },
      {
        onSuccess: (one) => {
          forget();
          setMade(one);
        },
      },
    );
  return (
    <Wizard
      title={request.title.en.trim() === '' ? text('templates.exportTitle') : localized(request.title)}
      remark={data && text('templates.willBe', { version: request.version ?? data.proposedVersion })}
      steps={steps.map((id, index) => ({
        id,
        title: text(`templates.exportStep.${id}`),
        isDone: index < at && !(id === 'check' && unhandled !== null),
      }))}
      current={current}
      onStep={(step) => void navigate({ to: '/templates/export', search: { step, conflict: undefined } })}
      promise={text('templates.nothingLeaves')}
      reason={reason}
      last={
        <Button look="primary" reason={reason} isBusy={make.isPending} onClick={finish}>
          {text('templates.make')}
        </Button>
      }
    >
      {(make.error ?? proposal.error) && (
        <div className="px-6 pt-4">
          <ProblemNote error={make.error ?? proposal.error} />
        </div>
      )}
      {current === 'flows' && <FlowsStep request={request} proposal={data} onChange={change} />}
      {current !== 'flows' && !data && (
        <Loading isOn={proposal.isFetching}>
          <SkeletonRows count={6} />
        </Loading>
      )}
      {data && current === 'parameters' && <ExportParametersStep request={request} proposal={data} onChange={change} />}
      {data && current === 'check' && <CheckStep request={request} proposal={data} onChange={change} />}
      {data && current === 'documentation' && (
        <StepBody title={text('templates.documentationTitle')} help={text('templates.documentationHelp')}>
          <Field label={text('templates.documentation')}>
            {(ids) => (
              <TextArea
                {...ids}
                rows={24}
                className="font-mono text-20"
                defaultValue={data.documentation}
                key={String(data.isDocumentationGenerated)}
                onBlur={({ target }) => {
                  if (target.value !== data.documentation) change({ documentation: target.value });
                }}
              />
            )}
          </Field>
          {!data.isDocumentationGenerated && (
            <div>
              <Button onClick={() => change({ documentation: undefined })}>{text('templates.asGenerated')}</Button>
            </div>
          )}
        </StepBody>
      )}
      {data && current === 'version' && (
        <StepBody title={text('templates.versionTitle')} help={text('templates.versionHelp')}>
          <div className="grid max-w-120 gap-3.5">
            <Field label={text('templates.version')}>
              {(ids) => (
                <Input
                  {...ids}
                  defaultValue={request.version ?? data.proposedVersion}
                  onBlur={({ target }) => change({ version: target.value.trim() || undefined })}
                />
              )}
            </Field>
            <Field label={text('templates.note')}>
              {(ids) => (
                <TextArea
                  {...ids}
                  rows={3}
                  maxLength={500}
                  value={request.note ?? ''}
                  onChange={({ target }) => change({ note: target.value })}
                />
              )}
            </Field>
          </div>
        </StepBody>
      )}
    </Wizard>
  );
}

/** After the last step: the package, its checksum, and the file. */
function Made({ made }: { readonly made: TemplatePackage }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const download = useDownload();
  return (
    <Page title={text('templates.exportTitle')}>
      <PageBody>
        <PageTitle title={text('templates.made', { title: localized(made.title), version: made.version })} />
        <p>
          {text('templates.checksum')} <span className="font-mono break-all select-all">{made.checksum}</span>
        </p>
        <ProblemNote error={download.error} />
        <div className="flex flex-wrap gap-2">
          <Button look="primary" icon={Download} isBusy={download.isBusy(made)} onClick={() => download.save(made)}>
            {text('templates.download')}
          </Button>
          <Link to="/templates" className={buttonClass()}>
            {text('templates.toLibrary')}
          </Link>
        </div>
      </PageBody>
    </Page>
  );
}
