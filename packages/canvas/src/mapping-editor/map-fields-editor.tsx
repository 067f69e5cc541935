import type { FieldRule } from '@koppel/model';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useActions, useEditor } from '../designer/designer-context.tsx';
import { matches } from '../format/fold.ts';
import { useText } from '../i18n/locale.tsx';
import { PickList, type PickItem } from '../kit/pick-list.tsx';
import { DockHead } from './dock-head.tsx';
import { useFillOptions } from './fill-options.tsx';
import { MappingProvider, useMapping } from './mapping-context.ts';
import { PickField, spotOf } from './pick-field.tsx';
import { fieldsRead } from './reads.ts';
import { onlyRow, type RowChoice } from './row-choice.ts';
import type { MappingRow, RowFilter } from './rows.ts';
import { pasteRules, readRules, writeRules } from './rule-clipboard.ts';
import { ManyPane, Pane, RulePane } from './rule-pane.tsx';
import { SampleStepper } from './sample-stepper.tsx';
import { SourcePane } from './source-pane.tsx';
import type { SourceField } from './source-tree.ts';
import { SuggestionList, useReasonText } from './suggestion-list.tsx';
import { TargetTable, useListedRows } from './target-table.tsx';
import { useRowClipboard } from './use-row-clipboard.ts';
import type { RowCall } from './use-row-focus.ts';
import { useMappingOf } from './use-mapping-of.ts';

/** Fills the fields of a target: what arrives, how each field is filled, and the rule of the chosen one. */
export function MapFieldsEditor({ nodeId }: { readonly nodeId: string }): ReactElement {
  const text = useText();
  const mapping = useMappingOf(nodeId);
  return (
    <MappingProvider value={mapping}>
      <DockHead title={text('mapping.tab.mapping')}>
        <SampleStepper samples={mapping.samples} entity={mapping.input?.entity ?? ''} />
        <SuggestionList />
      </DockHead>
      <Panes />
    </MappingProvider>
  );
}

type Picking = { readonly x: number; readonly y: number; readonly back: HTMLElement | null } & (
  | { readonly kind: 'fill'; readonly row: MappingRow }
  | { readonly kind: 'target'; readonly source: string }
);

const noReads: ReadonlySet<string> = new Set();

function Panes(): ReactElement {
  const text = useText();
  const mapping = useMapping();
  const { rows, written, samples, readOnlyReason, rowLabel, sourceLabel } = mapping;
  const { say } = useActions();
  const [choice, setChoice] = useState<RowChoice>(() => onlyRow(null));
  const [filter, setFilter] = useState<RowFilter>({ search: '', only: 'all', withSystemFields: false });
  const [rowCall, setRowCall] = useState<RowCall | null>(null);
  const [picking, setPicking] = useState<Picking | null>(null);
  const [isExpressionWanted, setIsExpressionWanted] = useState<string | null>(null);
  const rulePane = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const listed = useListedRows(filter);
  // A problem leads to its row, once.
  const path = useEditor(({ focusPath }) => focusPath);
  const [followed, setFollowed] = useState<typeof path>(null);
  const wanted = path?.[0] === 'rows' ? rows.find(({ name }) => name === path[1]) : undefined;
  if (wanted && path !== followed) {
    setFollowed(path);
    setFilter({ search: '', only: 'all', withSystemFields: filter.withSystemFields });
    setChoice(onlyRow(wanted.name));
    // A mistake in an expression leads into it.
    setRowCall({ name: wanted.name, hasFocus: path?.[2] !== 'cel' });
  }

  const current = rows.find(({ name }) => name === choice.current) ?? null;
  const selected = rows.filter(({ name }) => choice.selected.includes(name));
  const marked = useMemo(
    () => (current?.rule ? new Set(fieldsRead(current.rule, written)) : noReads),
    [current, written],
  );

  const enterRule = () => {
    const pane = rulePane.current;
    const first = pane?.querySelector<HTMLElement>(
      '[data-first], textarea, button[aria-haspopup], input, [role="combobox"], a[href]',
    );
    first?.focus();
  };
  const map = (row: MappingRow, source: string) => {
    mapping.setRule(row, { from: source });
    setChoice(onlyRow(row.name));
    say(text('mapping.mapped', { target: rowLabel(row), source: sourceLabel(source) }));
  };
  const clear = (cleared: readonly MappingRow[]) => {
    const filled = cleared.filter(({ rule }) => rule !== null);
    if (filled.length === 0 || readOnlyReason !== null) return;
    if (filled.length === 1) mapping.setRule(filled[0]!, null);
    else mapping.setRules(Object.fromEntries(filled.map(({ name }) => [name, null])), 'mapping.intent.clearMany');
    say(text('mapping.cleared', { n: filled.length }));
  };
  const copy = (copied: readonly MappingRow[]): string | null => {
    const rules = Object.fromEntries(copied.flatMap(({ name, rule }) => (rule ? [[name, rule]] : []))) as Record<
      string,
      FieldRule
    >;
    const n = Object.keys(rules).length;
    say(n === 0 ? text('mapping.nothingCopied') : text('mapping.copied', { n }));
    return n === 0 ? null : writeRules(rules);
  };
  const paste = (pasted: string) => {
    const copied = readRules(pasted);
    if (!copied) return say(text('mapping.nothingToPaste'));
    if (readOnlyReason !== null) return;
    const writable = new Set(rows.filter(({ lock, isKnown }) => lock === null && isKnown).map(({ name }) => name));
    const rules = pasteRules(copied, choice.selected, writable);
    const n = Object.keys(rules).length;
    if (n === 0) return say(text('mapping.nothingFits'));
    mapping.setRules(rules, 'mapping.intent.paste');
    say(text('mapping.pasted', { n }));
  };
  useRowClipboard(root, { onCopy: () => copy(selected), onPaste: paste });
  const closePicking = () => {
    picking?.back?.focus();
    setPicking(null);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.altKey && (event.key === 'PageUp' || event.key === 'PageDown')) {
      event.preventDefault();
      event.stopPropagation();
      samples.step(event.key === 'PageDown' ? 1 : -1);
    }
  };

  return (
    <div
      ref={root}
      onKeyDown={onKey}
      className="grid min-h-0 min-w-0 flex-1 grid-cols-[clamp(168px,19%,222px)_minmax(0,1fr)_clamp(300px,29%,344px)] grid-rows-[minmax(0,1fr)] max-narrow:grid-cols-1 max-narrow:grid-rows-[minmax(10rem,60%)_auto_auto] max-narrow:overflow-y-auto"
    >
      <SourcePane
        data={mapping}
        marked={marked}
        onUse={(source, element) =>
          setPicking({ kind: 'target', source, ...spotOf(element), back: element as HTMLElement })
        }
      />
      <TargetTable
        choice={choice}
        onChoose={setChoice}
        filter={filter}
        onFilter={setFilter}
        listed={listed}
        rowCall={rowCall}
        onFill={(row, element) => {
          if (readOnlyReason !== null) return;
          setChoice(onlyRow(row.name));
          const place = element.closest('tr')?.querySelector('td:nth-child(3)') ?? element;
          setPicking({ kind: 'fill', row, ...spotOf(place), back: element.closest('tr') });
        }}
        onDropField={map}
        onEnterRule={enterRule}
        onClear={clear}
      />
      <div
        ref={rulePane}
        className="contents"
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented || !current) return;
          event.stopPropagation();
          setRowCall({ name: current.name, hasFocus: true });
        }}
      >
        {selected.length > 1 ? (
          <ManyPane
            count={selected.length}
            onClear={() => clear(selected)}
            onCopy={() => {
              const copied = copy(selected);
              if (copied !== null) void navigator.clipboard.writeText(copied);
            }}
            onPaste={() => {
              navigator.clipboard.readText().then(paste, () => say(text('mapping.noClipboard')));
            }}
          />
        ) : current ? (
          <RulePane
            row={current}
            isExpressionWanted={isExpressionWanted === current.name}
            arrival={followed !== null && followed[1] === current.name ? followed : null}
          />
        ) : (
          <Pane label={text('mapping.paneTitle')}>
            <p className="text-ink-3">{text('mapping.paneEmpty')}</p>
          </Pane>
        )}
      </div>
      {picking?.kind === 'fill' && (
        <FillPicker
          row={picking.row}
          at={picking}
          onClose={closePicking}
          onMap={(source) => {
            closePicking();
            map(picking.row, source);
          }}
          onRule={(rule) => {
            closePicking();
            mapping.setRule(picking.row, rule);
          }}
          onExpression={() => {
            setPicking(null);
            setIsExpressionWanted(picking.row.name);
          }}
        />
      )}
      {picking?.kind === 'target' && (
        <TargetPicker
          source={picking.source}
          at={picking}
          onClose={closePicking}
          onPick={(row) => {
            closePicking();
            map(row, picking.source);
          }}
        />
      )}
    </div>
  );
}

/** What fills a row: typed, from the fields that arrive, or a fixed value or expression. */
function FillPicker({
  row,
  at,
  onClose,
  onMap,
  onRule,
  onExpression,
}: {
  readonly row: MappingRow;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  readonly onMap: (source: string) => void;
  readonly onRule: (rule: FieldRule | null) => void;
  readonly onExpression: () => void;
}): ReactElement {
  const text = useText();
  const { sources, rowLabel } = useMapping();
  const options = useFillOptions();
  const reasonText = useReasonText();
  const { suggestion } = row;
  return (
    <PickField
      label={text('mapping.fill', { field: rowLabel(row) })}
      placeholder={text('mapping.fillFind')}
      emptyText={text('mapping.fillNone')}
      fields={suggestion ? withFirst(sources, suggestion.rule.from) : sources}
      note={(name) => (name === suggestion?.rule.from ? reasonText(suggestion) : null)}
      others={(typed) => options({ typed, type: row.field.type, hasRule: row.rule !== null, onRule, onExpression })}
      onPick={onMap}
      onClose={onClose}
      at={at}
    />
  );
}

function withFirst(fields: readonly SourceField[], name: string): readonly SourceField[] {
  return fields.toSorted((a, b) => Number(b.name === name) - Number(a.name === name));
}

/** Which field of the target a source field fills: those that nothing fills yet first. */
function TargetPicker({
  source,
  at,
  onClose,
  onPick,
}: {
  readonly source: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  readonly onPick: (row: MappingRow) => void;
}): ReactElement {
  const text = useText();
  const { rows, rowLabel, sourceLabel } = useMapping();
  const find = (typed: string): readonly (PickItem & { readonly row: MappingRow })[] =>
    rows
      .filter((row) => row.isKnown && (row.lock === null || typed !== ''))
      .filter((row) => matches(`${rowLabel(row)} ${row.name}`, typed))
      .toSorted((a, b) => rank(a, source) - rank(b, source))
      .slice(0, 200)
      .map((row) => ({
        id: row.name,
        title: rowLabel(row),
        aside: row.rule ? text('mapping.filter.filled') : undefined,
        isRefused: row.lock !== null,
        row,
      }));
  return (
    <PickList
      label={text('mapping.mapField', { field: sourceLabel(source) })}
      placeholder={text('mapping.mapTo')}
      emptyText={text('mapping.mapToNone')}
      find={find}
      onPick={({ row }) => onPick(row)}
      onClose={onClose}
      at={at}
    />
  );
}

function rank(row: MappingRow, source: string): number {
  if (row.lock) return 3;
  if (row.suggestion?.rule.from === source) return 0;
  return row.rule ? 2 : 1;
}
