import type { Row } from '@koppel/connector-odata';
import { codecFor } from '@koppel/connector-odata';
import { linesOf, linesText, RecordError, type FieldValue, type Line, type LineField } from '@koppel/sdk';
import Big from 'big.js';
import { currencies, priceLists, units, type LookupTarget } from './lookup-targets.ts';
import type { Lookups } from './lookups.ts';
import type { ProductIndex } from './products.ts';

/** What the making of a line's body needs to know of other tables. */
export interface LineWorld {
  readonly lookups: Lookups;
  readonly products: ProductIndex;
  /** `order.lines`, for messages. */
  readonly field: string;
}

/** Records of another table that are the lines of a record: how they are read, found again and written. */
export interface LinesDefinition {
  readonly set: string;
  readonly table: string;
  readonly idColumn: string;
  /** Logical name of the lookup that leads to the record they belong to, and that record's set. */
  readonly parent: string;
  readonly head: string;
  /** `$select` and `$expand` of a read. */
  readonly select: readonly string[];
  readonly expand: string;
  readonly order: string | null;
  readonly fields: readonly LineField[];
  /** Tables whose names a line gives. */
  readonly lookups: readonly LookupTarget[];
  /** What a row is told apart by, where that is not its id. */
  identityOf?(row: Row): string;
  /** One line of a row; several where the system keeps more than one in it. */
  read(row: Row): Line[];
  /** The bodies of the rows that these lines are, in order. Throws a RecordError for what cannot be written. */
  write(lines: readonly Line[], world: LineWorld): LineRow[];
  /** Numbers of products that lines give. */
  products(lines: readonly Line[]): string[];
}

/** One row of lines that is to be there. */
export interface LineRow {
  /** What tells it apart from the other rows of its record, always the same for the same line. */
  readonly identity: string;
  /** What may be written at any time, and what only when the row is made. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly fixed: Readonly<Record<string, unknown>>;
  /** As it will read when it was written, to tell whether it is there already. */
  readonly reads: readonly Line[];
}

const money = codecFor('money', 'null');
const decimal = codecFor('decimal', 'null');
const text = codecFor('text', 'null');

function nested(row: Row, navigation: string, column: string): FieldValue {
  const inner = row[navigation];
  return typeof inner === 'object' && inner !== null ? text.read((inner as Row)[column]) : null;
}

function big(value: FieldValue | undefined): Big | null {
  if (value === null || value === undefined || value === '') return null;
  try {
    return new Big(String(value).trim());
  } catch {
    return null;
  }
}

const toCents = (value: Big) => value.round(2, Big.roundHalfUp);

function problem(world: LineWorld, at: number, given: { readonly code: string; readonly what: string; readonly remedy: string; readonly isUnknown?: boolean }): RecordError {
  return new RecordError({
    code: given.code,
    failureCause: given.isUnknown === true ? 'noTranslation' : 'doesNotFit',
    message: `Line ${at + 1}: ${given.what}`,
    remedy: given.remedy,
    field: world.field,
  });
} // prettier-ignore

/** The unit or price list of a name. */
function idOfName(target: LookupTarget, name: FieldValue | undefined, { world, at }: { world: LineWorld; at: number }): string {
  const ids = typeof name === 'string' ? world.lookups.idsOf(target, name) : [];
  if (ids.length === 1) return ids[0]!;
  const quoted = `"${String(name ?? '')}"`;
  if (ids.length > 1)
    throw problem(world, at, { code: 'dataverse.ambiguous-name', what: `${quoted} is the name of ${ids.length} records in Dataverse.`, remedy: 'Give them different names in Dataverse, then retry.', isUnknown: true });
  if (target === units)
    throw problem(world, at, { code: 'dataverse.unknown-unit', what: `Dataverse has no unit ${quoted}.`, remedy: 'Add the unit in Dataverse, or translate it in the mapping, then retry.', isUnknown: true });
  throw problem(world, at, { code: 'dataverse.unknown-price-list', what: `Dataverse has no price list ${quoted}.`, remedy: 'Make the price list in Dataverse, or translate its name in the mapping, then retry.', isUnknown: true });
} // prettier-ignore

function numberOf(line: Line, field: string, { world, at }: { world: LineWorld; at: number }): Big | null {
  const value = line[field];
  const number = big(value);
  if (number === null && value !== null && value !== undefined && value !== '')
    throw problem(world, at, { code: 'dataverse.value-does-not-fit', what: `"${String(value)}" is not a number.`, remedy: 'Correct the value in the source, or convert it in the mapping.' }); // prettier-ignore
  return number;
}

/** JSON numbers are binary: more digits than they hold would arrive as another amount. */
const jsonNumber = (value: Big, at: { world: LineWorld; at: number }): number => {
  const plain = value.toFixed();
  if (plain.replace(/[-.]/g, '').replace(/^0+/, '').length > 15)
    throw problem(at.world, at.at, { code: 'dataverse.value-does-not-fit', what: `"${plain}" is not a number with at most 15 digits.`, remedy: 'Correct the value in the source, or round it in the mapping.' }); // prettier-ignore
  return Number(plain);
};

const lineField = (field: string, label: string, kind: 'text' | 'decimal' | 'money'): LineField => ({ field, label, type: { kind } }); // prettier-ignore

/** The lines of quotes and orders. A line without a product is a write-in. */
export function documentLines({ table, parent, head }: Pick<LinesDefinition, 'table' | 'parent' | 'head'>): LinesDefinition {
  const idColumn = `${table}id`;
  return {
    set: `${table}s`,
    table,
    idColumn,
    parent,
    head,
    select: ['quantity', 'priceperunit', 'manualdiscountamount', 'baseamount', 'extendedamount', 'tax', 'isproductoverridden', 'productdescription', 'description', 'lineitemnumber'],
    expand: 'productid($select=productnumber),uomid($select=name)',
    order: 'lineitemnumber',
    lookups: [units],
    fields: [
      lineField('id', 'Line', 'text'),
      lineField('product', 'Product number', 'text'),
      lineField('description', 'Description', 'text'),
      lineField('quantity', 'Quantity', 'decimal'),
      lineField('unit', 'Unit', 'text'),
      lineField('unitPrice', 'Unit price', 'money'),
      lineField('discountPercent', 'Discount %', 'decimal'),
      lineField('amount', 'Amount', 'money'),
    ],
    products: (lines) => lines.flatMap(({ product }) => (typeof product === 'string' && product !== '' ? [product] : [])),
    read(row) {
      const base = big(money.read(row['baseamount'])) ?? new Big(0);
      const discount = big(money.read(row['manualdiscountamount'])) ?? new Big(0);
      const extended = big(money.read(row['extendedamount']));
      const tax = big(money.read(row['tax'])) ?? new Big(0);
      const isWriteIn = row['isproductoverridden'] === true;
      return [
        {
          id: text.read(row[idColumn]),
          product: isWriteIn ? null : nested(row, 'productid', 'productnumber'),
          description: text.read(row[isWriteIn ? 'productdescription' : 'description']),
          quantity: decimal.read(row['quantity']),
          unit: nested(row, 'uomid', 'name'),
          unitPrice: money.read(row['priceperunit']),
          discountPercent: percentOf(base, discount),
          amount: extended === null ? null : extended.minus(tax).toFixed(),
        },
      ];
    },
    write: (lines, world) => lines.map((line, at) => documentLine(line, { world, at })),
  };
} // prettier-ignore

/** The percentage with the fewest decimals that gives this discount; Dataverse keeps the amount only. */
function percentOf(base: Big, discount: Big): string | null {
  if (discount.eq(0) || base.eq(0)) return null;
  for (let decimals = 0; decimals <= 6; decimals += 1) {
    const percent = discount.times(100).div(base).round(decimals, Big.roundHalfUp);
    if (toCents(base.times(percent).div(100)).eq(discount)) return percent.toFixed();
  }
  return discount.times(100).div(base).round(6, Big.roundHalfUp).toFixed();
}

function documentLine(line: Line, at: { readonly world: LineWorld; readonly at: number }): LineRow {
  const { world } = at;
  const quantity = numberOf(line, 'quantity', at) ?? new Big(0);
  const price = numberOf(line, 'unitPrice', at);
  if (price === null)
    throw problem(world, at.at, { code: 'dataverse.line-without-price', what: 'it has no unit price.', remedy: 'Map the unit price of the lines, or correct the source.' }); // prettier-ignore
  const base = toCents(quantity.times(price));
  const discount = discountOf(line, base, at);
  const number = line['product'];
  const common = {
    quantity: jsonNumber(quantity, at),
    priceperunit: jsonNumber(price, at),
    manualdiscountamount: jsonNumber(discount, at),
    lineitemnumber: at.at + 1,
  };
  const reads: Line = {
    quantity: quantity.toFixed(),
    unitPrice: price.toFixed(),
    discountPercent: percentOf(base, discount),
    amount: base.minus(discount).toFixed(),
  };
  const description = typeof line['description'] === 'string' ? line['description'].trim() : '';
  const id = line['id'];
  const identity = id === null || id === undefined || id === '' ? `#${at.at}` : String(id);
  if (typeof number !== 'string' || number === '') {
    if (description === '')
      throw problem(world, at.at, { code: 'dataverse.line-without-product', what: 'it has neither a product nor a description.', remedy: 'Leave the line out in the mapping, or correct the source.' }); // prettier-ignore
    return {
      identity,
      fixed: { isproductoverridden: true },
      body: { ...common, productdescription: description },
      reads: [{ ...reads, description }],
    };
  }
  const product = world.products.byNumber(number);
  if (product === undefined)
    throw problem(world, at.at, {
      code: 'dataverse.unknown-product',
      what: `Dataverse has no product with the number "${number}".`,
      remedy: 'Bring the products to Dataverse first, or correct the number, then retry.',
      isUnknown: true,
    });
  const isOwnUnit = line['unit'] === null || line['unit'] === undefined || line['unit'] === '';
  const unit = isOwnUnit ? product.unitId : idOfName(units, line['unit'], at);
  return {
    identity,
    fixed: { isproductoverridden: false },
    body: {
      ...common,
      'productid@odata.bind': `/products(${product.id})`,
      'uomid@odata.bind': `/uoms(${unit})`,
      ispriceoverridden: true,
      description: description === '' ? null : description,
    },
    reads: [{ ...reads, product: product.number, unit: world.lookups.nameOf(units, unit) ?? null, description: description === '' ? null : description }], // prettier-ignore
  };
}

/** What goes off a line: as its amount says, or its percentage; both must agree to the cent. */
function discountOf(line: Line, base: Big, at: { readonly world: LineWorld; readonly at: number }): Big {
  const percent = numberOf(line, 'discountPercent', at);
  const amount = numberOf(line, 'amount', at);
  const byPercent = toCents(base.times(percent ?? 0).div(100));
  if (amount === null) return byPercent;
  const byAmount = base.minus(toCents(amount));
  const differs = percent === null ? byAmount.lt(0) : byAmount.minus(byPercent).abs().gt('0.01');
  if (differs)
    throw problem(at.world, at.at, {
      code: 'dataverse.line-does-not-add-up',
      what: `quantity, price and discount give ${base.minus(byPercent).toFixed(2)}, its amount is ${amount.toFixed(2)}.`,
      remedy: 'Correct the line in the source, or leave its amount out of the mapping, then retry.',
    });
  return byAmount.lt(0) ? byPercent : byAmount;
}

/** A list takes one item for a unit of a product. */
function itemKey(list: FieldValue | undefined, unit: FieldValue | undefined): string {
  return [list, unit]
    .map((part) =>
      String(part ?? '')
        .trim()
        .toLowerCase(),
    )
    .join('\n');
}

interface Tier {
  readonly minimumQuantity: string | null;
  readonly price: string | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

/**
 * The price list items of a product. Dataverse takes one item for a list and a unit, at one price: prices from a quantity on,
 * and days of validity, are kept beside it in a column of Koppel's own.
 */
export const priceLines: LinesDefinition = {
  set: 'productpricelevels',
  table: 'productpricelevel',
  idColumn: 'productpricelevelid',
  parent: 'productid',
  head: 'products',
  select: ['amount', 'kop_quantitybreaks'],
  expand: 'pricelevelid($select=name),uomid($select=name),transactioncurrencyid($select=isocurrencycode)',
  order: null,
  lookups: [priceLists, units, currencies],
  fields: [
    lineField('list', 'Price list', 'text'),
    lineField('currency', 'Currency', 'text'),
    lineField('unit', 'Unit', 'text'),
    lineField('minimumQuantity', 'From quantity', 'decimal'),
    lineField('price', 'Price', 'money'),
    { field: 'validFrom', label: 'Valid from', type: { kind: 'date' } },
    { field: 'validUntil', label: 'Valid until', type: { kind: 'date' } },
  ],
  products: () => [],
  identityOf: (row) => itemKey(nested(row, 'pricelevelid', 'name'), nested(row, 'uomid', 'name')),
  read(row) {
    const common = {
      list: nested(row, 'pricelevelid', 'name'),
      currency: nested(row, 'transactioncurrencyid', 'isocurrencycode'),
      unit: nested(row, 'uomid', 'name'),
    };
    const kept = linesOf(text.read(row['kop_quantitybreaks'])) ?? [];
    const tiers: readonly Line[] = kept.length === 0 ? [{}] : kept;
    // The item's own price is the one that counts: somebody may have changed it.
    return tiers.map((tier, at) => ({ ...common, ...tier, ...(at === 0 ? { price: money.read(row['amount']) } : {}) }));
  },
  write(lines, world) {
    const items = new Map<string, { readonly at: number; readonly lines: Line[] }>();
    lines.forEach((line, at) => {
      const key = itemKey(line['list'], line['unit']);
      const item = items.get(key) ?? { at, lines: [] };
      item.lines.push(line);
      items.set(key, item);
    });
    return [...items].map(([key, item]) => priceItem(item.lines, { world, at: item.at, identity: key }));
  },
};

function priceItem(lines: readonly Line[], place: { readonly world: LineWorld; readonly at: number; readonly identity: string }): LineRow {
  const { world, at, identity } = place;
  const [first] = lines;
  const list = idOfName(priceLists, first!['list'], { world, at });
  const unit = idOfName(units, first!['unit'], { world, at });
  const listCurrency = world.lookups.nameOf(currencies, world.lookups.alsoOf(priceLists, list) ?? '');
  const currency = first!['currency'];
  if (typeof currency === 'string' && listCurrency !== undefined && currency.toUpperCase() !== listCurrency.toUpperCase())
    throw problem(world, at, {
      code: 'dataverse.price-list-currency',
      what: `the price list "${String(first!['list'])}" is in ${listCurrency}, the price in ${currency}.`,
      remedy: 'Make a price list in that currency in Dataverse, or translate the name of the list in the mapping.',
    });
  const tiers = lines
    .map((line): Tier => ({
      minimumQuantity: quantityOf(line, { world, at }),
      price: (numberOf(line, 'price', { world, at }) ?? new Big(0)).toFixed(),
      validFrom: dayOf(line['validFrom']),
      validUntil: dayOf(line['validUntil']),
    }))
    .sort((a, b) => Number(a.minimumQuantity ?? 0) - Number(b.minimumQuantity ?? 0));
  const isPlain = tiers.length === 1 && tiers[0]!.minimumQuantity === null && tiers[0]!.validFrom === null && tiers[0]!.validUntil === null;
  const names: Line = {
    list: world.lookups.nameOf(priceLists, list) ?? null,
    currency: listCurrency ?? null,
    unit: world.lookups.nameOf(units, unit) ?? null,
  };
  return {
    identity,
    fixed: { 'pricelevelid@odata.bind': `/pricelevels(${list})` },
    body: {
      'uomid@odata.bind': `/uoms(${unit})`,
      pricingmethodcode: 1,
      amount: jsonNumber(new Big(tiers[0]!.price ?? 0), { world, at }),
      kop_quantitybreaks: isPlain ? null : linesText(tiers.map((tier): Line => ({ ...tier }))),
    },
    reads: tiers.map((tier) => ({ ...names, ...tier })),
  };
} // prettier-ignore

/** A price from one piece on is the price without a condition. */
function quantityOf(line: Line, at: { readonly world: LineWorld; readonly at: number }): string | null {
  const quantity = numberOf(line, 'minimumQuantity', at);
  return quantity === null || quantity.lte(1) ? null : quantity.toFixed();
}

function dayOf(value: FieldValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 10) : null;
}

/** Lines without their ids, for comparing what is there with what is wanted. */
export function comparableLines(value: FieldValue): FieldValue {
  const lines = linesOf(value);
  return lines === null ? value : linesText(lines.map(({ id: _id, ...line }) => line));
}
