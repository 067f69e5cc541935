import type { Issue, LocalizedText } from '@koppel/model';
import { useMemo, type ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { MatchRulesEditor } from '../../mapping-editor/match-rules-editor.tsx';
import type { SourceField } from '../../mapping-editor/source-tree.ts';
import { useReadable } from '../../schema-form/schema-form.tsx';
import { useActions, useCheck, useDesignerServices, useFlow } from '../designer-context.tsx';
import { valueAt } from '../document/edit.ts';
import { setConfig } from '../document/node-commands.ts';
import { useInputShape } from './use-input-shape.ts';
import { isAt, useProblemAt } from './use-problem-at.ts';

const noRules: readonly string[] = [];
const noIssues: readonly Issue[] = [];

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
  const readable = useReadable();
  const names = useEntityNames();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const rules = useFlow(
    (flow) => (valueAt(flow.nodes[nodeId]?.config, path) as readonly string[] | undefined) ?? noRules,
  );
  const shape = useInputShape(nodeId);
  const issues = useCheck(({ byNode }) => byNode[nodeId] ?? noIssues);
  const problem = useProblemAt(nodeId, ['config', ...path]);
  const entity = shape?.entity ?? '';
  const fields = useMemo(
    (): SourceField[] =>
      (shape?.fields ?? []).map(({ field, type, label: words }) => {
        const name = `${shape!.entity}.${field}`;
        return { name, label: words ?? names.field(name), type, sample: null, isUsed: false };
      }),
    [shape, names],
  );
  const wrong = new Set(
    rules.flatMap((_rule, index) => (issues.some((issue) => isAt(issue, ['config', ...path, index])) ? [index] : [])),
  );
  return (
    <section aria-label={readable(label)} data-setting={`${nodeId} ${path.join('.')}`}>
      <h3 className="mb-1.25 text-20 font-medium">{readable(label)}</h3>
      <MatchRulesEditor
        rules={rules}
        onChange={(next) => execute(setConfig(nodeId, path, next, { id: 'designer.intent.match' }))}
        fields={fields}
        entity={entity}
        nameOf={(field) => names.field(field, entity)}
        wrong={wrong}
        readOnlyReason={readOnlyReason}
      />
      {problem ? (
        <p className="mt-1.5 text-20 text-fail-text">{problem}</p>
      ) : (
        help && <p className="mt-1.5 text-20 text-ink-3">{readable(help)}</p>
      )}
    </section>
  );
}
