import type { LocalizedText } from '@koppel/model';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { useText } from '../../i18n/locale.tsx';
import { Button, IconButton } from '../../kit/button.tsx';
import { Select } from '../../kit/select.tsx';
import { useReadable } from '../../schema-form/schema-form.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { setConfig } from '../document/node-commands.ts';
import { valueAt } from '../document/edit.ts';
import { useInputShape } from './use-input-shape.ts';
import { useProblemAt } from './use-problem-at.ts';

const most = 5;
const noRules: readonly string[] = [];

/** Match rules, tried in their order: each a field, or several that must all be equal. */
export function MatchField({
  nodeId,
  label,
  help,
  path,
}: {
  readonly nodeId: string;
  readonly label: string | LocalizedText;
  readonly help: string | LocalizedText | null;
  readonly path: readonly string[];
}): ReactElement {
  const text = useText();
  const readable = useReadable();
  const names = useEntityNames();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const rules = useFlow(
    (flow) => (valueAt(flow.nodes[nodeId]?.config, path) as readonly string[] | undefined) ?? noRules,
  );
  const shape = useInputShape(nodeId);
  const wrong = useProblemAt(nodeId, ['config', ...path]);
  const entity = shape?.entity ?? '';
  const put = (next: readonly string[]) => execute(setConfig(nodeId, path, next, { id: 'designer.intent.match' }));
  const wordsOf = (rule: string) =>
    rule
      .split('+')
      .map((field) => names.field(field, entity))
      .join(text('match.and'));
  const fields = (shape?.fields ?? []).map(({ field }) => field);
  const options = (rule: string) =>
    [...new Set([rule, ...fields])].map((field) => ({ value: field, label: wordsOf(field) }));
  const swap = (index: number, other: number) => {
    const next = [...rules];
    [next[index], next[other]] = [next[other]!, next[index]!];
    put(next);
  };
  const free = fields.find((field) => !rules.includes(field));
  return (
    <section aria-label={readable(label)}>
      <h3 className="mb-1.25 text-20 font-medium">{readable(label)}</h3>
      <ol className="flex flex-col gap-1.5">
        {rules.map((rule, index) => (
          <li key={rule} className="flex items-center gap-1">
            <span className="w-4 flex-none text-20 text-ink-3 tabular-nums">{index + 1}</span>
            <Select
              label={text('match.rule', { n: index + 1 })}
              size="s"
              value={rule}
              options={options(rule)}
              isDisabled={readOnlyReason !== null}
              onChange={(next) => put(rules.map((other, at) => (at === index ? next : other)))}
              className="min-w-0 flex-1"
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
              onClick={() => put(rules.filter((other) => other !== rule))}
            />
          </li>
        ))}
      </ol>
      <Button
        size="s"
        icon={Plus}
        className="mt-1.5"
        reason={
          readOnlyReason ??
          (rules.length >= most
            ? text('match.enough', { n: most })
            : free !== undefined
              ? null
              : text(shape ? 'match.noOther' : 'match.noField'))
        }
        onClick={() => free !== undefined && put([...rules, free])}
      >
        {text('match.add')}
      </Button>
      {wrong ? (
        <p className="mt-1.5 text-20 text-fail-text">{wrong}</p>
      ) : (
        help && <p className="mt-1.5 text-20 text-ink-3">{readable(help)}</p>
      )}
    </section>
  );
}
