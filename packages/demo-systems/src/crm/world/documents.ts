import type { DemoCompany } from '../../identity/company.ts';
import { Dice, mix } from '../../identity/dice.ts';
import { guidSeries } from '../../identity/guid-series.ts';
import { demoProduct, productPrices } from '../../identity/products.ts';
import { foreignCurrencyCodes } from '../../identity/trade-terms.ts';
import { firstBaseVersion, type BaseSet } from '../../records/base-set.ts';
import type { StoredRecord, Values } from '../../records/definition.ts';
import { documentTotals, lineAmounts } from '../amounts.ts';
import { accountRoll } from './account-roll.ts';
import { accountIds, list, stamps, within, type CrmWorld } from './accounts.ts';
import { knownProducts, place, priceListId, productIds, soldProduct, unitId } from './catalogue.ts';

/** Of every so many accounts in a row there are so many quotes, each for one of them. */
const accountsPerGroup = 2;
const quotesPerGroup = 3;

/** What became of the quotes, ten by ten. An order stands for a won quote that has become one. */
const fates = ['order', 'draft', 'active', 'won', 'active', 'closed', 'order', 'active', 'draft', 'order'] as const;
const ordered = fates.flatMap((fate, index) => (fate === 'order' ? [index] : []));

/** How many lines the quotes have, five by five. */
const lineCounts = [2, 1, 4, 3, 2] as const;
const linesPerFive = lineCounts.reduce((sum, count) => sum + count, 0);

const day = 86_400_000;

/** How many quotes and orders a fresh CRM has; the next numbers follow on them. */
export function documentCounts({ seed, customers, companies }: Pick<CrmWorld, 'seed' | 'customers' | 'companies'>) {
  const { count } = accountRoll(seed, customers, companies);
  const quotes = Math.floor(count / accountsPerGroup) * quotesPerGroup;
  const rest = ordered.filter((index) => index < quotes % fates.length).length;
  return { quotes, orders: Math.floor(quotes / fates.length) * ordered.length + rest };
}

/** `QUO-00012-K3F9QX`, as the vendor numbers. */
export function documentNumber(seed: number, prefix: 'QUO' | 'ORD', index: number): string {
  const letters = mix(seed, index, prefix === 'QUO' ? 0x9000 : 0x0dd0)
    .toString(36)
    .toUpperCase()
    .padStart(6, '0');
  return `${prefix}-${String(index + 1).padStart(5, '0')}-${letters.slice(-6)}`;
}

/** The positions of the lines of a document; `lineAt` is the first one. */
function firstLine(document: number): number {
  const within5 = document % lineCounts.length;
  const before = lineCounts.slice(0, within5).reduce((sum, count) => sum + count, 0);
  return Math.floor(document / lineCounts.length) * linesPerFive + before;
}
const countOfLines = (document: number) => lineCounts[document % lineCounts.length]!;

/** The document that a line in this position belongs to. */
function documentOfLine(position: number): { readonly document: number; readonly index: number } {
  let index = position % linesPerFive;
  let document = Math.floor(position / linesPerFive) * lineCounts.length;
  while (index >= countOfLines(document)) index -= countOfLines(document++);
  return { document, index };
}

/** Quotes and orders with their lines, each computed from its position. */
export function documentBases(world: CrmWorld): Record<string, BaseSet> {
  const { seed, customers, companies, organisation } = world;
  const roll = accountRoll(seed, customers, companies);
  const accounts = accountIds(seed);
  const counts = documentCounts(world);
  const productsKnown = knownProducts(customers);
  const products = productIds(seed);
  const series = {
    quote: guidSeries(seed, 0x90e1),
    quoteLine: guidSeries(seed, 0x90e2),
    order: guidSeries(seed, 0x0d51),
    orderLine: guidSeries(seed, 0x0d52),
  };
  /** Orders have the lines of their quotes, whose numbers of lines come back every ten. */
  function orderLineStart(order: number): number {
    const before = (quotes: readonly number[]) => quotes.reduce((sum, quote) => sum + countOfLines(quote), 0);
    return Math.floor(order / ordered.length) * before(ordered) + before(ordered.slice(0, order % ordered.length));
  }
  const quoteOfOrder = (order: number) => Math.floor(order / ordered.length) * fates.length + ordered[order % ordered.length]!; // prettier-ignore
  const orderOfQuote = (quote: number) => {
    const at = ordered.indexOf(quote % fates.length);
    return at === -1 ? undefined : Math.floor(quote / fates.length) * ordered.length + at;
  };

  const accountOfQuote = (quote: number) =>
    Math.floor(quote / quotesPerGroup) * accountsPerGroup + place(seed, quote, 0xacc, accountsPerGroup);
  const quotesOfAccount = (account: number) =>
    Array.from({ length: quotesPerGroup }, (_, at) => Math.floor(account / accountsPerGroup) * quotesPerGroup + at).filter(
      (quote) => quote < counts.quotes && accountOfQuote(quote) === account,
    ); // prettier-ignore

  const currencyOf = (quote: number) =>
    mix(seed, quote, 0xcc) % 12 === 0 ? foreignCurrencyCodes[mix(seed, quote, 0xcd) % foreignCurrencyCodes.length]!.code : 'EUR'; // prettier-ignore
  const listOf = (currency: string, quote: number) =>
    currency === 'EUR' ? (mix(seed, quote, 0xce) % 3 === 0 ? 'DEALER' : 'CATALOGUE') : `EXPORT-${currency}`;
  const quoteStamps = stamps(counts.quotes);
  const orderStamps = stamps(counts.orders);
  const quoteLineCount = firstLine(counts.quotes);
  const orderLineCount = orderLineStart(counts.orders);
  const quoteLineStamps = stamps(quoteLineCount);
  const orderLineStamps = stamps(orderLineCount);
  const dateOf = (stamp: number) => new Date(stamp).toISOString().slice(0, 10);

  function line(quote: number, index: number): Values {
    const dice = new Dice(seed, quote * 8 + index, 0x11e);
    const currency = currencyOf(quote);
    const code = listOf(currency, quote);
    const product = demoProduct(seed, soldProduct(seed, productsKnown, dice.below(productsKnown)));
    const price = productPrices(seed, product).find((one) => one.list === code)!.cents / 100;
    const quantity = product.unit === 'HOUR' ? 1 + dice.below(16) : (1 + dice.below(24)) * dice.pick([1, 1, 1, 5]);
    const percent = dice.chance(0.2) ? dice.pick([2, 5, 10]) : 0;
    const manualdiscountamount = Math.round(quantity * price * percent) / 100;
    return {
      productid: products.at(product.index),
      uomid: unitId(seed, product.unit),
      isproductoverridden: false,
      ispriceoverridden: false,
      quantity,
      priceperunit: price,
      ...(manualdiscountamount > 0 ? { manualdiscountamount } : {}),
      ...lineAmounts({ quantity, priceperunit: price, manualdiscountamount }),
      lineitemnumber: index + 1,
      transactioncurrencyid: organisation.currencyIds[currency]!,
      exchangerate: organisation.exchangeRates[currency]!,
    };
  }
  const linesOf = (quote: number) => Array.from({ length: countOfLines(quote) }, (_, index) => line(quote, index));

  function head(quote: number, stamp: number): Values {
    const account = accountOfQuote(quote);
    const company = companies.company(roll.companyAt(account));
    const currency = currencyOf(quote);
    const user = organisation.salespeople[mix(seed, quote, 0x5a1e) % organisation.salespeople.length]!;
    return {
      name: subject(company, quote),
      customerid: accounts.at(account),
      customeridtype: 'account',
      pricelevelid: priceListId(seed, listOf(currency, quote)),
      billto_name: company.name,
      billto_line1: company.street,
      billto_postalcode: company.postalCode,
      billto_city: company.city,
      billto_country: company.country,
      willcall: false,
      transactioncurrencyid: organisation.currencyIds[currency]!,
      exchangerate: organisation.exchangeRates[currency]!,
      ...(mix(seed, quote, 0x9ef) % 2 === 0 ? { kop_reference: `PO ${1000 + (mix(seed, quote, 0x9f0) % 9000)}` } : {}),
      ...documentTotals({}, linesOf(quote)),
      ownerid: user,
      owneridtype: 'systemuser',
      owningbusinessunit: organisation.businessUnitId,
      createdon: stamp,
      createdby: user,
      modifiedby: user,
    };
  }

  function quoteAt(quote: number): StoredRecord {
    const stamp = quoteStamps.at(quote);
    const fate = fates[quote % fates.length]!;
    const closedon = dateOf(stamp);
    const state: Values =
      fate === 'draft'
        ? { statecode: 0, statuscode: 1 }
        : fate === 'active'
          ? { statecode: 1, statuscode: 3 }
          : fate === 'closed'
            ? { statecode: 3, statuscode: 5 + (quote % 2), closedon }
            : { statecode: 2, statuscode: 4, closedon };
    return {
      id: series.quote.at(quote),
      version: firstBaseVersion + quote,
      stamp,
      values: {
        quotenumber: documentNumber(seed, 'QUO', quote),
        revisionnumber: 0,
        ...head(quote, stamp),
        effectivefrom: dateOf(stamp),
        effectiveto: dateOf(stamp + 30 * day),
        ...state,
      },
    };
  }

  /** One order in three is done, one waits to go to the ERP, and one has not been submitted yet. */
  function orderAt(order: number): StoredRecord {
    const quote = quoteOfOrder(order);
    const stamp = orderStamps.at(order);
    const date = dateOf(stamp);
    const state: Values =
      order % 3 === 0
        ? { statecode: 3, statuscode: 100001, datefulfilled: date, kop_submitted: false }
        : order % 3 === 1
          ? { statecode: 0, statuscode: 1, submitdate: date, kop_submitted: true }
          : { statecode: 0, statuscode: 1, kop_submitted: false };
    return {
      id: series.order.at(order),
      version: firstBaseVersion + order,
      stamp,
      values: {
        ordernumber: documentNumber(seed, 'ORD', order),
        ...head(quote, stamp),
        quoteid: series.quote.at(quote),
        // Sales notes which quote an order came of.
        kop_reference: documentNumber(seed, 'QUO', quote),
        ispricelocked: false,
        kop_orderdate: date,
        requestdeliveryby: dateOf(stamp + 14 * day),
        ...state,
      },
    };
  }

  function quoteLineAt(position: number): StoredRecord {
    const { document, index } = documentOfLine(position);
    const stamp = quoteLineStamps.at(position);
    return {
      id: series.quoteLine.at(position),
      version: firstBaseVersion + position,
      stamp,
      values: { quoteid: series.quote.at(document), ...line(document, index), createdon: stamp },
    };
  }

  function orderLineAt(position: number): StoredRecord {
    let order = Math.floor(position / orderLineStart(ordered.length)) * ordered.length;
    while (orderLineStart(order + 1) <= position) order++;
    const quote = quoteOfOrder(order);
    const index = position - orderLineStart(order);
    const stamp = orderLineStamps.at(position);
    return {
      id: series.orderLine.at(position),
      version: firstBaseVersion + position,
      stamp,
      values: {
        salesorderid: series.order.at(order),
        ...line(quote, index),
        quotedetailid: series.quoteLine.at(firstLine(quote) + index),
        createdon: stamp,
      },
    };
  }

  const range = (start: number, count: number) => Array.from({ length: count }, (_, at) => start + at);
  const accountAt = (id: string) => within(accounts.indexOf(id), roll.count);
  const ordersOfAccount = (account: number) =>
    quotesOfAccount(account).flatMap((quote) => list(within(orderOfQuote(quote), counts.orders)));
  const numbered = (prefix: 'QUO' | 'ORD', count: number) => (value: string) => {
    const index = Number(/^(?:quo|ord)-(\d+)-/.exec(value)?.[1] ?? 0) - 1;
    return index >= 0 && index < count && documentNumber(seed, prefix, index).toLowerCase() === value ? [index] : [];
  };
  return {
    quotes: {
      ...arithmetic(series.quote, counts.quotes, quoteStamps),
      recordAt: quoteAt,
      find: {
        quotenumber: numbered('QUO', counts.quotes),
        customerid: (id) => both(accountAt(id), quotesOfAccount),
      },
    },
    quotedetails: {
      ...arithmetic(series.quoteLine, quoteLineCount, quoteLineStamps),
      recordAt: quoteLineAt,
      find: {
        quoteid: (id) =>
          both(within(series.quote.indexOf(id), counts.quotes), (quote) =>
            range(firstLine(quote), countOfLines(quote)),
          ),
      },
    },
    salesorders: {
      ...arithmetic(series.order, counts.orders, orderStamps),
      recordAt: orderAt,
      find: {
        ordernumber: numbered('ORD', counts.orders),
        customerid: (id) => both(accountAt(id), ordersOfAccount),
        quoteid: (id) =>
          both(within(series.quote.indexOf(id), counts.quotes), (quote) =>
            list(within(orderOfQuote(quote), counts.orders)),
          ),
      },
    },
    salesorderdetails: {
      ...arithmetic(series.orderLine, orderLineCount, orderLineStamps),
      recordAt: orderLineAt,
      find: {
        salesorderid: (id) =>
          both(within(series.order.indexOf(id), counts.orders), (order) =>
            range(orderLineStart(order), countOfLines(quoteOfOrder(order))),
          ),
      },
    },
  };
}

function both(position: number | undefined, positions: (position: number) => readonly number[]): readonly number[] {
  return position === undefined ? [] : positions(position);
}

/** What a base whose keys and stamps are a series says of them. */
export function arithmetic(
  ids: ReturnType<typeof guidSeries>,
  count: number,
  { at, lowerBound }: ReturnType<typeof stamps>,
): Pick<BaseSet, 'count' | 'idAt' | 'stampAt' | 'positionOf' | 'lowerBound' | 'lowerBoundStamp'> {
  return {
    count,
    idAt: (position) => ids.at(position),
    stampAt: at,
    positionOf: (id) => within(ids.indexOf(id), count),
    lowerBound: (id) => Math.min(count, ids.lowerBound(id)),
    lowerBoundStamp: lowerBound,
  };
}

const subjects = {
  nl: ['Bestek onderhoud', 'Jaarbestelling', 'Inrichting magazijn', 'Bijbestelling', 'Voorjaarsactie'],
  fr: ["Devis d'entretien", 'Commande annuelle', "Aménagement de l'entrepôt", 'Réassort', 'Action de printemps'],
} as const;

function subject({ language, name }: DemoCompany, quote: number): string {
  const from = subjects[language === 'nl' ? 'nl' : 'fr'];
  return `${from[(quote * 7) % from.length]} ${name}`;
}
