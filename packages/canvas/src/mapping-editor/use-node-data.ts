import { useMemo } from 'react';
import { useEntityNames } from '../app/entities.ts';
import type { ExpressionScope } from '../code-editor/expression-scope.ts';
import { useDesignerServices, useFlow } from '../designer/designer-context.tsx';
import { useInputShape } from '../designer/inspector/use-input-shape.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { distinctLabels } from './distinct-labels.ts';
import type { NodeData } from './mapping-context.ts';
import type { SourceField } from './source-tree.ts';
import { useReply } from './use-reply.ts';
import { useSamples } from './use-samples.ts';
import { useValueText } from './use-value-text.ts';

const noFields: Readonly<Record<string, string>> = {};

/** What arrives at a node, with samples. `used` are the fields that its rules read. */
export function useNodeData(
  nodeId: string,
  used: (written: Readonly<Record<string, string>>) => ReadonlySet<string>,
): NodeData {
  const names = useEntityNames();
  const writeValue = useValueText();
  const { context, readOnlyReason } = useDesignerServices();
  const input = useInputShape(nodeId);
  const samples = useSamples(nodeId);
  const written = useReply({ kind: 'fields', nodeId })?.written ?? noFields;
  const sample = samples.current?.input ?? null;
  const sources = useMemo((): SourceField[] => {
    if (!input) return [];
    const isUsed = used(written);
    const labels = distinctLabels(
      input.fields.map(({ field, label }) => {
        const name = `${input.entity}.${field}`;
        return { name, label: label ?? names.field(name) };
      }),
      names.field,
    );
    return input.fields.map(({ field, type, newSince }) => {
      const name = `${input.entity}.${field}`;
      const value = sample?.[name];
      const title = names.field(name);
      const colon = title.indexOf(':');
      return {
        name,
        label: labels.get(name)!,
        group: colon > 0 ? title.slice(0, colon).trim() : null,
        type,
        sample: value === undefined || value === null || value === '' ? null : writeValue(value, type),
        isUsed: isUsed.has(name),
        ...(newSince === undefined ? {} : { newSince }),
      };
    });
  }, [input, names, writeValue, sample, used, written]);
  const gone = useMemo((): SourceField[] => {
    const isUsed = used(written);
    return (input?.gone ?? []).flatMap(({ field, label, type, goneSince }) => {
      const name = `${input!.entity}.${field}`;
      return isUsed.has(name) ? [{ name, label, type, sample: null, isUsed: true, goneSince }] : [];
    });
  }, [input, used, written]);
  const scope = useScope(sources, written);
  const sourceSlot = useFlow(({ slots }) => Object.keys(slots).find((slot) => slots[slot]!.role === input?.sourceRole));
  const schema = context.slots[sourceSlot ?? '']?.schemas.find(({ entity }) => entity === input?.entity);
  const sourceEntity = schema?.label ?? names.entity(input?.entity ?? '');
  const labels = useMemo(() => new Map([...sources, ...gone].map(({ name, label }) => [name, label])), [sources, gone]);
  return useMemo(
    (): NodeData => ({
      nodeId,
      input,
      sourceEntity,
      samples,
      sources,
      gone,
      scope,
      written,
      valueLists: context.valueLists,
      readOnlyReason,
      sourceLabel: (name) => labels.get(name) ?? names.field(name),
    }),
    [nodeId, input, sourceEntity, samples, sources, gone, scope, written, context, readOnlyReason, labels, names],
  );
}

/** What expressions of a node may refer to. */
function useScope(sources: readonly SourceField[], written: Readonly<Record<string, string>>): ExpressionScope {
  const text = useText();
  const localized = useLocalized();
  const { catalog, context } = useDesignerServices();
  const parameters = useFlow((flow) => flow.parameters);
  return useMemo(
    (): ExpressionScope => ({
      fields: sources.flatMap(({ name, label, type, sample }) => {
        const path = written[name];
        if (path === undefined) return [];
        const known = { written: path, label, kind: type.kind, typeName: text(`mapping.type.${type.kind}`), sample };
        if (type.kind !== 'lines') return [known];
        const lineFields = type.fields.map((one) => ({
          name: one.field,
          label: one.label ?? one.field,
          typeName: text(`mapping.type.${one.type.kind}`),
        }));
        return [{ ...known, lineFields }];
      }),
      functions: catalog.functions.map((entry) => ({ ...entry, summary: localized(entry.summary) })),
      groups: catalog.functionGroups.map(({ id, title }) => ({ id, title: localized(title) })),
      parameters: Object.entries(parameters).map(([name, { type }]) => ({ name, typeName: type })),
      lists: context.valueLists.map(({ id, title }) => ({ id, title: localized(title) })),
    }),
    [sources, written, text, localized, catalog, context, parameters],
  );
}

/** The scope of expressions at a node where no samples are read, such as a condition in the inspector. */
export function useExpressionScope(nodeId: string): ExpressionScope {
  const names = useEntityNames();
  const input = useInputShape(nodeId);
  const written = useReply({ kind: 'fields', nodeId })?.written ?? noFields;
  const sources = useMemo(
    (): SourceField[] =>
      (input?.fields ?? []).map(({ field, type, label }) => {
        const name = `${input!.entity}.${field}`;
        return { name, label: label ?? names.field(name), type, sample: null, isUsed: false };
      }),
    [input, names],
  );
  return useScope(sources, written);
}
