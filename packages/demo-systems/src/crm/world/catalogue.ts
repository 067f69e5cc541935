import { mix } from '../../identity/dice.ts';
import { guidSeries } from '../../identity/guid-series.ts';
import { namedGuid } from '../../identity/guid-series.ts';
import {
  demoProduct,
  priceListCodes,
  productCount,
  productIndex,
  productPrices,
  unitCodes,
} from '../../identity/products.ts';
import { firstBaseVersion, listedBase, type BaseSet } from '../../records/base-set.ts';
import type { StoredRecord, Values } from '../../records/definition.ts';
import { foldedText } from '../table.ts';
import { list, stamps, within, type CrmWorld } from './accounts.ts';

/** Sales has typed in so much of the firm's catalogue; the rest comes from the ERP. */
const knownShare = 0.8;

export function unitId(seed: number, code: string): string {
  return namedGuid(seed, `crm unit ${code}`);
}
export function unitGroupId(seed: number, group: string): string {
  return namedGuid(seed, `crm unit group ${group}`);
}
export function priceListId(seed: number, code: string): string {
  return namedGuid(seed, `crm price list ${code}`);
}
export function productIds(seed: number) {
  return guidSeries(seed, 0x9d0d);
}

/** Of how many products, the first ones of the catalogue, the CRM knows from the start. */
export function knownProducts(customers: number): number {
  return Math.floor(productCount(customers) * knownShare);
}

/** Whether a base product may be sold: one that is given up is retired. */
export function isSold(seed: number, index: number): boolean {
  return !demoProduct(seed, index).isDiscontinued;
}

/** What sales pays attention to of the catalogue: products, units, price lists and what is in them. */
export function catalogueBases({ seed, customers, organisation }: CrmWorld): Record<string, BaseSet> {
  const { administratorId, currencyIds, exchangeRates } = organisation;
  const audit = (stamp: number): Values => ({ createdon: stamp, createdby: administratorId, modifiedby: administratorId }); // prettier-ignore
  const firstDay = Date.parse('2023-01-10T08:00:00Z');
  const groups = [...new Set(unitCodes.map(({ group }) => group))];
  const baseOf = (group: string) => unitCodes.find((unit) => unit.group === group)!.code;
  const currencyOf = (code: string): Values => ({ transactioncurrencyid: currencyIds[code]!, exchangerate: exchangeRates[code]! }); // prettier-ignore

  const count = knownProducts(customers);
  const ids = productIds(seed);
  const { at: stampAt, lowerBound: lowerBoundStamp } = stamps(count);
  const groupOf = (unit: string) => unitCodes.find(({ code }) => code === unit)!.group;
  const productAt = (position: number): StoredRecord => {
    const product = demoProduct(seed, position);
    const stamp = stampAt(position);
    // Sales has missed the last price rise for one in seven.
    const cents = position % 7 === 3 ? Math.round(product.priceCents * 0.96) : product.priceCents;
    return {
      id: ids.at(position),
      version: firstBaseVersion + position,
      stamp,
      values: {
        name: product.name,
        productnumber: product.number,
        description: product.description,
        productstructure: 1,
        producttypecode: product.unit === 'HOUR' ? 3 : 1,
        price: cents / 100,
        currentcost: product.costCents / 100,
        quantitydecimal: 2,
        isstockitem: product.unit !== 'HOUR',
        kop_vatcode: product.vatCode,
        defaultuomid: unitId(seed, product.unit),
        defaultuomscheduleid: unitGroupId(seed, groupOf(product.unit)),
        pricelevelid: priceListId(seed, priceListCodes[0]!.code),
        ...currencyOf('EUR'),
        statecode: product.isDiscontinued ? 1 : 0,
        statuscode: product.isDiscontinued ? 2 : 1,
        ...audit(stamp),
      },
    };
  };

  const lists = priceListCodes.length;
  const itemIds = guidSeries(seed, 0x9d1e);
  const itemStamps = stamps(count * lists);
  const itemAt = (position: number): StoredRecord => {
    const product = demoProduct(seed, Math.floor(position / lists));
    const { code } = priceListCodes[position % lists]!;
    const price = productPrices(seed, product).find((one) => one.list === code)!;
    const stamp = itemStamps.at(position);
    return {
      id: itemIds.at(position),
      version: firstBaseVersion + position,
      stamp,
      values: {
        pricelevelid: priceListId(seed, code),
        productid: ids.at(product.index),
        productnumber: product.number,
        uomid: unitId(seed, price.unit),
        uomscheduleid: unitGroupId(seed, groupOf(price.unit)),
        pricingmethodcode: 1,
        quantitysellingcode: 1,
        amount: price.cents / 100,
        ...currencyOf(price.currency),
        ...audit(stamp),
      },
    };
  };
  const listIds = new Map(priceListCodes.map(({ code }, index) => [priceListId(seed, code), index]));

  return {
    uomschedules: listedBase(
      groups.map((group) => ({
        id: unitGroupId(seed, group),
        stamp: firstDay,
        values: { name: group, baseuomname: baseOf(group), statecode: 0, statuscode: 1, ...audit(firstDay) },
      })),
      { name: folded('name') },
    ),
    uoms: listedBase(
      unitCodes.map(({ code, group, quantity }) => ({
        id: unitId(seed, code),
        stamp: firstDay,
        values: {
          name: code,
          quantity,
          isschedulebaseuom: quantity === 1,
          uomscheduleid: unitGroupId(seed, group),
          ...(quantity === 1 ? {} : { baseuom: unitId(seed, baseOf(group)) }),
          ...audit(firstDay),
        },
      })),
      { name: folded('name'), uomscheduleid: ({ values }) => String(values['uomscheduleid']) },
    ),
    pricelevels: listedBase(
      priceListCodes.map(({ code, label, currency }) => ({
        id: priceListId(seed, code),
        stamp: firstDay,
        values: {
          name: code,
          description: label,
          statecode: 0,
          statuscode: 100001,
          ...currencyOf(currency),
          ...audit(firstDay),
        },
      })),
      { name: folded('name') },
    ),
    products: {
      count,
      idAt: (position) => ids.at(position),
      stampAt,
      recordAt: productAt,
      positionOf: (id) => within(ids.indexOf(id), count),
      lowerBound: (id) => Math.min(count, ids.lowerBound(id)),
      lowerBoundStamp,
      find: { productnumber: (value) => list(within(productIndex(value), count)) },
    },
    productpricelevels: {
      count: count * lists,
      idAt: (position) => itemIds.at(position),
      stampAt: itemStamps.at,
      recordAt: itemAt,
      positionOf: (id) => within(itemIds.indexOf(id), count * lists),
      lowerBound: (id) => Math.min(count * lists, itemIds.lowerBound(id)),
      lowerBoundStamp: itemStamps.lowerBound,
      find: {
        productid(id) {
          const product = within(ids.indexOf(id), count);
          return product === undefined ? [] : priceListCodes.map((_, index) => product * lists + index);
        },
        pricelevelid(id) {
          const index = listIds.get(id);
          return index === undefined ? [] : Array.from({ length: count }, (_, product) => product * lists + index);
        },
      },
    },
  };
}

/** The product with which a line of a base document begins its choice; the next one that is sold is taken. */
export function soldProduct(seed: number, count: number, start: number): number {
  for (let step = 0; step < count; step++) {
    const index = (start + step) % count;
    if (isSold(seed, index)) return index;
  }
  return start % count;
}

/** A repeatable place among so many. */
export function place(seed: number, index: number, salt: number, count: number): number {
  return mix(seed, index, salt) % count;
}

function folded(name: string) {
  return (record: StoredRecord) => foldedText(record.values[name] ?? null);
}
