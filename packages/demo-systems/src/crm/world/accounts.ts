import { dottedEnterpriseNumber } from '../../identity/checksums.ts';
import type { CompanyWorld, DemoCompany } from '../../identity/company.ts';
import { firstProspectIndex } from '../../identity/company.ts';
import { Dice } from '../../identity/dice.ts';
import { guidSeries, type GuidSeries } from '../../identity/guid-series.ts';
import { firstBaseVersion, type BaseSet } from '../../records/base-set.ts';
import type { StoredRecord, Values } from '../../records/definition.ts';
import { accountRoll } from './account-roll.ts';
import { nameIndex } from './name-index.ts';
import type { Organisation, Territory } from './organisation.ts';
import { textsOfSales } from './sales-texts.ts';

/** Everything the base records of the CRM are computed from. */
export interface CrmWorld {
  readonly seed: number;
  readonly customers: number;
  readonly companies: CompanyWorld;
  readonly organisation: Organisation;
}

const firstStamp = Date.parse('2023-02-01T08:00:00Z');
const lastStamp = Date.parse('2025-12-19T16:00:00Z');
const day = 86_400_000;

/** Keys of accounts, and of the contact that comes with each, by position. */
export function accountIds(seed: number): GuidSeries {
  return guidSeries(seed, 0xacc0);
}
export function contactIds(seed: number): GuidSeries {
  return guidSeries(seed, 0xc0a7);
}

/** When the record of a position was last changed: whole seconds that grow with the position. */
export function stamps(count: number): { at: (position: number) => number; lowerBound: (stamp: number) => number } {
  const step = Math.max(1, Math.floor((lastStamp - firstStamp) / 1000 / count)) * 1000;
  return {
    at: (position) => firstStamp + position * step,
    lowerBound: (stamp) => Math.min(count, Math.max(0, Math.ceil((stamp - firstStamp) / step))),
  };
}

/**
 * The accounts of a fresh CRM: a fifth of the ERP's customers as sales once typed them in, without a customer number,
 * and firms nobody has sold to yet. Sales has filled in its own columns for about half of them.
 */
export function accountBase({ seed, customers, companies, organisation }: CrmWorld): BaseSet {
  const roll = accountRoll(seed, customers, companies);
  const ids = accountIds(seed);
  const persons = contactIds(seed);
  const { count } = roll;
  const { at: stampAt, lowerBound: lowerBoundStamp } = stamps(count);

  const recordAt = (position: number): StoredRecord => {
    const company = companies.company(roll.companyAt(position));
    const dice = new Dice(seed, company.index, 0xacc1);
    const stamp = stampAt(position);
    const owner = ownerOf(organisation, company, dice);
    const user = owner.owneridtype === 'team' ? organisation.salespeople[0]! : owner.ownerid;
    return {
      id: ids.at(position),
      version: firstBaseVersion + position,
      stamp,
      values: {
        ...identity(company),
        ...reach(company, dice),
        customertypecode: company.index >= firstProspectIndex ? 8 : 3,
        territoryid: organisation.territoryIds[territoryOf(company)],
        primarycontactid: persons.at(position),
        transactioncurrencyid: organisation.euroId,
        exchangerate: 1,
        ...(dice.chance(0.5) ? textsOfSales(company, dice) : {}),
        statecode: 0,
        statuscode: 1,
        ...owner,
        owningbusinessunit: organisation.businessUnitId,
        createdon: stamp - dice.below(400) * day,
        createdby: user,
        modifiedby: user,
      },
    };
  };
  const only = (company: number | undefined, holds: (values: Values) => boolean): readonly number[] => {
    const position = company === undefined ? undefined : roll.positionOf(company);
    return position !== undefined && holds(recordAt(position).values) ? [position] : [];
  };
  return {
    count,
    idAt: (position) => ids.at(position),
    stampAt,
    recordAt,
    positionOf: (id) => within(ids.indexOf(id), count),
    lowerBound: (id) => Math.min(count, ids.lowerBound(id)),
    lowerBoundStamp,
    find: {
      kop_companynumber: (value) =>
        only(companies.indexOfCompanyNumber(value.replaceAll(/\D/g, '')), (values) =>
          same(values['kop_companynumber'], value),
        ),
      kop_vatnumber: (value) =>
        only(companies.indexOfVatNumber(value.replaceAll(/[ .]/g, '').toUpperCase()), (values) =>
          same(values['kop_vatnumber'], value),
        ),
      primarycontactid: (id) => list(within(persons.indexOf(id), count)),
      name: nameIndex(count, (position) => nameOf(companies.company(roll.companyAt(position)))),
    },
  };
}

const same = (stored: unknown, folded: string) => typeof stored === 'string' && stored.toLowerCase() === folded;

export function within(position: number | undefined, count: number): number | undefined {
  return position !== undefined && position < count ? position : undefined;
}

export function list(position: number | undefined): readonly number[] {
  return position === undefined ? [] : [position];
}

/** How sales writes the name: a third leaves the legal form out. */
function nameOf({ index, name, legalForm }: DemoCompany): string {
  return index % 3 === 0 && legalForm !== '' ? name.slice(0, -legalForm.length - 1) : name;
}

/** Numbers as people type them. Every firm is recognisable by one of them, not all by both. */
function identity(company: DemoCompany): Values {
  const { index, companyNumber, vatNumber, legalForm } = company;
  const typed = [dottedEnterpriseNumber(companyNumber), companyNumber, `BE ${dottedEnterpriseNumber(companyNumber)}`];
  const hasCompanyNumber = companyNumber !== '' && (index % 4 !== 1 || vatNumber === '');
  const hasVatNumber = vatNumber !== '' && (index % 4 <= 1 || !hasCompanyNumber);
  return {
    name: nameOf(company),
    ...(legalForm !== '' && index % 2 === 0 ? { kop_legalform: legalForm } : {}),
    ...(hasCompanyNumber ? { kop_companynumber: typed[index % typed.length]! } : {}),
    ...(hasVatNumber ? { kop_vatnumber: vatNumber } : {}),
  };
}

/** Address and contact data; for one in eight the firm has moved since. */
function reach(company: DemoCompany, dice: Dice): Values {
  const { street, postalCode, city, country, phone, email, website, language, industry } = company;
  const hasMoved = dice.chance(0.12);
  return {
    address1_line1: hasMoved ? street.replace(/\d+/, (number) => String(Number(number) + 2)) : street,
    address1_postalcode: postalCode,
    address1_city: city,
    address1_country: country,
    telephone1: dice.chance(0.3) ? phone.replace('+32 ', '0').replaceAll(' ', '') : phone,
    emailaddress1: email,
    ...(website !== '' ? { websiteurl: website } : {}),
    ...(dice.chance(0.6) ? { kop_language: { nl: 1, fr: 2, de: 3 }[language] } : {}),
    ...(industry > 0 && dice.chance(0.7) ? { industrycode: Math.min(industry, 33) } : {}),
  };
}

function ownerOf(organisation: Organisation, { language }: DemoCompany, dice: Dice) {
  if (dice.chance(0.15)) {
    const team = organisation.salesTeams[language === 'fr' ? 1 : 0]!;
    return { ownerid: team, owneridtype: 'team' };
  }
  return { ownerid: dice.pick(organisation.salespeople), owneridtype: 'systemuser' };
}

function territoryOf({ country, postalCode, language }: DemoCompany): Territory {
  if (country !== 'BE') return 'Export';
  const region = Number(postalCode.slice(0, 2));
  if (region >= 10 && region <= 12) return 'Brussel';
  if (language === 'de') return 'Ostbelgien';
  return language === 'fr' ? 'Wallonie' : 'Vlaanderen';
}
