import type { FieldRule, FieldType } from '@koppel/model';
import { Equal, Filter, SquareFunction, Table2, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { bankOf } from '../kit/system-badge.tsx';
import type { NodeData } from './mapping-context.ts';
import { isEmptyValue } from './same-value.ts';
import { useValueText } from './use-value-text.ts';

const banks = {
  erp: 'bg-erp-soft text-erp-text',
  crm: 'bg-crm-soft text-crm-text',
  other: 'bg-surface-3 text-ink',
} as const;

/** The frame of a chip. */
export function chipClass(look: 'source' | 'made' | 'dashed', role?: string): string {
  return cx(
    'inline-flex h-5.5 max-w-full min-w-0 items-center gap-1.25 rounded-1 pr-2 pl-1.5 align-middle text-20 font-medium',
    look === 'source' && banks[bankOf(role ?? '')],
    look === 'made' && 'bg-surface-3 text-ink',
    look === 'dashed' && 'border border-dashed border-edge-control text-ink',
  );
}

/** What a rule does, in words: also for screen readers. */
export function useRuleWords(): (rule: FieldRule, type: FieldType, data: Pick<NodeData, 'sourceLabel'>) => string {
  const text = useText();
  const write = useValueText();
  return (rule, type, { sourceLabel }) => {
    if ('cel' in rule) return text('mapping.rule.expression');
    if ('value' in rule) {
      return isEmptyValue(rule.value)
        ? text('mapping.rule.empty')
        : text('mapping.rule.fixed', { value: write(rule.value, type) });
    }
    if (rule.list !== undefined) return text('mapping.rule.translate', { field: sourceLabel(rule.from) });
    return rule.format === undefined ? sourceLabel(rule.from) : text(`mapping.format.${rule.format}`);
  };
}

/** What fills a row, as a chip: a field of the source in its colours, or what is made of it. */
export function RuleChip({
  rule,
  type,
  data,
  isGone = false,
  goneSince = null,
}: {
  readonly rule: FieldRule;
  readonly type: FieldType;
  readonly data: Pick<NodeData, 'sourceLabel' | 'input' | 'valueLists'>;
  readonly isGone?: boolean;
  readonly goneSince?: string | null;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const words = useRuleWords()(rule, type, data);
  const write = useValueText();
  const isPlain = 'from' in rule && rule.list === undefined && rule.format === undefined;
  const list = 'from' in rule ? data.valueLists.find(({ id }) => id === rule.list) : undefined;
  const title =
    'cel' in rule ? rule.cel : list ? localized(list.title) : 'from' in rule ? data.sourceLabel(rule.from) : words;
  const gone = goneSince === null ? text('mapping.gone') : text('mapping.goneSince', { date: format.date(goneSince) });
  return (
    <span className="flex min-w-0 items-center gap-1.25">
      <span
        title={isGone ? gone : title}
        className={cx(
          chipClass(isPlain ? 'source' : 'made', data.input?.sourceRole),
          isGone && 'bg-fail-soft text-fail-text line-through',
        )}
      >
        {!isPlain && <Icon of={iconOf(rule)} size="xs" />}
        <span className="truncate">{words}</span>
      </span>
      {isGone && <span className="truncate text-20 text-fail-text">{gone}</span>}
      {'from' in rule && rule.fallback !== undefined && rule.fallback !== null && (
        <Aside>{text('mapping.rule.fallback', { value: write(rule.fallback, type) })}</Aside>
      )}
      {'from' in rule && rule.when !== undefined && (
        <span title={text('mapping.rule.condition')} className="flex-none text-ink-3">
          <Icon of={Filter} size="xs" />
          <span className="sr-only">{text('mapping.rule.condition')}</span>
        </span>
      )}
    </span>
  );
}

function Aside({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className="truncate text-20 text-ink-3">{children}</span>;
}

function iconOf(rule: FieldRule): LucideIcon {
  if ('value' in rule) return Equal;
  return 'from' in rule && rule.list !== undefined ? Table2 : SquareFunction;
}
