import { canonicalEntity } from '@koppel/model';
import { useId, type ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { ListFields, ObjectFields } from '../../schema-form/object-fields.tsx';
import { below, type ObjectForm, type ObjectProblems, type ObjectState } from '../../schema-form/object-form.ts';
import { SchemaForm, useReadable } from '../../schema-form/schema-form.tsx';

/** One kind of records: what they are, then a card for each request. */
export function RecordsForm({
  form,
  state,
  onChange,
  problems,
  refusals,
  onRemove,
}: {
  readonly form: ObjectForm;
  readonly state: ObjectState;
  readonly onChange: (state: ObjectState) => void;
  readonly problems: ObjectProblems;
  readonly refusals: Readonly<Record<string, string>>;
  readonly onRemove: () => void;
}): ReactElement {
  const text = useText();
  const readable = useReadable();
  const localized = useLocalized();
  const names = useId();
  const entity = canonicalEntity(String(state.plain['entity'] ?? ''));
  return (
    <div className="grid min-w-0 gap-4">
      <datalist id={names}>
        {entity?.fields.map(({ field, title }) => (
          <option key={field} value={field} label={localized(title)} />
        ))}
      </datalist>
      <Card title={text('resources.basics')}>
        <div className="grid max-w-120 gap-3.5 px-3.5 py-3">
          <SchemaForm
            fields={form.plain}
            state={state.plain}
            onChange={(name, value) => onChange({ ...state, plain: { ...state.plain, [name]: value } })}
            problems={problems}
            refusals={refusals}
          />
        </div>
      </Card>
      {form.parts.map((part) => (
        <Card key={part.name} title={readable(part.label)}>
          {part.kind === 'groups' ? (
            <div className="grid max-w-120 gap-3.5 px-3.5 py-3">
              <ObjectFields
                form={part.form}
                state={state.groups[part.name]!}
                onChange={(next) => onChange({ ...state, groups: { ...state.groups, [part.name]: next } })}
                problems={below(problems, part.name)}
                refusals={below(refusals, part.name)}
              />
            </div>
          ) : (
            <div className="px-3.5 py-3">
              {part.help && <p className="mb-2 text-20 text-ink-3">{readable(part.help)}</p>}
              <ListFields
                form={part.form}
                rows={state.lists[part.name] ?? []}
                onChange={(rows) => onChange({ ...state, lists: { ...state.lists, [part.name]: rows } })}
                problems={below(problems, part.name)}
                refusals={below(refusals, part.name)}
                suggestions={{ field: names }}
              />
            </div>
          )}
        </Card>
      ))}
      <div>
        <Button look="danger" onClick={onRemove}>
          {text('resources.remove')}
        </Button>
      </div>
    </div>
  );
}
