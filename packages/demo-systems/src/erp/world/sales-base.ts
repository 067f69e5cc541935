import { guidSeries } from '../../identity/guid-series.ts';
import { mix } from '../../identity/dice.ts';
import { demoProduct, priceListCodes, productIndex, productPrices } from '../../identity/products.ts';
import { firstBaseVersion, type BaseSet } from '../../records/base-set.ts';
import type { StoredRecord, Values } from '../../records/definition.ts';
import { documentTotals, lineAmounts } from '../amounts.ts';
import { codeIds, setUpAt } from '../code-tables.ts';
import { zeroDate, zeroGuid } from '../columns.ts';
import { customerIndex } from '../customer-base.ts';
import { localCurrency } from '../customers.ts';
import { itemCategoryOf } from '../items.ts';
import { documents } from '../sales/columns.ts';
import { daysAfter, dueDateOfTerms, invoiceOf, partyValues, shipmentLine, shipmentOf } from '../sales/values.ts';
import { merged } from './merged.ts';
import { rateInMonth } from './rates.ts';
import { countOfLines, documentOfLine, firstLine, type Deal, type Trade, type TradeLine } from './trade.ts';

/** Numbers of documents begin behind this one. */
export const firstDocumentNumber = 100_000;

/** The number of a document by its place among its kind. */
export function documentNumber(prefix: string, position: number): string {
  return `${prefix}${firstDocumentNumber + 1 + position}`;
}

export const paymentPrefix = 'BT';
const carriers = ['bpost', 'DPD', 'PostNL'] as const;
export const trackingOf = (seed: number, position: number) => ({
  carrier: carriers[mix(seed, position, 0x7c) % carriers.length]!,
  trackingNumber: `3S${String(mix(seed, position, 0x7d)).padStart(10, '0')}${String(position % 1000).padStart(3, '0')}`,
});
const activityKinds = ['Visit', 'Call', 'Support', 'Training', 'Transport'] as const;

/** What base records are made of. */
export interface SalesWorld {
  readonly seed: number;
  readonly customers: BaseSet;
  readonly trade: Trade;
}

/** What a customer of the start owes in euro cents, before anything changes. */
export function balanceAtFirst({ seed, customers, trade }: SalesWorld): (customer: string) => number {
  return (id) => {
    const position = customers.positionOf(id);
    if (position === undefined) return 0;
    let cents = 0;
    for (const index of trade.deals.of(position)) {
      if (!trade.mayBeOpen(index)) continue;
      const deal = trade.deal(index);
      const open = openCents(deal);
      if (open !== 0) cents += Math.round(open * rateInMonth(seed, deal.currency, dateOf(deal.time).slice(0, 7)));
    }
    return cents;
  };
}

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The records of sales, by table: each computed from its position when it is asked for. */
export function salesBases({ seed, customers, trade }: SalesWorld): Readonly<Record<string, BaseSet>> {
  const { deals, posted, returns, payments, quotes, activities, products } = trade;
  const wide = 28; // bits: more records than the usual series has room for
  const ids = {
    item: guidSeries(seed, 0xe300), price: guidSeries(seed, 0xe301),
    order: guidSeries(seed, 0xe310, wide), orderLine: guidSeries(seed, 0xe311, wide),
    shipment: guidSeries(seed, 0xe312, wide), shipmentLine: guidSeries(seed, 0xe313, wide),
    invoice: guidSeries(seed, 0xe314, wide), invoiceLine: guidSeries(seed, 0xe315, wide),
    memo: guidSeries(seed, 0xe316, wide), memoLine: guidSeries(seed, 0xe317, wide),
    quote: guidSeries(seed, 0xe318, wide), quoteLine: guidSeries(seed, 0xe319, wide),
    entry: guidSeries(seed, 0xe31a, wide), tracking: guidSeries(seed, 0xe31b, wide), activity: guidSeries(seed, 0xe31c, wide),
  }; // prettier-ignore
  const codes = {
    currencies: codeIds(seed, 'currencies'),
    units: codeIds(seed, 'unitsOfMeasure'),
    categories: codeIds(seed, 'itemCategories'),
    taxGroups: codeIds(seed, 'taxGroups'),
    terms: new Map([...codeIds(seed, 'paymentTerms')].map(([code, id]) => [id, code])),
    methods: new Map([...codeIds(seed, 'shipmentMethods')].map(([code, id]) => [id, code])),
  };
  const termsOf = (values: Values) => codes.terms.get(String(values['paymentTermsId'])) ?? '';
  const dueOf = (values: Values, date: string) => dueDateOfTerms(date, termsOf(values));

  function lineValues(line: TradeLine, index: number, documentId: string): Values {
    const { product, quantity, priceCents, discountPercent, taxPercent } = line;
    const values = { quantity, unitPrice: priceCents / 100, discountPercent, taxPercent };
    return {
      documentId,
      sequence: (index + 1) * 10_000,
      itemId: ids.item.at(product.index),
      accountId: zeroGuid,
      lineType: 'Item',
      lineObjectNumber: product.number,
      description: product.name,
      description2: '',
      unitOfMeasureId: codes.units.get(product.unit)!,
      unitOfMeasureCode: product.unit,
      ...values,
      discountAppliedBeforeTax: false,
      taxCode: product.vatCode,
      invoiceDiscountAllocation: 0,
      ...lineAmounts(values),
      itemVariantId: zeroGuid,
      locationId: zeroGuid,
    };
  }
  function totalsOf(lines: readonly TradeLine[]): Values {
    return documentTotals(lines.map(({ netCents, taxCents }) => ({ amountExcludingTax: netCents / 100, totalTaxAmount: taxCents / 100, amountIncludingTax: (netCents + taxCents) / 100 }))); // prettier-ignore
  }
  const currencyId = (code: string) => (code === '' ? zeroGuid : codes.currencies.get(code)!);
  function party(customer: number, currency: string): Values {
    return { ...partyValues(customers.recordAt(customer)), currencyId: currencyId(currency) };
  }

  function orderValues(index: number): Values {
    const { customer, currency, time, lines } = trade.deal(index);
    const date = dateOf(time);
    return {
      number: documentNumber(documents.order.prefix, index),
      externalDocumentNumber: index % 2 === 0 ? '' : `PO-${firstDocumentNumber + index}`,
      orderDate: date,
      postingDate: date,
      ...party(customer, currency),
      partialShipping: true,
      requestedDeliveryDate: daysAfter(date, 7),
      ...totalsOf(lines),
      fullyShipped: false,
      status: index >= posted && (index - posted) % 3 === 0 ? 'Draft' : 'Open',
    };
  }
  /** How much of a line of an open order has gone out. */
  const shippedOf = (deal: number, index: number, quantity: number) =>
    trade.isPartlyShipped(deal) && index === 0 ? Math.max(1, Math.floor(quantity / 2)) : 0;

  function orderAt(position: number): StoredRecord {
    const index = posted + position;
    const values = orderValues(index);
    const { lines } = trade.deal(index);
    const fullyShipped = lines.every(({ quantity }, at) => shippedOf(index, at, quantity) === quantity);
    return stored(ids.order.at(index), position, deals.timeAt(index), { ...values, fullyShipped });
  }
  function orderLineAt(position: number): StoredRecord {
    const { document, index } = documentOfLine(firstLine(posted) + position);
    const { lines, time } = trade.deal(document);
    const line = lines[index]!;
    const shipped = shippedOf(document, index, line.quantity);
    const left = line.quantity - shipped;
    return stored(ids.orderLine.at(position), position, time, {
      ...lineValues(line, index, ids.order.at(document)),
      shipmentDate: daysAfter(dateOf(time), 7),
      shippedQuantity: shipped,
      invoicedQuantity: 0,
      shipQuantity: left,
      invoiceQuantity: line.quantity,
    });
  }

  const shipmentCount = posted + trade.partlyShippedBefore(deals.count);
  const dealOfShipment = (position: number) =>
    position < posted ? position : trade.partlyShippedAt(position - posted);
  const shipmentOfDeal = (deal: number) =>
    deal < posted ? deal : trade.isPartlyShipped(deal) ? posted + trade.partlyShippedBefore(deal) : undefined;
  function shipmentAt(position: number): StoredRecord {
    const deal = dealOfShipment(position);
    const order = orderValues(deal);
    const date = dateOf(deals.timeAt(deal));
    const method = codes.methods.get(String(order['shipmentMethodId'])) ?? '';
    const number = documentNumber(documents.shipment.prefix, position);
    return stored(ids.shipment.at(position), position, deals.timeAt(deal), shipmentOf(order, { number, date, terms: termsOf(order), method, due: dueOf(order, date) })); // prettier-ignore
  }
  const wholeShipmentLines = firstLine(posted);
  function shipmentLineAt(position: number): StoredRecord {
    const isPart = position >= wholeShipmentLines;
    const { document, index } = isPart
      ? { document: trade.partlyShippedAt(position - wholeShipmentLines), index: 0 }
      : documentOfLine(position);
    const { lines, time } = trade.deal(document);
    const line = lines[index]!;
    const quantity = isPart ? shippedOf(document, index, line.quantity) : line.quantity;
    const shipment = shipmentOfDeal(document)!;
    const values = { ...lineValues(line, index, ''), shipmentDate: dateOf(time) };
    return stored(ids.shipmentLine.at(position), position, time, shipmentLine(values, { documentId: ids.shipment.at(shipment), documentNo: documentNumber(documents.shipment.prefix, shipment), quantity })); // prettier-ignore
  }
  function trackingAt(position: number): StoredRecord {
    const deal = dealOfShipment(position);
    const time = deals.timeAt(deal);
    const { carrier, trackingNumber } = trackingOf(seed, position);
    return stored(ids.tracking.at(position), position, time, {
      shipmentId: ids.shipment.at(position),
      shipmentNumber: documentNumber(documents.shipment.prefix, position),
      orderId: ids.order.at(deal),
      orderNumber: documentNumber(documents.order.prefix, deal),
      carrier,
      trackingNumber,
      shippedOn: dateOf(time),
      deliveredOn: deal < posted ? daysAfter(dateOf(time), 2) : zeroDate,
    });
  }

  function invoiceAt(index: number): StoredRecord {
    const deal = trade.deal(index);
    const order = orderValues(index);
    const date = dateOf(deal.time);
    const remaining = openCents(deal);
    const number = documentNumber(documents.invoice.prefix, index);
    return stored(ids.invoice.at(index), index, deal.time, {
      ...invoiceOf(order, { number, date, due: dueOf(order, date), orderId: ids.order.at(index) }),
      remainingAmount: remaining / 100,
      status: remaining === 0 ? 'Paid' : 'Open',
    });
  }
  function invoiceLineAt(position: number): StoredRecord {
    const { document, index } = documentOfLine(position);
    const { lines, time } = trade.deal(document);
    return stored(ids.invoiceLine.at(position), position, time, {
      ...lineValues(lines[index]!, index, ids.invoice.at(document)),
      shipmentDate: dateOf(time),
    });
  }

  function memoAt(position: number): StoredRecord {
    const index = returns.dealOf(position);
    const deal = trade.deal(index);
    const time = returns.timeAt(position);
    const date = dateOf(time);
    return stored(ids.memo.at(position), position, time, {
      number: documentNumber(documents.creditMemo.prefix, position),
      externalDocumentNumber: '',
      creditMemoDate: date,
      postingDate: date,
      dueDate: date,
      ...party(deal.customer, deal.currency),
      totalAmountExcludingTax: deal.returnedNetCents / 100,
      totalTaxAmount: (deal.returnedTotalCents - deal.returnedNetCents) / 100,
      totalAmountIncludingTax: deal.returnedTotalCents / 100,
      status: 'Paid',
      invoiceId: ids.invoice.at(index),
      invoiceNumber: documentNumber(documents.invoice.prefix, index),
    });
  }
  function memoLineAt(position: number): StoredRecord {
    const deal = trade.deal(returns.dealOf(position));
    const line = { ...deal.lines[0]!, quantity: deal.returned };
    const values = { ...lineValues(line, 0, ids.memo.at(position)), shipmentDate: dateOf(returns.timeAt(position)) };
    return stored(ids.memoLine.at(position), position, returns.timeAt(position), values);
  }

  function quoteAt(index: number): StoredRecord {
    const { customer, currency, lines, time } = trade.quote(index);
    const date = dateOf(time);
    const fate = index % 5;
    const values = party(customer, currency);
    return stored(ids.quote.at(index), index, time, {
      number: documentNumber(documents.quote.prefix, index),
      externalDocumentNumber: '',
      documentDate: date,
      postingDate: date,
      dueDate: dueOf(values, date),
      ...values,
      ...totalsOf(lines),
      status: fate === 4 ? 'Accepted' : fate < 2 ? 'Draft' : 'Sent',
      sentDate: fate < 2 ? null : time,
      validUntilDate: daysAfter(date, 30),
      acceptedDate: fate === 4 ? daysAfter(date, 3) : zeroDate,
    });
  }
  function quoteLineAt(position: number): StoredRecord {
    const { document, index } = documentOfLine(position);
    const { lines, time } = trade.quote(document);
    return stored(ids.quoteLine.at(position), position, time, lineValues(lines[index]!, index, ids.quote.at(document)));
  }

  const ledger = merged([
    { count: posted, timeAt: deals.timeAt, lowerBound: deals.lowerBound },
    { count: returns.count, timeAt: returns.timeAt, lowerBound: (time) => returns.before(deals.lowerBound(time - (returns.timeAt(0) - deals.timeAt(returns.dealOf(0))))) }, // prettier-ignore
    { count: payments.count, timeAt: payments.timeAt, lowerBound: (time) => payments.before(deals.lowerBound(time - (payments.timeAt(0) - deals.timeAt(payments.dealOf(0))))) }, // prettier-ignore
  ]);
  const dealOfEntry = ({ series, index }: ReturnType<typeof ledger.at>) =>
    series === 0 ? index : series === 1 ? returns.dealOf(index) : payments.dealOf(index);
  function entryAt(position: number): StoredRecord {
    const place = ledger.at(position);
    const deal = trade.deal(dealOfEntry(place));
    const time = ledger.timeAt(position);
    const date = dateOf(time);
    const customer = customers.recordAt(deal.customer);
    const invoiceNumber = documentNumber(documents.invoice.prefix, deal.index);
    const remaining = openCents(deal);
    const [documentType, documentNo, cents, rest] =
      place.series === 0
        ? (['Invoice', invoiceNumber, deal.totalCents, remaining] as const)
        : place.series === 1
          ? (['Credit Memo', documentNumber(documents.creditMemo.prefix, place.index), -deal.returnedTotalCents, 0] as const)
          : (['Payment', documentNumber(paymentPrefix, place.index), -deal.paidCents, 0] as const); // prettier-ignore
    const rate = rateInMonth(seed, deal.currency, date.slice(0, 7));
    return stored(ids.entry.at(position), position, time, {
      entryNumber: position + 1,
      postingDate: date,
      documentType,
      documentNumber: documentNo,
      externalDocumentNumber: '',
      customerId: customer.id,
      customerNumber: customer.values['number']!,
      description: place.series === 2 ? `Betaling ${invoiceNumber}` : `${documentType} ${documentNo}`,
      currencyCode: deal.currency === '' ? localCurrency : deal.currency,
      amount: cents / 100,
      remainingAmount: rest / 100,
      amountLocalCurrency: Math.round(cents * rate) / 100,
      remainingAmountLocalCurrency: Math.round(rest * rate) / 100,
      dueDate: place.series === 0 ? dueOf(customer.values, date) : date,
      open: rest !== 0,
      openFor: rest === 0 ? '' : customer.id,
      appliesToDocumentNumber: place.series === 0 ? '' : invoiceNumber,
    });
  }

  function activityAt(position: number): StoredRecord {
    const { customer, time } = activities.at(position);
    const { id, values } = customers.recordAt(customer);
    const hours = (1 + (mix(seed, position, 0xac7) % 12)) / 2;
    const kind = activityKinds[mix(seed, position, 0xac8) % activityKinds.length]!;
    return stored(ids.activity.at(position), position, time, {
      entryNumber: position + 1,
      customerId: id,
      customerNumber: values['number']!,
      date: dateOf(time),
      kind,
      description: `${kind} ${String(values['displayName'])}`.slice(0, 100),
      hours,
      amount: hours * (kind === 'Transport' ? 45 : 65),
      salespersonCode: values['salespersonCode']!,
    });
  }

  const catalogueStamp = (position: number) => setUpAt + position * 1000;
  function itemAt(index: number): StoredRecord {
    const product = demoProduct(seed, index);
    const category = itemCategoryOf(product.unit);
    return stored(ids.item.at(index), index, catalogueStamp(index), {
      number: product.number,
      displayName: product.name,
      displayName2: product.description.slice(0, 50),
      type: product.unit === 'HOUR' ? 'Service' : 'Inventory',
      itemCategoryId: codes.categories.get(category)!,
      itemCategoryCode: category,
      blocked: product.isDiscontinued,
      gtin: product.unit === 'HOUR' ? '' : `5400${String(index).padStart(8, '0')}`,
      inventory: product.unit === 'HOUR' ? 0 : mix(seed, index, 0x1f) % 500,
      unitPrice: product.priceCents / 100,
      priceIncludesTax: false,
      unitCost: product.costCents / 100,
      taxGroupId: codes.taxGroups.get(product.vatCode)!,
      taxGroupCode: product.vatCode,
      baseUnitOfMeasureId: codes.units.get(product.unit)!,
      baseUnitOfMeasureCode: product.unit,
      generalProductPostingGroupCode: product.unit === 'HOUR' ? 'SERVICES' : 'RETAIL',
      inventoryPostingGroupCode: product.unit === 'HOUR' ? '' : 'RESALE',
    });
  }

  // How many prices a product has differs, so their places are counted once, when prices are first asked for.
  let priceStarts: readonly number[] | undefined;
  const startsOfPrices = () => (priceStarts ??= pricePlaces(seed, products));
  const priceCount = () => startsOfPrices()[products]!;
  const productOfPrice = (position: number) => {
    const starts = startsOfPrices();
    let [low, high] = [0, products];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= position) low = middle;
      else high = middle;
    }
    return low;
  };
  const pricesOf = (product: number) => range(startsOfPrices()[product]!, startsOfPrices()[product + 1]!);
  function priceAt(position: number): StoredRecord {
    const index = productOfPrice(position);
    const product = demoProduct(seed, index);
    const price = productPrices(seed, product)[position - startsOfPrices()[index]!]!;
    return stored(ids.price.at(position), position, catalogueStamp(position), {
      priceListCode: price.list,
      priceListDescription: priceListCodes.find(({ code }) => code === price.list)!.label,
      itemId: ids.item.at(index),
      itemNumber: product.number,
      currencyCode: price.currency,
      unitOfMeasureCode: price.unit,
      minimumQuantity: price.minimumQuantity,
      unitPrice: price.cents / 100,
      startingDate: zeroDate,
      endingDate: zeroDate,
    });
  }

  // Finding: every index leads from a value to positions by arithmetic.
  const dealsOf = (customer: number | undefined) => (customer === undefined ? [] : deals.of(customer));
  const byCustomer = (positions: (customer: number) => readonly number[]) => ({
    customerId: (id: string) => some(customers.positionOf(id), positions),
    customerNumber: (value: string) => some(customerIndex(value, customers.count), positions),
  });
  const numbered = (prefix: string, count: number) => (value: string) => {
    const digits = new RegExp(`^${prefix}(\\d{6,9})$`).exec(value)?.[1];
    return within(digits === undefined ? undefined : Number(digits) - firstDocumentNumber - 1, count);
  };
  const orderNumber = numbered(documents.order.prefix, deals.count);
  const external = (value: string) => {
    const digits = /^PO-(\d{6,9})$/.exec(value)?.[1];
    const index = Number(digits) - firstDocumentNumber;
    return digits === undefined || index % 2 === 0 ? [] : within(index, deals.count);
  };
  const postedOnly = (list: readonly number[]) => list.filter((deal) => deal < posted);
  const openOnly = (list: readonly number[]) => list.filter((deal) => deal >= posted).map((deal) => deal - posted);
  const shipmentsOf = (list: readonly number[]) => list.flatMap((deal) => shipmentOfDeal(deal) ?? []);
  const returnsOf = (list: readonly number[]) => list.filter(trade.hasReturn).map((deal) => returns.before(deal));
  const linesOf = (document: number) => range(firstLine(document), firstLine(document) + countOfLines(document));
  const at = (series: { indexOf(id: string): number | undefined }, count: number, id: string) => within(series.indexOf(id), count); // prettier-ignore
  const entriesOf = (list: readonly number[]) => list.flatMap((deal) => [
    ...(deal < posted ? [ledger.positionOf(0, deal)] : []),
    ...(trade.hasReturn(deal) ? [ledger.positionOf(1, returns.before(deal))] : []),
    ...(trade.hasPayment(deal) ? [ledger.positionOf(2, payments.before(deal))] : []),
  ]); // prettier-ignore
  const openEntriesOf = (customer: number) =>
    dealsOf(customer)
      .filter(trade.mayBeOpen)
      .filter((deal) => openCents(trade.deal(deal)) !== 0)
      .map((deal) => ledger.positionOf(0, deal));
  const invoiceNumbered = numbered(documents.invoice.prefix, posted);
  const memoNumbered = numbered(documents.creditMemo.prefix, returns.count);
  const paymentNumbered = numbered(paymentPrefix, payments.count);

  return {
    items: {
      ...series(ids.item, products, catalogueStamp, catalogueBound(products)),
      recordAt: itemAt,
      find: { number: (value) => within(productIndex(value), products) },
    },
    priceListLines: {
      ...series(ids.price, 0, catalogueStamp, () => 0),
      get count() {
        return priceCount();
      },
      positionOf: (id) => within(ids.price.indexOf(id), priceCount())[0],
      lowerBound: (id) => Math.min(priceCount(), ids.price.lowerBound(id)),
      lowerBoundStamp: (stamp) => catalogueBound(priceCount())(stamp),
      recordAt: priceAt,
      find: {
        itemId: (id) => at(ids.item, products, id).flatMap(pricesOf),
        itemNumber: (value) => within(productIndex(value), products).flatMap(pricesOf),
      },
    },
    salesOrders: {
      ...series({ ...shifted(ids.order, posted) }, deals.count - posted, (position) => deals.timeAt(posted + position), (stamp) => Math.max(0, deals.lowerBound(stamp) - posted)), // prettier-ignore
      recordAt: orderAt,
      find: {
        number: (value) => openOnly(orderNumber(value)),
        externalDocumentNumber: (value) => openOnly(external(value)),
        ...byCustomer((customer) => openOnly(dealsOf(customer))),
      },
    },
    salesOrderLines: {
      ...series(ids.orderLine, firstLine(deals.count) - firstLine(posted), (position) => deals.timeAt(documentOfLine(firstLine(posted) + position).document), (stamp) => Math.max(0, firstLine(deals.lowerBound(stamp)) - firstLine(posted))), // prettier-ignore
      recordAt: orderLineAt,
      find: { documentId: (id) => at(ids.order, deals.count, id).filter((deal) => deal >= posted).flatMap(linesOf).map((line) => line - firstLine(posted)) }, // prettier-ignore
    },
    salesShipments: {
      ...series(ids.shipment, shipmentCount, (position) => deals.timeAt(dealOfShipment(position)), shipmentBound),
      recordAt: shipmentAt,
      find: {
        number: numbered(documents.shipment.prefix, shipmentCount),
        externalDocumentNumber: (value) => shipmentsOf(external(value)),
        orderNumber: (value) => shipmentsOf(orderNumber(value)),
        ...byCustomer((customer) => shipmentsOf(dealsOf(customer))),
      },
    },
    salesShipmentLines: {
      ...series(ids.shipmentLine, wholeShipmentLines + shipmentCount - posted, shipmentLineTime, (stamp) => {
        const first = shipmentBound(stamp);
        return first < posted ? firstLine(first) : wholeShipmentLines + first - posted;
      }),
      recordAt: shipmentLineAt,
      find: {
        documentId: (id) =>
          at(ids.shipment, shipmentCount, id).flatMap((position) => (position < posted ? linesOf(position) : [wholeShipmentLines + position - posted])), // prettier-ignore
      },
    },
    shipmentTracking: {
      ...series(ids.tracking, shipmentCount, (position) => deals.timeAt(dealOfShipment(position)), shipmentBound),
      recordAt: trackingAt,
      find: {
        shipmentNumber: numbered(documents.shipment.prefix, shipmentCount),
        orderNumber: (value) => shipmentsOf(orderNumber(value)),
      },
    },
    salesInvoices: {
      ...series(ids.invoice, posted, deals.timeAt, (stamp) => Math.min(posted, deals.lowerBound(stamp))),
      recordAt: invoiceAt,
      find: {
        number: invoiceNumbered,
        externalDocumentNumber: (value) => postedOnly(external(value)),
        orderNumber: (value) => postedOnly(orderNumber(value)),
        orderId: (id) => at(ids.order, posted, id),
        ...byCustomer((customer) => postedOnly(dealsOf(customer))),
      },
    },
    salesInvoiceLines: {
      ...series(ids.invoiceLine, firstLine(posted), (position) => deals.timeAt(documentOfLine(position).document), (stamp) => firstLine(Math.min(posted, deals.lowerBound(stamp)))), // prettier-ignore
      recordAt: invoiceLineAt,
      find: { documentId: (id) => at(ids.invoice, posted, id).flatMap(linesOf) },
    },
    salesCreditMemos: {
      ...series(ids.memo, returns.count, returns.timeAt, returnBound),
      recordAt: memoAt,
      find: { number: memoNumbered, ...byCustomer((customer) => returnsOf(dealsOf(customer))) },
    },
    salesCreditMemoLines: {
      ...series(ids.memoLine, returns.count, returns.timeAt, returnBound),
      recordAt: memoLineAt,
      find: { documentId: (id) => at(ids.memo, returns.count, id) },
    },
    salesQuotes: {
      ...series(ids.quote, quotes.count, quotes.timeAt, quotes.lowerBound),
      recordAt: quoteAt,
      find: { number: numbered(documents.quote.prefix, quotes.count), ...byCustomer((customer) => quotes.of(customer)) }, // prettier-ignore
    },
    salesQuoteLines: {
      ...series(ids.quoteLine, firstLine(quotes.count), (position) => quotes.timeAt(documentOfLine(position).document), (stamp) => firstLine(quotes.lowerBound(stamp))), // prettier-ignore
      recordAt: quoteLineAt,
      find: { documentId: (id) => at(ids.quote, quotes.count, id).flatMap(linesOf) },
    },
    customerLedgerEntries: {
      ...series(ids.entry, ledger.count, ledger.timeAt, ledger.lowerBound),
      recordAt: entryAt,
      find: {
        documentNumber: (value) => [
          ...invoiceNumbered(value).map((index) => ledger.positionOf(0, index)),
          ...memoNumbered(value).map((index) => ledger.positionOf(1, index)),
          ...paymentNumbered(value).map((index) => ledger.positionOf(2, index)),
        ],
        appliesToDocumentNumber: (value) =>
          invoiceNumbered(value).flatMap((deal) => entriesOf([deal]).filter((entry) => ledger.at(entry).series > 0)),
        openFor: (id) => some(customers.positionOf(id), openEntriesOf),
        ...byCustomer((customer) => entriesOf(dealsOf(customer))),
      },
    },
    activityCosts: {
      ...series(ids.activity, activities.count, activities.timeAt, activities.lowerBound),
      recordAt: activityAt,
      find: byCustomer((customer) => activities.of(customer)),
    },
  };

  function shipmentBound(stamp: number): number {
    const deal = deals.lowerBound(stamp);
    return deal < posted ? deal : posted + trade.partlyShippedBefore(deal);
  }
  function shipmentLineTime(position: number): number {
    const isPart = position >= wholeShipmentLines;
    return deals.timeAt(isPart ? trade.partlyShippedAt(position - wholeShipmentLines) : documentOfLine(position).document); // prettier-ignore
  }
  function returnBound(stamp: number): number {
    let [low, high] = [0, returns.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (returns.timeAt(middle) < stamp) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What is still open of a deal's invoice. */
function openCents({ totalCents, returnedTotalCents, paidCents }: Deal): number {
  return totalCents - returnedTotalCents - paidCents;
}

type Ids = ReturnType<typeof guidSeries>;

function stored(id: string, position: number, stamp: number, values: Values): StoredRecord {
  return { id, version: firstBaseVersion + position, stamp, values };
}

const within = (index: number | undefined, count: number): readonly number[] =>
  index !== undefined && index >= 0 && index < count ? [index] : [];
const some = (position: number | undefined, positions: (position: number) => readonly number[]) =>
  position === undefined ? [] : positions(position);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

/** A series of keys from a place on. */
function shifted(ids: Ids, by: number): Ids {
  return {
    at: (index) => ids.at(index + by),
    indexOf: (guid) => {
      const index = ids.indexOf(guid);
      return index === undefined || index < by ? undefined : index - by;
    },
    lowerBound: (guid) => Math.max(0, ids.lowerBound(guid) - by),
  };
}

type Arithmetic = Omit<BaseSet, 'recordAt' | 'find'>;

function series(ids: Ids, count: number, stampAt: (position: number) => number, lowerBoundStamp: (stamp: number) => number): Arithmetic {
  return {
    count,
    idAt: ids.at,
    stampAt,
    positionOf: (id) => within(ids.indexOf(id), count)[0],
    lowerBound: (id) => Math.min(count, ids.lowerBound(id)),
    lowerBoundStamp: (stamp) => Math.min(count, lowerBoundStamp(stamp)),
  };
} // prettier-ignore

function catalogueBound(count: number) {
  return (stamp: number) => Math.min(count, Math.max(0, Math.ceil((stamp - setUpAt) / 1000)));
}

/** Where the prices of each product begin, and behind the last one where they end. */
function pricePlaces(seed: number, products: number): readonly number[] {
  let place = 0;
  const starts = [0];
  for (let index = 0; index < products; index++) {
    place += productPrices(seed, demoProduct(seed, index)).length;
    starts.push(place);
  }
  return starts;
}
