import type { StoredRecord, Value, Values } from '../../records/definition.ts';
import { paymentTermCodes } from '../../identity/trade-terms.ts';
import { zeroDate, zeroGuid } from '../columns.ts';

const textOf = (values: Values, name: string) => String(values[name] ?? '');

/** What a document takes over from its customer. */
export function partyValues({ id, values }: Pick<StoredRecord, 'id' | 'values'>): Values {
  const name = textOf(values, 'displayName');
  const part = (prefix: string, from: { name?: string; delivery?: boolean } = {}): Values => {
    const of = (column: string) =>
      textOf(values, from.delivery === true ? `delivery${column.charAt(0).toUpperCase()}${column.slice(1)}` : column);
    return {
      [`${prefix}AddressLine1`]: of('addressLine1'),
      [`${prefix}AddressLine2`]: of('addressLine2'),
      [`${prefix}City`]: of('city'),
      [`${prefix}Country`]: of('country'),
      [`${prefix}State`]: from.delivery === true ? '' : of('state'),
      [`${prefix}PostCode`]: of('postalCode'),
    };
  };
  const hasDelivery = textOf(values, 'deliveryAddressLine1') !== '';
  return {
    customerId: id,
    customerNumber: values['number']!,
    customerName: name,
    billToName: name,
    billToCustomerId: id,
    billToCustomerNumber: values['number']!,
    shipToName: hasDelivery ? textOf(values, 'deliveryName') || name : name,
    shipToContact: '',
    ...part('sellTo'),
    ...part('billTo'),
    ...part('shipTo', { delivery: hasDelivery }),
    shortcutDimension1Code: '',
    shortcutDimension2Code: '',
    currencyId: values['currencyId'] ?? zeroGuid,
    paymentTermsId: values['paymentTermsId'] ?? zeroGuid,
    shipmentMethodId: values['shipmentMethodId'] ?? zeroGuid,
    salesperson: textOf(values, 'salespersonCode'),
    phoneNumber: textOf(values, 'phoneNumber'),
    email: textOf(values, 'email'),
    pricesIncludeTax: false,
    discountAmount: 0,
  };
}

/** A date so many days on. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** When an invoice of a date is to be paid: `30D`, `30D+CM` (to the end of that month). */
export function dueDate(date: string, calculation: string): string {
  const [, days = '0', toEnd] = /^(\d+)D(\+CM)?/.exec(calculation) ?? [];
  const due = daysAfter(date, Number(days));
  if (toEnd === undefined) return due;
  const [year, month] = due.split('-').map(Number);
  return new Date(Date.UTC(year!, month!, 0)).toISOString().slice(0, 10);
}

export function dueDateOfTerms(date: string, code: string): string {
  return dueDate(date, paymentTermCodes.find((one) => one.code === code)?.dueDate ?? '30D');
}

const common = (order: Values): Values => {
  const { number: _number, orderDate: _orderDate, requestedDeliveryDate: _requested, status: _status, partialShipping: _partial, fullyShipped: _fully, ...rest } = order; // prettier-ignore
  return rest;
};

/** The posted shipment of an order. */
export function shipmentOf(order: Values, more: { readonly number: string; readonly date: string; readonly terms: string; readonly method: string; readonly due: string }): Values {
  return {
    ...common(order),
    number: more.number,
    invoiceDate: more.date,
    postingDate: more.date,
    dueDate: more.due,
    customerPurchaseOrderReference: '',
    orderNumber: order['number']!,
    paymentTermsCode: more.terms,
    shipmentMethodCode: more.method,
  };
} // prettier-ignore

/** The posted invoice of an order, its amounts still without lines. */
export function invoiceOf(order: Values, more: { readonly number: string; readonly date: string; readonly due: string; readonly orderId: string }): Values {
  return {
    ...common(order),
    number: more.number,
    invoiceDate: more.date,
    postingDate: more.date,
    dueDate: more.due,
    promisedPayDate: zeroDate,
    customerPurchaseOrderReference: '',
    orderId: more.orderId,
    orderNumber: order['number']!,
    status: 'Open',
  };
} // prettier-ignore

/** A line of a posted shipment. */
export function shipmentLine(line: Values, more: { readonly documentId: string; readonly documentNo: string; readonly quantity: number }): Values {
  const kept = ['sequence', 'lineType', 'lineObjectNumber', 'description', 'description2', 'unitOfMeasureCode', 'unitPrice', 'discountPercent', 'taxPercent', 'shipmentDate'];
  return { ...Object.fromEntries(kept.map((name) => [name, line[name] as Value])), ...more };
} // prettier-ignore
