import type { Failure, FieldValue } from '@koppel/model';
import { useState, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { FieldValueText } from '../app/field-value.tsx';
import { useText } from '../i18n/locale.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { CopyButton } from '../kit/states.tsx';
import { StatusIcon } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';

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
export function FailureValues({ failure }: { readonly failure: Failure }): ReactElement {
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
        <ValueTable failure={failure} />
      )}
    </div>
  );
}

function ValueTable({ failure }: { readonly failure: Failure }): ReactElement {
  const text = useText();
  const names = useEntityNames();
  return (
    <Table aria-label={text('failures.values')}>
      <colgroup>
        <col className="w-44" />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr className="h-6.5">
          <HeadCell className="first:pl-2">{text('failures.field')}</HeadCell>
          <HeadCell>{text('failures.asRead')}</HeadCell>
          <HeadCell>{text('failures.wouldWrite')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {valueRows(failure).map((row) => (
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
            <Cell className="text-ink-2">
              {row.input !== undefined && <FieldValueText name={row.field} value={row.input} />}
            </Cell>
            <Cell>
              {row.output === undefined ? (
                <span className="text-ink-3">{failure.output && text('failures.notMapped')}</span>
              ) : (
                <FieldValueText name={row.field} value={row.output} />
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
