import type { FieldValue } from '@koppel/model';
import type { TemplateInstallation } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { plainNumber } from '../format/plain-number.ts';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { ReadAs } from '../kit/read-as.tsx';
import { Switch } from '../kit/switch.tsx';
import { EmptyState } from '../kit/states.tsx';
import type { ChangeInstallation } from './install-screen.tsx';
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
          onChange={(value) => onChange({ parameters: { [parameter.name]: value } })}
        />
      ))}
    </StepBody>
  );
}

const inputTypes = { date: 'date', email: 'email', url: 'url' } as const;

function ParameterCard({
  parameter,
  onChange,
}: {
  readonly parameter: Parameter;
  readonly onChange: (value: FieldValue) => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { type, value, mistake, isRequired, uses, name } = parameter;
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
        <p className="text-20 text-ink-3">
          {text('templates.usedIn', {
            places: uses.map((use) => [use.flowId, use.nodeId, use.name].filter(Boolean).join(' › ')).join('; '),
          })}
        </p>
      </div>
    </Card>
  );
}
