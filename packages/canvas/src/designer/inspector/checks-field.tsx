import { formats, type Format, type LocalizedText } from '@koppel/model';
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEntityNames } from '../../app/entities.ts';
import { useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Select } from '../../kit/select.tsx';
import { useReadable } from '../../schema-form/schema-form.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { valueAt } from '../document/edit.ts';
import { setConfig } from '../document/node-commands.ts';
import { useInputShape } from './use-input-shape.ts';
import { useProblemAt } from './use-problem-at.ts';

interface FieldCheck {
  readonly filled?: boolean;
  readonly is?: string;
}
type Checks = Readonly<Record<string, FieldCheck>>;

const none: Checks = {};
/** No text of a field can be this. */
const anything = '-';

/** Which fields must be filled, and which must be what they are called. */
export function ChecksField({
  nodeId,
  label,
  help,
  path,
  kinds,
}: {
  readonly nodeId: string;
  readonly label: string | LocalizedText;
  readonly help: string | LocalizedText | null;
  readonly path: readonly string[];
  /** What a field can have to be, as the schema lists it. */
  readonly kinds: readonly string[];
}): ReactElement {
  const text = useText();
  const readable = useReadable();
  const names = useEntityNames();
  const { execute } = useActions();
  const { readOnlyReason } = useDesignerServices();
  const checks = useFlow((flow) => (valueAt(flow.nodes[nodeId]?.config, path) as Checks | undefined) ?? none);
  const shape = useInputShape(nodeId);
  const problem = useProblemAt(nodeId, ['config', ...path]);
  const change = (next: Checks) => execute(setConfig(nodeId, path, next));
  const set = (name: string, check: FieldCheck) => change({ ...checks, [name]: check });
  const open = (shape?.fields ?? [])
    .map(({ field, label: words }) => ({ value: `${shape!.entity}.${field}`, words }))
    .filter(({ value }) => !(value in checks))
    .map(({ value, words }) => ({ value, label: words ?? names.field(value) }));
  const known: readonly Format[] = formats.filter((format) => kinds.includes(format));
  return (
    <section aria-label={readable(label)} data-setting={`${nodeId} ${path.join('.')}`}>
      <h3 className="mb-1.25 text-20 font-medium">{readable(label)}</h3>
      <ul className="flex flex-col gap-1.5">
        {Object.entries(checks).map(([name, check]) => (
          <li key={name} className="rounded-2 bg-surface-2 px-2 py-1.5">
            <div className="mb-1 flex items-center gap-1">
              <span className="min-w-0 flex-1 truncate font-medium" title={name}>
                {names.field(name)}
              </span>
              {!readOnlyReason && (
                <IconButton
                  icon={X}
                  size="s"
                  label={text('checks.remove', { field: names.field(name) })}
                  onClick={() => {
                    const { [name]: _gone, ...rest } = checks;
                    change(rest);
                  }}
                />
              )}
            </div>
            <div className="flex items-center gap-2">
              <label className="flex items-center gap-1.5 whitespace-nowrap">
                <Checkbox
                  value={check.filled === true}
                  label={text('checks.filled', { field: names.field(name) })}
                  onChange={(filled) => !readOnlyReason && set(name, { ...check, filled })}
                />
                <span aria-hidden="true">{text('checks.filledShort')}</span>
              </label>
              <Select
                size="s"
                label={text('checks.is', { field: names.field(name) })}
                value={check.is ?? anything}
                isDisabled={readOnlyReason !== null}
                className="min-w-0 flex-1"
                onChange={(is) => {
                  const { is: _former, ...rest } = check;
                  set(name, is === anything ? rest : { ...rest, is });
                }}
                options={[
                  { value: anything, label: text('checks.anything') },
                  ...known.map((format) => ({ value: format, label: text(`mapping.format.${format}`) })),
                ]}
              />
            </div>
          </li>
        ))}
      </ul>
      {!readOnlyReason && open.length > 0 && (
        <div className="mt-1.5 flex items-center gap-1.5">
          <Icon of={Plus} size="s" className="text-ink-3" />
          <Select
            size="s"
            label={text('checks.add')}
            placeholder={text('checks.add')}
            value=""
            className="min-w-0 flex-1"
            onChange={(name: string) => set(name, { filled: true })}
            options={open}
          />
        </div>
      )}
      {problem ? (
        <p className="mt-1.5 text-20 text-fail-text">{problem}</p>
      ) : (
        help && <p className="mt-1.5 text-20 text-ink-3">{readable(help)}</p>
      )}
    </section>
  );
}
