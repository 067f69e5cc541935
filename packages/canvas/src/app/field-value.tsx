import { canonicalField, splitFieldName, type FieldValue } from '@koppel/model';
import { useCallback, type ReactElement } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';

/**
 * A function that writes a value of a record as people read it: amounts and dates by the region, yes and no in words,
 * nothing as "empty". `name` is the canonical field with its entity in front; a field without a type is written as it came.
 */
export function useFieldText(): (name: string, value: FieldValue) => string {
  const text = useText();
  const format = useFormat();
  return useCallback(
    (name, value) => {
      if (value === null || value === '') return text('value.empty');
      if (typeof value === 'boolean') return text(value ? 'value.yes' : 'value.no');
      const split = splitFieldName(name);
      const kind = split && canonicalField(split.entity, split.field)?.kind;
      if (kind === 'money' || kind === 'decimal') return format.exact(value, kind === 'money' ? 2 : 0);
      if (kind === 'integer') return format.exact(value, 0);
      if (kind === 'date' && typeof value === 'string') return format.calendarDate(value);
      if (kind === 'dateTime' && typeof value === 'string') return format.dateTime(value);
      return String(value);
    },
    [text, format],
  );
}

/** A value of a record as people read it: see `useFieldText`. An empty one is set apart from words. */
export function FieldValueText({ name, value }: { readonly name: string; readonly value: FieldValue }): ReactElement {
  const write = useFieldText();
  const written = write(name, value);
  if (value === null || value === '') return <span className="text-ink-3 italic">{written}</span>;
  return <>{written}</>;
}
