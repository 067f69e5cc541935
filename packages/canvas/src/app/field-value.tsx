import { canonicalField, linesOf, splitFieldName, type FieldValue, type Line } from '@koppel/model';
import { useCallback, type ReactElement } from 'react';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';

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
      const lines = linesIn(name, value);
      if (lines) return text('value.lines', { n: lines.length });
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
  const lines = linesIn(name, value);
  if (lines) return <LinesTable name={name} lines={lines} />;
  return <>{written}</>;
}

/** The lines in a value; null where it holds none. A field without a canonical type holds lines when it looks like them. */
export function linesIn(name: string, value: FieldValue): readonly Line[] | null {
  const split = splitFieldName(name);
  const kind = split && canonicalField(split.entity, split.field)?.kind;
  if (kind !== 'lines' && !(kind === undefined && typeof value === 'string' && value.startsWith('[{'))) return null;
  const lines = linesOf(value);
  return lines && lines.length > 0 ? lines : null;
}

/** Keys of a system say nothing to people. */
const hiddenColumns = new Set(['id']);

/** The lines of a document, one a row, with the columns that some line fills: in the order of the canonical model. */
function LinesTable({ name, lines }: { readonly name: string; readonly lines: readonly Line[] }): ReactElement {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  const split = splitFieldName(name);
  const known = (split && canonicalField(split.entity, split.field)?.lines) ?? [];
  const filled = new Set(lines.flatMap((line) => Object.keys(line)).filter((column) => !hiddenColumns.has(column)));
  const others = [...filled].filter((column) => !known.some(({ field }) => field === column));
  const columns = [
    ...known
      .filter(({ field }) => filled.has(field))
      .map(({ field, kind, title }) => ({ field, kind, title: localized(title) })),
    ...others.map((field) => ({ field, kind: null, title: field.replace(/^~/, '') })),
  ];
  const written = (value: FieldValue | undefined, kind: (typeof columns)[number]['kind']): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'boolean') return text(value ? 'value.yes' : 'value.no');
    if (kind === 'money' || kind === 'decimal') return format.exact(value, kind === 'money' ? 2 : 0);
    if (kind === 'date' && typeof value === 'string') return format.calendarDate(value);
    return String(value);
  };
  return (
    <table aria-label={text('value.lines', { n: lines.length })} className="text-20 whitespace-normal">
      <thead>
        <tr>
          {columns.map(({ field, title }) => (
            <th key={field} scope="col" className="pr-3 text-left text-10 font-medium text-ink-3">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index}>
            {columns.map(({ field, kind }) => (
              <td key={field} className="pr-3 align-top tabular-nums">
                {written(line[field], kind)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
