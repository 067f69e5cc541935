import type { FieldValue } from '@koppel/model';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { useEntityNames } from './entities.ts';
import { useFieldText } from './field-value.tsx';

/** The values of one record, a field a row. */
export function RecordValues({ values }: { readonly values: Readonly<Record<string, FieldValue>> }): ReactElement {
  const text = useText();
  const names = useEntityNames();
  const write = useFieldText();
  return (
    <table className="w-full table-fixed border-collapse">
      <tbody>
        {Object.entries(values).map(([field, value]) => (
          <tr key={field} className="border-t border-line">
            <th
              scope="row"
              className="w-2/5 py-1 pr-2 text-left align-top text-20 leading-ui font-regular break-words text-ink-2"
            >
              {names.field(field)}
            </th>
            <td className="truncate py-1" title={value === null ? undefined : String(value)}>
              {value === null ? <span className="text-ink-3 italic">{text('value.empty')}</span> : write(field, value)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
