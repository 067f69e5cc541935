import { Dice, mix } from '../../identity/dice.ts';
import { demoProduct, priceOf, productCount, type DemoProduct } from '../../identity/products.ts';
import { foreignCurrencyCodes } from '../../identity/trade-terms.ts';
import { rounds, type Round, type Rounds } from './rounds.ts';

const day = 86_400_000;
/** The history before the day on which the ERP was started for the first time. */
const historyMonths = 24;
const monthLength = (730 * day) / historyMonths;

/** How many lines orders have, five by five, so that the place of a line leads to its order. */
const lineCounts = [2, 1, 4, 3, 2] as const;
const linesPerFive = lineCounts.reduce((sum, count) => sum + count, 0);

/** Customers pay after so long; the share that does not is in `paymentOf`. */
const paysAfter = 35 * day;
/** Goods that come back do so after this time, one order in so many. */
const returnsAfter = 14 * day;
const ordersPerReturn = 25;
const returnPlace = 7;
/** Whoever had not paid by then has done so since. */
const settledAfter = 150 * day;
const slowPayers = 12;
const unpaidPlace = 5;
const halfPaidPlace = 9;

/** One line of an order: amounts in cents, in the order's currency. */
export interface TradeLine {
  readonly product: DemoProduct;
  readonly quantity: number;
  readonly priceCents: number;
  readonly discountPercent: number;
  readonly netCents: number;
  readonly taxPercent: number;
  readonly taxCents: number;
}

/** An order with everything that followed from it. */
export interface Deal {
  readonly index: number;
  readonly customer: number;
  readonly time: number;
  /** Code; empty for the euro. */
  readonly currency: string;
  readonly lines: readonly TradeLine[];
  readonly netCents: number;
  readonly totalCents: number;
  /** Of the first line came so many pieces back; 0 for none. */
  readonly returned: number;
  readonly returnedNetCents: number;
  readonly returnedTotalCents: number;
  /** Was paid so much. */
  readonly paidCents: number;
}

/** The trade of the demo firm: what it sold, to whom, and what came of it. */
export interface Trade {
  readonly deals: Rounds;
  /** The first so many deals are shipped, invoiced and out of the list of orders. */
  readonly posted: number;
  readonly returns: { readonly count: number; dealOf(position: number): number; before(deal: number): number; timeAt(position: number): number };
  readonly payments: { readonly count: number; dealOf(position: number): number; before(deal: number): number; timeAt(position: number): number };
  readonly quotes: Rounds;
  readonly activities: Rounds;
  readonly products: number;
  /** The day of the first start, midnight UTC: history ends here. */
  readonly end: number;
  deal(index: number): Deal;
  quote(index: number): Pick<Deal, 'customer' | 'time' | 'currency' | 'lines'>;
  /** Whether an open order has gone out in part. */
  isPartlyShipped(deal: number): boolean;
  partlyShippedBefore(deal: number): number;
  partlyShippedAt(position: number): number;
  hasPayment(deal: number): boolean;
  /** Whether anything of a deal's invoice can still be open. */
  mayBeOpen(deal: number): boolean;
  hasReturn(deal: number): boolean;
} // prettier-ignore

/** The place of a document's first line among the lines of all documents. */
export function firstLine(document: number): number {
  const within = document % lineCounts.length;
  const before = lineCounts.slice(0, within).reduce((sum, count) => sum + count, 0);
  return Math.floor(document / lineCounts.length) * linesPerFive + before;
}

export function countOfLines(document: number): number {
  return lineCounts[document % lineCounts.length]!;
}

/** The document that a line in this place belongs to, and which of its lines it is. */
export function documentOfLine(position: number): { readonly document: number; readonly index: number } {
  let index = position % linesPerFive;
  let document = Math.floor(position / linesPerFive) * lineCounts.length;
  while (index >= countOfLines(document)) index -= countOfLines(document++);
  return { document, index };
}

/** What the trade needs to know of a customer. */
export interface Buyer {
  readonly isBelgian: boolean;
  /** Empty for the euro. */
  readonly currency: string;
}

/** The trade with so many customers up to a day. */
export function trade({
  seed,
  customers,
  end,
  buyer,
}: {
  readonly seed: number;
  readonly customers: number;
  readonly end: number;
  readonly buyer: (customer: number) => Buyer;
}): Trade {
  const rank = (share: number) => Math.floor(customers * share);
  const start = end - historyMonths * monthLength;
  // Ranks: who stopped buying, who buys each month, who each quarter, who is new, who never bought.
  const [stopped, monthly, quarterly, fresh] = [rank(0.07), rank(0.32), rank(0.87), rank(0.94)];
  const months = Array.from({ length: historyMonths }, (_, month): Round => {
    const time = { start: start + month * monthLength, length: monthLength };
    if (month % 3 !== 2) return { from: stopped, to: monthly, ...time };
    return month < historyMonths / 2 ? { from: 0, to: quarterly, ...time } : { from: stopped, to: fresh, ...time };
  });
  const deals = rounds(customers, months);
  const lastMonth = months.at(-1)!;
  const open = Math.min(deals.count, Math.max(2, Math.floor((lastMonth.to - lastMonth.from) / 6)));
  const posted = deals.count - open;
  const products = productCount(customers);

  const hasReturn = (deal: number) => deal % ordersPerReturn === returnPlace && deals.timeAt(deal) + returnsAfter < end;
  const returned = Math.min(posted, deals.lowerBound(end - returnsAfter));
  const returns = {
    count: Math.max(0, Math.floor((returned - returnPlace - 1) / ordersPerReturn) + 1),
    dealOf: (position: number) => position * ordersPerReturn + returnPlace,
    before: (deal: number) => Math.max(0, Math.ceil((deal - returnPlace) / ordersPerReturn)),
    timeAt: (position: number) => deals.timeAt(position * ordersPerReturn + returnPlace) + returnsAfter,
  };

  // Of the older deals all are paid, of the newer ones each twelfth is not.
  const settled = deals.lowerBound(end - settledAfter);
  const due = Math.min(posted, Math.max(settled, deals.lowerBound(end - paysAfter)));
  const unpaidBefore = (deal: number) =>
    deal <= settled ? 0 : Math.ceil((deal - unpaidPlace) / slowPayers) - Math.max(0, Math.ceil((settled - unpaidPlace) / slowPayers)); // prettier-ignore
  const isUnpaid = (deal: number) => deal >= settled && deal % slowPayers === unpaidPlace;
  const hasPayment = (deal: number) => deal < due && !isUnpaid(deal);
  const paymentsBefore = (deal: number) => Math.min(deal, due) - unpaidBefore(Math.min(deal, due));
  const payments = {
    count: paymentsBefore(due),
    before: paymentsBefore,
    dealOf(position: number) {
      if (position < settled) return position;
      let deal = position + Math.floor((position - settled) / (slowPayers - 1));
      while (paymentsBefore(deal) > position) deal--;
      while (paymentsBefore(deal + 1) <= position) deal++;
      return deal;
    },
    timeAt: (position: number) => deals.timeAt(payments.dealOf(position)) + paysAfter,
  };

  /** Customers that grow, shrink or stay; large ones and small ones. */
  function appetite(customer: number, time: number): number {
    const kind = mix(seed, customer, 0x7e4d) % 10;
    const age = (time - start) / (end - start);
    const size = [0.4, 0.7, 1, 1, 1.5, 4][mix(seed, customer, 0x512e) % 6]!;
    if (kind < 3) return size * (0.6 + 1.2 * age);
    return kind < 6 ? size * (1.8 - 1.2 * age) : size;
  }

  function line(document: number, index: number, terms: { readonly customer: number; readonly time: number; readonly currency: string; readonly isBelgian: boolean; readonly salt: number }): TradeLine {
    const dice = new Dice(seed, document * 4 + index, terms.salt);
    const product = demoProduct(seed, soldProduct(seed, products, dice.below(products)));
    const list = terms.currency === '' ? 'CATALOGUE' : `EXPORT-${terms.currency}`;
    const pieces = Math.max(1, Math.round((2 + dice.below(24)) * appetite(terms.customer, terms.time)));
    const quantity = product.unit === 'HOUR' ? Math.min(40, pieces) : pieces;
    const priceCents = priceOf(seed, product, { list, quantity });
    const discountPercent = dice.chance(0.15) ? dice.pick([2, 5, 10]) : 0;
    const netCents = Math.round((quantity * priceCents * (100 - discountPercent)) / 100);
    const taxPercent = terms.isBelgian ? Number(product.vatCode) : 0;
    const taxCents = Math.round((netCents * taxPercent) / 100);
    return { product, quantity, priceCents, discountPercent, netCents, taxPercent, taxCents };
  } // prettier-ignore

  function termsOf(customer: number, time: number, document: number, salt: number) {
    const { isBelgian, currency } = buyer(customer);
    // Now and then a customer is invoiced in another currency than its own.
    const other = mix(seed, document, salt ^ 0xcc) % 40 === 0 ? foreignCurrencyCodes[mix(seed, document, salt ^ 0xcd) % foreignCurrencyCodes.length]!.code : ''; // prettier-ignore
    return { customer, time, isBelgian, currency: currency === '' ? other : currency, salt };
  }

  function makeDeal(index: number): Deal {
    const { customer, time } = deals.at(index);
    const terms = termsOf(customer, time, index, 0xdea1);
    const lines = Array.from({ length: countOfLines(index) }, (_, at) => line(index, at, terms));
    const netCents = lines.reduce((sum, one) => sum + one.netCents, 0);
    const totalCents = lines.reduce((sum, one) => sum + one.netCents + one.taxCents, 0);
    const [first] = lines;
    const isReturned = index < posted && hasReturn(index);
    const back = isReturned ? Math.max(1, Math.floor(first!.quantity / 2)) : 0;
    const returnedNetCents = Math.round((back * first!.priceCents * (100 - first!.discountPercent)) / 100);
    const returnedTotalCents = returnedNetCents + Math.round((returnedNetCents * first!.taxPercent) / 100);
    const rest = totalCents - returnedTotalCents;
    const isHalf = index >= settled && index % slowPayers === halfPaidPlace;
    const paidCents = hasPayment(index) ? (isHalf ? Math.floor(rest / 2) : rest) : 0;
    return { index, customer, time, currency: terms.currency, lines, netCents, totalCents, returned: back, returnedNetCents, returnedTotalCents, paidCents }; // prettier-ignore
  }

  // Head and lines of a document are read one after the other.
  let last: Deal | undefined;
  const quotes = rounds(customers, [{ from: 0, to: Math.max(2, rank(0.3)), start: end - 90 * day, length: 90 * day }]);
  const activities = rounds(
    customers,
    Array.from({ length: 8 }, (_, quarter): Round => ({ from: 0, to: fresh, start: start + quarter * 3 * monthLength, length: 3 * monthLength })), // prettier-ignore
  );
  return {
    deals,
    posted,
    returns,
    payments,
    quotes,
    activities,
    products,
    end,
    hasPayment,
    mayBeOpen: (deal) => deal >= settled && deal < posted,
    hasReturn: (deal) => deal < posted && hasReturn(deal),
    deal: (index) => (last?.index === index ? last : (last = makeDeal(index))),
    quote(index) {
      const { customer, time } = quotes.at(index);
      const terms = termsOf(customer, time, index, 0x90f0);
      const lines = Array.from({ length: countOfLines(index) }, (_, at) => line(index, at, terms));
      return { customer, time, currency: terms.currency, lines };
    },
    isPartlyShipped: (deal) => deal >= posted && (deal - posted) % 3 === 1,
    partlyShippedBefore: (deal) => Math.max(0, Math.ceil((deal - posted - 1) / 3)),
    partlyShippedAt: (position) => posted + position * 3 + 1,
  };
}

/** A product that is still sold, from a place in the catalogue on. */
function soldProduct(seed: number, count: number, start: number): number {
  for (let step = 0; step < count; step++) {
    const index = (start + step) % count;
    if (!demoProduct(seed, index).isDiscontinued) return index;
  }
  return start;
}
