import type { FlowDocument } from '@koppel/model';
import { useNavigate } from '@tanstack/react-router';
import { RotateCcw, Undo2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useReason } from '../../app/session.tsx';
import type { Checker } from '../../check-worker/checker.ts';
import { useChecker, useCheckOf } from '../../check-worker/use-checker.ts';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Select } from '../../kit/select.tsx';
import { StillCanvas } from '../canvas/still-canvas.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import { entryName, entryNote, type Entry } from './entries.ts';
import { useRestore } from './use-restore.ts';
import { VersionDocument } from './version-document.tsx';

/** A version or a restore point: what it looks like, what it can be compared with, and the ways back to it. */
export function VersionView({
  entry,
  others,
  live,
  onCompare,
}: {
  readonly entry: Entry;
  /** What else it can be compared with. */
  readonly others: readonly Entry[];
  readonly live: number | null;
  readonly onCompare: (other: string) => void;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const { context } = useDesignerServices();
  const checker = useChecker(context);
  const name = entryName(entry, text, format.dateTime);
  return (
    <section aria-label={name} className="flex min-w-0 flex-1 flex-col">
      <VersionDocument which={entry.id}>
        {(flow) => (
          <>
            <Checked checker={checker} document={flow} />
            <header className="flex min-h-11 flex-none flex-wrap items-center gap-3 border-b border-line bg-surface px-4 py-1.5">
              <span className="min-w-0 flex-1 truncate text-ink-2">{text('versions.readOnly', { name })}</span>
              <Select
                size="s"
                label={text('compare.with')}
                className="w-56"
                value=""
                placeholder={text('compare.with')}
                onChange={onCompare}
                options={[
                  { value: 'draft', label: text('compare.draft') },
                  ...others.map((other) => ({
                    value: other.id,
                    label: text('compare.entryNote', {
                      name: entryName(other, text, format.dateTime),
                      note: entryNote(other, text),
                    }),
                  })),
                ]}
              />
              <WaysBack entry={entry} document={flow} live={live} />
            </header>
            <div className="flex min-h-0 flex-1">
              <StillCanvas document={flow} checker={checker} />
            </div>
          </>
        )}
      </VersionDocument>
    </section>
  );
}

/** Restore makes it the draft; rolling back goes on to publishing that. */
function WaysBack({
  entry,
  document,
  live,
}: {
  readonly entry: Entry;
  readonly document: FlowDocument;
  readonly live: number | null;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const toast = useToast();
  const navigate = useNavigate();
  const publishReason = useReason('flows.publish');
  const { flowId, editor, readOnlyReason } = useDesignerServices();
  const { restore, isBusy, error } = useRestore();
  const name = entryName(entry, text, format.dateTime);
  const goBack = async (andThen: () => void) => {
    if (!(await restore(document, name))) return;
    toast({ text: text('versions.restored', { name }) });
    void navigate({ to: '/flows/$id', params: { id: flowId }, search: {} });
    andThen();
  };
  return (
    <>
      <Button
        size="s"
        icon={RotateCcw}
        reason={readOnlyReason}
        isBusy={isBusy}
        onClick={() => void goBack(() => undefined)}
      >
        {text('versions.restore')}
      </Button>
      {entry.kind === 'version' && entry.of.version !== live && (
        <Button
          size="s"
          icon={Undo2}
          reason={readOnlyReason ?? publishReason}
          isBusy={isBusy}
          onClick={() =>
            void goBack(() => editor.open({ kind: 'publish', note: text('versions.backTo', { version: entry.id }) }))
          }
        >
          {text('versions.rollBack')}
        </Button>
      )}
      <ProblemNote error={error} />
    </>
  );
}

/** Has a version checked as it would be today, for its second lines and marks. */
function Checked({ checker, document }: { readonly checker: Checker; readonly document: FlowDocument }): null {
  useCheckOf(checker, document);
  return null;
}
