import type { FinishedInstallation, TemplateInstallation } from '@koppel/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Page, PageBody, PageTitle } from '../app/page.tsx';
import { useLocalized, useSentence, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { RevertDialog } from './revert-dialog.tsx';

/** After the last step: what was installed, and the one action back. */
export function Installed({
  work,
  isPublished,
  skippedTests,
}: {
  readonly work: TemplateInstallation;
  readonly isPublished: boolean;
  readonly skippedTests: FinishedInstallation['skippedTests'];
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const localized = useLocalized();
  const navigate = useNavigate();
  const [isReverting, setReverting] = useState(false);
  const flows = work.flows.map(({ flowId, title }) => ({ id: flowId, title }));
  const { id, title, version } = work.template;
  return (
    <Page title={text('templates.installTitle')}>
      <PageBody>
        <PageTitle title={text('templates.done', { title: localized(title), version })}>
          {text(isPublished ? 'templates.donePublished' : 'templates.doneDrafts')}
        </PageTitle>
        <Card title={text('templates.flowCount', { n: flows.length })}>
          <ul>
            {flows.map((flow) => (
              <li key={flow.id} className="border-t border-line px-3.5 py-2 first:border-t-0">
                <Link to="/flows/$id" params={{ id: flow.id }} className="text-accent-text hover:underline">
                  {localized(flow.title)}
                </Link>
              </li>
            ))}
          </ul>
        </Card>
        {skippedTests.length > 0 && (
          <Card title={text('templates.skippedTests')}>
            <ul>
              {skippedTests.map((test) => (
                <li key={`${test.flowId} ${test.title}`} className="border-t border-line px-3.5 py-2 first:border-t-0">
                  <b className="font-medium">{test.title}</b> {sentence(test.reason)}
                </li>
              ))}
            </ul>
          </Card>
        )}
        <div className="flex flex-wrap gap-2">
          <Link to="/templates" className={buttonClass('primary')}>
            {text('templates.toLibrary')}
          </Link>
          <Button icon={Undo2} onClick={() => setReverting(true)}>
            {text('templates.backToBefore')}
          </Button>
        </div>
      </PageBody>
      {isReverting && (
        <RevertDialog
          template={{ id, title, version, revertsTo: work.upgrades, flows }}
          onClose={() => setReverting(false)}
          onReverted={() => void navigate({ to: '/templates' })}
        />
      )}
    </Page>
  );
}
