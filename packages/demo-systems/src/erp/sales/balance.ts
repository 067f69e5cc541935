import type { StoredRecord } from '../../records/definition.ts';
import { centsOf } from '../amounts.ts';
import { refused } from '../errors.ts';
import type { SalesStore } from './store.ts';

/** Balances of the start that are kept, so that a page of customers that is read again costs nothing. */
const mostKnown = 20_000;

/**
 * What a customer owes in euro: what is open of its entries in the ledger. `atFirst` says it, in cents, for one whose entries
 * are as they were from the start: every answer shows it, and most customers never change.
 */
export function balanceOf(
  { ports }: SalesStore,
  atFirst: (customer: string) => number,
): (customer: StoredRecord) => number {
  const known = new Map<string, number>();
  function cached(id: string): number {
    const cents = known.get(id) ?? atFirst(id);
    if (known.size >= mostKnown) known.clear();
    known.set(id, cents);
    return cents;
  }
  return ({ id }) => {
    if (!ports.table('customerLedgerEntries').hasChanged('customerId', id)) return cached(id) / 100;
    const entries = ports.table('customerLedgerEntries').find('openFor', [id]);
    return entries.reduce((cents, { values }) => cents + centsOf(values['remainingAmountLocalCurrency']), 0) / 100;
  };
}

/** A customer with documents stays. */
export function checkUnused({ ports }: SalesStore, { id, values }: StoredRecord): void {
  const number = String(values['number']);
  if (ports.table('salesOrders').find('customerId', [id]).length > 0) {
    throw refused(`You cannot delete Customer ${number} because there is at least one outstanding Sales Order for this customer.`); // prettier-ignore
  }
  if (ports.table('customerLedgerEntries').find('customerId', [id]).length > 0) {
    throw refused(`You cannot delete Customer ${number} because it has ledger entries.`);
  }
}
