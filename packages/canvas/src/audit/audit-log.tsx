import { useNavigate, useSearch } from '@tanstack/react-router';
import { Download, RefreshCw, ShieldCheck } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { saveFile } from '../app/save-file.ts';
import { useToast } from '../app/services.tsx';
import { useSession } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Menu } from '../kit/menu.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { EmptyState } from '../kit/states.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { EventDetail } from './event-detail.tsx';
import { isFiltered, type AuditSearch } from './search.ts';
import { useAuditLog, type AuditLogList } from './use-audit-log.ts';
import { VerifyDialog } from './verify-dialog.tsx';

/** Who did what, newest first; what of it is shown is in the address. */
export function AuditLog(): ReactElement {
  const text = useText();
  const search = useSearch({ from: '/shell/settings/$part' });
  const navigate = useNavigate();
  const list = useAuditLog(search);
  const exported = useExport(search, list.filter);
  const show = (next: AuditSearch, isReplaced = true) =>
    void navigate({ to: '/settings/$part', params: { part: 'audit' }, search: next, replace: isReplaced });
  const { event } = search;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="grid gap-3 border-b border-line px-6 pt-4 pb-3 max-narrow:px-3">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
          <div>
            <h2 className="text-60 leading-tight font-bold tracking-[-0.01em]">{text('audit.title')}</h2>
            <p className="mt-0.75 text-ink-2">{text('audit.help')}</p>
          </div>
          <div className="ml-auto flex items-center gap-2">
            <Actions list={list} exported={exported} />
          </div>
        </div>
        <ProblemNote error={exported.error} />
        <AuditFilters
          search={search}
          actors={list.actors}
          onChange={(part) => show({ ...search, ...part, event: undefined })}
          onApply={show}
        />
      </header>
      <div className="flex min-h-0 flex-1">
        <div
          className={cx(
            'relative flex min-h-80 min-w-0 flex-1 flex-col bg-surface',
            event !== undefined && 'max-narrow:hidden',
          )}
        >
          <QueryView query={list.query} skeleton={<SkeletonRows count={14} height={48} />}>
            {() =>
              list.events.length > 0 ? (
                <AuditTable list={list} search={search} />
              ) : isFiltered(search) ? (
                <EmptyState
                  title={text('audit.noneMatch')}
                  actions={<Button onClick={() => show({ scope: search.scope })}>{text('action.clearFilters')}</Button>}
                >
                  {text('audit.noneMatchText')}
                </EmptyState>
              ) : (
                <EmptyState title={text('audit.empty')}>{text('audit.emptyText')}</EmptyState>
              )
            }
          </QueryView>
        </div>
        {event !== undefined && <EventDetail key={event} seq={event} search={search} list={list} />}
      </div>
    </div>
  );
}

function Actions({ list, exported }: { readonly list: AuditLogList; readonly exported: Export }): ReactElement {
  const text = useText();
  const { user } = useSession();
  const [isVerifying, setVerifying] = useState(false);
  return (
    <>
      <IconButton icon={RefreshCw} label={text('audit.refresh')} onClick={list.refresh} />
      <Menu
        label={text('audit.export')}
        trigger={
          <Button icon={Download} isBusy={exported.isBusy}>
            {text('audit.export')}
          </Button>
        }
        entries={[
          { id: 'csv', label: text('audit.exportCsv'), onChoose: () => exported.save('csv') },
          { id: 'json', label: text('audit.exportJson'), onChoose: () => exported.save('json') },
        ]}
      />
      <Button
        icon={ShieldCheck}
        reason={user.isInstanceAdmin ? null : text('audit.mayNotVerify')}
        onClick={() => setVerifying(true)}
      >
        {text('audit.verify')}
      </Button>
      {isVerifying && <VerifyDialog onClose={() => setVerifying(false)} />}
    </>
  );
}

interface Export {
  readonly error: ApiError | null;
  readonly isBusy: boolean;
  /** Saves the events that match as a file. */
  readonly save: (format: 'csv' | 'json') => void;
}

function useExport(search: AuditSearch, filter: AuditLogList['filter']): Export {
  const text = useText();
  const toast = useToast();
  const { mutate, error, isPending } = useCall(search.scope === 'all' ? 'exportInstanceAudit' : 'exportAudit');
  return {
    error,
    isBusy: isPending,
    save: (format) =>
      mutate(
        { query: { ...filter, format } },
        {
          onSuccess: ({ fileName, mediaType, content, isCut }) => {
            // Spreadsheets take a file without the mark for one of an older alphabet.
            saveFile(fileName, format === 'csv' ? `\uFEFF${content}` : content, mediaType);
            toast({ text: text(isCut ? 'audit.exportCut' : 'audit.exported', { file: fileName }) });
          },
        },
      ),
  };
}
