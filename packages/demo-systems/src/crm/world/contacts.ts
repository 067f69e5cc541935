import { Dice } from '../../identity/dice.ts';
import { slug } from '../../identity/company.ts';
import { german, people } from '../../identity/names.ts';
import { firstBaseVersion, type BaseSet } from '../../records/base-set.ts';
import type { StoredRecord } from '../../records/definition.ts';
import { accountRoll } from './account-roll.ts';
import { accountIds, contactIds, list, stamps, within, type CrmWorld } from './accounts.ts';

const functions = {
  nl: ['Zaakvoerder', 'Aankoper', 'Boekhouder', 'Magazijnverantwoordelijke', 'Secretariaat'],
  fr: ['Gérant', 'Acheteuse', 'Comptable', 'Responsable du magasin', 'Secrétariat'],
  de: ['Geschäftsführer', 'Einkäuferin', 'Buchhalter', 'Lagerleiter', 'Sekretariat'],
} as const;

/** One person for each account of a fresh CRM, in the same position: its primary contact. */
export function contactBase({ seed, customers, companies, organisation }: CrmWorld): BaseSet {
  const roll = accountRoll(seed, customers, companies);
  const ids = contactIds(seed);
  const accounts = accountIds(seed);
  const { count } = roll;
  const { at: stampAt, lowerBound: lowerBoundStamp } = stamps(count);

  const recordAt = (position: number): StoredRecord => {
    const company = companies.company(roll.companyAt(position));
    const { language, phone, email, type, name } = company;
    const dice = new Dice(seed, company.index, 0xc0a8);
    const names = language === 'de' ? german : people[language];
    const space = name.indexOf(' ');
    const firstname = type === 'person' ? name.slice(0, space) : dice.pick(names.first);
    const lastname = type === 'person' ? name.slice(space + 1) : dice.pick(names.last);
    const user = dice.pick(organisation.salespeople);
    const stamp = stampAt(position);
    const address = type === 'person' ? email : `${slug(firstname)}.${slug(lastname)}@${email.slice(email.indexOf('@') + 1)}`; // prettier-ignore
    return {
      id: ids.at(position),
      version: firstBaseVersion + position,
      stamp,
      values: {
        firstname,
        lastname,
        emailaddress1: address,
        telephone1: phone,
        ...(type === 'person' ? {} : { jobtitle: dice.pick(functions[language]) }),
        ...(dice.chance(0.5) ? { mobilephone: `+32 4${70 + dice.below(29)} ${10 + dice.below(89)} ${10 + dice.below(89)} ${10 + dice.below(89)}` } : {}), // prettier-ignore
        kop_language: { nl: 1, fr: 2, de: 3 }[language],
        donotbulkemail: dice.chance(0.4),
        parentcustomerid: accounts.at(position),
        parentcustomeridtype: 'account',
        statecode: 0,
        statuscode: 1,
        ownerid: user,
        owneridtype: 'systemuser',
        owningbusinessunit: organisation.businessUnitId,
        createdon: stamp,
        createdby: user,
        modifiedby: user,
      },
    };
  };
  return {
    count,
    idAt: (position) => ids.at(position),
    stampAt,
    recordAt,
    positionOf: (id) => within(ids.indexOf(id), count),
    lowerBound: (id) => Math.min(count, ids.lowerBound(id)),
    lowerBoundStamp,
    find: { parentcustomerid: (id) => list(within(accounts.indexOf(id), count)) },
  };
}
