import { RecordError, linesOf, linesText, type FieldValue, type Line } from '@koppel/sdk';
import { codecFor, isGuid, numberText, zeroGuid, type Row } from '@koppel/connector-odata';
import Big from 'big.js';
import type { BoundField, Draft } from './fields.ts';
import { joinedTo, type JoinName } from './joins.ts';
import type { Lookups } from './lookups.ts';

const money = codecFor('money', 'blank');
const decimal = codecFor('decimal', 'blank');
const date = codecFor('date', 'blank');
const plain = codecFor('text', 'blank');
const big = (value: unknown) => new Big(numberText(typeof value === 'number' ? value : Number(value ?? 0)));

/** What a kind of computed field does; everything that is left out it cannot do. */
interface Kind {
  readonly columns: readonly string[];
  readonly joins?: readonly JoinName[];
  readonly read: (row: Row, lookups: Lookups) => FieldValue;
  readonly canonical?: (value: FieldValue) => FieldValue;
  readonly filters?: (value: FieldValue) => readonly string[];
  readonly write?: (value: FieldValue, draft: Draft, field: string) => void;
  /** Options of a choice. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly needsRates?: boolean;
}

/** Statuses of documents by the word for them. A posted invoice that a credit memo took back still counts in revenue. */
const statusWords: Readonly<Record<string, string>> = {
  Draft: 'draft',
  'In Review': 'inReview',
  Open: 'open',
  Paid: 'paid',
  Canceled: 'corrected',
  Corrective: 'corrective',
  Sent: 'sent',
  Accepted: 'accepted',
  Expired: 'expired',
  Invoiced: 'invoiced',
};
const statusOptions: Readonly<Record<string, readonly string[]>> = {
  quote: ['Draft', 'Sent', 'Accepted', 'Expired'],
  order: ['Draft', 'In Review', 'Open', 'Invoiced'],
  invoice: ['Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective'],
};
const memberOf = (raw: unknown) => String(raw ?? '').replaceAll('_x0020_', ' ').trim(); // prettier-ignore
const wordOf = (raw: unknown) => (memberOf(raw) === '' ? null : (statusWords[memberOf(raw)] ?? memberOf(raw)));

const shippedQuantity = (row: Row): Big =>
  joinedTo(row, 'shipments')
    .flatMap((shipment) => (shipment['salesShipmentLines'] ?? []) as Row[])
    .reduce((sum, line) => sum.plus(big(line['quantity'])), new Big(0));

const latest = (dates: readonly FieldValue[]) =>
  dates.filter((one): one is string => typeof one === 'string').sort().at(-1) ?? null; // prettier-ignore

function kindsOf(entity: string, path: string): Readonly<Record<string, Kind>> {
  const column = path.slice(path.indexOf('/') + 1);
  return {
    'document-status': {
      columns: [column],
      read: (row) => wordOf(row[column]),
      filters(value) {
        const member = Object.entries(statusWords).find(([, word]) => word === value)?.[0];
        return member === undefined || member === 'Invoiced' ? [] : [`${column} eq '${member}'`];
      },
      options: (statusOptions[entity] ?? []).map((member) => ({ value: statusWords[member]!, label: member })),
    },
    'item-status': {
      columns: [column],
      read: (row) => (row[column] === true ? 'retired' : 'active'),
      filters: (value) => [`${column} eq ${value === 'retired'}`],
      options: [
        { value: 'active', label: 'Active' },
        { value: 'retired', label: 'Blocked' },
      ],
    },
    'invoice-kind': {
      columns: [],
      read: (row) => plain.read(row['#kind']),
      options: [
        { value: 'invoice', label: 'Invoice' },
        { value: 'creditNote', label: 'Credit Memo' },
      ],
    },
    'document-lines': {
      columns: ['id'],
      joins: ['lines'],
      read: (row) => linesText(joinedTo(row, 'lines').map(readLine)),
      canonical: comparableLines,
      write(value, draft, field) {
        const lines = linesOf(value);
        if (lines === null) throw linesUnreadable(field);
        draft.lines = lines;
      },
    },
    'price-lists': {
      columns: ['id'],
      joins: ['prices'],
      read: (row) => linesText(joinedTo(row, 'prices').map(readPrice)),
    },
    'confirmed-date': {
      columns: ['id', 'status'],
      joins: ['lines'],
      // Before it is released nobody has promised anything.
      read: (row) => memberOf(row['status']) === 'Draft' ? null : latest(joinedTo(row, 'lines').map((line) => date.read(line['shipmentDate']))), // prettier-ignore
    },
    'fulfilment-status': {
      columns: ['number', 'status', 'fullyShipped'],
      joins: ['shipments'],
      read(row) {
        if (memberOf(row['status']) === 'Invoiced') return 'invoiced';
        if (row['fullyShipped'] === true) return 'shipped';
        return shippedQuantity(row).gt(0) ? 'partlyShipped' : 'notStarted';
      },
      options: [
        { value: 'notStarted', label: 'Not started' },
        { value: 'partlyShipped', label: 'Partly shipped' },
        { value: 'shipped', label: 'Shipped' },
        { value: 'invoiced', label: 'Invoiced' },
      ],
    },
    'shipped-on': {
      columns: ['number'],
      joins: ['shipments'],
      read: (row) => latest(joinedTo(row, 'shipments').map((shipment) => date.read(shipment['postingDate']))),
    },
    'shipped-quantity': {
      columns: ['number'],
      joins: ['shipments'],
      read: (row) => shippedQuantity(row).toFixed(),
    },
    tracking: {
      columns: ['number'],
      joins: ['tracking'],
      read(row) {
        const sorted = [...joinedTo(row, 'tracking')].sort((a, b) => String(a['shipmentNumber']).localeCompare(String(b['shipmentNumber']), 'en', { numeric: true })); // prettier-ignore
        const numbers = sorted
          .map(({ carrier, trackingNumber }) =>
            [carrier, trackingNumber].filter((part) => typeof part === 'string' && part !== '').join(' '),
          ) // prettier-ignore
          .filter((one) => one !== '');
        return numbers.length === 0 ? null : [...new Set(numbers)].join(', ');
      },
    },
    'exchange-rate': {
      columns: [column, 'postingDate'],
      needsRates: true,
      read: (row, lookups) => lookups.rateOn(plain.read(row[column]), String(row['postingDate'] ?? '')),
    },
    'remaining-amount': {
      columns: [column, 'number', 'status', 'totalAmountIncludingTax'],
      joins: ['ledger'],
      read(row) {
        if (row['#kind'] !== 'creditNote') return money.read(row[column]);
        if (memberOf(row['status']) !== 'Open') return '0';
        const entry = joinedTo(row, 'ledger').find(({ documentType }) => documentType === 'Credit Memo');
        return money.read(Math.abs(Number(entry?.['remainingAmount'] ?? row['totalAmountIncludingTax'])));
      },
    },
    'opposite-amount': {
      columns: [column],
      read: (row) => (typeof row[column] === 'number' ? big(row[column]).times(-1).toFixed() : null),
    },
    key: {
      columns: [column],
      read(row) {
        const id = row[column];
        return typeof id === 'string' && id !== '' && id !== zeroGuid ? id.toLowerCase() : null;
      },
      canonical: (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
      filters: (value) => (typeof value === 'string' && isGuid(value.trim()) ? [`${column} eq ${value.trim()}`] : []),
      write(value, draft, field) {
        const id = String(value ?? '').trim();
        if (id !== '' && !isGuid(id)) throw noSuchReference(field, id);
        draft.main[column] = id === '' ? zeroGuid : id.toLowerCase();
      },
    },
  };
}

/** The names of the conversions of this kind. */
export const computedCodecs: readonly string[] = Object.keys(kindsOf('', ''));

/** A field that is made of several columns or of other sets, or undefined for a codec of another kind. */
export function computedField(
  field: string,
  { path, codec, entity, lookups }: { readonly path: string; readonly codec: string; readonly entity: string; readonly lookups: Lookups },
): BoundField | undefined {
  const kinds = kindsOf(entity, path);
  const kind = Object.hasOwn(kinds, codec) ? kinds[codec]! : undefined;
  if (kind === undefined) return undefined;
  const name = `${entity}.${field}`;
  return {
    field,
    path,
    page: 'main',
    mainColumns: kind.columns,
    companionColumns: [],
    joins: kind.joins ?? [],
    options: kind.options ?? null,
    isReadOnly: kind.write === undefined,
    needsRates: kind.needsRates === true,
    reference: null,
    read: (main) => kind.read(main, lookups),
    isTold: () => true,
    canonical: kind.canonical ?? ((value) => value),
    filters: (value) => (kind.filters?.(value) ?? []).map((filter) => ({ page: 'main', filter })),
    write(value, draft) {
      if (kind.write === undefined) throw readOnlyField(name);
      kind.write(value, draft, name);
    },
  };
} // prettier-ignore

/** A line of a document as flows know it. */
function readLine(row: Row): Line {
  const isItem = row['lineType'] === 'Item';
  return {
    id: plain.read(row['id']),
    product: isItem ? plain.read(row['lineObjectNumber']) : null,
    description: plain.read(row['description']),
    quantity: decimal.read(row['quantity']),
    unit: plain.read(row['unitOfMeasureCode']),
    unitPrice: money.read(row['unitPrice']),
    discountPercent: Number(row['discountPercent'] ?? 0) === 0 ? null : decimal.read(row['discountPercent']),
    amount: money.read(row['amountExcludingTax']),
  };
}

/** Lines as they are compared: without the keys that each system gives them. */
export function comparableLines(value: FieldValue): FieldValue {
  const lines = linesOf(value);
  return lines === null ? value : linesText(lines.map(({ id: _id, ...line }) => line));
}

function readPrice(row: Row): Line {
  const minimum = decimal.read(row['minimumQuantity']);
  return {
    list: plain.read(row['priceListCode']),
    currency: plain.read(row['currencyCode']),
    unit: plain.read(row['unitOfMeasureCode']),
    minimumQuantity: minimum === '0' || minimum === '1' ? null : minimum,
    price: money.read(row['unitPrice']),
    validFrom: date.read(row['startingDate']),
    validUntil: date.read(row['endingDate']),
  };
}

function linesUnreadable(field: string): RecordError {
  return new RecordError({
    code: 'business-central.no-lines',
    failureCause: 'doesNotFit',
    message: 'The value is not a list of lines.',
    remedy: 'Map lines onto this field.',
    field,
  });
}

function noSuchReference(field: string, id: string): RecordError {
  return new RecordError({
    code: 'business-central.no-such-reference',
    failureCause: 'notFound',
    message: `"${id}" is not the key of a record of Business Central.`,
    remedy: 'Correct the record link of what it refers to, then retry.',
    field,
  });
}

function readOnlyField(field: string): RecordError {
  return new RecordError({
    code: 'business-central.field-read-only',
    failureCause: 'refused',
    message: 'Business Central fills this field by itself.',
    remedy: 'Leave the field out of the mapping.',
    field,
  });
}
