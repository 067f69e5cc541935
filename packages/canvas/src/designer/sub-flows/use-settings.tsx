import { plainType, subFlowUseSchema, type FlowDocument } from '@koppel/model';
import type { ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { Field } from '../../kit/field.tsx';
import { Select } from '../../kit/select.tsx';
import { roleLabel } from '../../kit/system-badge.tsx';
import { ValueInput } from '../../mapping-editor/value-input.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer-context.tsx';
import { setConfig } from '../document/node-commands.ts';

/** Not the name of a slot. */
const byItself = '\u0000';

/** Which systems of this flow stand for those of a sub-flow, and the values that it is given here. */
export function UseSettings({
  nodeId,
  used,
}: {
  readonly nodeId: string;
  readonly used: FlowDocument;
}): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const { readOnlyReason } = useDesignerServices();
  const { execute } = useActions();
  const flow = useFlow((document) => document);
  const { data: given } = subFlowUseSchema.safeParse(flow.nodes[nodeId]?.config);
  const slots = Object.entries(used.slots);
  const parameters = Object.entries(used.parameters);
  if (slots.length + parameters.length === 0) return null;
  const isDisabled = readOnlyReason !== null;
  return (
    <div className="grid gap-3">
      {slots.map(([name, { role, title }]) => {
        const fitting = Object.entries(flow.slots).filter(([, slot]) => slot.role === role);
        return (
          <Field key={name} label={text('subFlow.slot', { slot: title ? localized(title) : name })}>
            {(ids) => (
              <Select
                ids={ids}
                isDisabled={isDisabled}
                value={given?.slots?.[name] ?? byItself}
                onChange={(slot) => execute(setConfig(nodeId, ['slots', name], slot === byItself ? undefined : slot))}
                options={[
                  { value: byItself, label: text('subFlow.slotByItself', { role: roleLabel(role) }) },
                  ...fitting.map(([slot, { title: called }]) => ({
                    value: slot,
                    label: called ? localized(called) : slot,
                  })),
                ]}
                className="w-full"
              />
            )}
          </Field>
        );
      })}
      {parameters.map(([name, { type, title, default: usual }]) => {
        const label = title ? localized(title) : name;
        return (
          <div key={name} className="grid gap-1">
            <span className="text-20 text-ink-2">{label}</span>
            <ValueInput
              type={plainType(type)}
              value={given?.parameters?.[name]}
              onChange={(value) => execute(setConfig(nodeId, ['parameters', name], value ?? undefined))}
              label={label}
              placeholder={
                usual === undefined || usual === null
                  ? text('subFlow.parameterOfFlow')
                  : text('subFlow.parameterUsual', { value: String(usual) })
              }
              isDisabled={isDisabled}
            />
          </div>
        );
      })}
    </div>
  );
}
