import type { FieldType, FieldValue } from '@koppel/model';
import { useCallback } from 'react';
import { useFormat, useText } from '../i18n/locale.tsx';
import { isEmptyValue } from './same-value.ts';

/** Writes a value of a known type as people read it: amounts and dates by the region, codes by the label of the choice. */
export type ValueText = (value: FieldValue | undefined, type: FieldType) => string;

/** The function that writes values. */
export function useValueText(): ValueText {
  const text = useText();
  const format = useFormat();
  return useCallback(
    (value, type) => {
      if (isEmptyValue(value)) return text('value.empty');
      if (typeof value === 'boolean') return text(value ? 'value.yes' : 'value.no');
      const plain = value as string | number;
      switch (type.kind) {
        case 'money':
          return format.exact(plain, type.scale ?? 2);
        case 'decimal':
        case 'integer':
          return format.exact(plain, 0);
        case 'date':
          return format.calendarDate(String(plain));
        case 'dateTime':
          return Number.isNaN(Date.parse(String(plain))) ? String(plain) : format.dateTime(String(plain));
        case 'choice':
          return type.options.find((option) => option.value === String(plain))?.label ?? String(plain);
        default:
          return String(plain);
      }
    },
    [text, format],
  );
}
