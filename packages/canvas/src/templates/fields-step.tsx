import type { TemplateInstallation } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { Card } from '../kit/card.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';
import { StatusPill } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import type { ChangeInstallation } from './install-screen.tsx';
import { StepBody } from './step-body.tsx';

type TemplateField = TemplateInstallation['fields'][number];

/** Which field of this client each field of the template is. Those with the same name were found already. */
export function FieldsStep({
  work,
  onChange,
}: {
  readonly work: TemplateInstallation;
  readonly onChange: ChangeInstallation;
}): ReactElement {
  const text = useText();
  const toMatch = work.fields.filter(({ match, isChosen }) => match === null || isChosen);
  const [view, setView] = useState<'open' | 'all'>(toMatch.length > 0 ? 'open' : 'all');
  const shown = view === 'open' ? toMatch : work.fields;
  return (
    <StepBody
      title={text('templates.fieldsTitle', { n: work.fields.filter(({ match }) => match === null).length })}
      help={text('templates.fieldsHelp')}
    >
      <Card
        title={text('templates.step.fields')}
        aside={
          <Segmented
            label={text('templates.show')}
            value={view}
            onChange={setView}
            options={[
              { value: 'open', label: text('templates.fieldsDiffer', { n: toMatch.length }) },
              { value: 'all', label: text('templates.fieldsAll', { n: work.fields.length }) },
            ]}
          />
        }
      >
        <Table aria-label={text('templates.step.fields')}>
          <thead>
            <tr className="h-8">
              <HeadCell>{text('templates.field')}</HeadCell>
              <HeadCell className="w-48">{text('templates.state')}</HeadCell>
              <HeadCell className="w-90">{text('templates.fieldHere')}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldRow
                key={field.id}
                field={field}
                connectionId={work.slots.find(({ slot }) => slot === field.slot)?.connectionId ?? null}
                onChoose={(match) => onChange({ fields: { [field.id]: match } })}
              />
            ))}
          </tbody>
        </Table>
      </Card>
    </StepBody>
  );
}

function FieldRow({
  field,
  connectionId,
  onChoose,
}: {
  readonly field: TemplateField;
  readonly connectionId: string | null;
  readonly onChoose: (match: string) => void;
}): ReactElement {
  const text = useText();
  const schema = useRead('getConnectionSchema', { params: { id: connectionId ?? '' } }, { isEnabled: !!connectionId });
  const fields = schema.data?.entities.find(({ entity }) => entity === field.entity)?.fields ?? [];
  const options = fields.map(({ field: value, label }) => ({ value, label: `${label} (${value})` }));
  if (field.match !== null && !options.some(({ value }) => value === field.match)) {
    options.unshift({ value: field.match, label: field.match });
  }
  const status = field.match !== null ? 'ok' : field.isRequired ? 'fail' : 'warn';
  const name = `${field.slot.toUpperCase()} ${field.entity}.${field.field}`;
  return (
    <tr>
      <Cell className="py-1.5 whitespace-normal">
        <span className="font-medium">{field.label ?? field.field}</span>
        <span className="block font-mono text-20 text-ink-3">{name}</span>
      </Cell>
      <Cell>
        <StatusPill status={status}>
          {text(
            field.match === null
              ? field.isRequired
                ? 'templates.fieldMissing'
                : 'templates.fieldLeftOut'
              : field.isChosen
                ? 'templates.fieldChosen'
                : 'templates.fieldSame',
          )}
        </StatusPill>
      </Cell>
      <Cell>
        <Select
          label={text('templates.fieldFor', { field: name })}
          value={field.match ?? ''}
          placeholder={text('templates.chooseField')}
          options={options}
          onChange={onChoose}
          className="w-full"
        />
      </Cell>
    </tr>
  );
}
