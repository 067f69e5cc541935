import { useNavigate, useSearch } from '@tanstack/react-router';
import { History, Printer, ScanSearch } from 'lucide-react';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { Page, PageTitle } from '../app/page.tsx';
import { Guard, QueryView } from '../app/query-view.tsx';
import { usePreferences } from '../app/services.tsx';
import { useMay } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { useRowKeys } from '../kit/row-keys.ts';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { DriftDialog } from './drift-dialog.tsx';
import { RefusedFlows } from './findings.tsx';
import { byRow } from './found.ts';
import { HistoryDialog } from './history-dialog.tsx';
import { matrixRows, withProposed } from './matrix.ts';
import { MatrixTable } from './matrix-table.tsx';
import { MastersBar } from './masters-bar.tsx';
import { useWritingFlows } from './use-writing-flows.ts';
import { ExportMenu } from './export-menu.tsx';
import { RowInspector } from './row-inspector.tsx';
import { SignOff } from './sign-off.tsx';

/** Who is master of what: the contract that flows are held against. */
export function MastershipScreen(): ReactElement {
  const text = useText();
  const navigate = useNavigate({ from: '/mastership' });
  const { row: chosenId } = useSearch({ from: '/shell/mastership' });
  const table = useRead('getMastership', {});
  const flows = useWritingFlows();
  const findings = useRead('getMastershipFindings', {});
  const [isHistoryOpen, setIsHistoryOpen] = useState(false);
  const [isDriftOpen, setIsDriftOpen] = useState(false);
  // A row that a message leads to may still have to be made.
  const rows = useMemo(
    () => (table.data ? matrixRows(withProposed(table.data.table, chosenId)) : []),
    [table.data, chosenId],
  );
  const found = useMemo(() => byRow(findings.data?.findings ?? []), [findings.data]);
  const chosen = rows.find(({ id }) => id === chosenId) ?? rows[0];
  const choose = (id: string) => void navigate({ search: { row: id }, replace: true });
  const mayRead = useMay('mastership.read');
  const list = useRef<HTMLDivElement>(null);
  const [{ singleKeys }] = usePreferences();
  useRowKeys(list, singleKeys);
  return (
    <Page
      title={text('mastership.title')}
      actions={
        mayRead && (
          <>
            <Button icon={ScanSearch} onClick={() => setIsDriftOpen(true)}>
              {text('drift.title')}
            </Button>
            <Button icon={History} onClick={() => setIsHistoryOpen(true)}>
              {text('mastership.history')}
            </Button>
            <Button icon={Printer} onClick={() => window.print()}>
              {text('mastership.print')}
            </Button>
            <ExportMenu />
          </>
        )
      }
    >
      <main className="flex min-h-0 flex-1 max-wide:flex-col max-wide:overflow-y-auto print:block print:overflow-visible">
        <Guard permission="mastership.read">
          <div
            ref={list}
            className="flex min-w-0 flex-1 flex-col gap-3.5 overflow-y-auto px-6 py-5 max-wide:flex-none max-wide:overflow-visible max-narrow:px-3 print:overflow-visible"
          >
            <PageTitle title={text('mastership.question')}>{text('mastership.explained')}</PageTitle>
            <QueryView query={table} skeleton={<SkeletonRows count={12} />}>
              {() => (
                <>
                  <MastersBar rows={rows} />
                  {findings.data && <RefusedFlows data={findings.data} />}
                  <MatrixTable rows={rows} flows={flows} findings={found} chosenId={chosen?.id} onChoose={choose} />
                  {table.data && <SignOff rows={rows} revision={table.data.revision} />}
                </>
              )}
            </QueryView>
          </div>
          {chosen && table.data && (
            <RowInspector
              key={chosen.id}
              chosen={chosen}
              flows={flows}
              findings={found.get(chosen.id) ?? []}
              mastership={table.data}
              onChoose={choose}
            />
          )}
          {isDriftOpen && <DriftDialog onClose={() => setIsDriftOpen(false)} />}
          {isHistoryOpen && table.data && (
            <HistoryDialog revision={table.data.revision} onClose={() => setIsHistoryOpen(false)} />
          )}
        </Guard>
      </main>
    </Page>
  );
}
