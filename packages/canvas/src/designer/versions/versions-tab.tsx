import type { FlowDocument } from '@koppel/model';
import type { FlowSummary } from '@koppel/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ReactFlowProvider } from '@xyflow/react';
import { RotateCcw } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useRead } from '../../api/use-api.tsx';
import { QueryView } from '../../app/query-view.tsx';
import { useToast } from '../../app/services.tsx';
import type { Checker } from '../../check-worker/checker.ts';
import { useChecker, useCheckOf } from '../../check-worker/use-checker.ts';
import { FlowCanvas } from '../../flow-canvas/flow-canvas.tsx';
import { useFormat, useLocalized, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Chip } from '../../kit/marks.tsx';
import { Select } from '../../kit/select.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { EmptyState } from '../../kit/states.tsx';
import { CanvasTools } from '../canvas/canvas-tools.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { replaceDocument } from '../document/flow-commands.ts';
import { VersionDifference } from './version-difference.tsx';

/** The published versions: look at one, or make it the draft again. */
export function VersionsTab({ summary }: { readonly summary: FlowSummary }): ReactElement {
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate({ from: '/flows/$id' });
  const search = useSearch({ from: '/shell/flows/$id' });
  const versions = useRead('listVersions', { params: { id: summary.id } });
  return (
    <main className="flex min-h-0 flex-1">
      <QueryView query={versions} skeleton={<SkeletonRows count={6} height={58} />}>
        {(list) => {
          const chosen = list.find(({ version }) => String(version) === search.version) ?? list[0];
          if (!chosen) {
            return <EmptyState title={text('versions.none')}>{text('versions.noneText')}</EmptyState>;
          }
          return (
            <>
              <ol
                aria-label={text('versions.title')}
                className="w-85 flex-none overflow-y-auto border-r border-line bg-surface max-narrow:w-40"
              >
                {list.map(({ version, note, publishedAt, publishedBy }) => (
                  <li key={version}>
                    <button
                      type="button"
                      aria-pressed={version === chosen.version}
                      onClick={() =>
                        void navigate({ search: (before) => ({ ...before, version: String(version) }), replace: true })
                      }
                      className={cx(
                        'block w-full border-b border-line px-4 py-2.5 text-left hover:bg-hover',
                        version === chosen.version &&
                          'bg-selected shadow-[inset_3px_0_0_var(--c-accent)] hover:bg-selected',
                      )}
                    >
                      <span className="flex items-center gap-2">
                        <b className="font-bold">{text('versions.version', { version: String(version) })}</b>
                        {version === summary.publishedVersion && <Chip>{text('versions.live')}</Chip>}
                      </span>
                      <span className="block truncate text-ink-2">{note}</span>
                      <span className="block text-20 text-ink-3">
                        {text('versions.by', { who: publishedBy, time: format.dateTime(publishedAt) })}
                      </span>
                    </button>
                  </li>
                ))}
              </ol>
              <VersionView
                key={chosen.version}
                flowId={summary.id}
                version={chosen.version}
                others={list.map(({ version }) => version).filter((version) => version !== chosen.version)}
              />
            </>
          );
        }}
      </QueryView>
    </main>
  );
}

function VersionView({
  flowId,
  version,
  others,
}: {
  readonly flowId: string;
  readonly version: number;
  /** The other versions, to compare with. */
  readonly others: readonly number[];
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const toast = useToast();
  const navigate = useNavigate();
  const { execute } = useActions();
  const { catalog, context, readOnlyReason } = useDesignerServices();
  const document = useRead('getVersion', { params: { id: flowId, version } });
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [comparedWith, setComparedWith] = useState('');
  const checker = useChecker(context);
  return (
    <section
      aria-label={text('versions.version', { version: String(version) })}
      className="flex min-w-0 flex-1 flex-col"
    >
      <QueryView query={document} skeleton={<SkeletonRows count={4} />}>
        {(flow) => (
          <>
            <Checked checker={checker} document={flow} />
            <header className="flex h-11 flex-none items-center gap-3 border-b border-line bg-surface px-4">
              <span className="min-w-0 flex-1 truncate text-ink-2">
                {text('versions.readOnly', { version: String(version) })}
              </span>
              <Select
                size="s"
                label={text('compare.with')}
                className="w-56"
                value={comparedWith}
                placeholder={text('compare.with')}
                onChange={setComparedWith}
                options={[
                  { value: 'draft', label: text('compare.withDraft') },
                  ...others.map((other) => ({
                    value: String(other),
                    label: text('compare.withVersion', { version: String(other) }),
                  })),
                ]}
              />
              <Button
                size="s"
                icon={RotateCcw}
                reason={readOnlyReason}
                onClick={() => {
                  execute(
                    replaceDocument(flow, { id: 'designer.intent.restore', values: { version: String(version) } }),
                  );
                  toast({ text: text('versions.restored', { version: String(version) }) });
                  void navigate({ to: '/flows/$id', params: { id: flowId }, search: {} });
                }}
              >
                {text('versions.restore')}
              </Button>
            </header>
            <div className="flex min-h-0 flex-1">
              {/* Anew when the comparison takes half of its room, so that the whole flow is in sight. */}
              <ReactFlowProvider key={comparedWith === '' ? 'whole' : 'half'}>
                <FlowCanvas
                  document={flow}
                  catalog={catalog}
                  mode="edit"
                  checker={checker}
                  label={text('canvas.label', { flow: localized(flow.title) })}
                  selection={selection}
                  onSelect={setSelection}
                >
                  <CanvasTools />
                </FlowCanvas>
              </ReactFlowProvider>
            </div>
            {comparedWith !== '' && <Compared flowId={flowId} shown={flow} version={version} other={comparedWith} />}
          </>
        )}
      </QueryView>
    </section>
  );
}

/** What differs between the version that is shown and another one, or the draft; the older of the two comes first. */
function Compared({
  flowId,
  shown,
  version,
  other,
}: {
  readonly flowId: string;
  readonly shown: FlowDocument;
  readonly version: number;
  /** The number of a version, or `draft`. */
  readonly other: string;
}): ReactElement {
  const text = useText();
  const draft = useFlow((flow) => flow);
  const isDraft = other === 'draft';
  const read = useRead('getVersion', { params: { id: flowId, version: Number(other) } }, { isEnabled: !isDraft });
  const here = { name: text('versions.version', { version: String(version) }), document: shown };
  const table = (document: FlowDocument) => {
    const there = {
      name: isDraft ? text('compare.draft') : text('versions.version', { version: other }),
      document,
    };
    const [before, after] = !isDraft && Number(other) < version ? [there, here] : [here, there];
    return <VersionDifference before={before.document} after={after.document} names={[before.name, after.name]} />;
  };
  return (
    <section
      aria-label={text('compare.title')}
      className="flex h-1/2 flex-none flex-col border-t border-line bg-surface"
    >
      {isDraft ? (
        table(draft)
      ) : (
        <QueryView query={read} skeleton={<SkeletonRows count={4} />}>
          {table}
        </QueryView>
      )}
    </section>
  );
}

/** Has a version checked as it would be today, for its second lines and marks. */
function Checked({ checker, document }: { readonly checker: Checker; readonly document: FlowDocument }): null {
  useCheckOf(checker, document);
  return null;
}
