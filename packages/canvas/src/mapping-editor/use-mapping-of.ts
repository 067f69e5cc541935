import type { FieldRule } from '@koppel/model';
import { useCallback, useMemo } from 'react';
import { useEntityNames } from '../app/entities.ts';
import type { Issue } from '@koppel/model';
import { useActions, useCheck, useDesignerServices, useFlow } from '../designer/designer-context.tsx';
import { together } from '../designer/document/command.ts';
import { setConfig } from '../designer/document/node-commands.ts';
import { useText } from '../i18n/locale.tsx';
import { roleLabel } from '../kit/system-badge.tsx';
import { distinctLabels } from './distinct-labels.ts';
import type { Mapping } from './mapping-context.ts';
import { fieldsRead } from './reads.ts';
import { mappingRows } from './rows.ts';
import { outcomeOf, sampleStats, type SampleStats } from './sample-stats.ts';
import { useKeptWords } from './shelf.ts';
import { targetSide } from './target-side.ts';
import { useAlikeValues } from './use-alike-values.ts';
import { useNodeData } from './use-node-data.ts';
import { useReply } from './use-reply.ts';

type Rules = Readonly<Record<string, FieldRule>>;

const noRules: Rules = {};
const noIssues: readonly Issue[] = [];

/** Everything about the mapping of a node. */
export function useMappingOf(nodeId: string): Mapping {
  const text = useText();
  const names = useEntityNames();
  const { context, flowId, readOnlyReason } = useDesignerServices();
  const { execute } = useActions();
  const rules = useFlow((flow) => (flow.nodes[nodeId]?.config['rows'] as Rules | undefined) ?? noRules);
  const writer = useCheck(({ nodes }) => nodes[nodeId]?.target ?? null);
  const issues = useCheck(({ byNode }) => byNode[nodeId] ?? noIssues);
  const used = useCallback(
    (written: Readonly<Record<string, string>>) =>
      new Set(Object.values(rules).flatMap((rule) => fieldsRead(rule, written))),
    [rules],
  );
  const data = useNodeData(nodeId, used);
  const { input, samples } = data;
  const target = useMemo(() => targetSide(writer, context, rules, input), [writer, context, rules, input]);
  const [dismissed, setDismissed] = useKeptWords(`koppel.dismissed.${flowId}.${nodeId}`);

  const { mastership } = context;
  const plain = useMemo(
    () =>
      target ? mappingRows({ rules, input, target, mastership, suggestions: [], dismissed: new Set(), issues }) : [],
    [rules, input, target, mastership, issues],
  );
  const open = plain.flatMap(({ name, kind }) => (kind === 'empty' ? [name] : []));
  const canSuggest = target?.isDiscovered === true && readOnlyReason === null && open.length > 0;
  const alike = useAlikeValues(nodeId, { input, target, isWanted: canSuggest });
  const suggested = useReply(
    canSuggest
      ? {
          kind: 'suggest',
          nodeId,
          targets: open,
          learned: Object.fromEntries(
            open.flatMap((name) => (context.learned[name] ? [[name, context.learned[name]]] : [])),
          ),
          alike: alike.filter((pair) => open.includes(pair.target)),
        }
      : null,
  )?.suggestions;
  const rows = useMemo(
    () =>
      target && suggested
        ? mappingRows({
            rules,
            input,
            target,
            mastership,
            issues,
            suggestions: suggested,
            dismissed: new Set(dismissed),
          })
        : plain,
    [plain, rules, input, target, mastership, issues, suggested, dismissed],
  );

  const entityLabel = target && names.entity(target.entity);
  const { records } = samples;
  return useMemo((): Mapping => {
    const labels = distinctLabels(
      rows.map(({ field, name }) => ({ name, label: field.label ?? names.field(name) })),
      names.field,
    );
    const rowLabel: Mapping['rowLabel'] = ({ name }) => labels.get(name) ?? names.field(name);
    const known = new Map<string, SampleStats>();
    return {
      ...data,
      target,
      targetName: target?.role ? roleLabel(target.role) : (entityLabel ?? text('mapping.theTarget')),
      rows,
      dismissed,
      rowLabel,
      outcome: ({ name, field }) => samples.current && outcomeOf(samples.current, name, field.type),
      stats({ name, field }) {
        const stats = known.get(name) ?? sampleStats(records, name, field.type);
        known.set(name, stats);
        return stats;
      },
      setRule: (row, rule) =>
        execute(
          setConfig(nodeId, ['rows', row.name], rule ?? undefined, {
            id: rule ? 'mapping.intent.map' : 'mapping.intent.clear',
            values: { field: rowLabel(row) },
          }),
        ),
      setRules(changes, intent) {
        const entries = Object.entries(changes);
        execute(
          together(
            { id: intent, values: { n: entries.length } },
            entries.map(([name, rule]) => setConfig(nodeId, ['rows', name], rule ?? undefined)),
          ),
        );
      },
      dismiss: (targets) => setDismissed([...new Set([...dismissed, ...targets])]),
      bringBack: () => setDismissed([]),
    };
  }, [data, target, entityLabel, text, rows, dismissed, names, samples, records, execute, nodeId, setDismissed]);
}
