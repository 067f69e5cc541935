import type { TemplateInstallation } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { Markdown } from '../app/markdown.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Note, StatusPill } from '../kit/status-pill.tsx';
import { useConnectorTitle } from './connector-titles.ts';
import { StepBody } from './step-body.tsx';
import { stepsWithCode } from './steps-with-code.ts';

/** What the package holds, who made it, and what its flows will be called here. */
export function PackageStep({ work }: { readonly work: TemplateInstallation }): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const connectorTitle = useConnectorTitle();
  const { template, manifest, flows } = work;
  const code = stepsWithCode(flows);
  const facts = [
    [text('templates.publisher'), template.trust.publisher ?? text('templates.trust.unsigned')],
    [text('templates.checksum'), template.checksum],
    [text('templates.added'), `${format.dateTime(template.addedAt)}, ${template.addedBy}`],
    [text('templates.note'), template.note],
    [text('templates.tests'), manifest.tests?.map(({ title }) => title).join(', ') ?? text('templates.none')],
    [
      text('templates.connectors'),
      [...new Set(manifest.slots.flatMap(({ connectors }) => connectors.map(connectorTitle)))].join(', '),
    ],
  ];
  return (
    <StepBody title={text('templates.packageTitle')} help={text('templates.packageHelp')}>
      <p>
        <StatusPill status={template.trust.state === 'trusted' ? 'ok' : 'warn'}>
          {text(`templates.trust.${template.trust.state}`)}
        </StatusPill>
      </p>
      {code > 0 && <Note status="warn">{text('templates.code', { n: code })}</Note>}
      <Card title={text('templates.flowCount', { n: flows.length })}>
        <ul>
          {flows.map(({ flowId, title, isNew }) => (
            <li key={flowId} className="flex min-h-9 items-center gap-3 border-t border-line px-3.5 first:border-t-0">
              <span className="font-medium">{localized(title)}</span>
              <span className="font-mono text-20 text-ink-3">{flowId}</span>
              <span className="ml-auto text-20 text-ink-2">
                {text(isNew ? 'templates.isNew' : 'templates.isChanged')}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={text('templates.package')}>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name} className="flex gap-3 border-t border-line px-3.5 py-2 first:border-t-0">
              <dt className="w-44 flex-none text-ink-2">{name}</dt>
              <dd className="min-w-0 break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card>
        <details className="px-3.5 py-2.5">
          <summary className="font-medium">{text('templates.documentation')}</summary>
          <div className="mt-2">
            <Markdown>{work.documentation}</Markdown>
          </div>
        </details>
      </Card>
    </StepBody>
  );
}
