import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { IconButton } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { FieldButton } from './field-button.tsx';
import type { SourceField } from './source-tree.ts';

export interface MatchRulesEditorProps {
  /** Tried in their order; each a field without its entity, or several joined by `+` that must all be equal. */
  readonly rules: readonly string[];
  readonly onChange: (rules: readonly string[]) => void;
  /** The fields of the records that arrive, their entity in front; empty while nobody can tell. */
  readonly fields: readonly SourceField[];
  readonly entity: string;
  /** What fields that do not arrive are called. */
  readonly nameOf: (field: string) => string;
  /** The rules that are wrong, by place. */
  readonly wrong: ReadonlySet<number>;
  readonly readOnlyReason: string | null;
}

const most = 5;
/** Of fields that must be equal together. */
const mostFields = 4;

/** How a record is recognised: rules in the order in which they are tried, each one field or several together. */
export function MatchRulesEditor(props: MatchRulesEditorProps): ReactElement {
  const { rules, onChange, fields, entity, readOnlyReason } = props;
  const text = useText();
  const bare = (name: string) => name.slice(entity.length + 1);
  const swap = (index: number, other: number) => {
    const next = [...rules];
    [next[index], next[other]] = [next[other]!, next[index]!];
    onChange(next);
  };
  const free = fields.filter(({ name }) => !rules.includes(bare(name)));
  const isFull = rules.length >= most;
  return (
    <div className="flex flex-col gap-1.5">
      <ol className="flex flex-col gap-1.5">
        {rules.map((rule, index) => (
          <li key={rule} className="flex items-start gap-1">
            <span className="w-4 flex-none pt-1 text-20 text-ink-3 tabular-nums">{index + 1}</span>
            <Rule
              {...props}
              rule={rule}
              number={index + 1}
              isWrong={props.wrong.has(index)}
              onRule={(next) => onChange(rules.flatMap((other, at) => (at === index ? next : [other])))}
            />
            <IconButton
              icon={ArrowUp}
              size="s"
              label={text('match.up')}
              reason={readOnlyReason ?? (index === 0 ? text('match.isFirst') : null)}
              onClick={() => swap(index, index - 1)}
            />
            <IconButton
              icon={ArrowDown}
              size="s"
              label={text('match.down')}
              reason={readOnlyReason ?? (index === rules.length - 1 ? text('match.isLast') : null)}
              onClick={() => swap(index, index + 1)}
            />
            <IconButton
              icon={X}
              size="s"
              label={text('match.remove')}
              reason={readOnlyReason}
              onClick={() => onChange(rules.filter((other) => other !== rule))}
            />
          </li>
        ))}
      </ol>
      <FieldButton
        label={text('match.add')}
        fields={free}
        isDisabled={readOnlyReason !== null || isFull || free.length === 0}
        onPick={(name) => onChange([...rules, bare(name)])}
      >
        <span className="inline-flex items-center gap-1.5 align-middle">
          <Icon of={Plus} size="xs" />
          {isFull
            ? text('match.enough', { n: most })
            : free.length > 0
              ? text('matchRules.choose')
              : text(fields.length > 0 ? 'match.noOther' : entity === '' ? 'match.noField' : 'match.noneFilled')}
        </span>
      </FieldButton>
    </div>
  );
}

/** One rule: its fields, and how to add one that must be equal, too. */
function Rule({
  rule,
  number,
  isWrong,
  onRule,
  fields,
  entity,
  nameOf,
  readOnlyReason,
}: MatchRulesEditorProps & {
  readonly rule: string;
  readonly number: number;
  readonly isWrong: boolean;
  /** None: the rule goes. */
  readonly onRule: (rule: readonly string[]) => void;
}): ReactElement {
  const text = useText();
  const parts = rule.split('+');
  const labelOf = (part: string) => fields.find(({ name }) => name === `${entity}.${part}`)?.label ?? nameOf(part);
  const put = (next: readonly string[]) => onRule(next.length === 0 ? [] : [next.join('+')]);
  const free = fields.filter(({ name }) => !parts.includes(name.slice(entity.length + 1)));
  return (
    <div role="group" aria-label={text('match.rule', { n: number })} className="flex min-w-0 flex-1 flex-col gap-1">
      {parts.map((part, at) => (
        <div key={part} className="flex items-center gap-1">
          {at > 0 && <span className="flex-none text-20 text-ink-3">{text('match.and').trim()}</span>}
          <FieldButton
            label={text('match.rule', { n: number })}
            fields={free}
            isInvalid={isWrong}
            isDisabled={readOnlyReason !== null}
            onPick={(name) => put(parts.map((other, index) => (index === at ? name.slice(entity.length + 1) : other)))}
          >
            {labelOf(part)}
          </FieldButton>
          {parts.length > 1 && (
            <IconButton
              icon={X}
              size="s"
              label={text('matchRules.removeField', { field: labelOf(part) })}
              reason={readOnlyReason}
              onClick={() => put(parts.filter((other) => other !== part))}
            />
          )}
        </div>
      ))}
      {parts.length < mostFields && free.length > 0 && readOnlyReason === null && (
        <FieldButton
          label={text('matchRules.also')}
          fields={free}
          onPick={(name) => put([...parts, name.slice(entity.length + 1)])}
          className="h-6! border-transparent! bg-transparent! text-ink-3!"
        >
          {text('matchRules.alsoChoose')}
        </FieldButton>
      )}
    </div>
  );
}
