import { Plus, X } from 'lucide-react';
import { useId, type ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import type { FormField } from './form-fields.ts';
import { isShown, type FieldProblem } from './form-values.ts';
import { below, objectStateOf, type ObjectForm, type ObjectProblems, type ObjectState } from './object-form.ts';
import { FormControl, SchemaForm, useReadable } from './schema-form.tsx';

interface ObjectFieldsProps {
  readonly form: ObjectForm;
  readonly state: ObjectState;
  readonly onChange: (state: ObjectState) => void;
  readonly problems: ObjectProblems;
  readonly refusals: Readonly<Record<string, string>>;
  /** Values to choose from while one types, by the name of the field: the id of a `datalist`. */
  readonly suggestions?: Readonly<Record<string, string>>;
}

/** The controls of an object: its own, then what is in it. */
export function ObjectFields({ form, state, onChange, problems, refusals, suggestions }: ObjectFieldsProps): ReactElement {
  return (
    <>
      <SchemaForm
        fields={form.plain}
        state={state.plain}
        onChange={(name, value) => onChange({ ...state, plain: { ...state.plain, [name]: value } })}
        problems={problems}
        refusals={refusals}
      />
      {form.lists.map(({ name, form: inner }) => (
        <ListFields
          key={name}
          form={inner}
          rows={state.lists[name] ?? []}
          onChange={(rows) => onChange({ ...state, lists: { ...state.lists, [name]: rows } })}
          problems={below(problems, name)}
          refusals={below(refusals, name)}
          {...(suggestions ? { suggestions } : {})}
        />
      ))}
    </>
  );
} // prettier-ignore

interface ListFieldsProps extends Omit<ObjectFieldsProps, 'state' | 'onChange'> {
  readonly rows: readonly ObjectState[];
  readonly onChange: (rows: readonly ObjectState[]) => void;
}

/** A list of objects, a row each; a list inside a row opens below it where it applies. */
export function ListFields({ form, rows, onChange, problems, refusals, suggestions }: ListFieldsProps): ReactElement {
  const text = useText();
  const change = (index: number, row: ObjectState) => onChange(rows.with(index, row));
  return (
    <div className="min-w-0">
      {rows.length === 0 ? (
        <p className="text-ink-3">{text('resources.noRows')}</p>
      ) : (
        <ol className="grid gap-2.5">
          {rows.map((row, index) => (
            <Row
              key={index}
              index={index}
              form={form}
              row={row}
              onChange={(next) => change(index, next)}
              onRemove={() => onChange(rows.toSpliced(index, 1))}
              problems={below(problems, String(index))}
              refusals={below(refusals, String(index))}
              suggestions={suggestions ?? {}}
            />
          ))}
        </ol>
      )}
      <div className="mt-2">
        <Button size="s" icon={Plus} onClick={() => onChange([...rows, objectStateOf(form, {})])}>
          {text('resources.addRow')}
        </Button>
      </div>
    </div>
  );
} // prettier-ignore

function Row({
  index,
  form,
  row,
  onChange,
  onRemove,
  problems,
  refusals,
  suggestions,
}: Omit<ListFieldsProps, 'rows' | 'onChange' | 'suggestions'> & {
  readonly index: number;
  readonly row: ObjectState;
  readonly onChange: (row: ObjectState) => void;
  readonly onRemove: () => void;
  readonly suggestions: Readonly<Record<string, string>>;
}): ReactElement {
  const text = useText();
  const readable = useReadable();
  // A list inside a row belongs to the kind of the same name: lines to a field of the kind lines.
  const lists = form.lists.filter(({ name }) => Object.values(row.plain).includes(name));
  return (
    <li className="border-t border-line pt-2 first:border-t-0 first:pt-0">
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap gap-2">
          {form.plain
            .filter((field) => isShown(field, row.plain))
            .map((field) => (
              <CellControl
                key={field.name}
                field={field}
                index={index}
                value={row.plain[field.name] ?? ''}
                problem={problems[field.name]}
                refusal={refusals[field.name]}
                suggestions={suggestions[field.name]}
                onChange={(value) => onChange({ ...row, plain: { ...row.plain, [field.name]: value } })}
              />
            ))}
        </div>
        <button
          type="button"
          aria-label={text('resources.removeRow', { n: index + 1 })}
          onClick={onRemove}
          className="grid size-7 flex-none place-items-center rounded-2 text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Icon of={X} size="s" />
        </button>
      </div>
      {lists.map(({ name, label, form: inner }) => (
        <div key={name} className="mt-2 border-l-2 border-line pl-3.5">
          <p className="mb-1 text-20 font-medium">{readable(label)}</p>
          <ListFields
            form={inner}
            rows={row.lists[name] ?? []}
            onChange={(rows) => onChange({ ...row, lists: { ...row.lists, [name]: rows } })}
            problems={below(problems, name)}
            refusals={below(refusals, name)}
          />
        </div>
      ))}
    </li>
  );
}

function CellControl({
  field,
  index,
  value,
  problem,
  refusal,
  suggestions,
  onChange,
}: {
  readonly field: FormField;
  readonly index: number;
  readonly value: string | boolean;
  readonly problem: FieldProblem | undefined;
  readonly refusal: string | undefined;
  readonly suggestions: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}): ReactElement {
  const text = useText();
  const readable = useReadable();
  const id = useId();
  const error = refusal ?? (problem && text(problem.id, problem.values));
  return (
    <div className={field.input.kind === 'switch' ? 'flex-none' : 'min-w-0 flex-[1_1_124px]'}>
      <label htmlFor={id} className="mb-0.5 block text-10 text-ink-3">
        {readable(field.label)}
        <span className="sr-only"> {index + 1}</span>
      </label>
      <FormControl
        field={field}
        ids={{ id, 'aria-describedby': error ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined }}
        value={value}
        onChange={onChange}
        {...(suggestions === undefined ? {} : { suggestions })}
      />
      {error && (
        <p id={`${id}-note`} className="mt-0.5 text-20 text-fail-text">
          {error}
        </p>
      )}
    </div>
  );
}
