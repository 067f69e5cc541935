import { conditionSchema, type Condition, type Issue, type LocalizedText } from '@koppel/model';
import { useMemo, type ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { ConditionEditor } from '../../mapping-editor/condition-editor.tsx';
import type { SourceField } from '../../mapping-editor/source-tree.ts';
import { useExpressionScope } from '../../mapping-editor/use-node-data.ts';
import { useReadable } from '../../schema-form/schema-form.tsx';
import { useActions, useCheck, useDesignerServices, useFlow } from '../designer-context.tsx';
import { valueAt } from '../document/edit.ts';
import { setConfig } from '../document/node-commands.ts';
import { useInputShape } from './use-input-shape.ts';

const noIssues: readonly Issue[] = [];
const everything: Condition = { all: [] };

/** A condition of a node in sentence form, or as an expression, over the records that arrive there. */
export function ConditionField({
  nodeId,
  label,
  path,
}: {
  readonly nodeId: string;
  readonly label: string | LocalizedText;
  readonly path: readonly string[];
}): ReactElement {
  const readable = useReadable();
  const names = useEntityNames();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const stored = useFlow((flow) => valueAt(flow.nodes[nodeId]?.config, path));
  const shape = useInputShape(nodeId);
  const scope = useExpressionScope(nodeId);
  const all = useCheck(({ byNode }) => byNode[nodeId] ?? noIssues);
  const issues = useMemo(() => {
    const own = ['config', ...path];
    return all.flatMap((issue) =>
      own.every((key, index) => issue.path[index] === key) ? [{ ...issue, path: issue.path.slice(own.length) }] : [],
    );
  }, [all, path]);
  const fields = useMemo(
    (): SourceField[] =>
      (shape?.fields ?? []).map(({ field, type, label: words }) => {
        const name = `${shape!.entity}.${field}`;
        return { name, label: words ?? names.field(name), type, sample: null, isUsed: false };
      }),
    [shape, names],
  );
  const read = conditionSchema.safeParse(stored);
  return (
    <section data-setting={`${nodeId} ${path.join('.')}`} className="flex flex-col gap-1.5">
      <h3 className="text-20 font-medium">{readable(label)}</h3>
      <ConditionEditor
        label={readable(label)}
        value={read.success ? read.data : everything}
        onChange={(condition) => execute(setConfig(nodeId, path, condition, { id: 'designer.intent.condition' }))}
        fields={fields}
        scope={scope}
        issues={issues}
        readOnlyReason={readOnlyReason}
      />
    </section>
  );
}
