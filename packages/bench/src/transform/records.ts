/** A made-up customer, as plain as a script would read it. */
export interface Customer {
  readonly name: string;
  readonly companyNumber: string;
  readonly vatNumber: string;
  readonly phone: string | null;
  readonly email: string;
  readonly creditLimit: string;
  readonly paymentTerms: string;
  readonly currency: string | null;
  readonly country: string;
  readonly city: string;
  readonly language: string;
  readonly blocked: string;
  readonly website: string;
}

const cities = ['Mechelen', 'gent', 'Liège', 'namur', 'Brugge', 'Leuven', 'charleroi'];
const countries = ['BE', 'BE', 'BE', 'NL', 'FR', 'US'];
const terms = ['30D', '60D', 'CM', '14D', 'XX'];

/** The same `count` customers each time. */
export function customers(count: number): Customer[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `  Customer ${i} NV`,
    companyNumber: `0${String(400_000_000 + i).slice(0, 3)}.${String(i % 1000).padStart(3, '0')}.${String(i % 97).padStart(3, '0')}`,
    vatNumber: `be 0${400_000_000 + i}`,
    phone: i % 7 === 0 ? null : `+32 15 ${String(i % 100).padStart(2, '0')} 22 80`,
    email: `Info${i}@Example.be`,
    creditLimit: `${(i % 500) * 250}.50`,
    paymentTerms: terms[i % terms.length]!,
    currency: i % 3 === 0 ? null : 'EUR',
    country: countries[i % countries.length]!,
    city: cities[i % cities.length]!,
    language: i % 2 === 0 ? 'NLB' : 'FRB',
    blocked: i % 20 === 0 ? 'all' : 'no',
    website: `https://www.customer${i}.be`,
  }));
}

/** The canonical field of each property, in the order in which Koppel's source gives them. */
export const fieldOf: Readonly<Record<keyof Customer, string>> = {
  name: 'name',
  companyNumber: 'companyNumber',
  vatNumber: 'vatNumber',
  phone: 'phone',
  email: 'email',
  creditLimit: 'creditLimit',
  paymentTerms: 'paymentTerms',
  currency: 'currency',
  country: 'billingAddress.country',
  city: 'billingAddress.city',
  language: 'language',
  blocked: 'blocked',
  website: 'website',
};

export const paymentTerms: Readonly<Record<string, string>> = { '30D': '1', '60D': '2', CM: '3', '14D': '4' };
export const languageCodes: Readonly<Record<string, string>> = { NLB: 'nl', FRB: 'fr' };
export const euCountries = ['BE', 'NL', 'LU', 'FR', 'DE'];
export const recordCount = 100_000;
