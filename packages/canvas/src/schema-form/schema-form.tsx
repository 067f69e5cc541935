import type { LocalizedText } from '@koppel/model';
import type { ReactElement } from 'react';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Field, type FieldIds } from '../kit/field.tsx';
import { Input, TextArea } from '../kit/input.tsx';
import { ReadAs } from '../kit/read-as.tsx';
import { Select } from '../kit/select.tsx';
import { Switch } from '../kit/switch.tsx';
import type { FormField } from './form-fields.ts';
import { isShown, type FieldProblem, type FormState } from './form-values.ts';

export interface SchemaFormProps {
  readonly fields: readonly FormField[];
  readonly state: FormState;
  readonly onChange: (name: string, value: string | boolean) => void;
  /** Found by `readForm`. */
  readonly problems: Readonly<Record<string, FieldProblem>>;
  /** Found by the server, in its own words. They win. */
  readonly refusals?: Readonly<Record<string, string>>;
}

/** The fields of a form that was made from a JSON schema. Credentials are left out: they have a control of their own. */
export function SchemaForm({ fields, state, onChange, problems, refusals = {} }: SchemaFormProps): ReactElement {
  const text = useText();
  const readable = useReadable();
  return (
    <>
      {fields
        .filter((field) => field.input.kind !== 'secret' && !field.hasOwnEditor && isShown(field, state))
        .map((field) => {
          const problem = problems[field.name];
          const { isRequired, input } = field;
          return (
            <Field
              key={field.name}
              label={readable(field.label)}
              help={field.help && readable(field.help)}
              error={refusals[field.name] ?? (problem && text(problem.id, problem.values))}
              remark={!isRequired && input.kind !== 'switch' && input.kind !== 'choice' && text('state.notRequired')}
            >
              {(ids) => (
                <FormControl
                  field={field}
                  ids={ids}
                  value={state[field.name] ?? ''}
                  onChange={(value) => onChange(field.name, value)}
                />
              )}
            </Field>
          );
        })}
    </>
  );
}

/** A text of a schema in the reader's language, where it has languages. */
export function useReadable(): (text: string | LocalizedText) => string {
  const localized = useLocalized();
  return (text) => (typeof text === 'string' ? text : localized(text));
}

/** The control of one field of a form. */
export function FormControl({
  field,
  ids,
  value,
  onChange,
  suggestions,
}: {
  readonly field: FormField;
  readonly ids: FieldIds;
  readonly value: string | boolean;
  readonly onChange: (value: string | boolean) => void;
  /** The id of a `datalist` for a text. */
  readonly suggestions?: string;
}): ReactElement {
  const readable = useReadable();
  const { input } = field;
  const typed = typeof value === 'string' ? value : '';
  switch (input.kind) {
    case 'switch':
      return (
        <div>
          <Switch id={ids.id} value={value === true} onChange={onChange} />
        </div>
      );
    case 'choice':
      return (
        <Select
          ids={ids}
          value={typed}
          onChange={onChange}
          options={input.options.map((option) => ({ value: option.value, label: readable(option.label) }))}
          className="w-full"
        />
      );
    case 'lines':
    case 'json':
      return (
        <TextArea
          {...ids}
          rows={input.kind === 'json' ? 6 : 3}
          value={typed}
          onChange={(event) => onChange(event.target.value)}
          className={input.kind === 'json' ? 'font-mono text-20' : ''}
        />
      );
    case 'number':
      return (
        <div>
          <Input
            {...ids}
            inputMode={input.isWhole ? 'numeric' : 'decimal'}
            value={typed}
            onChange={(event) => onChange(event.target.value)}
            className="max-w-40 tabular-nums"
          />
          <ReadAs typed={typed} />
        </div>
      );
    case 'text':
    case 'secret':
      return (
        <Input
          {...ids}
          inputMode={input.kind === 'text' && input.format === 'address' ? 'url' : 'text'}
          spellCheck={false}
          autoComplete="off"
          list={suggestions}
          {...(input.kind === 'text' && input.maxLength !== null ? { maxLength: input.maxLength } : {})}
          value={typed}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
