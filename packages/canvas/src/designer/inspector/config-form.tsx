import type { FlowNode } from '@koppel/model';
import type { NodeDescriptor } from '@koppel/protocol';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useFormat, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { Switch } from '../../kit/switch.tsx';
import { readFormFields, type FormField } from '../../schema-form/form-fields.ts';
import { readForm, stateOf } from '../../schema-form/form-values.ts';
import { FormControl, useReadable } from '../../schema-form/schema-form.tsx';
import { useActions, useDesignerServices } from '../designer-context.tsx';
import { setConfig } from '../document/node-commands.ts';
import { valueAt } from '../document/edit.ts';
import { ChecksField } from './checks-field.tsx';
import { ConditionField } from './condition-field.tsx';
import { MatchField } from './match-field.tsx';
import { FieldPicker, SlotPicker } from './pickers.tsx';
import { TimetableField } from './timetable-field.tsx';
import { useProblemAt } from './use-problem-at.ts';

type Schema = Readonly<Record<string, unknown>>;

export interface ConfigFormProps {
  readonly nodeId: string;
  readonly node: FlowNode;
  readonly descriptor: NodeDescriptor;
}

/** The settings of a node, made from the schema of its spec. */
export function ConfigForm({ nodeId, node, descriptor }: ConfigFormProps): ReactElement {
  const text = useText();
  const fields = useMemo(() => readFormFields(descriptor.configSchema), [descriptor]);
  if (fields.length === 0) return <p className="text-ink-3">{text('inspector.noSettings')}</p>;
  return <Fields nodeId={nodeId} node={node} schema={descriptor.configSchema} fields={fields} path={[]} />;
}

function Fields({
  nodeId,
  node,
  schema,
  fields,
  path,
}: {
  readonly nodeId: string;
  readonly node: FlowNode;
  readonly schema: Schema;
  readonly fields: readonly FormField[];
  readonly path: readonly string[];
}): ReactElement {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  return (
    <>
      {fields.map((field) => (
        <Setting
          key={field.name}
          nodeId={nodeId}
          node={node}
          field={field}
          schema={properties[field.name] ?? {}}
          path={[...path, field.name]}
        />
      ))}
    </>
  );
}

interface SettingProps {
  readonly nodeId: string;
  readonly node: FlowNode;
  readonly field: FormField;
  readonly schema: Schema;
  readonly path: readonly string[];
}

function Setting(props: SettingProps): ReactElement {
  const { nodeId, node, field, schema, path } = props;
  const editor = schema['editor'];
  if (editor === 'condition') return <ConditionField nodeId={nodeId} label={field.label} path={path} />;
  if (editor === 'match') return <MatchField nodeId={nodeId} label={field.label} help={field.help} path={path} />;
  if (editor === 'checks') {
    const kinds = valueAt(schema, ['additionalProperties', 'properties', 'is', 'enum']);
    return (
      <ChecksField
        nodeId={nodeId}
        label={field.label}
        help={field.help}
        path={path}
        kinds={Array.isArray(kinds) ? (kinds as string[]) : []}
      />
    );
  }
  if (editor === 'mapping' || editor === 'translations' || editor === 'code') return <InDock field={field} />;
  if (editor === 'timetable') return <When {...props} />;
  if (schema['type'] === 'object' && schema['properties']) return <Part {...props} />;
  const name = path.at(-1);
  const value = valueAt(node.config, path);
  if (name === 'slot' && path.length > 1) {
    return <SlotPicker nodeId={nodeId} path={path} label={field.label} help={field.help} value={value} />;
  }
  if (name === 'field' && path.length > 1) {
    const slot = valueAt(node.config, [...path.slice(0, -1), 'slot']);
    return (
      <FieldPicker
        nodeId={nodeId}
        path={path}
        label={field.label}
        help={field.help}
        value={value}
        slot={typeof slot === 'string' ? slot : null}
        entity={node.entity ?? null}
      />
    );
  }
  return <Leaf nodeId={nodeId} node={node} field={field} path={path} />;
}

function When({ nodeId, node, field, path }: SettingProps): ReactElement {
  const readable = useReadable();
  return (
    <TimetableField nodeId={nodeId} path={path} setting={readable(field.label)}>
      <Leaf nodeId={nodeId} node={node} field={field} path={path} />
    </TimetableField>
  );
}

/** A setting that is edited in the dock: the inspector leads there. */
function InDock({ field }: { readonly field: FormField }): ReactElement {
  const text = useText();
  const readable = useReadable();
  const { panels } = useDesignerServices();
  return (
    <div className="flex items-center gap-2">
      <span className="min-w-0 flex-1 text-ink-2">{text('inspector.inDock', { setting: readable(field.label) })}</span>
      <Button size="s" onClick={() => panels.change({ isDockOpen: true })}>
        {text('inspector.openDock')}
      </Button>
    </div>
  );
}

/** Settings that belong together; where they may be absent, a switch says whether they are there. */
function Part({ nodeId, node, field, schema, path }: SettingProps): ReactElement {
  const readable = useReadable();
  const { execute } = useActions();
  const { readOnlyReason, catalog } = useDesignerServices();
  const fields = useMemo(() => readFormFields(schema), [schema]);
  const value = valueAt(node.config, path);
  const isThere = value !== undefined;
  const label = readable(field.label);
  const turn = (isOn: boolean) => {
    const example = catalog.nodes.find(({ type }) => type === node.type)?.examples[0]?.config;
    execute(setConfig(nodeId, path, isOn ? (valueAt(example, path) ?? {}) : undefined));
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="contents">
        <span className="flex items-center gap-2 text-20 font-medium">
          <span className="flex-1">{label}</span>
          {!field.isRequired && <Switch label={label} value={isThere} reason={readOnlyReason} onChange={turn} />}
        </span>
      </legend>
      {isThere && (
        <div className="flex flex-col gap-3 border-l-2 border-line pl-3">
          <Fields nodeId={nodeId} node={node} schema={schema} fields={fields} path={path} />
        </div>
      )}
    </fieldset>
  );
}

/** One value. What is typed counts as soon as it can be read. */
function Leaf({ nodeId, node, field, path }: Omit<SettingProps, 'schema'>): ReactElement {
  const text = useText();
  const readable = useReadable();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const { groupMark } = useFormat();
  const wrong = useProblemAt(nodeId, ['config', ...path]);
  const value = valueAt(node.config, path);
  const shown = stateOf([field], value === undefined ? {} : { [field.name]: value })[field.name] ?? '';
  const [typed, setTyped] = useState(shown);
  const [known, setKnown] = useState(value);
  // Undone, or changed elsewhere.
  if (JSON.stringify(value) !== JSON.stringify(known)) {
    setKnown(value);
    const written = readForm([field], { [field.name]: typed }, groupMark);
    if (JSON.stringify(written.values[field.name]) !== JSON.stringify(value)) setTyped(shown);
  }
  const { problems } = readForm([field], { [field.name]: typed }, groupMark);
  const problem = problems[field.name];
  const change = (next: string | boolean) => {
    setTyped(next);
    const read = readForm([field], { [field.name]: next }, groupMark);
    if (read.problems[field.name]) return;
    execute(
      setConfig(nodeId, path, read.values[field.name], {
        id: 'designer.intent.settingNamed',
        values: { setting: readable(field.label) },
      }),
    );
  };
  return (
    <Marked nodeId={nodeId} path={path}>
      <Field
        label={readable(field.label)}
        help={field.help && readable(field.help)}
        error={problem ? text(problem.id, problem.values) : wrong}
        remark={
          !field.isRequired && field.input.kind !== 'switch' && field.default === undefined && text('state.notRequired')
        }
      >
        {(ids) => (
          <fieldset disabled={readOnlyReason !== null} className="contents">
            <FormControl field={field} ids={ids} value={typed} onChange={change} />
          </fieldset>
        )}
      </Field>
    </Marked>
  );
}

/** Where a problem leads to: named by its path, so that it can be found and marked. */
export function Marked({
  nodeId,
  path,
  children,
}: {
  readonly nodeId: string;
  readonly path: readonly (string | number)[];
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div data-setting={`${nodeId} ${path.join('.')}`} className="rounded-2">
      {children}
    </div>
  );
}
