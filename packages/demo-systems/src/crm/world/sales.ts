import { firstProspectIndex, slug } from '../../identity/company.ts';
import { Dice, mix } from '../../identity/dice.ts';
import { guidSeries } from '../../identity/guid-series.ts';
import { people } from '../../identity/names.ts';
import { firstBaseVersion, type BaseSet } from '../../records/base-set.ts';
import type { Values } from '../../records/definition.ts';
import { accountRoll } from './account-roll.ts';
import { accountIds, list, stamps, within, type CrmWorld } from './accounts.ts';
import { arithmetic } from './documents.ts';

/** Of how many accounts in a row one has an opportunity, a task, a lead beside it, and targets for each month. */
const every = { opportunity: 3, task: 5, lead: 4, target: 4 } as const;
const months = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}`);
const day = 86_400_000;

const opportunityNames = ['Raamcontract', 'Nieuwe vestiging', 'Vervanging machinepark', 'Onderhoudsovereenkomst'];
const taskSubjects = [
  'Terugbellen over offerte',
  'Bezoek plannen',
  'Kredietlimiet bespreken',
  'Jaargesprek voorbereiden',
];
const leadSubjects = ['Vraag via website', 'Bezoeker beurs', 'Aanbeveling van klant', 'Prijsaanvraag'];

/** What sales works on besides quotes: opportunities, leads, tasks and targets. */
export function salesBases(world: CrmWorld): Record<string, BaseSet> {
  const { seed, customers, companies, organisation } = world;
  const roll = accountRoll(seed, customers, companies);
  const accounts = accountIds(seed);
  const companyAt = (account: number) => companies.company(roll.companyAt(account));
  const accountAt = (id: string) => within(accounts.indexOf(id), roll.count);
  const amount = (value: number): Values => ({
    transactioncurrencyid: organisation.euroId,
    exchangerate: 1,
    ...(value > 0 ? { estimatedvalue: value } : {}),
  });
  const made = (stamp: number, index: number): Values => {
    const user = organisation.salespeople[mix(seed, index, 0x5a1f) % organisation.salespeople.length]!;
    return {
      ownerid: user,
      owneridtype: 'systemuser',
      owningbusinessunit: organisation.businessUnitId,
      createdon: stamp,
      createdby: user,
      modifiedby: user,
    };
  };

  /** A base in which one of every `size` accounts has a record. */
  function perGroup(salt: number, size: number, values: (account: number, index: number, stamp: number) => Values) {
    const count = Math.floor(roll.count / size);
    const ids = guidSeries(seed, salt);
    const when = stamps(count);
    const accountOf = (index: number) => index * size + (mix(seed, index, salt) % size);
    const base: BaseSet = {
      ...arithmetic(ids, count, when),
      recordAt(index) {
        const stamp = when.at(index);
        return {
          id: ids.at(index),
          version: firstBaseVersion + index,
          stamp,
          values: { ...values(accountOf(index), index, stamp), ...made(stamp, index) },
        };
      },
      find: {},
    };
    const ofAccount = (id: string) => {
      const account = accountAt(id);
      if (account === undefined) return [];
      const index = Math.floor(account / size);
      return index < count && accountOf(index) === account ? [index] : [];
    };
    return { base, ofAccount };
  }

  const opportunity = perGroup(0x0bb0, every.opportunity, (account, index, stamp) => {
    const dice = new Dice(seed, index, 0x0bb1);
    const value = (2 + dice.below(120)) * 500;
    const status = dice.pick([1, 1, 2, 3, 3, 4, 5]);
    const state = status <= 2 ? 0 : status === 3 ? 1 : 2;
    const closed = new Date(stamp).toISOString().slice(0, 10);
    return {
      name: `${dice.pick(opportunityNames)} ${companyAt(account).name}`,
      customerid: accounts.at(account),
      customeridtype: 'account',
      ...amount(value),
      ...(state === 1 ? { actualvalue: value } : {}),
      ...(state === 0 ? {} : { actualclosedate: closed }),
      estimatedclosedate: new Date(stamp + 60 * day).toISOString().slice(0, 10),
      closeprobability: 10 * (1 + dice.below(9)),
      statecode: state,
      statuscode: status,
    };
  });

  const task = perGroup(0x7a50, every.task, (account, index, stamp) => {
    const dice = new Dice(seed, index, 0x7a51);
    const isDone = dice.chance(0.4);
    return {
      subject: dice.pick(taskSubjects),
      description: companyAt(account).name,
      scheduledend: stamp + (7 + dice.below(40)) * day,
      ...(isDone ? { actualend: stamp, percentcomplete: 100 } : {}),
      prioritycode: dice.below(3),
      regardingobjectid: accounts.at(account),
      regardingobjectidtype: 'account',
      statecode: isDone ? 1 : 0,
      statuscode: isDone ? 5 : 2,
    };
  });

  // Leads are firms that are no account yet: behind the prospects that are.
  const lead = perGroup(0x1ead, every.lead, (_, index) => {
    const company = companies.company(firstProspectIndex + roll.count + index);
    const dice = new Dice(seed, index, 0x1eae);
    const names = people[company.language === 'nl' ? 'nl' : 'fr'];
    const [firstname, lastname] = [dice.pick(names.first), dice.pick(names.last)];
    const status = dice.pick([1, 1, 2, 3, 4, 6]);
    return {
      subject: dice.pick(leadSubjects),
      firstname,
      lastname,
      companyname: company.name,
      emailaddress1: `${slug(firstname)}.${slug(lastname)}@${company.email.slice(company.email.indexOf('@') + 1)}`,
      telephone1: company.phone,
      address1_city: company.city,
      address1_country: company.country,
      leadsourcecode: dice.pick([6, 7, 8, 9]),
      statecode: status <= 2 ? 0 : status === 3 ? 1 : 2,
      statuscode: status,
    };
  });

  const targetCount = Math.floor(roll.count / every.target) * months.length;
  const targetIds = guidSeries(seed, 0x7a60);
  const targetStamps = stamps(targetCount);
  const target: BaseSet = {
    ...arithmetic(targetIds, targetCount, targetStamps),
    recordAt(position) {
      const account = Math.floor(position / months.length) * every.target;
      const period = months[position % months.length]!;
      const stamp = targetStamps.at(position);
      const dice = new Dice(seed, account, 0x7a61);
      return {
        id: targetIds.at(position),
        version: firstBaseVersion + position,
        stamp,
        values: {
          kop_name: `${period} ${companyAt(account).name}`.slice(0, 100),
          kop_period: period,
          kop_accountid: accounts.at(account),
          kop_salespersonid: dice.pick(organisation.salespeople),
          kop_amount: (1 + dice.below(60)) * 250,
          transactioncurrencyid: organisation.euroId,
          exchangerate: 1,
          statecode: 0,
          statuscode: 1,
          ...made(stamp, account),
        },
      };
    },
    find: {
      kop_accountid(id) {
        const account = accountAt(id);
        if (account === undefined || account % every.target !== 0) return [];
        const first = (account / every.target) * months.length;
        return months.flatMap((_, month) => list(within(first + month, targetCount)));
      },
    },
  };

  return {
    opportunities: { ...opportunity.base, find: { customerid: opportunity.ofAccount } },
    tasks: { ...task.base, find: { regardingobjectid: task.ofAccount } },
    leads: lead.base,
    kop_salestargets: target,
  };
}
