import type { CustomerDocuments } from '@koppel/protocol';
import { FlowError, type FieldValue, type FoundRecord } from '@koppel/sdk';
import type { ConnectionPool } from '../workspace/connection-pool.ts';

const invoiceFields = ['number', 'kind', 'date', 'dueDate', 'currency', 'amount', 'remainingAmount', 'status'];
const orderFields = [
  'number',
  'reference',
  'date',
  'currency',
  'totalAmount',
  'status',
  'fulfilment.status',
  'confirmedDate',
  'tracking',
];
const mostShown = 50;
const longestReadMs = 15_000;

interface CustomerRecord {
  readonly connectionId: string;
  readonly key: string;
}

/**
 * The orders and invoices of a customer as its ERP has them now, newest first. What cannot be read is said in the answer: the
 * figures of the customer stand by themselves.
 */
export async function documentsOf(
  record: CustomerRecord,
  { pool, signal }: { readonly pool: Pick<ConnectionPool, 'system'>; readonly signal: AbortSignal },
): Promise<CustomerDocuments> {
  try {
    const system = await pool.system(record.connectionId);
    const read = async (entity: string, fields: readonly string[]) => {
      const reader = system.sink(entity);
      if (!reader) return [];
      const until = AbortSignal.any([signal, AbortSignal.timeout(longestReadMs)]);
      const query = { by: 'fields', values: { customer: record.key } } as const;
      const [found = []] = await reader.find([query], { fields, signal: until });
      return newestFirst(found);
    };
    const [invoices, orders] = await Promise.all([read('invoice', invoiceFields), read('order', orderFields)]);
    return {
      invoices: invoices.slice(0, mostShown).map(({ key, values }) => ({
        key,
        number: textIn(values['number']),
        isCreditNote: values['kind'] === 'creditNote',
        date: textIn(values['date']),
        dueDate: textIn(values['dueDate']),
        currency: textIn(values['currency']),
        amount: textIn(values['amount']),
        remainingAmount: textIn(values['remainingAmount']),
        status: textIn(values['status']),
      })),
      orders: orders.slice(0, mostShown).map(({ key, values }) => ({
        key,
        number: textIn(values['number']),
        reference: textIn(values['reference']),
        date: textIn(values['date']),
        currency: textIn(values['currency']),
        amount: textIn(values['totalAmount']),
        status: textIn(values['status']),
        fulfilment: textIn(values['fulfilment.status']),
        confirmedDate: textIn(values['confirmedDate']),
        tracking: textIn(values['tracking']),
      })),
      totals: { invoices: invoices.length, orders: orders.length },
      problem: null,
    };
  } catch (error) {
    signal.throwIfAborted();
    const nothing = { invoices: [], orders: [], totals: { invoices: 0, orders: 0 } };
    if (error instanceof FlowError) return { ...nothing, problem: error.message };
    if (error instanceof DOMException) return { ...nothing, problem: 'The ERP did not answer in time.' };
    throw error;
  }
}

function newestFirst(found: readonly FoundRecord[]): FoundRecord[] {
  const day = ({ values }: FoundRecord) => textIn(values['date']) ?? '';
  return found.toSorted((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : 0));
}

function textIn(value: FieldValue | undefined): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
