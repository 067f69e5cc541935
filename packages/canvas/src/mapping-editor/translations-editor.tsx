import { unlistedPolicies, type Issue } from '@koppel/model';
import { Plus, X } from 'lucide-react';
import { useCallback, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useMay } from '../app/session.tsx';
import { useActions, useCheck, useFlow } from '../designer/designer-context.tsx';
import { setConfig } from '../designer/document/node-commands.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Select } from '../kit/select.tsx';
import { Note } from '../kit/status-pill.tsx';
import { DockHead } from './dock-head.tsx';
import type { NodeData } from './mapping-context.ts';
import { PickField, spotOf } from './pick-field.tsx';
import { Pane } from './rule-pane.tsx';
import { SampleStepper } from './sample-stepper.tsx';
import { SourcePane } from './source-pane.tsx';
import { unlistedCodes } from './unlisted.ts';
import { useNewList } from './use-new-list.ts';
import { useNodeData } from './use-node-data.ts';
import { useValueText } from './use-value-text.ts';
import { ValueListPanel } from './value-list-panel.tsx';

interface Translation {
  readonly list: string;
  readonly unlisted?: (typeof unlistedPolicies)[number];
}
type Translations = Readonly<Record<string, Translation>>;

/** Not the id of a list: makes one. */
const making = '\u0001';
const noFields: Translations = {};
const noIssues: readonly Issue[] = [];

/** Translates codes by value lists: which field by which list, and the entries of that list. */
export function TranslationsEditor({ nodeId }: { readonly nodeId: string }): ReactElement {
  const text = useText();
  const { execute } = useActions();
  const fields = useFlow((flow) => (flow.nodes[nodeId]?.config['fields'] as Translations | undefined) ?? noFields);
  const issues = useCheck(({ byNode }) => byNode[nodeId] ?? noIssues);
  const used = useCallback(() => new Set(Object.keys(fields)), [fields]);
  const data = useNodeData(nodeId, used);
  const [chosen, setChosen] = useState<string | null>(null);
  const [pickAt, setPickAt] = useState<{ x: number; y: number } | null>(null);
  const names = Object.keys(fields);
  const current = chosen !== null && fields[chosen] ? chosen : (names[0] ?? null);
  const { valueLists, sources, samples, readOnlyReason } = data;

  const put = (name: string, translation: Translation | undefined) =>
    execute(
      setConfig(nodeId, ['fields', name], translation, {
        id: 'mapping.intent.translate',
        values: { field: data.sourceLabel(name) },
      }),
    );
  const add = (name: string) => {
    setPickAt(null);
    setChosen(name);
    if (!fields[name]) put(name, { list: valueLists[0]?.id ?? '', unlisted: 'fail' });
  };
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'PageUp' && event.key !== 'PageDown')) return;
    event.preventDefault();
    event.stopPropagation();
    samples.step(event.key === 'PageDown' ? 1 : -1);
  };
  return (
    <>
      <DockHead title={text('mapping.tab.translations')}>
        <SampleStepper samples={samples} entity={data.input?.entity ?? ''} />
      </DockHead>
      <div
        onKeyDown={onKey}
        className="grid min-h-0 min-w-0 flex-1 grid-cols-[clamp(168px,19%,222px)_minmax(0,1fr)_clamp(300px,29%,344px)] grid-rows-[minmax(0,1fr)] max-narrow:grid-cols-1 max-narrow:grid-rows-[minmax(10rem,60%)_auto_auto] max-narrow:overflow-y-auto"
      >
        <SourcePane data={data} marked={new Set(current === null ? [] : [current])} onUse={add} />
        <div className="min-h-0 min-w-0 overflow-auto bg-surface">
          {names.length === 0 ? (
            <div className="flex h-full flex-col items-start justify-center gap-2 px-8">
              <h3 className="text-40 font-bold">{text('translations.none')}</h3>
              <p className="max-w-[52ch] text-ink-2">{text('translations.noneText')}</p>
              <AddButton reason={readOnlyReason} onAdd={setPickAt} />
            </div>
          ) : (
            <>
              <table className="w-full min-w-120 table-fixed border-collapse" aria-label={text('translations.table')}>
                <thead className="sticky top-0 z-dock bg-surface">
                  <tr className="h-9 text-left text-10 text-ink-3">
                    <th scope="col" className="w-34 pr-1.5 pl-3.5 font-medium">
                      {text('translations.field')}
                    </th>
                    <th scope="col" className="px-1.5 font-medium whitespace-nowrap">
                      {text('mapping.list')}
                    </th>
                    <th scope="col" className="w-40 px-1.5 font-medium whitespace-nowrap">
                      {text('mapping.unlisted')}
                    </th>
                    <th scope="col" className="w-28 px-1.5 font-medium whitespace-nowrap">
                      {text('translations.sampleNow')}
                    </th>
                    <th className="w-9" />
                  </tr>
                </thead>
                <tbody>
                  {names.map((name) => (
                    <Row
                      key={name}
                      nodeId={nodeId}
                      name={name}
                      translation={fields[name]!}
                      data={data}
                      isChosen={name === current}
                      issue={issues.find(({ path, severity }) => path[2] === name && severity === 'error')}
                      onChoose={() => setChosen(name)}
                      onChange={(next) => put(name, next)}
                    />
                  ))}
                </tbody>
              </table>
              <div className="border-t border-line px-3.5 py-2">
                <AddButton reason={readOnlyReason} onAdd={setPickAt} />
              </div>
            </>
          )}
        </div>
        <ListPane name={current} translation={current === null ? null : fields[current]!} data={data} />
        {pickAt && (
          <PickField
            label={text('translations.add')}
            placeholder={text('translations.addFind')}
            emptyText={text('mapping.sourceNone')}
            fields={sources.filter(({ type, isUsed }) => !isUsed && ['text', 'choice', 'integer'].includes(type.kind))}
            onPick={add}
            onClose={() => setPickAt(null)}
            at={pickAt}
          />
        )}
      </div>
    </>
  );
}

function AddButton({
  reason,
  onAdd,
}: {
  readonly reason: string | null;
  readonly onAdd: (at: { x: number; y: number }) => void;
}): ReactElement {
  const text = useText();
  return (
    <Button size="s" icon={Plus} reason={reason} onClick={(event) => onAdd(spotOf(event.currentTarget))}>
      {text('translations.add')}
    </Button>
  );
}

function Row({
  nodeId,
  name,
  translation,
  data,
  isChosen,
  issue,
  onChoose,
  onChange,
}: {
  readonly nodeId: string;
  readonly name: string;
  readonly translation: Translation;
  readonly data: NodeData;
  readonly isChosen: boolean;
  readonly issue: Issue | undefined;
  readonly onChoose: () => void;
  readonly onChange: (translation: Translation | undefined) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { valueLists, sources, readOnlyReason, samples } = data;
  const newList = useNewList(valueLists);
  const mayMakeLists = useMay('valueLists.edit');
  const label = data.sourceLabel(name);
  const source = sources.find((field) => field.name === name);
  const list = valueLists.find(({ id }) => id === translation.list);
  const value = samples.current?.input?.[name];
  const result = value === undefined || value === null ? undefined : list?.entries[String(value)];
  return (
    <tr
      data-setting={`${nodeId} fields.${name}`}
      aria-selected={isChosen}
      onClick={onChoose}
      onFocus={onChoose}
      className={cx('h-9', isChosen ? 'bg-selected' : 'hover:bg-hover')}
    >
      <th
        scope="row"
        title={issue ? `${issue.message} ${issue.remedy}` : name}
        className={cx(
          'truncate border-t border-line pr-1.5 pl-3.5 text-left font-medium',
          !source && 'text-fail-text line-through',
          isChosen && 'shadow-[inset_3px_0_0_var(--c-accent)]',
        )}
      >
        {label}
      </th>
      <td className="border-t border-line px-1.5">
        <Select
          size="s"
          label={`${text('mapping.list')} ${label}`}
          value={list ? translation.list : ''}
          placeholder={text('lists.chooseValue')}
          isDisabled={readOnlyReason !== null}
          onChange={(id) => {
            if (id !== making) onChange({ ...translation, list: id });
            else newList.make(label, (made) => onChange({ ...translation, list: made }));
          }}
          options={[
            ...valueLists.map(({ id, title }) => ({ value: id, label: localized(title) })),
            ...(mayMakeLists ? [{ value: making, label: text('lists.new') }] : []),
          ]}
          className="w-full"
        />
      </td>
      <td className="border-t border-line px-1.5">
        <Select
          size="s"
          label={`${text('mapping.unlisted')} ${label}`}
          value={translation.unlisted ?? 'fail'}
          isDisabled={readOnlyReason !== null}
          onChange={(unlisted) => onChange({ ...translation, unlisted })}
          options={unlistedPolicies.map((policy) => ({ value: policy, label: text(`mapping.unlisted.${policy}`) }))}
          className="w-full"
        />
      </td>
      <td className="truncate border-t border-line px-1.5">
        <SampleCell value={value} result={result} hasList={list !== undefined} />
      </td>
      <td className="border-t border-line pr-2">
        <IconButton
          icon={X}
          size="s"
          label={text('translations.remove', { field: label })}
          reason={readOnlyReason}
          onClick={() => onChange(undefined)}
        />
      </td>
    </tr>
  );
}

function SampleCell({
  value,
  result,
  hasList,
}: {
  readonly value: string | number | boolean | null | undefined;
  readonly result: string | undefined;
  readonly hasList: boolean;
}): ReactElement {
  const write = useValueText();
  if (value === undefined || value === null || value === '')
    return <span className="text-ink-3">{write(null, { kind: 'text' })}</span>;
  return (
    <>
      {String(value)} <span className="text-ink-3">→</span>{' '}
      {result === undefined ? (
        <span className={hasList ? 'text-fail-text' : 'text-ink-3'}>?</span>
      ) : (
        <span className="font-medium">{result}</span>
      )}
    </>
  );
}

function ListPane({
  name,
  translation,
  data,
}: {
  readonly name: string | null;
  readonly translation: Translation | null;
  readonly data: NodeData;
}): ReactElement {
  const text = useText();
  const { valueLists, sources, samples } = data;
  if (name === null || translation === null) {
    return (
      <Pane label={text('lists.title')}>
        <p className="text-ink-3">{text('translations.choose')}</p>
      </Pane>
    );
  }
  const list = valueLists.find(({ id }) => id === translation.list);
  return (
    <Pane label={data.sourceLabel(name)}>
      {list ? (
        <ValueListPanel
          key={list.id}
          list={list}
          target={{ kind: 'text' }}
          source={sources.find((field) => field.name === name)?.type ?? null}
          unlisted={unlistedCodes(samples.records, name, list)}
        />
      ) : (
        <Note status="fail">{text('lists.gone', { id: translation.list })}</Note>
      )}
    </Pane>
  );
}
