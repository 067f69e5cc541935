import type { StoredRecord } from '../../records/definition.ts';
import { centsOf } from '../amounts.ts';
import { refused } from '../errors.ts';
import type { SalesStore } from './store.ts';

/** What a customer owes in euro: what is open of its entries in the ledger. */
export function balanceOf({ ports }: SalesStore): (customer: StoredRecord) => number {
  return ({ id }) => {
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
