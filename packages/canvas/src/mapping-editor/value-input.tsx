import type { FieldType, FieldValue } from '@koppel/model';
import { useState, type ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Input } from '../kit/input.tsx';
import { Select } from '../kit/select.tsx';
import { readValue } from './read-value.ts';
import { useValueText } from './use-value-text.ts';

export interface ValueInputProps {
  readonly type: FieldType;
  readonly value: FieldValue | undefined;
  /** Null for nothing. */
  readonly onChange: (value: FieldValue) => void;
  readonly label: string;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
}

const numbers: ReadonlySet<FieldType['kind']> = new Set(['integer', 'decimal', 'money']);
/** A choice has no empty code of its own: this word stands for it. */
const nothing = '\u0000';

/** A value of a known type: chosen where there is a choice, typed else. Numbers may be typed as the region writes them. */
export function ValueInput(props: ValueInputProps): ReactElement {
  const { type, value, onChange, label, placeholder, isDisabled = false } = props;
  const text = useText();
  if (type.kind === 'boolean') {
    return (
      <Select
        size="s"
        label={label}
        isDisabled={isDisabled}
        value={value === true ? 'true' : value === false ? 'false' : nothing}
        onChange={(next) => onChange(next === nothing ? null : next === 'true')}
        options={[
          { value: nothing, label: placeholder ?? text('mapping.valueEmpty') },
          { value: 'true', label: text('value.yes') },
          { value: 'false', label: text('value.no') },
        ]}
        className="w-full"
      />
    );
  }
  if (type.kind === 'choice' && type.options.length > 0) {
    const chosen = value === null || value === undefined || value === '' ? nothing : String(value);
    const isKnown = chosen === nothing || type.options.some((option) => option.value === chosen);
    return (
      <Select
        size="s"
        label={label}
        isDisabled={isDisabled}
        value={chosen}
        onChange={(next) => onChange(next === nothing ? null : next)}
        options={[
          { value: nothing, label: placeholder ?? text('mapping.valueEmpty') },
          ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
          ...type.options.map((option) => ({ value: option.value, label: `${option.label} (${option.value})` })),
        ]}
        className="w-full"
      />
    );
  }
  return <Typed {...props} />;
}

function Typed({ type, value, onChange, label, placeholder, isDisabled }: ValueInputProps): ReactElement {
  const text = useText();
  const format = useFormat();
  const write = useValueText();
  const groupMark = format.groupMark;
  const shown = value === null || value === undefined ? '' : String(value);
  const [typed, setTyped] = useState(shown);
  const [known, setKnown] = useState(value);
  // Undone, or changed elsewhere.
  if (value !== known) {
    setKnown(value);
    if (readValue(typed, type, groupMark) !== (value ?? null)) setTyped(shown);
  }
  const isNumber = numbers.has(type.kind);
  const read = readValue(typed, type, groupMark);
  const isRewritten = isNumber && read !== null && String(read) !== typed && /^-?\d/.test(String(read));
  return (
    <div className="min-w-0 flex-1">
      <Input
        size="s"
        aria-label={label}
        placeholder={placeholder}
        disabled={isDisabled}
        type={type.kind === 'date' ? 'date' : 'text'}
        inputMode={isNumber ? 'decimal' : 'text'}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = readValue(event.target.value, type, groupMark);
          setKnown(next);
          onChange(next);
        }}
      />
      {isRewritten && (
        <p className="mt-0.5 text-20 text-ink-3">{text('mapping.readAs', { value: write(read, type) })}</p>
      )}
    </div>
  );
}
