import type { Failure, FieldValue } from '@koppel/model';
import type { FailureDetail } from '@koppel/protocol';
import { Pencil, X } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { FieldValueText, linesIn } from '../app/field-value.tsx';
import { useReason } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Input } from '../kit/input.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { CopyButton } from '../kit/states.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { typedValue, type Edits, type EditSide } from './use-edits.ts';

/** One field of a failed record: as it was read, and as it would be written. `undefined` where a side has none. */
export interface ValueRow {
  readonly field: string;
  readonly input: FieldValue | undefined;
  readonly output: FieldValue | undefined;
  readonly isCause: boolean;
}

/** The fields of a failed record: the one that caused it first, then those that were mapped, then the rest. */
export function valueRows({ input, output, error }: Pick<Failure, 'input' | 'output' | 'error'>): ValueRow[] {
  const fields = new Set([...(error.field ? [error.field] : []), ...Object.keys(output ?? {}), ...Object.keys(input)]);
  return [...fields].map((field) => ({
    field,
    input: input[field],
    output: output?.[field],
    isCause: field === error.field,
  }));
}

type View = 'values' | 'json' | 'answer';

/** The record's data: field by field, as JSON, and what the other system said. */
export function FailureValues({
  failure,
  edits,
}: {
  readonly failure: FailureDetail;
  readonly edits: Edits;
}): ReactElement {
  const text = useText();
  const [chosen, setChosen] = useState<View>('values');
  const { answer } = failure.error;
  const view = chosen === 'answer' && answer === undefined ? 'values' : chosen;
  const json = JSON.stringify({ key: failure.key, input: failure.input, output: failure.output }, null, 2);
  const shown = view === 'json' ? json : view === 'answer' ? answer : null;
  return (
    <div>
      <div className="mb-0.5 flex items-center gap-2">
        <Segmented<View>
          label={text('failures.data')}
          value={view}
          onChange={setChosen}
          options={[
            { value: 'values', label: text('failures.values') },
            { value: 'json', label: text('failures.json') },
            ...(answer === undefined ? [] : [{ value: 'answer' as const, label: text('failures.answer') }]),
          ]}
        />
        {shown && (
          <span className="ml-auto">
            <CopyButton text={shown} label={text('action.copy')} doneLabel={text('action.copied')} />
          </span>
        )}
      </div>
      {shown ? (
        <pre
          tabIndex={0}
          aria-label={text(view === 'json' ? 'failures.json' : 'failures.answer')}
          className="mt-2 max-h-120 overflow-auto rounded-2 bg-code-bg px-3 py-2.5 font-mono text-20 leading-prose whitespace-pre-wrap text-code-text shadow-0"
        >
          {shown}
        </pre>
      ) : (
        <ValueTable failure={failure} edits={edits} />
      )}
    </div>
  );
}

/** A value is there to be judged: it is not cut off. */
const wrapped = 'py-1 break-words whitespace-normal';

function ValueTable({ failure, edits }: { readonly failure: FailureDetail; readonly edits: Edits }): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const target = useTargetValues(failure);
  return (
    <Table aria-label={text('failures.values')}>
      <colgroup>
        <col className="w-38" />
        <col />
        {target && <col />}
        <col />
      </colgroup>
      <thead>
        <tr className="h-6.5">
          <HeadCell className="first:pl-2">{text('failures.field')}</HeadCell>
          <HeadCell>{text('failures.asRead')}</HeadCell>
          {target && <HeadCell>{text('failures.inTargetNow')}</HeadCell>}
          <HeadCell>{text('failures.wouldWrite')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {valueRows(failure).map((row) =>
          linesIn(row.field, row.output ?? row.input ?? null) ? (
            <tr key={row.field} className={row.isCause ? 'bg-fail-soft' : ''}>
              <Cell className="py-1.5 align-top font-medium first:pl-2">{names.field(row.field)}</Cell>
              <Cell className="py-1.5" colSpan={target ? 3 : 2}>
                <FieldValueText name={row.field} value={row.output ?? row.input ?? null} />
              </Cell>
            </tr>
          ) : (
            <tr key={row.field} className={row.isCause ? 'bg-fail-soft' : ''}>
              <Cell className="h-8.25 font-medium first:pl-2">
                {row.isCause ? (
                  <span className="flex items-center gap-1 text-fail-text">
                    <StatusIcon status="fail" />
                    {names.field(row.field)}
                  </span>
                ) : (
                  <span title={row.field}>{names.field(row.field)}</span>
                )}
              </Cell>
              <Cell className={cx(wrapped, 'text-ink-2')}>
                <EditableValue failure={failure} side="input" row={row} edits={edits} />
              </Cell>
              {target && (
                <Cell className={cx(wrapped, 'text-ink-2')}>
                  {target[row.field] !== undefined && <FieldValueText name={row.field} value={target[row.field]!} />}
                </Cell>
              )}
              <Cell className={wrapped}>
                <EditableValue failure={failure} side="output" row={row} edits={edits} now={target?.[row.field]} />
              </Cell>
            </tr>
          ),
        )}
      </tbody>
    </Table>
  );
}

/** What the counterpart holds now, by field with its entity in front; null where there is none in reach. */
function useTargetValues({ sides, key, targetKey }: FailureDetail): Readonly<Record<string, FieldValue>> | null {
  const compared = useRead(
    'compareRecords',
    {
      query: {
        entity: sides?.entity ?? '',
        left: sides?.sourceConnectionId ?? '',
        right: sides?.targetConnectionId ?? '',
        leftKey: key,
        ...(targetKey === null ? {} : { rightKey: targetKey }),
      },
    },
    { isEnabled: sides !== null && targetKey !== null },
  );
  if (!sides || compared.data?.right.state !== 'found') return null;
  const values = Object.entries(compared.data.right.values);
  return Object.fromEntries(values.map(([field, value]) => [`${sides.entity}.${field}`, value]));
}

/** A value that can be set by hand for the next try. */
function EditableValue({
  failure,
  side,
  row,
  edits,
  now,
}: {
  readonly failure: FailureDetail;
  readonly side: EditSide;
  readonly row: ValueRow;
  readonly edits: Edits;
  /** What the target has. */
  readonly now?: FieldValue | undefined;
}): ReactElement | null {
  const text = useText();
  const names = useEntityNames();
  const mayNot = useReason('failures.repair');
  const value = row[side];
  const set = edits.valueOf(side, row.field);
  const isActive = failure.state === 'open' || failure.state === 'waiting';
  if (set !== undefined) {
    return (
      <span className="flex items-center gap-1">
        <Input
          size="s"
          autoFocus
          aria-label={text(side === 'input' ? 'failures.setInput' : 'failures.setField', {
            field: names.field(row.field),
          })}
          value={set === null ? '' : String(set)}
          onChange={(event) => edits.set(side, row.field, typedValue(event.target.value))}
        />
        <IconButton icon={X} size="s" label={text('failures.unset')} onClick={() => edits.unset(side, row.field)} />
      </span>
    );
  }
  if (value === undefined) {
    if (side === 'input') return null;
    return <span className="block text-20 text-ink-3">{failure.output && text('failures.notMapped')}</span>;
  }
  const differs = side === 'output' && now !== undefined && now !== value;
  return (
    <span className="group flex items-center gap-1">
      <span
        title={String(value)}
        className={cx('min-w-0 break-words', differs && 'rounded-1 bg-warn-soft px-1 text-warn-text')}
      >
        <FieldValueText name={row.field} value={value} />
      </span>
      {isActive && !mayNot && (
        <span className="opacity-0 group-hover:opacity-100 focus-within:opacity-100">
          <IconButton
            icon={Pencil}
            size="s"
            label={text('failures.setFieldOf', { field: names.field(row.field) })}
            onClick={() => edits.set(side, row.field, value)}
          />
        </span>
      )}
    </span>
  );
}
