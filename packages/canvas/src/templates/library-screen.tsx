import type { InstalledTemplate, TemplatePackage } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import { BookOpen, Download, FileUp, PackagePlus, Undo2, Unlink } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { Page, PageBody, PageTitle } from '../app/page.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Button, buttonClass } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Icon } from '../kit/icon.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { StatusPill, type Status } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { RevertDialog } from './revert-dialog.tsx';
import { DetachDialog } from './detach-dialog.tsx';
import { TrustDialog } from './trust-dialog.tsx';
import { useBegin } from './use-begin.ts';
import { useDownload } from './use-download.ts';

/** Templates: those installed here, with their state, and the packages that can be installed. */
export function LibraryScreen(): ReactElement {
  const text = useText();
  const overview = useRead('listTemplates', {});
  const mayNot = useReason('templates.use');
  const upload = useCall('uploadTemplate', { stale: ['listTemplates'] });
  const file = useRef<HTMLInputElement>(null);
  const [reverting, setReverting] = useState<InstalledTemplate | null>(null);
  const [detaching, setDetaching] = useState<InstalledTemplate | null>(null);
  const actions = (
    <>
      <input
        ref={file}
        type="file"
        accept=".json"
        aria-label={text('templates.file')}
        className="hidden"
        onChange={async ({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (!chosen) return;
          const content = await chosen.text();
          currentTarget.value = '';
          upload.mutate({ body: { content } });
        }}
      />
      <Button icon={FileUp} reason={mayNot} isBusy={upload.isPending} onClick={() => file.current?.click()}>
        {text('templates.upload')}
      </Button>
      {mayNot ? (
        <Button reason={mayNot}>{text('templates.export')}</Button>
      ) : (
        <Link to="/templates/export" className={buttonClass('primary')}>
          {text('templates.export')}
        </Link>
      )}
    </>
  );
  return (
    <Page title={text('templates.title')} actions={actions}>
      <PageBody>
        <PageTitle title={text('templates.title')}>{text('templates.summary')}</PageTitle>
        <ProblemNote error={upload.error} />
        <Guard permission="templates.read">
          <QueryView query={overview} skeleton={<SkeletonRows count={5} />}>
            {({ installed, library }) =>
              installed.length + library.length === 0 ? (
                <EmptyState title={text('templates.empty')}>{text('templates.emptyText')}</EmptyState>
              ) : (
                <>
                  {installed.length > 0 && (
                    <Installed templates={installed} onRevert={setReverting} onDetach={setDetaching} />
                  )}
                  {library.length > 0 && <Library packages={library} installed={installed} />}
                </>
              )
            }
          </QueryView>
        </Guard>
      </PageBody>
      {detaching && <DetachDialog template={detaching} onClose={() => setDetaching(null)} />}
      {reverting && <RevertDialog template={reverting} onClose={() => setReverting(null)} />}
    </Page>
  );
}

const statuses: Record<InstalledTemplate['state'], Status> = {
  upToDate: 'ok',
  locallyChanged: 'idle',
  stale: 'warn',
  locallyChangedAndStale: 'warn',
  cannotCheck: 'fail',
};

function Installed({
  templates,
  onRevert,
  onDetach,
}: {
  readonly templates: readonly InstalledTemplate[];
  readonly onRevert: (template: InstalledTemplate) => void;
  readonly onDetach: (template: InstalledTemplate) => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const mayNot = useReason('templates.use');
  const begin = useBegin();
  return (
    <Card title={text('templates.installed')}>
      <ProblemNote error={begin.error} />
      <Table aria-label={text('templates.installed')}>
        <thead>
          <tr className="h-8">
            <HeadCell>{text('templates.template')}</HeadCell>
            <HeadCell className="w-48">{text('templates.state')}</HeadCell>
            <HeadCell className="w-56">{text('templates.installedAt')}</HeadCell>
            <HeadCell className="w-80">{text('templates.actions')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {templates.map((template) => (
            <tr key={template.id}>
              <Cell className="py-2 whitespace-normal">
                <span className="font-medium">
                  {localized(template.title)} {template.version}
                </span>
                <FlowLinks flows={template.flows} />
                {template.problem && <span className="block text-20 text-fail-text">{template.problem}</span>}
              </Cell>
              <Cell className="whitespace-normal">
                <StatusPill status={statuses[template.state]}>
                  {template.available
                    ? text('templates.available', { version: template.available })
                    : text(template.state === 'cannotCheck' ? 'templates.cannotCheck' : 'templates.newest')}
                </StatusPill>
                <span className="block text-20 text-ink-2">
                  {text('templates.changedHere', { n: template.localChanges })}
                </span>
              </Cell>
              <Cell className="whitespace-normal text-ink-2">
                {format.dateTime(template.installedAt)}
                <span className="block text-20">{template.installedBy}</span>
              </Cell>
              <Cell>
                <div className="flex flex-wrap gap-2 py-1.5">
                  {template.unfinished ? (
                    <Link
                      to="/templates/install/$id"
                      params={{ id: template.unfinished }}
                      className={buttonClass('primary', 's')}
                    >
                      {text('templates.goOn')}
                    </Link>
                  ) : (
                    template.available && (
                      <Button
                        size="s"
                        look="primary"
                        reason={mayNot}
                        onClick={() => begin.start(template.id, template.available!)}
                      >
                        {text('templates.upgrade', { version: template.available })}
                      </Button>
                    )
                  )}
                  <Link to="/templates/docs/$id" params={{ id: template.id }} className={buttonClass('plain', 's')}>
                    <Icon of={BookOpen} size="s" />
                    {text('templates.documentation')}
                  </Link>
                  {template.revertsTo !== undefined && (
                    <Button size="s" icon={Undo2} reason={mayNot} onClick={() => onRevert(template)}>
                      {text('templates.backToBefore')}
                    </Button>
                  )}
                  <Button size="s" look="quiet" icon={Unlink} reason={mayNot} onClick={() => onDetach(template)}>
                    {text('templates.detach')}
                  </Button>
                </div>
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function FlowLinks({ flows }: { readonly flows: InstalledTemplate['flows'] }): ReactElement {
  const localized = useLocalized();
  return (
    <span className="flex flex-wrap gap-x-3 text-20">
      {flows.map(({ id, title }) => (
        <Link key={id} to="/flows/$id" params={{ id }} className="text-accent-text hover:underline">
          {localized(title)}
        </Link>
      ))}
    </span>
  );
}

const trusts: Record<TemplatePackage['trust']['state'], Status> = {
  trusted: 'ok',
  unknown: 'warn',
  unsigned: 'warn',
  broken: 'fail',
};

function Library({
  packages,
  installed,
}: {
  readonly packages: readonly TemplatePackage[];
  readonly installed: readonly InstalledTemplate[];
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const mayNot = useReason('templates.use');
  const mayNotTrust = useReason('people.edit');
  const [trusting, setTrusting] = useState<TemplatePackage['trust'] | null>(null);
  const begin = useBegin();
  const download = useDownload();
  return (
    <Card title={text('templates.library')}>
      <ProblemNote error={begin.error ?? download.error} />
      <Table aria-label={text('templates.library')}>
        <thead>
          <tr className="h-8">
            <HeadCell>{text('templates.package')}</HeadCell>
            <HeadCell className="w-56">{text('templates.publisher')}</HeadCell>
            <HeadCell className="w-48">{text('templates.added')}</HeadCell>
            <HeadCell className="w-80">{text('templates.actions')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {packages.map((one) => {
            const present = installed.find(({ id }) => id === one.id);
            const isHere = present?.version === one.version;
            return (
              <tr key={`${one.id} ${one.version}`}>
                <Cell className="py-2 whitespace-normal">
                  <span className="font-medium">
                    {localized(one.title)} {one.version}
                  </span>
                  <span className="block text-20 text-ink-2">
                    {text('templates.flowCount', { n: one.flows.length })} {one.note}
                  </span>
                </Cell>
                <Cell className="whitespace-normal">
                  <StatusPill status={trusts[one.trust.state]}>{text(`templates.trust.${one.trust.state}`)}</StatusPill>
                  <span className="block text-20 text-ink-2">{one.trust.publisher}</span>
                  {one.trust.state === 'unknown' && (
                    <Button size="s" look="quiet" reason={mayNotTrust} onClick={() => setTrusting(one.trust)}>
                      {text('templates.trustThis')}
                    </Button>
                  )}
                </Cell>
                <Cell className="whitespace-normal text-ink-2">
                  {format.dateTime(one.addedAt)}
                  <span className="block text-20">{one.addedBy}</span>
                </Cell>
                <Cell>
                  <div className="flex flex-wrap gap-2 py-1.5">
                    <Button
                      size="s"
                      icon={PackagePlus}
                      reason={mayNot ?? (isHere ? text('templates.isHere') : null)}
                      onClick={() => begin.start(one.id, one.version)}
                    >
                      {text('templates.install', { version: one.version })}
                    </Button>
                    <Link
                      to="/templates/docs/$id"
                      params={{ id: one.id }}
                      search={{ version: one.version }}
                      className={buttonClass('plain', 's')}
                    >
                      <Icon of={BookOpen} size="s" />
                      {text('templates.documentation')}
                    </Link>
                    <Button
                      size="s"
                      icon={Download}
                      reason={mayNot}
                      isBusy={download.isBusy(one)}
                      onClick={() => download.save(one)}
                    >
                      {text('templates.download')}
                    </Button>
                  </div>
                </Cell>
              </tr>
            );
          })}
        </tbody>
      </Table>
      {trusting && <TrustDialog trust={trusting} onClose={() => setTrusting(null)} />}
    </Card>
  );
}
