import type { FlowTestResult, FlowTestSummary } from '@koppel/protocol';
import { Ellipsis, Pencil, Play, RefreshCw, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { useCall, useRead } from '../../api/use-api.tsx';
import { ConfirmDialog } from '../../app/confirm-dialog.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { QueryView } from '../../app/query-view.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason } from '../../app/session.tsx';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import { Menu } from '../../kit/menu.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { EmptyState } from '../../kit/states.tsx';
import { StatusPill, type Status } from '../../kit/status-pill.tsx';
import { useDesignerServices, useFlow } from '../designer-context.tsx';
import { TestResult } from './test-result.tsx';

const outcomeStatus: Readonly<Record<FlowTestResult['outcome'], Status>> = {
  passed: 'ok',
  failed: 'fail',
  notRecorded: 'warn',
  broken: 'fail',
};

/** The tests of this flow: run over the draft as it stands, without touching a system. */
export function TestsTab({ onSample }: { readonly onSample: () => void }): ReactElement {
  const text = useText();
  const { flowId } = useDesignerServices();
  const list = useRead('listFlowTests', { params: { id: flowId } });
  return (
    <main className="flex min-h-0 flex-1 flex-col px-6 pt-4 max-narrow:px-3">
      <QueryView query={list} skeleton={<SkeletonRows count={6} height={40} />}>
        {(tests) =>
          tests.length === 0 ? (
            <EmptyState title={text('tests.none')} actions={<Button onClick={onSample}>{text('top.sample')}</Button>}>
              {text('tests.noneText')}
            </EmptyState>
          ) : (
            <Tests tests={tests} />
          )
        }
      </QueryView>
    </main>
  );
}

function Tests({ tests }: { readonly tests: readonly FlowTestSummary[] }): ReactElement {
  const text = useText();
  const { flowId, tested: store } = useDesignerServices();
  const document = useFlow((flow) => flow);
  const reason = useReason('flows.edit');
  const { results, document: tested } = useStore(store);
  const run = useCall('runFlowTests', { stale: ['listFlowTests'] });
  const [picked, setPicked] = useState<string | null>(null);
  // Whoever comes here because one does not pass sees it.
  const chosen = picked ?? failingOf([...results.values()]);
  const start = (ids?: readonly string[]) =>
    run.mutate(
      { params: { id: flowId }, body: { document, ...(ids ? { tests: [...ids] } : {}) } },
      {
        onSuccess: (found) => {
          store.found(document, found);
          setPicked(failingOf(found) ?? chosen ?? found[0]?.id ?? null);
        },
      },
    );
  const result = chosen === null ? undefined : results.get(chosen);
  return (
    <>
      <div className="flex items-center gap-3 pb-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-50 font-bold">{text('tests.title')}</h2>
          <p role="status" className="text-20 text-ink-2">
            {results.size > 0 ? summaryOf([...results.values()], text) : text('tests.promise')}
          </p>
        </div>
        {results.size > 0 && tested !== document && (
          <p className="text-20 font-medium text-warn-text">{text('sample.stale')}</p>
        )}
        <Button look="primary" icon={Play} reason={reason} isBusy={run.isPending} onClick={() => start()}>
          {text('tests.runAll')}
        </Button>
      </div>
      <ProblemNote error={run.error} />
      <div className="flex min-h-0 flex-1 gap-4 max-narrow:flex-col">
        <ul
          aria-label={text('tests.title')}
          className="w-110 flex-none overflow-y-auto rounded-t-3 bg-surface shadow-1 max-narrow:w-full"
        >
          {tests.map((test) => (
            <TestRow
              key={test.id}
              test={test}
              result={results.get(test.id)}
              isChosen={chosen === test.id}
              onChoose={() => setPicked(test.id)}
              onRun={() => start([test.id])}
              onChanged={() => store.forget(test.id)}
            />
          ))}
        </ul>
        <section
          aria-label={text('tests.result')}
          className="min-w-0 flex-1 overflow-y-auto rounded-t-3 bg-surface p-4 shadow-1"
        >
          {result && tested ? (
            <TestResult key={result.id} result={result} document={tested} onAccepted={() => start([result.id])} />
          ) : (
            <p className="text-ink-3">{text('tests.chooseOne')}</p>
          )}
        </section>
      </div>
    </>
  );
}

/** The first test that does not pass. */
function failingOf(results: readonly FlowTestResult[]): string | null {
  return results.find(({ outcome }) => outcome !== 'passed')?.id ?? null;
}

function summaryOf(results: readonly FlowTestResult[], text: ReturnType<typeof useText>): string {
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  return text('tests.summary', { passed, failed: results.length - passed });
}

function TestRow({
  test,
  result,
  isChosen,
  onChoose,
  onRun,
  onChanged,
}: {
  readonly test: FlowTestSummary;
  readonly result: FlowTestResult | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onRun: () => void;
  /** What was found of it no longer counts. */
  readonly onChanged: () => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const toast = useToast();
  const { flowId } = useDesignerServices();
  const document = useFlow((flow) => flow);
  const reason = useReason('flows.edit');
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null);
  const again = useCall('recordFlowTest', { stale: ['listFlowTests'] });
  const params = { id: flowId, test: test.id };
  const outcome = result?.outcome ?? test.lastRun?.outcome;
  return (
    <li className={cx('flex items-center gap-2 border-b border-line px-3 py-2', isChosen && 'bg-sel')}>
      <button type="button" aria-pressed={isChosen} className="min-w-0 flex-1 text-left" onClick={onChoose}>
        <span className="block truncate font-medium">{test.title}</span>
        <span className="block truncate text-20 text-ink-3">
          {text('tests.about', { n: test.records, time: format.dateTime(test.recordedAt) })}
          {test.isMadeUp ? '' : ` ${text('tests.real')}`}
        </span>
        <ProblemNote error={again.error} />
      </button>
      {outcome && <StatusPill status={outcomeStatus[outcome]}>{text(`tests.outcome.${outcome}`)}</StatusPill>}
      <Menu
        label={text('tests.actions', { title: test.title })}
        trigger={
          <Button
            look="quiet"
            icon={Ellipsis}
            isBusy={again.isPending}
            aria-label={text('tests.actions', { title: test.title })}
          />
        }
        entries={[
          { id: 'run', label: text('tests.run'), icon: Play, reason, onChoose: onRun },
          {
            id: 'record',
            label: text('tests.recordAgain'),
            icon: RefreshCw,
            reason,
            onChoose: () =>
              again.mutate(
                { params, body: { document } },
                {
                  onSuccess: () => {
                    onChanged();
                    toast({ text: text('tests.recorded') });
                  },
                },
              ),
          },
          { id: 'rename', label: text('tests.rename'), icon: Pencil, reason, onChoose: () => setAsked('rename') },
          {
            id: 'delete',
            label: text('tests.delete'),
            icon: Trash2,
            reason,
            isDangerous: true,
            startsGroup: true,
            onChoose: () => setAsked('delete'),
          },
        ]}
      />
      {asked === 'rename' && <RenameDialog test={test} params={params} onClose={() => setAsked(null)} />}
      {asked === 'delete' && <DeleteDialog test={test} params={params} onClose={() => setAsked(null)} />}
    </li>
  );
}

interface TestDialogProps {
  readonly test: FlowTestSummary;
  readonly params: { readonly id: string; readonly test: string };
  readonly onClose: () => void;
}

function RenameDialog({ test, params, onClose }: TestDialogProps): ReactElement {
  const text = useText();
  const [title, setTitle] = useState(test.title);
  const rename = useCall('renameFlowTest', { stale: ['listFlowTests'] });
  const submit = () => rename.mutate({ params, body: { title: title.trim() } }, { onSuccess: onClose });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('tests.renameTitle')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            look="primary"
            reason={title.trim() === '' ? text('tests.keep.noTitle') : null}
            isBusy={rename.isPending}
            onClick={submit}
          >
            {text('tests.renameDo')}
          </Button>
        </>
      }
    >
      <Field label={text('tests.keep.name')}>
        {(ids) => (
          <Input {...ids} autoFocus maxLength={120} value={title} onChange={(event) => setTitle(event.target.value)} />
        )}
      </Field>
      <ProblemNote error={rename.error} />
    </Dialog>
  );
}

function DeleteDialog({ test, params, onClose }: TestDialogProps): ReactElement {
  const text = useText();
  const remove = useCall('deleteFlowTest', { stale: ['listFlowTests'] });
  return (
    <ConfirmDialog
      title={text('tests.deleteTitle', { title: test.title })}
      description={text('tests.deleteText')}
      act={text('tests.deleteDo')}
      call={remove}
      onClose={onClose}
      onAct={() => remove.mutate({ params }, { onSuccess: onClose })}
    />
  );
}
