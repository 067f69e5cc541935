import { unlistedPolicies, type FieldRule, type Format } from '@koppel/model';
import { ListTree, Plus, X } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useMay } from '../app/session.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Select } from '../kit/select.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { ConditionEditor } from './condition-editor.tsx';
import { FieldButton } from './field-button.tsx';
import { useFillOptions } from './fill-options.tsx';
import { useMapping } from './mapping-context.ts';
import type { MappingRow } from './rows.ts';
import { RuleChip } from './rule-chip.tsx';
import { unlistedCodes } from './unlisted.ts';
import { useNewList } from './use-new-list.ts';
import { useReply } from './use-reply.ts';
import { ValueInput } from './value-input.tsx';
import { ValueListPanel } from './value-list-panel.tsx';

type Rule = FieldRule | null;
type SimpleRule = Extract<FieldRule, { from: string }>;

/** No format, no list: a word that no format and no list has. */
const none = '\u0000';
/** Not a list either: makes one. */
const making = '\u0001';

/** A rule in words: the field, its format, its translation, what stands in for an empty value, and when it applies. */
export function SimpleRuleForm({
  row,
  onExpression,
}: {
  readonly row: MappingRow;
  readonly onExpression: () => void;
}): ReactElement {
  const text = useText();
  const mapping = useMapping();
  const fillOptions = useFillOptions();
  const { sources, readOnlyReason } = mapping;
  const rule = row.rule !== null && 'cel' in row.rule ? null : row.rule;
  const { type } = row.field;
  const put = (next: Rule) => mapping.setRule(row, next);
  const isDisabled = readOnlyReason !== null || (row.lock !== null && row.rule === null);
  return (
    <div className="flex flex-col gap-1.5">
      <Line label={text('mapping.with')}>
        <FieldButton
          label={text('mapping.with')}
          fields={sources}
          isDisabled={isDisabled}
          isInvalid={row.isGone}
          onPick={(from) => put({ from })}
          others={(typed) => fillOptions({ typed, type, hasRule: row.rule !== null, onRule: put, onExpression })}
        >
          {rule ? (
            <RuleChip
              rule={'from' in rule ? { from: rule.from } : rule}
              type={type}
              data={mapping}
              isGone={row.isGone}
            />
          ) : (
            <span className="text-ink-3">{text('mapping.nothing')}</span>
          )}
        </FieldButton>
      </Line>
      {rule && 'value' in rule && (
        <Line label={text('mapping.value')}>
          <ValueInput
            key={row.name}
            type={type}
            value={rule.value}
            onChange={(value) => put({ value })}
            label={text('mapping.value')}
            placeholder={text('mapping.valueEmpty')}
            isDisabled={isDisabled}
          />
        </Line>
      )}
      {rule && 'from' in rule && <Steps row={row} rule={rule} onChange={put} isDisabled={isDisabled} />}
    </div>
  );
}

function Steps({
  row,
  rule,
  onChange,
  isDisabled,
}: {
  readonly row: MappingRow;
  readonly rule: SimpleRule;
  readonly onChange: (rule: SimpleRule) => void;
  readonly isDisabled: boolean;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const mapping = useMapping();
  const { nodeId, valueLists, sources, scope, readOnlyReason, samples } = mapping;
  const formats = useReply({ kind: 'formats', nodeId, field: rule.from })?.formats ?? [];
  const [isListOpen, setIsListOpen] = useState(false);
  const newList = useNewList(valueLists);
  const mayMakeLists = useMay('valueLists.edit');
  const makeList = () => {
    const title = text('lists.newTitle', {
      field: mapping.sourceLabel(rule.from),
      from: roleLabel(mapping.input?.sourceRole ?? ''),
      to: mapping.targetName,
    });
    newList.make(title, (id) => {
      setIsListOpen(true);
      change({ list: id });
    });
  };
  const change = (part: Partial<SimpleRule>) => onChange(tidied({ ...rule, ...part }));
  const list = valueLists.find(({ id }) => id === rule.list);
  const unlisted = list ? unlistedCodes(samples.records, rule.from, list) : [];
  const offered = rule.format === undefined || formats.includes(rule.format) ? formats : [rule.format, ...formats];
  return (
    <>
      <Line label={text('mapping.format')}>
        <Select
          size="s"
          label={text('mapping.format')}
          value={rule.format ?? none}
          isDisabled={isDisabled}
          onChange={(format) => change({ format: format === none ? undefined : (format as Format) })}
          options={[
            { value: none, label: text('mapping.formatNone') },
            ...offered.map((format) => ({ value: format, label: text(`mapping.format.${format}`) })),
          ]}
          className="w-full"
        />
      </Line>
      <Line label={text('mapping.list')}>
        <div className="flex gap-1">
          <Select
            size="s"
            label={text('mapping.list')}
            value={rule.list ?? none}
            isDisabled={isDisabled}
            onChange={(id) => {
              if (id === making) makeList();
              else change(id === none ? { list: undefined, unlisted: undefined } : { list: id });
            }}
            options={[
              { value: none, label: text('mapping.listNone') },
              ...(rule.list !== undefined && !list ? [{ value: rule.list, label: rule.list }] : []),
              ...valueLists.map(({ id, title }) => ({ value: id, label: localized(title) })),
              ...(mayMakeLists ? [{ value: making, label: text('lists.new') }] : []),
            ]}
            className="min-w-0 flex-1"
          />
          {list && (
            <IconButton
              icon={ListTree}
              size="s"
              label={text(isListOpen ? 'lists.close' : 'lists.open')}
              aria-expanded={isListOpen}
              onClick={() => setIsListOpen(!isListOpen)}
            />
          )}
        </div>
      </Line>
      {newList.error && <p className="text-20 text-fail-text">{newList.error}</p>}
      {rule.list !== undefined && (
        <Line label={text('mapping.unlisted')}>
          <Select
            size="s"
            label={text('mapping.unlisted')}
            value={rule.unlisted ?? 'fail'}
            isDisabled={isDisabled}
            onChange={(policy) => change({ unlisted: policy === 'fail' ? undefined : policy })}
            options={unlistedPolicies.map((policy) => ({ value: policy, label: text(`mapping.unlisted.${policy}`) }))}
            className="w-full"
          />
        </Line>
      )}
      {list && (isListOpen || unlisted.length > 0) && (
        <div className="rounded-2 bg-surface p-2 shadow-0">
          <ValueListPanel
            list={list}
            target={row.field.type}
            source={sources.find(({ name }) => name === rule.from)?.type ?? null}
            unlisted={unlisted}
            isShort={!isListOpen}
          />
        </div>
      )}
      <Line label={text('mapping.fallback')}>
        <ValueInput
          key={`${row.name} fallback`}
          type={row.field.type}
          value={rule.fallback}
          onChange={(value) => change({ fallback: value ?? undefined })}
          label={text('mapping.fallback')}
          placeholder={text('mapping.fallbackNone')}
          isDisabled={isDisabled}
        />
      </Line>
      <div className="flex items-center gap-2">
        <span className="w-24 flex-none text-20 text-ink-2">{text('mapping.when')}</span>
        {rule.when ? (
          <IconButton
            icon={X}
            size="s"
            className="ml-auto"
            label={text('mapping.removeWhen')}
            reason={readOnlyReason}
            onClick={() => change({ when: undefined })}
          />
        ) : (
          <Button
            size="s"
            look="quiet"
            icon={Plus}
            reason={readOnlyReason}
            onClick={() => change({ when: { all: [{ field: rule.from, is: 'notEmpty' }] } })}
          >
            {text('mapping.addWhen')}
          </Button>
        )}
      </div>
      {rule.when && (
        <ConditionEditor
          label={text('mapping.when')}
          value={rule.when}
          onChange={(when) => change({ when })}
          fields={sources}
          scope={scope}
          issues={row.issues.flatMap((issue) =>
            issue.path[3] === 'when' ? [{ ...issue, path: issue.path.slice(4) }] : [],
          )}
          readOnlyReason={readOnlyReason}
        />
      )}
    </>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="flex items-start gap-2">
      <span aria-hidden="true" className="w-24 flex-none pt-1 text-20 leading-tight text-ink-2">
        {label}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** A rule without what is not there: documents hold no undefined. */
function tidied(rule: { readonly [Key in keyof SimpleRule]: SimpleRule[Key] | undefined }): SimpleRule {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as SimpleRule;
}
