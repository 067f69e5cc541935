import { linesOf, linesText, RecordError, type FieldValue, type Line } from '@koppel/sdk';
import Big from 'big.js';
import type { FieldMaker } from './bound-field.ts';
import { readValue, relatedRow, relatedRows, type Row } from './json.ts';
import { escaped, type Lookups } from './lookups.ts';

interface Input {
  /** With its entity, for messages. */
  readonly field: string;
  readonly path: string;
  readonly codec: string;
}

type Choices = Readonly<Record<string, readonly [value: string, label: string]>>;

const saleStates: Choices = {
  draft: ['draft', 'Draft'],
  quotation: ['inReview', 'Quotation'],
  confirmed: ['open', 'Confirmed'],
  processing: ['open', 'Processing'],
  done: ['done', 'Done'],
  cancelled: ['canceled', 'Cancelled'],
};

const invoiceStates: Choices = {
  draft: ['draft', 'Draft'],
  validated: ['draft', 'Validated'],
  posted: ['open', 'Posted'],
  paid: ['paid', 'Paid'],
  cancelled: ['canceled', 'Cancelled'],
};

const optionsOf = (choices: Choices) =>
  Object.values(choices)
    .filter(([value], at, all) => all.findIndex(([other]) => other === value) === at)
    .map(([value, label]) => ({ value, label }));

/** A state by the word for it. */
function stateField(path: string, choices: Choices): FieldMaker {
  return {
    reads: [path],
    read: (row) => choices[String(row[path])]?.[0] ?? readValue(row[path]),
    options: optionsOf(choices),
    clause: (value) => [[path, 'in', Object.keys(choices).filter((state) => choices[state]![0] === value)]],
  };
}

const big = (raw: unknown) => new Big(String(readValue(raw) ?? 0));
const latest = (days: readonly FieldValue[]) =>
  days.filter((day): day is string => typeof day === 'string').sort().at(-1) ?? null; // prettier-ignore

const movesReads = ['lines.moves.state', 'lines.moves.quantity'];
const shipmentReads = ['shipments.state'];
const isShipped = ({ state }: Row) => state === 'done';

function shippedQuantity(row: Row): Big {
  return relatedRows(row, 'lines')
    .flatMap((line) => relatedRows(line, 'moves'))
    .filter(isShipped)
    .reduce((sum, { quantity }) => sum.plus(big(quantity)), new Big(0));
}

function isInvoiced(row: Row): boolean {
  const invoices = relatedRows(row, 'invoices').filter(({ state }) => state !== 'cancelled');
  return invoices.length > 0 && invoices.every(({ state }) => state === 'posted' || state === 'paid');
}

/** Tryton has no partly shipped state: what has left says so. */
function fulfilment(row: Row): string {
  if (row['shipment_state'] === 'sent') return isInvoiced(row) ? 'invoiced' : 'shipped';
  return shippedQuantity(row).gt(0) ? 'partlyShipped' : 'notStarted';
}

function readLine(line: Row): Line {
  return {
    id: readValue(line['id']),
    product: readValue(relatedRow(line, 'product')?.['code']),
    description: readValue(line['description']),
    quantity: readValue(line['quantity']),
    unit: readValue(relatedRow(line, 'unit')?.['name']),
    unitPrice: readValue(line['unit_price']),
    amount: readValue(line['amount']),
  };
}

/** Lines as they are compared: without the keys that each system gives them. */
function comparableLines(value: FieldValue): FieldValue {
  const lines = linesOf(value);
  return lines === null ? value : linesText(lines.map(({ id: _id, ...line }) => line));
}

/** What to read of a sale to have its lines. */
export const lineReads: readonly string[] = [
  'lines.type',
  'lines.sequence',
  'lines.product.code',
  'lines.description',
  'lines.quantity',
  'lines.unit.name',
  'lines.unit_price',
  'lines.amount',
];

/** The lines of a sale that something is sold on, in their order. */
export function linesOfSale(row: Row): readonly Row[] {
  const sequence = (line: Row) => (typeof line['sequence'] === 'number' ? line['sequence'] : Number.MAX_SAFE_INTEGER);
  return relatedRows(row, 'lines')
    .filter(({ type }) => type === 'line')
    .toSorted((a, b) => sequence(a) - sequence(b) || Number(a['id']) - Number(b['id']));
}

/** Credit notes are invoices of less than nothing; here their amounts are positive and their kind says the rest. */
const isCreditNote = (row: Row) => big(row['untaxed_amount']).lt(0) || (big(row['untaxed_amount']).eq(0) && big(row['total_amount']).lt(0)); // prettier-ignore

/** A field of a sale or an invoice that is made of several columns; undefined for other conversions. */
export function documentField({ field, path, codec }: Input, lookups: Lookups): FieldMaker | undefined {
  const [first = '', second = ''] = path.split('/');
  switch (codec) {
    case 'sale-status':
      return stateField(path, saleStates);
    case 'invoice-status':
      return stateField(path, invoiceStates);
    case 'sale-lines':
      return {
        reads: lineReads,
        areLines: true,
        read: (row) => linesText(linesOfSale(row).map(readLine)),
        canonical: comparableLines,
        write(value, draft) {
          const lines = linesOf(value);
          if (lines === null) throw linesUnreadable(field);
          draft.lines = lines;
        },
      };
    case 'confirmed-date':
      return {
        reads: ['state', 'lines.type', 'lines.shipping_date'],
        // Before it is confirmed nobody has promised anything.
        read: (row) =>
          row['state'] === 'draft' || row['state'] === 'quotation' || row['state'] === 'cancelled'
            ? null
            : latest(linesOfSale(row).map(({ shipping_date: day }) => readValue(day))),
      };
    case 'fulfilment-status':
      return {
        reads: ['shipment_state', 'invoices.state', ...movesReads],
        read: fulfilment,
        options: [
          { value: 'notStarted', label: 'Not started' },
          { value: 'partlyShipped', label: 'Partly shipped' },
          { value: 'shipped', label: 'Shipped' },
          { value: 'invoiced', label: 'Invoiced' },
        ],
      };
    case 'shipped-on':
      return {
        reads: [...shipmentReads, path.replace('/', '.')],
        read: (row) =>
          latest(
            relatedRows(row, first)
              .filter(isShipped)
              .map((shipment) => readValue(shipment[second])),
          ),
      };
    case 'shipped-quantity':
      return { reads: movesReads, read: (row) => shippedQuantity(row).toFixed() };
    case 'tracking':
      return {
        reads: [...shipmentReads, path.replace('/', '.')],
        read(row) {
          const numbers = relatedRows(row, first).filter(isShipped).flatMap((shipment) => (readValue(shipment[second]) ?? []) as string | []);
          return numbers.length === 0 ? null : [...new Set(numbers)].sort().join(', ');
        },
      };
    case 'first':
      return {
        reads: [path.replace('/', '.')],
        read: (row) => relatedRows(row, first).map((one) => readValue(one[second])).find((value) => value !== null) ?? null,
        clause: (value) => [[path.replace('/', '.'), 'ilike', escaped(String(value ?? ''))]],
      };
    case 'invoice-kind':
      return {
        reads: ['untaxed_amount', 'total_amount'],
        read: (row) => (isCreditNote(row) ? 'creditNote' : 'invoice'),
        options: [{ value: 'invoice', label: 'Invoice' }, { value: 'creditNote', label: 'Credit Note' }],
      };
    case 'amount':
      return {
        reads: [path, 'untaxed_amount', 'total_amount'],
        read(row) {
          const amount = big(row[path]);
          return isCreditNote(row) ? amount.times(-1).toFixed() : amount.toFixed();
        },
      };
    case 'exchange-rate':
      return {
        reads: ['currency.code', 'invoice_date'],
        needsRates: true,
        read: (row) => lookups.rateOn(String(relatedRow(row, 'currency')?.['code'] ?? ''), String(readValue(row['invoice_date']) ?? '9999')),
      };
    case 'due-date':
      return {
        reads: ['lines_to_pay.maturity_date', 'lines_to_pay.reconciliation'],
        // The first instalment that is still open, else the last one.
        read(row) {
          const lines = relatedRows(row, 'lines_to_pay');
          const open = lines.filter(({ reconciliation }) => reconciliation === null || reconciliation === undefined);
          const days = (rows: readonly Row[]) => rows.map(({ maturity_date: day }) => readValue(day)).filter((day) => day !== null).sort();
          return days(open)[0] ?? days(lines).at(-1) ?? null;
        },
      };
    default:
      return undefined;
  }
} // prettier-ignore

function linesUnreadable(field: string): RecordError {
  return new RecordError({
    code: 'tryton.no-lines',
    failureCause: 'doesNotFit',
    message: 'The value is not a list of lines.',
    remedy: 'Map lines onto this field.',
    field,
  });
}
