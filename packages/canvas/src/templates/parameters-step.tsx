import type { FieldValue } from '@koppel/model';
import type { TemplateInstallation } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useEntityNames } from '../app/entities.ts';
import { plainNumber } from '../format/plain-number.ts';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { ReadAs } from '../kit/read-as.tsx';
import { Switch } from '../kit/switch.tsx';
import { EmptyState } from '../kit/states.tsx';
import type { ChangeInstallation } from './install-screen.tsx';
import { usePartWords } from './part-words.ts';
import { StepBody } from './step-body.tsx';

type Parameter = TemplateInstallation['parameters'][number];

/** What this client fills in, with where each value is used. */
export function ParametersStep({
  work,
  onChange,
}: {
  readonly work: TemplateInstallation;
  readonly onChange: ChangeInstallation;
}): ReactElement {
  const text = useText();
  const { parameters } = work;
  const localized = useLocalized();
  const names = useEntityNames();
  const { nodeTitle } = usePartWords(work);
  /** "Customers ERP → CRM › Map to account › Credit limit". */
  const place = ({ flowId, nodeId, name }: Parameter['uses'][number]) => {
    const flow = work.flows.find((one) => one.flowId === flowId);
    const document = flow?.result;
    const node = nodeId && (document?.nodes[nodeId] ? nodeTitle(document, nodeId) : nodeId);
    return [flow ? localized(flow.title) : flowId, node, name && names.field(name)].filter(Boolean).join(' › ');
  };
  return (
    <StepBody
      title={text('templates.parametersTitle', { n: parameters.length })}
      help={text('templates.parametersHelp')}
    >
      {parameters.length === 0 && <EmptyState title={text('templates.noParameters')} />}
      {parameters.map((parameter) => (
        <ParameterCard
          key={parameter.name}
          parameter={parameter}
          places={parameter.uses.map(place)}
          onChange={(value) => onChange({ parameters: { [parameter.name]: value } })}
        />
      ))}
    </StepBody>
  );
}

const inputTypes = { date: 'date', email: 'email', url: 'url' } as const;

function ParameterCard({
  parameter,
  places,
  onChange,
}: {
  readonly parameter: Parameter;
  /** Where its value is used. */
  readonly places: readonly string[];
  readonly onChange: (value: FieldValue) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { type, value, mistake, isRequired, name } = parameter;
  const format = useFormat();
  const isNumber = type === 'integer' || type === 'decimal';
  const [typed, setTyped] = useState(value === null ? '' : isNumber ? format.exact(String(value), 0) : String(value));
  const save = () => {
    const asWritten = typed.trim();
    const plain = isNumber ? plainNumber(asWritten, format.groupMark) : null;
    const next = asWritten === '' ? null : plain === null ? asWritten : type === 'integer' ? Number(plain) : plain;
    if (next !== value) onChange(next);
  };
  return (
    <Card>
      <div className="grid gap-2 px-3.5 py-3">
        <Field
          label={localized(parameter.title) || name}
          help={localized(parameter.help)}
          error={mistake}
          remark={isRequired ? text('templates.required') : text('templates.optional')}
        >
          {(ids) =>
            type === 'boolean' ? (
              <Switch id={ids.id} value={value === true} onChange={onChange} />
            ) : (
              <Input
                {...ids}
                type={type in inputTypes ? inputTypes[type as keyof typeof inputTypes] : 'text'}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                onBlur={save}
                onKeyDown={(event) => event.key === 'Enter' && save()}
                inputMode={isNumber ? 'decimal' : undefined}
                className="max-w-120"
              />
            )
          }
        </Field>
        {isNumber && <ReadAs typed={typed} />}
        <p className="text-20 text-ink-3">{text('templates.usedIn', { places: places.join('; ') })}</p>
      </div>
    </Card>
  );
}
