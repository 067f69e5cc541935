import {
  comparisons,
  conditionSchema,
  type Comparison,
  type Condition,
  type FieldType,
  type FieldValue,
  type LocalizedText,
} from '@koppel/model';
import { FunctionSquare, Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { useText } from '../../i18n/locale.tsx';
import { Button, IconButton } from '../../kit/button.tsx';
import { Input, TextArea } from '../../kit/input.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { Select } from '../../kit/select.tsx';
import { useReadable } from '../../schema-form/schema-form.tsx';
import type { RecordShape } from '../../check-worker/messages.ts';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { setConfig } from '../document/node-commands.ts';
import { valueAt } from '../document/edit.ts';
import { useInputShape } from './use-input-shape.ts';
import { useProblemAt } from './use-problem-at.ts';

const valueless: ReadonlySet<Comparison['is']> = new Set(['empty', 'notEmpty']);

/** A condition in sentence form: all or any of some comparisons, or an expression. */
export function ConditionField({
  nodeId,
  label,
  path,
}: {
  readonly nodeId: string;
  readonly label: string | LocalizedText;
  readonly path: readonly string[];
}): ReactElement {
  const text = useText();
  const readable = useReadable();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const stored = useFlow((flow) => valueAt(flow.nodes[nodeId]?.config, path));
  const shape = useInputShape(nodeId);
  const wrong = useProblemAt(nodeId, ['config', ...path]);
  const read = conditionSchema.safeParse(stored);
  const condition: Condition = read.success ? read.data : { all: [] };
  const put = (next: Condition) => execute(setConfig(nodeId, path, next, { id: 'designer.intent.condition' }));

  return (
    <section
      aria-label={readable(label)}
      data-setting={`${nodeId} ${path.join('.')}`}
      className="flex flex-col gap-1.5"
    >
      <h3 className="text-20 font-medium">{readable(label)}</h3>
      <fieldset disabled={readOnlyReason !== null} className="contents">
        {'cel' in condition ? (
          <>
            <TextArea
              aria-label={text('condition.expression')}
              aria-invalid={wrong ? true : undefined}
              rows={4}
              spellCheck={false}
              value={condition.cel}
              onChange={(event) => put({ cel: event.target.value })}
              className="font-mono text-20"
            />
            <div>
              <Button size="s" look="quiet" reason={readOnlyReason} onClick={() => put({ all: [] })}>
                {text('condition.useSimple')}
              </Button>
            </div>
          </>
        ) : (
          <Comparisons condition={condition} shape={shape} onChange={put} reason={readOnlyReason} />
        )}
      </fieldset>
      {wrong && <p className="text-20 text-fail-text">{wrong}</p>}
    </section>
  );
}

function Comparisons({
  condition,
  shape,
  onChange,
  reason,
}: {
  readonly condition: Extract<Condition, { all: unknown } | { any: unknown }>;
  readonly shape: RecordShape | null;
  readonly onChange: (condition: Condition) => void;
  readonly reason: string | null;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const mode = 'any' in condition ? 'any' : 'all';
  const rows = 'any' in condition ? condition.any : condition.all;
  const put = (next: readonly Comparison[], as: 'all' | 'any' = mode) =>
    onChange(as === 'any' ? { any: [...next] } : { all: [...next] });
  const fields = (shape?.fields ?? []).map(({ field, type }) => ({ name: `${shape!.entity}.${field}`, type }));
  const typeOf = (name: string): FieldType | undefined => fields.find((field) => field.name === name)?.type;
  const [first] = fields;
  return (
    <>
      {rows.length > 1 && (
        <div>
          <Segmented
            label={text('condition.howMany')}
            value={mode}
            onChange={(next) => put(rows, next)}
            options={[
              { value: 'all', label: text('condition.all') },
              { value: 'any', label: text('condition.any') },
            ]}
          />
        </div>
      )}
      {rows.length === 0 && <p className="text-20 text-ink-3">{text('condition.none')}</p>}
      {rows.map((row, index) => {
        const change = (part: Partial<Comparison>) =>
          put(rows.map((other, at) => (at === index ? tidied({ ...other, ...part }) : other)));
        const type = typeOf(row.field);
        return (
          <div
            key={index}
            role="group"
            aria-label={text('condition.row', { n: index + 1 })}
            className="grid grid-cols-[minmax(0,1fr)_104px_26px] gap-1.5 rounded-2 bg-surface-2 p-2 shadow-0"
          >
            <Select
              size="s"
              label={text('condition.field')}
              value={row.field}
              isDisabled={reason !== null}
              onChange={(field) => change({ field, value: undefined })}
              options={[...new Set([row.field, ...fields.map(({ name }) => name)])].map((name) => ({
                value: name,
                label: names.field(name),
              }))}
            />
            <Select
              size="s"
              label={text('condition.comparison')}
              value={row.is}
              isDisabled={reason !== null}
              onChange={(is) => change(valueless.has(is) ? { is, value: undefined } : { is })}
              options={comparisons.map((is) => ({ value: is, label: text(`condition.is.${is}`) }))}
            />
            <IconButton
              icon={X}
              size="s"
              label={text('condition.remove')}
              reason={reason}
              onClick={() => put(rows.filter((_, at) => at !== index))}
            />
            {!valueless.has(row.is) && (
              <div className="col-span-3">
                <ValueInput
                  row={row}
                  type={type}
                  onChange={(value) => change({ value })}
                  isDisabled={reason !== null}
                />
              </div>
            )}
          </div>
        );
      })}
      <div className="flex flex-wrap gap-1.5">
        <Button
          size="s"
          icon={Plus}
          reason={reason ?? (first ? null : text('condition.noFields'))}
          onClick={() => first && put([...rows, { field: first.name, is: 'notEmpty' }])}
        >
          {text('condition.add')}
        </Button>
        <Button size="s" look="quiet" icon={FunctionSquare} reason={reason} onClick={() => onChange({ cel: '' })}>
          {text('condition.useExpression')}
        </Button>
      </div>
    </>
  );
}

/** A comparison without what is not there: documents hold no undefined. */
function tidied({ field, is, value }: Comparison): Comparison {
  return { field, is, ...(value === undefined ? {} : { value }) };
}

function ValueInput({
  row,
  type,
  onChange,
  isDisabled,
}: {
  readonly row: Comparison;
  readonly type: FieldType | undefined;
  readonly onChange: (value: Comparison['value']) => void;
  readonly isDisabled: boolean;
}): ReactElement {
  const text = useText();
  const label = text('condition.value');
  if (row.is === 'oneOf') {
    const list = Array.isArray(row.value) ? row.value : [];
    return (
      <Input
        size="s"
        aria-label={text('condition.values')}
        placeholder={text('condition.values')}
        disabled={isDisabled}
        defaultValue={list.join(', ')}
        onBlur={(event) =>
          onChange(
            event.target.value
              .split(/[,;]/)
              .map((part) => part.trim())
              .filter(Boolean)
              .map((part) => valueOf(part, type)),
          )
        }
      />
    );
  }
  const value = Array.isArray(row.value) ? null : (row.value ?? null);
  if (type?.kind === 'boolean') {
    return (
      <Select
        size="s"
        label={label}
        isDisabled={isDisabled}
        value={value === true ? 'true' : value === false ? 'false' : ''}
        placeholder={text('condition.choose')}
        onChange={(next) => onChange(next === 'true')}
        options={[
          { value: 'true', label: text('value.yes') },
          { value: 'false', label: text('value.no') },
        ]}
        className="w-full"
      />
    );
  }
  if (type?.kind === 'choice' && type.options.length > 0) {
    const chosen = value === null ? '' : String(value);
    const known = type.options.some((option) => option.value === chosen);
    return (
      <Select
        size="s"
        label={label}
        isDisabled={isDisabled}
        value={chosen}
        placeholder={text('condition.choose')}
        onChange={(next) => onChange(next)}
        options={[...(known || chosen === '' ? [] : [{ value: chosen, label: chosen }]), ...type.options]}
        className="w-full"
      />
    );
  }
  return (
    <Input
      size="s"
      aria-label={label}
      placeholder={label}
      disabled={isDisabled}
      type={type?.kind === 'date' ? 'date' : 'text'}
      inputMode={type && ['integer', 'decimal', 'money'].includes(type.kind) ? 'decimal' : 'text'}
      value={value === null ? '' : String(value)}
      onChange={(event) => onChange(event.target.value === '' ? undefined : valueOf(event.target.value, type))}
    />
  );
}

/** What was typed, in the form that documents keep a value of this type. */
export function valueOf(typed: string, type: FieldType | undefined): FieldValue {
  const plain = typed.replace(/[\s\u202f\u00a0]/g, '').replace(',', '.');
  if (type?.kind === 'integer' && /^-?\d{1,15}$/.test(plain)) return Number(plain);
  if ((type?.kind === 'decimal' || type?.kind === 'money') && /^-?\d+\.?\d*$/.test(plain)) return plain;
  return typed;
}
