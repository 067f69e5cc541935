import { demoCompany, unlistedDeliveryTerms } from '@koppel/demo-systems';
import { describe, expect, test } from 'vitest';
import { companyWorld, firstProspectIndex } from '../src/identity/company.ts';
import { guidSeries } from '../src/identity/guid-series.ts';
import { permutation, permutationSize } from '../src/identity/permutation.ts';
import {
  demoProduct,
  priceListCodes,
  productCount,
  productIndex,
  productPrices,
  unitCodes,
} from '../src/identity/products.ts';
import { tradeTerms } from '../src/identity/trade-terms.ts';

const seed = 20_260_162;
const world = companyWorld(seed);
const sample = Array.from({ length: 10_000 }, (_, index) => world.company(index));

/** The check digits by another road than the code under test: whole numbers without a limit. */
const rest97 = (digits: string) => Number(BigInt(digits) % 97n);
const lettersToDigits = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

describe('every number is valid', () => {
  test('enterprise numbers: ten digits, the last two complete the first eight to 97', () => {
    for (const { companyNumber } of sample.filter((company) => company.companyNumber !== '')) {
      expect(companyNumber).toMatch(/^[01]\d{9}$/);
      expect(97 - rest97(companyNumber.slice(0, 8))).toBe(Number(companyNumber.slice(8)));
    }
  });

  test('Belgian VAT numbers are the enterprise number, foreign ones have their country’s form', () => {
    for (const { vatNumber, companyNumber, country } of sample.filter((company) => company.vatNumber !== '')) {
      expect(vatNumber.startsWith(country)).toBe(true);
      if (country === 'BE') expect(vatNumber).toBe(`BE${companyNumber}`);
      if (country === 'NL') expect(vatNumber).toMatch(/^NL\d{9}B\d\d$/);
      if (country === 'LU') expect(Number(vatNumber.slice(2, 8)) % 89).toBe(Number(vatNumber.slice(8)));
      if (country === 'FR') expect((12 + 3 * rest97(vatNumber.slice(4))) % 97).toBe(Number(vatNumber.slice(2, 4)));
      if (country === 'DE') expect(vatNumber).toMatch(/^DE\d{9}$/);
    }
  });

  test('IBANs: both the international check and the Belgian one', () => {
    for (const { iban } of sample) {
      expect(iban).toMatch(/^BE\d{14}$/);
      expect(rest97(lettersToDigits(iban.slice(4) + iban.slice(0, 4)))).toBe(1);
      expect(rest97(iban.slice(4, 14)) || 97).toBe(Number(iban.slice(14)));
    }
  });
});

test('no two companies share a number, and each number leads back to its company', () => {
  const numbers = sample
    .flatMap(({ vatNumber, companyNumber }) => [vatNumber, companyNumber])
    .filter((one) => one !== '');
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const { index, vatNumber, companyNumber } of sample) {
    if (companyNumber !== '') expect(world.indexOfCompanyNumber(companyNumber)).toBe(index);
    if (vatNumber !== '') expect(world.indexOfVatNumber(vatNumber)).toBe(index);
  }
  expect(world.indexOfCompanyNumber('0403019261')).toBeUndefined();
  expect(world.indexOfVatNumber('NL001234567B01')).toBeUndefined();
});

test('the same seed is the same world, another seed another one', () => {
  for (const index of [0, 1, 999_999, firstProspectIndex]) {
    expect(demoCompany(seed, index)).toEqual(world.company(index));
    expect(demoCompany(seed + 1, index)).not.toEqual(world.company(index));
  }
});

test('the population is Belgian, in three languages, with some abroad, some persons and some not liable to VAT', () => {
  const share = (holds: (company: (typeof sample)[number]) => boolean) => sample.filter(holds).length / sample.length;
  expect(share(({ country }) => country !== 'BE')).toBeCloseTo(0.07, 1);
  expect(share(({ language }) => language === 'nl')).toBeGreaterThan(0.4);
  expect(share(({ language }) => language === 'fr')).toBeGreaterThan(0.25);
  expect(share(({ language }) => language === 'de')).toBeGreaterThan(0);
  expect(share(({ type }) => type === 'person')).toBeCloseTo(0.05, 1);
  expect(share(({ type, vatNumber }) => type === 'company' && vatNumber === '')).toBeCloseTo(0.05, 1);
});

test('eleven of the first ten thousand have delivery terms that the CRM does not list, two words for a phone number', () => {
  const terms = sample.map((company) => tradeTerms(seed, company)).filter(({ blocked }) => blocked !== 'All');
  expect(terms.filter(({ deliveryTerms }) => deliveryTerms === unlistedDeliveryTerms)).toHaveLength(11);
  expect(terms.filter(({ typedPhone }) => typedPhone !== undefined)).toHaveLength(2);
});

test('scattering is undone exactly', () => {
  const { forward, backward } = permutation(seed);
  for (let index = 0; index < permutationSize; index += 997) expect(backward(forward(index))).toBe(index);
});

test('guids grow with their index and lead back to it', () => {
  const { at, indexOf, lowerBound } = guidSeries(seed, 1);
  const indexes = [0, 1, 2, 1000, 999_999];
  const guids = indexes.map(at);
  expect(guids).toEqual(guids.toSorted());
  expect(guids.map(indexOf)).toEqual(indexes);
  expect(guids.map(lowerBound)).toEqual(indexes);
  expect(lowerBound('')).toBe(0);
  expect(lowerBound('~')).toBeGreaterThan(permutationSize);
  expect(indexOf('00000000-0000-4000-8000-000000000000')).toBeUndefined();
});

test('products have numbers that lead back to them, and prices in every list', () => {
  const products = Array.from({ length: 500 }, (_, index) => demoProduct(seed, index));
  expect(new Set(products.map(({ name }) => name)).size).toBeGreaterThan(490);
  for (const product of products) {
    expect(productIndex(product.number.toLowerCase())).toBe(product.index);
    expect(unitCodes.map(({ code }) => code)).toContain(product.unit);
    expect(product.costCents).toBeLessThan(product.priceCents);
    const prices = productPrices(seed, product);
    expect(new Set(prices.map(({ list }) => list))).toEqual(new Set(priceListCodes.map(({ code }) => code)));
    expect(prices.every(({ cents }) => Number.isInteger(cents) && cents > 0)).toBe(true);
  }
  expect(productIndex('A9999')).toBeUndefined();
  expect(productIndex('A10000x')).toBeUndefined();
  expect([productCount(10), productCount(10_000), productCount(1_000_000)]).toEqual([40, 500, 5000]);
});
