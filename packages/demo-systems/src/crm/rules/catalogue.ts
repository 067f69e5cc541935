import { problems } from '../protocol/problem.ts';
import type { TableRule } from './rule.ts';

const draft = 2;
const stateColumns = new Set(['statecode', 'statuscode']);

/** By state: where a product may go from there. */
const transitions: Readonly<Record<number, readonly number[]>> = { 2: [0], 0: [1, 3], 1: [0], 3: [0] };

const products: TableRule = {
  apply({ crm, id, values, before, written }) {
    const number = values['productnumber'] ?? null;
    const same = crm.entity('products').table.find('productnumber', [number]);
    if (same.some((other) => other.id !== id)) throw problems.productNumberExists();
    const unit = crm.entity('uoms').table.get(String(values['defaultuomid'] ?? ''));
    if (unit !== undefined && unit.values['uomscheduleid'] !== values['defaultuomscheduleid'])
      throw problems.wrongUnit();
    if (before === undefined) return;
    const from = Number(before.values['statecode'] ?? 0);
    const to = Number(values['statecode'] ?? 0);
    if (from !== to && to === draft) throw problems.backToDraft();
    if (from === draft && to === 1) throw problems.draftRetired();
    if (from !== to && transitions[from]?.includes(to) !== true)
      throw problems.refused(`A product cannot go from state ${from} to state ${to}.`);
    // A published product is taken under revision, changed, and published again.
    const isChanged = [...written].some((name) => !stateColumns.has(name) && values[name] !== before.values[name]);
    if (isChanged && (from === 0 || from === 1)) throw problems.productNotDraft();
  },
};

const priceListItems: TableRule = {
  apply({ crm, id, values }) {
    const product = crm.entity('products').table.get(String(values['productid'] ?? ''));
    const unit = crm.entity('uoms').table.get(String(values['uomid'] ?? ''));
    if (product === undefined || unit === undefined) return; // what is missing is said by the columns
    if (unit.values['uomscheduleid'] !== product.values['defaultuomscheduleid']) throw problems.wrongUnit();
    const items = crm.entity('productpricelevels').table.find('productid', [product.id]);
    const isTaken = items.some(
      (item) =>
        item.id !== id &&
        item.values['pricelevelid'] === values['pricelevelid'] &&
        item.values['uomid'] === values['uomid'],
    );
    if (isTaken) throw problems.alreadyInPriceList();
    const list = crm.entity('pricelevels').table.get(String(values['pricelevelid'] ?? ''));
    Object.assign(values, {
      productnumber: product.values['productnumber'] ?? null,
      uomscheduleid: unit.values['uomscheduleid'] ?? null,
      transactioncurrencyid: list?.values['transactioncurrencyid'] ?? null,
      exchangerate: list?.values['exchangerate'] ?? null,
    });
  },
};

/** A unit group begins with its base unit. */
const unitGroups: TableRule = {
  follow(crm, { id, values }, put) {
    const units = crm.entity('uoms');
    const name = values['baseuomname'];
    if (typeof name !== 'string' || units.table.find('uomscheduleid', [id]).length > 0) return;
    if (crm.entity('uomschedules').table.get(id) === undefined) return;
    const unit = { id: crm.newId(), version: 0, stamp: 0, values: {} };
    put(units, unit, { name, quantity: 1, isschedulebaseuom: true, uomscheduleid: id });
  },
};

export const catalogueRules: Readonly<Record<string, TableRule>> = {
  products,
  productpricelevels: priceListItems,
  uomschedules: unitGroups,
};
