import type { Issue } from '@koppel/model';
import { Plus, X } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { useReason } from '../app/session.tsx';
import { useActions, useCheck, useDesignerServices, useFlow } from '../designer/designer-context.tsx';
import { setConfig } from '../designer/document/node-commands.ts';
import { useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Note } from '../kit/status-pill.tsx';
import { DockHead } from '../mapping-editor/dock-head.tsx';
import { PickField, spotOf } from '../mapping-editor/pick-field.tsx';
import { SampleStepper } from '../mapping-editor/sample-stepper.tsx';
import type { SourceField } from '../mapping-editor/source-tree.ts';
import { useNodeData } from '../mapping-editor/use-node-data.ts';
import { CodeOutcome, Column } from './code-outcome.tsx';
import { beginning, declarationsOf, type CodeField } from './declarations.ts';

const TypeScriptEditor = lazy(async () => ({
  default: (await import('./typescript-editor.tsx')).TypeScriptEditor,
}));

const noNames: readonly string[] = [];
const noIssues: readonly Issue[] = [];
const nothingUsed = () => new Set<string>();

/** The code of a node: the fields that it fills, the function, and what it makes of a record. */
export function CodeNodeEditor({ nodeId }: { readonly nodeId: string }): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const { execute } = useActions();
  const { context } = useDesignerServices();
  const code = useFlow((flow) => (flow.nodes[nodeId]?.config['code'] as string | undefined) ?? '');
  const filled = useFlow((flow) => (flow.nodes[nodeId]?.config['fields'] as string[] | undefined) ?? noNames);
  const issues = useCheck(({ byNode }) => byNode[nodeId] ?? noIssues);
  const data = useNodeData(nodeId, nothingUsed);
  const mayNot = useReason('code.edit');
  const [begunAt, setBegunAt] = useState<object | null>(null);
  const [pickAt, setPickAt] = useState<{ x: number; y: number } | null>(null);
  const { input, sources, samples } = data;
  const entity = input?.entity ?? '';
  const readOnlyReason = data.readOnlyReason ?? mayNot;

  /** What may be filled: what comes in, and what the systems of this flow have of the same entity. */
  const choices = useMemo((): SourceField[] => {
    const known = new Map(sources.map((field) => [field.name, field]));
    for (const { schemas } of Object.values(context.slots)) {
      for (const { field, label, type } of schemas.find((schema) => schema.entity === entity)?.fields ?? []) {
        const name = `${entity}.${field}`;
        if (!known.has(name)) known.set(name, { name, label, type, sample: null, isUsed: false });
      }
    }
    return [...known.values()];
  }, [sources, context, entity]);

  const declarations = useMemo(() => {
    const asCode = ({ name, label, type, sample }: SourceField): CodeField => ({
      field: name.slice(name.indexOf('.') + 1),
      label,
      type,
      sample,
    });
    const given = choices.filter(({ name }) => filled.includes(name));
    return declarationsOf(entity, sources.map(asCode), given.map(asCode), (kind) => text(`mapping.type.${kind}`));
  }, [entity, sources, choices, filled, text]);

  const fill = (next: readonly string[]) => execute(setConfig(nodeId, ['fields'], next, { id: 'code.intent.fields' }));
  const write = useCallback(
    (next: string) => execute(setConfig(nodeId, ['code'], next, { id: 'code.intent.code' })),
    [execute, nodeId],
  );
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'PageUp' && event.key !== 'PageDown')) return;
    event.preventDefault();
    event.stopPropagation();
    samples.step(event.key === 'PageDown' ? 1 : -1);
  };
  const labelOf = (name: string) => choices.find((choice) => choice.name === name)?.label ?? names.field(name);
  return (
    <>
      <DockHead title={text('code.tab')}>
        <SampleStepper samples={samples} entity={entity} />
      </DockHead>
      <div
        onKeyDown={onKey}
        className="grid min-h-0 min-w-0 flex-1 grid-cols-[clamp(168px,19%,222px)_minmax(0,1fr)_clamp(260px,27%,340px)] grid-rows-[minmax(0,1fr)] max-narrow:grid-cols-1 max-narrow:grid-rows-[auto_minmax(14rem,60%)_auto] max-narrow:overflow-y-auto"
      >
        <Column label={text('code.fills')}>
          <ul className="flex flex-col gap-1">
            {filled.map((name) => (
              <li key={name} className="flex items-center gap-1.5 rounded-2 border border-line px-2 py-1">
                <span className="min-w-0 flex-1 truncate" title={name}>
                  {labelOf(name)}
                </span>
                <IconButton
                  icon={X}
                  size="s"
                  label={text('code.fillsNot', { field: labelOf(name) })}
                  reason={readOnlyReason}
                  onClick={() => fill(filled.filter((other) => other !== name))}
                />
              </li>
            ))}
          </ul>
          <Button
            size="s"
            icon={Plus}
            reason={readOnlyReason}
            onClick={({ currentTarget }) => setPickAt(spotOf(currentTarget))}
          >
            {text('code.fillsAdd')}
          </Button>
          <p className="text-20 text-ink-3">{text('code.about')}</p>
        </Column>
        <div className="flex min-h-0 min-w-0 flex-col bg-code-bg focus-within:focus-ring">
          {readOnlyReason !== null && <Note status="warn">{readOnlyReason}</Note>}
          {code === '' && readOnlyReason === null && entity !== '' && (
            <div className="flex items-center gap-2 border-b border-line bg-surface px-3.5 py-2">
              <span className="text-ink-2">{text('code.empty')}</span>
              <Button
                size="s"
                onClick={() => {
                  write(beginning(entity));
                  // The button goes away with what it was for.
                  setBegunAt({});
                }}
              >
                {text('code.begin')}
              </Button>
            </div>
          )}
          <div className="min-h-0 flex-1">
            <Suspense fallback={<SkeletonRows count={6} />}>
              <TypeScriptEditor
                value={code}
                onChange={write}
                label={text('code.label')}
                declarations={declarations}
                readOnlyText={readOnlyReason}
                begunAt={begunAt}
              />
            </Suspense>
          </div>
        </div>
        <CodeOutcome samples={samples} filled={filled} labelOf={labelOf} choices={choices} issues={issues} />
        {pickAt && (
          <PickField
            label={text('code.fillsAdd')}
            placeholder={text('code.fillsFind')}
            emptyText={text('mapping.sourceNone')}
            fields={choices.filter(({ name }) => !filled.includes(name))}
            onPick={(name) => {
              setPickAt(null);
              fill([...filled, name]);
            }}
            onClose={() => setPickAt(null)}
            at={pickAt}
          />
        )}
      </div>
    </>
  );
}
