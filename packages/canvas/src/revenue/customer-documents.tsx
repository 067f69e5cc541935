import type { CustomerDocuments as Documents } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useRead } from '../api/use-api.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Card } from '../kit/card.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Note } from '../kit/status-pill.tsx';
import { Cell, HeadCell, Table } from '../kit/table.tsx';

const words: Readonly<Record<string, MessageId>> = {
  draft: 'revenue.status.draft',
  open: 'revenue.status.open',
  released: 'revenue.status.released',
  paid: 'revenue.status.paid',
  canceled: 'revenue.status.canceled',
  cancelled: 'revenue.status.canceled',
  inReview: 'revenue.status.inReview',
  corrected: 'revenue.status.corrected',
  corrective: 'revenue.status.corrective',
  notStarted: 'revenue.status.notStarted',
  partlyShipped: 'revenue.status.partlyShipped',
  shipped: 'revenue.status.shipped',
  invoiced: 'revenue.status.invoiced',
};

/** Orders with their fulfilment, and invoices, as the ERP has them at this moment. */
export function CustomerDocuments({ id }: { readonly id: number }): ReactElement {
  const documents = useRead('getCustomerDocuments', { params: { id } });
  return (
    <QueryView query={documents} skeleton={<SkeletonRows count={5} />}>
      {(data) => <Shown data={data} />}
    </QueryView>
  );
}

function Shown({ data: { invoices, orders, totals, problem } }: { readonly data: Documents }): ReactElement {
  const text = useText();
  const format = useFormat();
  const day = (date: string | null) => (date === null ? '–' : format.calendarDate(date));
  const amount = (value: string | null, currency: string | null) =>
    value === null ? '–' : `${currency === null || currency === 'EUR' ? '€' : currency} ${format.exact(value, 2)}`;
  const word = (status: string | null) => {
    const id = status === null ? undefined : words[status];
    return id ? text(id) : (status ?? '–');
  };
  if (problem !== null) return <Note status="warn">{text('revenue.noDocuments', { reason: problem })}</Note>;
  return (
    <>
      <Listed
        title={text('revenue.orders', { n: totals.orders })}
        head={['number', 'date', 'amount', 'fulfilment', 'confirmed', 'tracking']}
        rows={orders.map((one) => ({
          key: one.key,
          cells: [
            one.number ?? '–',
            day(one.date),
            amount(one.amount, one.currency),
            word(one.fulfilment ?? one.status),
            day(one.confirmedDate),
            one.tracking ?? '–',
          ],
        }))}
        total={totals.orders}
      />
      <Listed
        title={text('revenue.invoices', { n: totals.invoices })}
        head={['number', 'date', 'amount', 'due', 'remaining', 'status']}
        rows={invoices.map((one) => ({
          key: one.key,
          cells: [
            one.isCreditNote ? text('revenue.creditNote', { number: one.number ?? '' }) : (one.number ?? '–'),
            day(one.date),
            amount(one.amount, one.currency),
            day(one.dueDate),
            amount(one.remainingAmount, one.currency),
            word(one.status),
          ],
        }))}
        total={totals.invoices}
      />
    </>
  );
}

type Column = 'number' | 'date' | 'amount' | 'fulfilment' | 'confirmed' | 'tracking' | 'due' | 'remaining' | 'status';
const amounts: ReadonlySet<Column> = new Set(['amount', 'remaining']);

function Listed({
  title,
  head,
  rows,
  total,
}: {
  readonly title: string;
  readonly head: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
  readonly total: number;
}): ReactElement {
  const text = useText();
  return (
    <Card title={title} className="col-span-full">
      {rows.length === 0 ? (
        <p className="p-3.5 text-ink-2">{text('revenue.noneYet')}</p>
      ) : (
        // Long lists scroll, and the keyboard has to reach them.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="max-h-90 overflow-auto" role="group" aria-label={title} tabIndex={0}>
          <Table aria-label={title} className="min-w-180">
            <thead>
              <tr className="h-8">
                {head.map((column) => (
                  <HeadCell key={column} isNumber={amounts.has(column)}>
                    {text(`revenue.column.${column}`)}
                  </HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, cells }) => (
                <tr key={key} className="h-8">
                  {cells.map((cell, at) => (
                    <Cell key={head[at]} isNumber={amounts.has(head[at]!)}>
                      {cell}
                    </Cell>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {total > rows.length && (
        <p className="border-t border-line px-3.5 py-2 text-20 text-ink-3">
          {text('revenue.shown', { n: rows.length, total })}
        </p>
      )}
    </Card>
  );
}
