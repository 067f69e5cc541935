import { Decimal, parseDecimal } from '@koppel/mapping';
import { RecordError, type FieldValue, type FoundRecord } from '@koppel/sdk';

export type Amount = Decimal;
export const nothing = (): Amount => new Decimal(0);

/** An amount of a document in the workspace's own currency, credit notes negative. `rate`: own currency for one unit. */
export function amountOf({ values }: FoundRecord, field: string): Amount {
  const amount = numberIn(values[field]) ?? nothing();
  const rate = numberIn(values['exchangeRate']);
  const currency = values['currency'];
  if (rate === null && typeof currency === 'string' && currency !== '' && currency !== 'EUR') {
    throw new RecordError({
      code: 'figures.no-rate',
      failureCause: 'requiredEmpty',
      message: `Invoice ${String(values['number'] ?? '')} is in ${currency}, and it has no exchange rate.`,
      remedy: 'Fill in its exchange rate in the ERP, then retry.',
      details: { currency },
    });
  }
  const own = rate === null ? amount : amount.times(rate);
  return values['kind'] === 'creditNote' ? own.abs().times(-1) : own;
}

/** To the cent, as fields hold it. */
export function inCents(amount: Amount): string {
  return amount
    .round(2, Decimal.roundHalfUp)
    .toFixed(2)
    .replace(/^-(0\.00)$/, '$1');
}

export function numberIn(value: FieldValue | undefined): Amount | null {
  if (value === null || value === undefined || typeof value === 'boolean' || value === '') return null;
  return parseDecimal(String(value));
}

/** The day in a value, or null. */
export function dayIn(value: FieldValue | undefined): string | null {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null;
}
