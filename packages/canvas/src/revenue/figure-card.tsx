import { Download, Table2 } from 'lucide-react';
import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { saveFile } from '../app/save-file.ts';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';
import { csvOf } from '../app/csv.ts';

/** The same figures as rows: what a chart shows, for eyes and programs that read tables. */
export interface FigureTable {
  readonly head: readonly string[];
  /** As people read them. The first column names the row. */
  readonly rows: readonly (readonly string[])[];
  /** With plain numbers, for a spreadsheet. */
  readonly csv: readonly (readonly string[])[];
}

/** A figure with its definition, which can be read as a table and taken along as CSV. */
export function FigureCard({
  title,
  unit,
  definition,
  source,
  aside,
  table,
  fileName,
  children,
}: {
  readonly title: string;
  readonly unit?: string;
  /** What is counted, and how. */
  readonly definition: string;
  /** Where it comes from, and as of when. */
  readonly source?: ReactNode;
  readonly aside?: ReactNode;
  readonly table: FigureTable;
  readonly fileName: string;
  readonly children: ReactNode;
}): ReactElement {
  const text = useText();
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col rounded-3 bg-surface shadow-1">
      <header className="flex min-h-12 flex-wrap items-center gap-2 px-4 pt-2">
        <h2 id={id} className="text-40 font-bold" title={definition}>
          {title}
        </h2>
        {unit && <span className="text-20 text-ink-3">{unit}</span>}
        <div className="ml-auto flex items-center gap-1">
          {aside}
          <Button look="quiet" size="s" icon={Table2} aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
            {text(isTable ? 'revenue.asChart' : 'revenue.asTable')}
          </Button>
          <Button
            look="quiet"
            size="s"
            icon={Download}
            onClick={() => saveFile(fileName, csvOf([table.head, ...table.csv]), 'text/csv')}
          >
            CSV
          </Button>
        </div>
      </header>
      <p className="px-4 text-20 text-ink-3">
        {definition} {source}
      </p>
      <div className="flex min-h-0 flex-1 flex-col px-4 pt-2 pb-3">
        {isTable ? <AsTable label={title} table={table} /> : children}
      </div>
    </section>
  );
}

function AsTable({ label, table }: { readonly label: string; readonly table: FigureTable }): ReactElement {
  return (
    // Long tables scroll, and the keyboard has to reach them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="max-h-100 overflow-auto" role="group" aria-label={label} tabIndex={0}>
      <Table aria-label={label}>
        <thead>
          <tr className="h-7">
            {table.head.map((name, at) => (
              <HeadCell key={name} isNumber={at > 0}>
                {name}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row[0]} className="h-7">
              {row.map((cell, at) => (
                <Cell key={table.head[at]} isNumber={at > 0}>
                  {cell}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
