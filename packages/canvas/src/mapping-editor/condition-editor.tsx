import {
  comparisons,
  comparisonWords,
  type Comparison,
  type Condition,
  type FieldType,
  type FieldValue,
} from '@koppel/model';
import { Plus, SquareFunction, X } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactElement } from 'react';
import type { RuleIssue } from '../check-worker/messages.ts';
import { ExpressionEditor } from '../code-editor/expression-editor.tsx';
import { formatExpression } from '../code-editor/format-expression.ts';
import type { ExpressionScope } from '../code-editor/expression-scope.ts';
import { useFormat, useLanguage, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { controlClass } from '../kit/input.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';
import { FieldButton } from './field-button.tsx';
import { readValue } from './read-value.ts';
import type { SourceField } from './source-tree.ts';
import { useValueText } from './use-value-text.ts';
import { ValueInput } from './value-input.tsx';

export interface ConditionEditorProps {
  readonly label: string;
  readonly value: Condition;
  readonly onChange: (condition: Condition) => void;
  /** The fields of the records that arrive; empty while nobody can tell. */
  readonly fields: readonly SourceField[];
  readonly scope: ExpressionScope;
  /** Of the condition, with paths relative to it. */
  readonly issues: readonly Pick<RuleIssue, 'severity' | 'message' | 'remedy' | 'range' | 'path'>[];
  /** Why it cannot be changed; null when it can. */
  readonly readOnlyReason: string | null;
}

const valueless: ReadonlySet<Comparison['is']> = new Set(['empty', 'notEmpty']);
const text: FieldType = { kind: 'text' };

/** A condition in sentence form: all or any of some comparisons, or an expression that answers yes or no. */
export function ConditionEditor(props: ConditionEditorProps): ReactElement {
  const { label, value, onChange, scope, issues, readOnlyReason } = props;
  const words = useText();
  const worst = issues.find(({ severity }) => severity !== 'hint');
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1.5">
      {'cel' in value ? (
        <>
          <ExpressionEditor
            label={words('condition.expression')}
            placeholder={words('mapping.expressionHelp')}
            value={value.cel}
            onChange={(cel) => onChange({ cel })}
            onBlur={() => {
              const even = formatExpression(value.cel);
              if (even !== value.cel && readOnlyReason === null) onChange({ cel: even });
            }}
            scope={scope}
            issues={issues}
            readOnlyText={readOnlyReason}
            isInvalid={worst?.severity === 'error'}
          />
          <div>
            <Button size="s" look="quiet" reason={readOnlyReason} onClick={() => onChange({ all: [] })}>
              {words('condition.useSimple')}
            </Button>
          </div>
        </>
      ) : (
        <Comparisons {...props} value={value} />
      )}
      {worst && (
        <p className={cx('text-20', worst.severity === 'error' ? 'text-fail-text' : 'text-warn-text')}>
          {worst.message} {worst.remedy}
        </p>
      )}
    </div>
  );
}

function Comparisons({
  value,
  onChange,
  fields,
  issues,
  readOnlyReason,
}: Omit<ConditionEditorProps, 'value'> & {
  readonly value: Exclude<Condition, { cel: string }>;
}): ReactElement {
  const words = useText();
  const mode = 'any' in value ? 'any' : 'all';
  const rows = 'any' in value ? value.any : value.all;
  const put = (next: readonly Comparison[], as: 'all' | 'any' = mode) =>
    onChange(as === 'any' ? { any: [...next] } : { all: [...next] });
  const [first] = fields;
  return (
    <>
      {rows.length > 1 && (
        <div>
          <Segmented
            label={words('condition.howMany')}
            value={mode}
            onChange={(next) => put(rows, next)}
            options={[
              { value: 'all', label: words('condition.all') },
              { value: 'any', label: words('condition.any') },
            ]}
          />
        </div>
      )}
      {rows.length === 0 && <p className="text-20 text-ink-3">{words('condition.none')}</p>}
      {rows.map((row, index) => (
        <Row
          key={index}
          row={row}
          number={index + 1}
          joint={index === 0 ? null : words(mode === 'any' ? 'conditionEditor.or' : 'conditionEditor.and')}
          fields={fields}
          isInvalid={issues.some(({ path, severity }) => path[1] === index && severity === 'error')}
          readOnlyReason={readOnlyReason}
          onChange={(next) => put(rows.map((other, at) => (at === index ? next : other)))}
          onRemove={() => put(rows.filter((_, at) => at !== index))}
        />
      ))}
      <div className="flex flex-wrap gap-1.5">
        <Button
          size="s"
          icon={Plus}
          reason={readOnlyReason ?? (first ? null : words('condition.noFields'))}
          onClick={() => first && put([...rows, { field: first.name, is: 'notEmpty' }])}
        >
          {words('condition.add')}
        </Button>
        <Button
          size="s"
          look="quiet"
          icon={SquareFunction}
          reason={readOnlyReason}
          onClick={() => onChange({ cel: '' })}
        >
          {words('condition.useExpression')}
        </Button>
      </div>
    </>
  );
}

function Row({
  row,
  number,
  joint,
  fields,
  isInvalid,
  readOnlyReason,
  onChange,
  onRemove,
}: {
  readonly row: Comparison;
  readonly number: number;
  readonly joint: string | null;
  readonly fields: readonly SourceField[];
  readonly isInvalid: boolean;
  readonly readOnlyReason: string | null;
  readonly onChange: (row: Comparison) => void;
  readonly onRemove: () => void;
}): ReactElement {
  const words = useText();
  const language = useLanguage();
  const field = fields.find(({ name }) => name === row.field);
  const type = field?.type ?? text;
  const change = (part: Partial<Comparison>) => onChange(tidied({ ...row, ...part }));
  return (
    <>
      {joint && <span className="-my-0.5 pl-2 text-20 text-ink-3">{joint}</span>}
      <div
        role="group"
        aria-label={words('condition.row', { n: number })}
        className={cx(
          'grid grid-cols-[minmax(0,1fr)_104px_26px] gap-1.5 rounded-2 bg-surface-2 p-2 shadow-0',
          isInvalid && 'bg-fail-soft',
        )}
      >
        <FieldButton
          label={words('condition.field')}
          fields={fields}
          isDisabled={readOnlyReason !== null}
          isInvalid={isInvalid}
          onPick={(name) => change({ field: name, value: undefined })}
        >
          {field?.label ?? <span className="text-fail-text line-through">{row.field}</span>}
        </FieldButton>
        <Select
          size="s"
          label={words('condition.comparison')}
          value={row.is}
          isDisabled={readOnlyReason !== null}
          onChange={(is) => change({ is, value: valueFor(is, row.value) })}
          options={comparisons.map((is) => ({ value: is, label: comparisonWords[language][is] }))}
        />
        <IconButton icon={X} size="s" label={words('condition.remove')} reason={readOnlyReason} onClick={onRemove} />
        {!valueless.has(row.is) && (
          <div className="col-span-3">
            {row.is === 'oneOf' ? (
              <Values
                type={type}
                values={Array.isArray(row.value) ? row.value : []}
                onChange={(value) => change({ value })}
                isDisabled={readOnlyReason !== null}
              />
            ) : (
              <ValueInput
                key={row.field}
                type={type}
                value={Array.isArray(row.value) ? null : row.value}
                onChange={(value) => change({ value: value ?? undefined })}
                label={words('condition.value')}
                placeholder={words('condition.value')}
                isDisabled={readOnlyReason !== null}
              />
            )}
          </div>
        )}
      </div>
    </>
  );
}

/** The value that a comparison takes, as far as the former one fits: a list for "is one of", one value else. */
function valueFor(is: Comparison['is'], value: Comparison['value']): Comparison['value'] {
  if (valueless.has(is)) return undefined;
  if (is === 'oneOf') return Array.isArray(value) ? value : value === undefined ? [] : [value];
  return Array.isArray(value) ? value[0] : value;
}

/** A comparison without what is not there: documents hold no undefined. */
function tidied({ field, is, value }: Comparison): Comparison {
  return { field, is, ...(value === undefined ? {} : { value }) };
}

/** Several values: each can be taken out; typing and Enter, or a choice, adds one. */
function Values({
  type,
  values,
  onChange,
  isDisabled,
}: {
  readonly type: FieldType;
  readonly values: readonly FieldValue[];
  readonly onChange: (values: FieldValue[]) => void;
  readonly isDisabled: boolean;
}): ReactElement {
  const words = useText();
  const format = useFormat();
  const write = useValueText();
  const [typed, setTyped] = useState('');
  const add = (value: FieldValue) => {
    if (value !== null && !values.includes(value)) onChange([...values, value]);
    setTyped('');
  };
  const addTyped = () => add(readValue(typed, type, format.groupMark));
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',' || event.key === ';') {
      event.preventDefault();
      addTyped();
    } else if (event.key === 'Backspace' && typed === '' && values.length > 0) onChange(values.slice(0, -1));
  };
  const isChoice = (type.kind === 'choice' && type.options.length > 0) || type.kind === 'boolean';
  return (
    <div
      className={cx(
        controlClass,
        'flex min-h-6.5 flex-wrap items-center gap-1 p-0.75 has-[input:focus-visible]:focus-ring',
      )}
    >
      {values.map((value) => (
        <span
          key={String(value)}
          className="inline-flex h-5 items-center gap-1 rounded-1 bg-surface-3 pl-1.5 text-20 font-medium text-ink-2"
        >
          {write(value, type)}
          <button
            type="button"
            disabled={isDisabled}
            aria-label={words('conditionEditor.removeValue', { value: write(value, type) })}
            onClick={() => onChange(values.filter((other) => other !== value))}
            className="grid size-5 place-items-center text-ink-3 hover:text-ink"
          >
            <Icon of={X} size="xs" />
          </button>
        </span>
      ))}
      {isChoice ? (
        <div className="min-w-24 flex-1">
          <ValueInput
            key={values.length}
            type={type}
            value={null}
            onChange={add}
            label={words('conditionEditor.addValue')}
            placeholder={words('conditionEditor.addValue')}
            isDisabled={isDisabled}
          />
        </div>
      ) : (
        <input
          aria-label={words('conditionEditor.addValue')}
          placeholder={values.length === 0 ? words('condition.values') : ''}
          disabled={isDisabled}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKey}
          onBlur={addTyped}
          className="min-w-16 flex-1 bg-transparent px-1 text-20 outline-none"
        />
      )}
    </div>
  );
}
