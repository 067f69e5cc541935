import { dottedEnterpriseNumber } from '../identity/checksums.ts';
import type { CompanyWorld, DemoCompany } from '../identity/company.ts';
import { mix } from '../identity/dice.ts';
import { guidSeries } from '../identity/guid-series.ts';
import { tradeTerms } from '../identity/trade-terms.ts';
import { firstBaseVersion, type BaseSet } from '../records/base-set.ts';
import type { Values } from '../records/definition.ts';
import { codeIds, setUpAt } from './code-tables.ts';
import { zeroDate, zeroGuid } from './columns.ts';

/** The number of the first customer, `K10000`; index i of the world has this plus i. */
const firstCustomerNumber = 10_000;

/** The number of a customer by its index in the world of companies. */
export function customerNumber(index: number): string {
  return `K${firstCustomerNumber + index}`;
}

/** The index of a customer number among so many, or undefined. */
export function customerIndex(number: string, count: number): number | undefined {
  const digits = /^K(\d{5,7})$/.exec(number)?.[1];
  const index = Number(digits) - firstCustomerNumber;
  return digits !== undefined && index >= 0 && index < count ? index : undefined;
}

const liveAt = Date.UTC(2021, 0, 11, 7);
const baseEndsAt = Date.UTC(2026, 0, 1);

/**
 * The customers the ERP begins with. The first 60 % came with the conversion from an older system, eight at a time with
 * the same stamp; the others one by one over five years.
 */
export function customerBase({
  seed,
  world,
  count,
}: {
  readonly seed: number;
  readonly world: CompanyWorld;
  readonly count: number;
}): BaseSet {
  const ids = guidSeries(seed, 0xe1);
  const toValues = valuesOf(seed);
  const converted = Math.floor(count * 0.6);
  const spacing = (baseEndsAt - liveAt) / Math.max(1, count - converted);
  const stampAt = (position: number) =>
    position < converted
      ? setUpAt + Math.floor(position / 8) * 250
      : liveAt + Math.floor((position - converted) * spacing);
  const within = (index: number | undefined) => (index !== undefined && index < count ? [index] : []);
  return {
    count,
    idAt: ids.at,
    stampAt,
    recordAt: (position) => ({
      id: ids.at(position),
      version: firstBaseVersion + position,
      stamp: stampAt(position),
      values: toValues(world.company(position)),
    }),
    positionOf: (id) => within(ids.indexOf(id))[0],
    lowerBound: (id) => Math.min(count, ids.lowerBound(id)),
    lowerBoundStamp(stamp) {
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (stampAt(middle) < stamp) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    find: {
      number: (value) => within(customerIndex(value, count)),
      enterpriseNumber: (digits) => within(world.indexOfCompanyNumber(digits)),
      vatNumber: (value) => within(world.indexOfVatNumber(value)),
    },
  };
}

const windowsLanguages = { nl: ['NLB', 'NLD'], fr: ['FRB', 'FRA'], de: ['DEU', 'DEU'] } as const;

/** What an ERP makes of a company: the words and habits of the people who typed it in. */
function valuesOf(seed: number): (company: DemoCompany) => Values {
  const paymentTerms = codeIds(seed, 'paymentTerms');
  const shipmentMethods = codeIds(seed, 'shipmentMethods');
  const paymentMethods = codeIds(seed, 'paymentMethods');
  const currencies = codeIds(seed, 'currencies');
  const taxAreas = codeIds(seed, 'taxAreas');
  return (company) => {
    const terms = tradeTerms(seed, company);
    const { index, country, companyNumber } = company;
    const { delivery } = terms;
    const habit = mix(seed, index, 0xe7);
    const isBelgian = country === 'BE';
    return {
      number: customerNumber(index),
      displayName: company.name,
      type: company.type === 'person' ? 'Person' : 'Company',
      addressLine1: company.street,
      addressLine2: habit % 40 === 0 ? secondLines[(habit >>> 8) % secondLines.length]! : '',
      city: company.city,
      state: '',
      country,
      postalCode: company.postalCode,
      phoneNumber: terms.typedPhone ?? typedPhone(company.phone, habit),
      email: habit % 11 === 0 ? capitalised(company.email) : company.email,
      website: company.website,
      salespersonCode: terms.salesperson,
      creditLimit: terms.creditLimit,
      taxLiable: false,
      taxAreaId: taxAreas.get(isBelgian ? 'NAT' : 'EU')!,
      enterpriseNumber: companyNumber === '' || habit % 5 === 0 ? companyNumber : dottedEnterpriseNumber(companyNumber),
      vatNumber: company.vatNumber,
      currencyId: terms.currency === '' ? zeroGuid : currencies.get(terms.currency)!,
      paymentTermsId: paymentTerms.get(terms.paymentTerms)!,
      shipmentMethodId: shipmentMethods.get(terms.deliveryTerms)!,
      paymentMethodId: paymentMethods.get(terms.paymentMethod)!,
      blocked: terms.blocked,
      legalForm: company.legalForm,
      language: windowsLanguages[company.language][isBelgian ? 0 : 1],
      iban: company.iban,
      deliveryName: delivery?.name ?? '',
      deliveryAddressLine1: delivery?.street ?? '',
      deliveryAddressLine2: '',
      deliveryPostalCode: delivery?.postalCode ?? '',
      deliveryCity: delivery?.city ?? '',
      deliveryCountry: delivery === undefined ? '' : 'BE',
      insuredAmount: terms.insuredAmount,
      insuredUntil: terms.insuredUntil === '' ? zeroDate : terms.insuredUntil,
    };
  };
}

const secondLines = ['Gebouw B', 'Blok 2', 'Bât. C', '1e verdieping', 'Zone industrielle', 'Unit 4'];

/** Telephone numbers as Belgians write them: with the country's prefix, with a slash and dots, or with blanks. */
function typedPhone(phone: string, habit: number): string {
  if (!phone.startsWith('+32 ')) return phone;
  const style = (habit >>> 4) % 5;
  if (style < 2) return phone;
  const [zone = '', ...groups] = phone.slice(4).split(' ');
  return style < 4 ? `0${zone}/${groups.join('.')}` : `0${zone} ${groups.join(' ')}`;
}

function capitalised(email: string): string {
  return email.charAt(0).toUpperCase() + email.slice(1);
}
