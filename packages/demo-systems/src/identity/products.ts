import { Dice, mix } from './dice.ts';
import type { Code } from './trade-terms.ts';

/** Units in which goods are sold. The first unit of a group is its base; `quantity` says how many of those one holds. */
export const unitCodes: readonly (Code & { readonly group: string; readonly quantity: number })[] = [
  { code: 'PCS', label: 'Piece', group: 'Pieces', quantity: 1 },
  { code: 'BOX', label: 'Box of 12', group: 'Pieces', quantity: 12 },
  { code: 'KG', label: 'Kilogram', group: 'Weight', quantity: 1 },
  { code: 'L', label: 'Litre', group: 'Volume', quantity: 1 },
  { code: 'M', label: 'Metre', group: 'Length', quantity: 1 },
  { code: 'HOUR', label: 'Hour', group: 'Time', quantity: 1 },
];

/** Price lists. Prices in another currency follow from the catalogue price by a fixed rate. */
export const priceListCodes: readonly (Code & { readonly currency: string; readonly factor: number })[] = [
  { code: 'CATALOGUE', label: 'Catalogue prices', currency: 'EUR', factor: 1 },
  { code: 'DEALER', label: 'Dealer prices', currency: 'EUR', factor: 0.85 },
  { code: 'EXPORT-CHF', label: 'Export, Switzerland', currency: 'CHF', factor: 0.94 },
  { code: 'EXPORT-GBP', label: 'Export, United Kingdom', currency: 'GBP', factor: 0.86 },
  { code: 'EXPORT-USD', label: 'Export, dollar', currency: 'USD', factor: 1.09 },
];

/** One product of the demo firm: what both systems, as far as they have it, say of it. */
export interface DemoProduct {
  readonly index: number;
  readonly number: string;
  readonly name: string;
  readonly description: string;
  /** One of `unitCodes`. */
  readonly unit: string;
  /** Cents, in euro, without VAT: the price of one unit in the list CATALOGUE. */
  readonly priceCents: number;
  readonly costCents: number;
  /** Rate of VAT in percent. */
  readonly vatCode: '21' | '12' | '6';
  readonly isDiscontinued: boolean;
}

/** A price in a list, from a quantity on. */
export interface DemoPrice {
  readonly list: string;
  readonly currency: string;
  readonly unit: string;
  readonly minimumQuantity: number;
  readonly cents: number;
}

const kinds: readonly { readonly names: readonly string[]; readonly units: readonly string[]; readonly cents: readonly [number, number] }[] = [
  { names: ['Werkhandschoen', 'Veiligheidsbril', 'Werkbroek', 'Veiligheidsschoen', 'Fluohesje'], units: ['PCS'], cents: [450, 12_000] },
  { names: ['Kartonnen doos', 'Stretchfolie', 'Tape', 'Vulmateriaal', 'Palletdeksel'], units: ['BOX', 'PCS'], cents: [120, 4500] },
  { names: ['Boormachine', 'Slijptol', 'Laser', 'Schroefmachine', 'Cirkelzaag'], units: ['PCS'], cents: [8900, 89_000] },
  { names: ['Industrieel vet', 'Strooizout', 'Schuurkorrel', 'Mortel'], units: ['KG'], cents: [80, 2400] },
  { names: ['Ontvetter', 'Koelvloeistof', 'Hydraulische olie', 'Handzeep'], units: ['L'], cents: [190, 3900] },
  { names: ['Kabel', 'Persluchtslang', 'Ketting', 'Buis'], units: ['M'], cents: [95, 2900] },
  { names: ['Installatie', 'Onderhoud', 'Opleiding'], units: ['HOUR'], cents: [5500, 11_500] },
  { names: ['Stelling', 'Magazijnbak', 'Transpallet', 'Werktafel', 'Ladder'], units: ['PCS'], cents: [1500, 145_000] },
]; // prettier-ignore
const makers = ['Lumaro', 'Vektra', 'Kordal', 'Brisko', 'Tevano', 'Oresta', 'Mondal', 'Sefira'];
const grades = ['standaard', 'plus', 'pro', 'heavy duty', 'compact', 'XL'];

const firstNumber = 10_000;

/** How many products the firm has, beside so many customers. */
export function productCount(customers: number): number {
  return Math.min(5000, Math.max(40, Math.round(customers / 20)));
}

/** `A10000` and up; the number leads back to the index. */
export function productNumber(index: number): string {
  return `A${firstNumber + index}`;
}

/** The index of a product number in any case, or undefined when no product can have it. */
export function productIndex(number: string): number | undefined {
  const digits = /^a(\d{5,6})$/i.exec(number)?.[1];
  const index = Number(digits) - firstNumber;
  return digits !== undefined && index >= 0 && productNumber(index) === `A${digits}` ? index : undefined;
}

/** The product of an index in the world of a seed; equal input gives equal products. */
export function demoProduct(seed: number, index: number): DemoProduct {
  const dice = new Dice(seed, index, 0x9d0d);
  const { names, units, cents } = dice.pick(kinds);
  const what = dice.pick(names);
  const maker = dice.pick(makers);
  const grade = dice.pick(grades);
  const type = `${String.fromCharCode(65 + dice.below(26))}${100 + (index % 900)}`;
  const unit = dice.pick(units);
  const [least, most] = cents;
  // More cheap ones than dear ones, ending on 5 or 0 cents.
  const priceCents = Math.round((least + (most - least) * (dice.below(1000) / 1000) ** 2) / 5) * 5;
  return {
    index,
    number: productNumber(index),
    name: `${what} ${maker} ${type}`,
    description: `${what}, merk ${maker}, uitvoering ${grade}, type ${type}`,
    unit,
    priceCents,
    costCents: Math.round(priceCents * (0.45 + dice.below(30) / 100)),
    vatCode: dice.chance(0.92) ? '21' : dice.pick(['12', '6'] as const),
    isDiscontinued: mix(seed, index, 0xd15c) % 25 === 0,
  };
}

/** From which quantity on a product costs which share of its price, where it has breaks. */
const breaks: readonly (readonly [quantity: number, share: number])[] = [
  [1, 1],
  [10, 0.95],
  [50, 0.9],
];
const hasBreaks = (seed: number, index: number, list: string) =>
  list === 'CATALOGUE' && mix(seed, index, 0xb4ea) % 3 === 0;
const centsAt = (priceCents: number, factor: number, share: number) =>
  Math.max(1, Math.round(priceCents * factor * share));

/** What so many of a product cost apiece in a list, in cents. */
export function priceOf(
  seed: number,
  { index, priceCents }: DemoProduct,
  { list, quantity }: { readonly list: string; readonly quantity: number },
): number {
  const factor = priceListCodes.find(({ code }) => code === list)?.factor ?? 1;
  const share = hasBreaks(seed, index, list) ? breaks.findLast(([from]) => from <= quantity)?.[1] : undefined;
  return centsAt(priceCents, factor, share ?? 1);
}

/** What a product costs in each list. A third of the products is cheaper by the ten and by the fifty. */
export function productPrices(seed: number, { index, unit, priceCents }: DemoProduct): readonly DemoPrice[] {
  return priceListCodes.flatMap(({ code, currency, factor }) => {
    const steps = hasBreaks(seed, index, code) ? breaks : breaks.slice(0, 1);
    return steps.map(([minimumQuantity, share]): DemoPrice => ({
      list: code,
      currency,
      unit,
      minimumQuantity,
      cents: centsAt(priceCents, factor, share),
    }));
  });
}
