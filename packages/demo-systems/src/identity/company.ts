import {
  belgianIban,
  dutchVatNumber,
  enterpriseNumber,
  frenchVatNumber,
  germanVatNumber,
  luxembourgVatNumber,
} from './checksums.ts';
import { Dice } from './dice.ts';
import { abroad, german, legalForms, people, syllables, trades } from './names.ts';
import { permutation, permutationSize, type Permutation } from './permutation.ts';
import { places, type Place } from './places.ts';

/** A made-up customer as it is in the real world, before either system has written it down in its own way. */
export interface DemoCompany {
  readonly index: number;
  readonly type: 'company' | 'person';
  readonly name: string;
  /** For example `BV` or `SRL`; empty for a person. */
  readonly legalForm: string;
  /** Belgian enterprise number, 10 digits without dots; empty for a person and abroad. */
  readonly companyNumber: string;
  /** With its country letters; empty for a person and for a company that is not liable to VAT. */
  readonly vatNumber: string;
  /** Without blanks; Belgian also for customers abroad, who often keep an account here. */
  readonly iban: string;
  readonly language: 'nl' | 'fr' | 'de';
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166 code of two letters. */
  readonly country: string;
  /** In groups, with the country's prefix. */
  readonly phone: string;
  readonly email: string;
  readonly website: string;
  /** Dynamics' standard industry code. */
  readonly industry: number;
}

/** Indexes from 0 up to this belong to customers of the ERP; those from here on to firms only the CRM knows. */
export const firstProspectIndex = 1_500_000;

/** One world of companies. Every index below `permutationSize` is a company; equal seeds give equal companies. */
export interface CompanyWorld {
  company(index: number): DemoCompany;
  /** The index of the company with this Belgian enterprise number (10 digits), by arithmetic, not by search. */
  indexOfCompanyNumber(digits: string): number | undefined;
  /** The index of the company with this VAT number, by arithmetic. */
  indexOfVatNumber(vatNumber: string): number | undefined;
}

/** The companies of a seed. */
export function companyWorld(seed: number): CompanyWorld {
  const scatter = permutation(seed);
  const company = (index: number) => makeCompany(seed, scatter, index);
  const confirmed = (image: number | undefined, holds: (found: DemoCompany) => boolean) => {
    if (image === undefined || !Number.isInteger(image) || image < 0 || image >= permutationSize) return undefined;
    const index = scatter.backward(image);
    return holds(company(index)) ? index : undefined;
  };
  return {
    company,
    indexOfCompanyNumber: (digits) =>
      confirmed(imageOfCompanyNumber(digits), (found) => found.companyNumber === digits),
    indexOfVatNumber: (vatNumber) => confirmed(imageOfVatNumber(vatNumber), (found) => found.vatNumber === vatNumber),
  };
}

/**
 * The company of an index in the world of a seed: what a test compares a demo system's answer with.
 * Building a world anew for each call, it is for single companies, not for lists.
 */
export function demoCompany(seed: number, index: number): DemoCompany {
  return companyWorld(seed).company(index);
}

// What a company is follows from its scattered index ("image"): thousandths of all companies, in this order.
const dutchBelow = 35;
const frenchBelow = 55;
const germanBelow = 65;
const luxembourgBelow = 70;
const personBelow = 120;

// Enterprise numbers 0900… and from 1200… up have not been issued (2026), so no number leads to a real firm.
const lowNumbers = 9_000_000;
const lowCount = 1_000_000;
const highNumbers = 12_000_000;

function imageOfCompanyNumber(digits: string): number | undefined {
  if (!/^[01]\d{9}$/.test(digits)) return undefined;
  const first8 = Number(digits.slice(0, 8));
  return first8 < lowNumbers + lowCount ? first8 - lowNumbers : first8 - highNumbers + lowCount;
}

function imageOfVatNumber(vatNumber: string): number | undefined {
  const country = vatNumber.slice(0, 2);
  if (country === 'BE') return imageOfCompanyNumber(vatNumber.slice(2));
  if (country === 'NL') return Number(vatNumber.slice(2, 9)) - 1_000_000;
  if (country === 'FR') return (Number(vatNumber.slice(4, 12)) - 30_000_000) / 29;
  if (country === 'DE') return (Number(vatNumber.slice(2, 10)) - 11_000_000) / 41;
  if (country !== 'LU') return undefined;
  const rank = (Number(vatNumber.slice(2, 8)) - 100_000) / 79;
  return Math.floor(rank / 5) * 1000 + germanBelow + (rank % 5);
}

function makeCompany(seed: number, scatter: Permutation, index: number): DemoCompany {
  const image = scatter.forward(index);
  const kind = image % 1000;
  const dice = new Dice(seed, index, 0xc0);
  const iban = belgianIban(100 + dice.below(880), dice.below(10_000_000));
  if (kind < luxembourgBelow) return foreignCompany(index, image, kind, iban, dice);

  const place = dice.pick(places);
  const language = languageOf(place, dice);
  const site = belgianSite(place, language, dice);
  if (kind < personBelow) {
    const names = language === 'de' ? german : people[language];
    const first = dice.pick(names.first);
    const last = dice.pick(names.last);
    const name = `${first} ${last}`;
    return {
      index, type: 'person', name, legalForm: '', companyNumber: '', vatNumber: '', iban, language, ...site,
      email: `${slug(first)}.${slug(last)}@post.example`, website: '', industry: 0,
    }; // prettier-ignore
  }
  const first8 = image < lowCount ? lowNumbers + image : highNumbers + image - lowCount;
  const companyNumber = enterpriseNumber(first8);
  const liable = !dice.chance(0.06);
  const legalForm = language === 'fr' ? dice.pick(legalForms.fr) : dice.pick(legalForms.nl);
  const [core, industry] = firmName(language, dice);
  return {
    index, type: 'company', name: `${core} ${legalForm}`, legalForm, companyNumber,
    vatNumber: liable ? `BE${companyNumber}` : '', iban, language, ...site, ...addresses(core), industry,
  }; // prettier-ignore
}

function foreignCompany(index: number, image: number, kind: number, iban: string, dice: Dice): DemoCompany {
  const country = kind < dutchBelow ? 'NL' : kind < frenchBelow ? 'FR' : kind < germanBelow ? 'DE' : 'LU';
  const land = abroad[country];
  const language = land.language;
  const names = language === 'de' ? german : people[language];
  const town = dice.pick(land.places);
  const cut = country === 'NL' ? 7 : town.indexOf(' ');
  const legalForm = dice.pick(land.legalForms);
  const [core, industry] = firmName(language, dice);
  const vatNumber =
    country === 'NL'
      ? dutchVatNumber(1_000_000 + image)
      : country === 'FR'
        ? frenchVatNumber(30_000_000 + image * 29)
        : country === 'DE'
          ? germanVatNumber(11_000_000 + image * 41)
          : luxembourgVatNumber(100_000 + (Math.floor(image / 1000) * 5 + kind - germanBelow) * 79);
  const number = dice.below(180) + 1;
  const street = dice.pick(names.street);
  return {
    index, type: 'company', name: `${core} ${legalForm}`, legalForm, companyNumber: '', vatNumber, iban, language,
    street: language === 'fr' ? `${number} ${street}` : `${street} ${number}`,
    postalCode: town.slice(0, cut), city: town.slice(cut + 1), country,
    phone: `${land.prefix} ${20 + dice.below(60)} ${digits(dice, 3)} ${digits(dice, 2)} ${digits(dice, 2)}`,
    ...addresses(core), industry,
  }; // prettier-ignore
}

function languageOf(place: Place, dice: Dice): 'nl' | 'fr' | 'de' {
  if (place.region === 'brussels') return dice.chance(0.35) ? 'nl' : 'fr';
  return place.region === 'flanders' ? 'nl' : place.region === 'east' ? 'de' : 'fr';
}

/** A second Belgian site, such as a warehouse, in the language of its firm's street names. */
export function deliverySite(
  language: 'nl' | 'fr' | 'de',
  dice: Dice,
): { street: string; postalCode: string; city: string } {
  const { street, postalCode, city } = belgianSite(dice.pick(places), language, dice);
  return { street, postalCode, city };
}

function belgianSite(place: Place, language: 'nl' | 'fr' | 'de', dice: Dice) {
  const names = language === 'de' ? german : people[language];
  const number = `${dice.below(240) + 1}${dice.chance(0.12) ? dice.pick(['A', 'B', ' bus 2', ' bus 11', '/1']) : ''}`;
  return {
    street: `${dice.pick(names.street)} ${language === 'fr' ? number.replace('bus', 'bte') : number}`,
    postalCode: place.postalCode,
    city: language === 'nl' ? place.dutch : place.french,
    country: 'BE',
    phone:
      place.zone.length === 1
        ? `+32 ${place.zone} ${exchange(place.zone, dice)} ${digits(dice, 2)} ${digits(dice, 2)}`
        : `+32 ${place.zone} ${digits(dice, 2)} ${digits(dice, 2)} ${digits(dice, 2)}`,
  };
}

/** In Liège numbers begin with 04 2 or 04 3: what follows 04 otherwise is a mobile number, and a digit longer. */
function exchange(zone: string, dice: Dice): string {
  const drawn = digits(dice, 3);
  return zone === '4' ? `${2 + (Number(drawn[0]) % 2)}${drawn.slice(1)}` : drawn;
}

/** The name without legal form, and the industry. Three habits: trade and family, trade and brand, brand alone. */
function firmName(language: 'nl' | 'fr' | 'de', dice: Dice): [string, number] {
  const [trade, industry] = dice.pick<readonly [string, number]>(language === 'de' ? german.trade : trades[language]);
  const names = language === 'de' ? german : people[language];
  const habit = dice.below(10);
  const brand = dice.pick(syllables.first) + dice.pick(syllables.middle) + dice.pick(syllables.last);
  if (habit < 5) return [`${trade} ${dice.pick(names.last)}`, industry];
  if (habit < 8) return [`${trade} ${brand}`, industry];
  if (habit < 9) {
    const link = language === 'nl' ? '& Zonen' : language === 'fr' ? '& Fils' : '& Söhne';
    return [`${dice.pick(names.last)} ${link}`, industry];
  }
  return [`${brand} ${language === 'nl' ? 'Groep' : language === 'fr' ? 'Groupe' : 'Gruppe'}`, industry];
}

function addresses(core: string): { email: string; website: string } {
  const domain = `${slug(core)}.example`;
  return { email: `info@${domain}`, website: `https://www.${domain}` };
}

/** Lower-case ASCII for the local part or the domain of an address. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace('œ', 'oe')
    .replace('ß', 'ss')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, (gap) => (/\p{M}/u.test(gap) && !/[\s&'-]/.test(gap) ? '' : '-'))
    .replace(/^-+|-+$/g, '');
}

function digits(dice: Dice, count: number): string {
  return String(10 ** count + dice.below(10 ** count)).slice(1);
}
