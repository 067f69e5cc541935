import { namedGuid } from '../../identity/guid-series.ts';
import { foreignCurrencyCodes, salespersonCodes } from '../../identity/trade-terms.ts';
import { slug } from '../../identity/company.ts';
import { listedBase, type BaseSet } from '../../records/base-set.ts';
import type { StoredRecord, Values } from '../../records/definition.ts';
import { foldedText } from '../table.ts';
import { administratorsProfile } from '../tables/security.ts';

/** Where an account lies, for the territory it belongs to. */
export type Territory = 'Vlaanderen' | 'Brussel' | 'Wallonie' | 'Ostbelgien' | 'Export';

/** The fixed records of the organisation, by what other records call them. */
export interface Organisation {
  readonly name: string;
  readonly organizationId: string;
  readonly businessUnitId: string;
  /** The application user as whom an integration signs in. */
  readonly applicationUserId: string;
  readonly administratorId: string;
  readonly salespeople: readonly string[];
  readonly salesTeams: readonly string[];
  readonly euroId: string;
  /** By ISO code; how many of each a euro buys. */
  readonly currencyIds: Readonly<Record<string, string>>;
  readonly exchangeRates: Readonly<Record<string, number>>;
  readonly territoryIds: Readonly<Record<Territory, string>>;
  /** By entity set. */
  readonly bases: Readonly<Record<string, BaseSet>>;
}

const firstDay = Date.parse('2023-01-09T08:00:00Z');
const territoryNames: readonly Territory[] = ['Vlaanderen', 'Brussel', 'Wallonie', 'Ostbelgien', 'Export'];

/** Units of each currency that one euro buys. */
const exchangeRates: Readonly<Record<string, number>> = { EUR: 1, CHF: 0.94, GBP: 0.86, USD: 1.09 };

/** Users, teams, territories and currencies of the demo firm. */
export function organisation(seed: number): Organisation {
  const id = (name: string) => namedGuid(seed, `crm ${name}`);
  const businessUnitId = id('business unit');
  const applicationUserId = id('user application');
  const administratorId = id('user administrator');
  const euroId = id('currency EUR');
  const audit = (): Values => ({ createdon: firstDay, createdby: administratorId, modifiedby: administratorId });
  const made = (name: string, values: Values) => ({ id: id(name), stamp: firstDay, values: { ...audit(), ...values } });

  const user = (name: string, fullname: string, more: Values) => {
    const [firstname = '', ...rest] = fullname.split(' ');
    const address = `${slug(fullname).replaceAll('-', '.')}@demo.example`;
    return made(name, {
      fullname,
      firstname,
      lastname: rest.join(' '),
      domainname: address,
      internalemailaddress: address,
      isdisabled: false,
      accessmode: 0,
      azureactivedirectoryobjectid: id(`directory ${name}`),
      businessunitid: businessUnitId,
      ...more,
    });
  };
  const people = salespersonCodes.map(({ code, label }) => user(`user ${code}`, label, { title: 'Account manager' }));
  const users = [
    user('user application', 'Koppel Integration', {
      accessmode: 4,
      applicationid: id('application'),
      isintegrationuser: true,
    }),
    user('user administrator', 'Ruth Verstappen', { title: 'CRM administrator' }),
    ...people,
  ];
  const teamNames = ['Sales Noord', 'Ventes Sud', 'Binnendienst'];
  const teams = [
    made('team default', { name: 'Demo', teamtype: 0, isdefault: true, businessunitid: businessUnitId }),
    ...teamNames.map((name) =>
      made(`team ${name}`, { name, teamtype: 0, isdefault: false, businessunitid: businessUnitId }),
    ),
  ];
  const member = (team: string, user: string) => ({
    id: id(`member ${team} ${user}`),
    stamp: firstDay,
    values: { teamid: id(`team ${team}`), systemuserid: user },
  });
  // Everybody belongs to the team of the business unit, and each salesperson to one of a region.
  const members = [
    ...users.map((one) => member('default', one.id)),
    ...people.map((person, at) => member(teamNames[at % 2]!, person.id)),
  ];
  const currencies = [{ code: 'EUR', label: 'Euro', symbol: '€' }, ...foreignCurrencyCodes].map(
    ({ code, label, symbol }) =>
      made(`currency ${code}`, {
        currencyname: label,
        isocurrencycode: code,
        currencysymbol: symbol,
        currencyprecision: 2,
        exchangerate: exchangeRates[code] ?? 1,
        statecode: 0,
        statuscode: 1,
      }),
  );
  const text = (name: string) => (record: StoredRecord) => foldedText(record.values[name] ?? null);
  const plain = (name: string) => (record: StoredRecord) => String(record.values[name] ?? '');
  return {
    name: 'Demo Sales',
    organizationId: id('organization'),
    businessUnitId,
    applicationUserId,
    administratorId,
    salespeople: people.map((person) => person.id),
    salesTeams: teamNames.slice(0, 2).map((name) => id(`team ${name}`)),
    euroId,
    currencyIds: Object.fromEntries(Object.keys(exchangeRates).map((code) => [code, id(`currency ${code}`)])),
    exchangeRates,
    territoryIds: Object.fromEntries(territoryNames.map((name) => [name, id(`territory ${name}`)])) as Record<Territory, string>, // prettier-ignore
    bases: {
      systemusers: listedBase(users, { azureactivedirectoryobjectid: plain('azureactivedirectoryobjectid') }),
      teams: listedBase(teams, { name: text('name') }),
      teammemberships: listedBase(members, { teamid: plain('teamid'), systemuserid: plain('systemuserid') }),
      businessunits: listedBase([made('business unit', { name: 'Demo', isdisabled: false })]),
      organizations: listedBase([
        made('organization', {
          name: 'Demo Sales',
          languagecode: 1033,
          localeid: 2067,
          currencysymbol: '€',
          currencydecimalprecision: 2,
          pricingdecimalprecision: 2,
          basecurrencyid: euroId,
          expirechangetrackingindays: 7,
          maxuploadfilesize: 5_242_880,
          isauditenabled: false,
          issopintegrationenabled: false,
        }),
      ]),
      transactioncurrencies: listedBase(currencies, { isocurrencycode: text('isocurrencycode') }),
      fieldsecurityprofiles: listedBase([
        { id: administratorsProfile, stamp: firstDay, values: { ...audit(), name: 'System Administrator' } },
      ]),
      territories: listedBase(
        territoryNames.map((name) => made(`territory ${name}`, { name })),
        { name: text('name') },
      ),
    },
  };
}
