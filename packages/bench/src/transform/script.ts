// The hand-written counterpart: one plain loop over the same ten operations, as a developer would write it for speed.
import { serveContestant } from '../contestant.ts';
import { checksumOf } from './checksum.ts';
import { customers, euCountries, languageCodes, paymentTerms, recordCount, type Customer } from './records.ts';

interface Result {
  name: string;
  companyNumber: string;
  vatNumber: string;
  phone: string;
  email: string;
  creditLimit: string;
  paymentTerms: string | null;
  currency: string;
  language: string;
  website: string | undefined;
}

const inEurope = new Set(euCountries);

function capitalise(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase());
}

function transform(all: readonly Customer[]): Result[] {
  const results: Result[] = [];
  for (const customer of all) {
    // 1 filter
    if (customer.blocked === 'all') continue;
    // 2 map
    const first = {
      name: customer.name.trim(),
      companyNumber: customer.companyNumber.replace(/\D/g, ''),
      vatNumber: customer.vatNumber.toUpperCase(),
      phone: customer.phone,
      email: customer.email.toLowerCase(),
      creditLimit: customer.creditLimit,
      paymentTerms: customer.paymentTerms as string | null,
      currency: customer.currency,
      country: customer.country,
      city: customer.city,
      language: customer.language,
      website: customer.website,
    };
    // 3 translate
    first.paymentTerms = paymentTerms[customer.paymentTerms] ?? null;
    // 4 filter
    if (Number(first.creditLimit) < 1000) continue;
    // 5 map
    const second = {
      ...first,
      phone: first.phone ?? '+32',
      currency: first.currency ?? 'EUR',
      city: capitalise(first.city),
    };
    // 6 translate
    second.language = languageCodes[second.language] ?? second.language;
    // 7 filter
    if (!inEurope.has(second.country)) continue;
    // 8 mask: of the fields that are left, the ERP is master of all
    // 9 map
    const third: Result = {
      name: second.city ? `${second.name} (${second.city})` : second.name,
      companyNumber: second.companyNumber,
      vatNumber: second.vatNumber,
      phone: second.phone,
      email: second.email,
      creditLimit: second.creditLimit,
      paymentTerms: second.paymentTerms,
      currency: second.currency,
      language: second.language,
      website: second.language === 'nl' ? second.website : undefined,
    };
    // 10 filter
    if (third.name === '') continue;
    results.push(third);
  }
  return results;
}

const all = customers(recordCount);
await serveContestant(() => {
  const started = performance.now();
  const results = transform(all);
  const seconds = (performance.now() - started) / 1000;
  return { records: all.length, seconds, checksum: checksumOf(results.map((result) => Object.values(result))) };
});
