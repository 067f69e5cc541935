import { canonicalEntity, type HandOver, type MastershipRow } from '@koppel/model';
import { useState, type ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { useEntityNames } from '../app/entities.ts';
import { useMay } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Select } from '../kit/select.tsx';
import { roleLabel } from '../kit/system-badge.tsx';

/** When a record passes to its next master: never, as soon as that has it, or in some of its states. */
export function HandOverField({
  row,
  next,
  reason,
  onChange,
}: {
  readonly row: MastershipRow;
  readonly next: string;
  readonly reason: string | null;
  readonly onChange: (handOver: HandOver | undefined) => void;
}): ReactElement {
  const text = useText();
  const { handOver } = row;
  const [isByState, setIsByState] = useState(typeof handOver?.when === 'object');
  const kind =
    handOver === undefined ? (isByState ? 'state' : 'never') : handOver.when === 'injected' ? 'injected' : 'state';
  const values = { next: roleLabel(next), master: roleLabel(row.master) };
  const choose = (chosen: 'never' | 'injected' | 'state') => {
    setIsByState(chosen === 'state');
    if (chosen !== 'state') onChange(chosen === 'never' ? undefined : { to: next, when: 'injected' });
    else onChange(undefined);
  };
  return (
    <>
      <Field
        label={text('mastership.handOver', values)}
        help={kind === 'never' ? undefined : text('mastership.handOver.help', values)}
      >
        {(ids) => (
          <Select
            ids={ids}
            className="w-full"
            isDisabled={reason !== null}
            value={kind}
            onChange={choose}
            options={(['never', 'injected', 'state'] as const).map((value) => ({
              value,
              label: text(`mastership.handOver.${value}`, values),
            }))}
          />
        )}
      </Field>
      {kind === 'state' && (
        <StatesField
          row={row}
          reason={reason}
          onChange={(when) => onChange(when.is.length > 0 ? { to: next, when } : undefined)}
        />
      )}
    </>
  );
}

type ByState = Exclude<HandOver['when'], 'injected'>;

/** The field that tells, and its words: ticked where the system of the master has told them, else typed. */
function StatesField({
  row,
  reason,
  onChange,
}: {
  readonly row: MastershipRow;
  readonly reason: string | null;
  readonly onChange: (when: ByState) => void;
}): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const candidates = (canonicalEntity(row.entity)?.fields ?? []).filter(({ kind }) => kind === 'choice');
  const current = typeof row.handOver?.when === 'object' ? row.handOver.when : undefined;
  const [field, setField] = useState(current?.field ?? candidates[0]?.field ?? 'status');
  const [typed, setTyped] = useState(current?.is.join(', ') ?? '');
  const options = useOptions(row, field);
  const chosen = current?.is ?? [];
  const values = { master: roleLabel(row.master) };
  const say = (is: readonly string[]) => onChange({ field, is: [...is] });
  return (
    <>
      <Field label={text('mastership.handOver.field', values)}>
        {(ids) => (
          <Select
            ids={ids}
            className="w-full"
            isDisabled={reason !== null}
            value={field}
            onChange={(other) => {
              setField(other);
              setTyped('');
              onChange({ field: other, is: [] });
            }}
            options={candidates.map((candidate) => ({
              value: candidate.field,
              label: names.field(candidate.field, row.entity),
            }))}
          />
        )}
      </Field>
      {options.length > 0 ? (
        <fieldset disabled={reason !== null} className="flex flex-col gap-1.5">
          <legend className="mb-1 text-20 text-ink-2">{text('mastership.handOver.values')}</legend>
          {options.map(({ value, label }) => (
            <label key={value} className="flex items-center gap-2.5">
              <Checkbox
                value={chosen.includes(value)}
                label={label}
                onChange={(isOn) => say(isOn ? [...chosen, value] : chosen.filter((one) => one !== value))}
              />
              <span aria-hidden="true">{label}</span>
            </label>
          ))}
        </fieldset>
      ) : (
        <Field label={text('mastership.handOver.values')} help={text('mastership.handOver.valuesHelp', values)}>
          {(ids) => (
            <Input
              {...ids}
              value={typed}
              disabled={reason !== null}
              onChange={({ target: { value } }) => {
                setTyped(value);
                say(
                  value
                    .split(',')
                    .map((word) => word.trim())
                    .filter((word) => word !== ''),
                );
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** The words of a choice, as a connected system of the row's master has told them. */
function useOptions(row: MastershipRow, field: string): readonly { readonly value: string; readonly label: string }[] {
  const may = useMay('connections.read');
  const connections = useRead('listConnections', {}, { isEnabled: may });
  const connection = connections.data?.find(({ role }) => role === row.master);
  const schema = useRead(
    'getConnectionSchema',
    { params: { id: connection?.id ?? '' } },
    { isEnabled: connection !== undefined },
  );
  const type = schema.data?.entities
    .find(({ entity }) => entity === row.entity)
    ?.fields.find((candidate) => candidate.field === field)?.type;
  return type?.kind === 'choice' ? (type.options ?? []) : [];
}
