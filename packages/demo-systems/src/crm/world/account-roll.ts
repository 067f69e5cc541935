import { firstProspectIndex, type CompanyWorld } from '../../identity/company.ts';
import { mix } from '../../identity/dice.ts';

/** Of every so many customers of the ERP, sales has entered one in the CRM by hand. */
const customersPerKnown = 5;
/** After so many customers comes a firm that only the CRM knows. */
const knownPerProspect = 4;

/**
 * Which firm stands in which position among the accounts, both ways by arithmetic. Customers of the ERP and prospects
 * are mixed, as they came in over the years.
 */
export interface AccountRoll {
  readonly count: number;
  /** Index of the firm in the company world; a prospect has one from `firstProspectIndex` on. */
  companyAt(position: number): number;
  positionOf(company: number): number | undefined;
}

export function accountRoll(seed: number, customers: number, world: CompanyWorld): AccountRoll {
  const known = Math.ceil(customers / customersPerKnown);
  const prospects = Math.max(2, Math.ceil(known / knownPerProspect));
  const block = knownPerProspect + 1;
  const blocks = Math.floor(known / knownPerProspect);
  const blocked = blocks * block;
  const left = known - blocks * knownPerProspect;

  /** One customer out of each five: the first from a random place on that has a number to be recognised by. */
  function customerOf(group: number): number {
    const first = group * customersPerKnown;
    const size = Math.min(customersPerKnown, customers - first);
    const start = mix(seed, group, 0x6a0) % size;
    for (let step = 0; step < size; step++) {
      const index = first + ((start + step) % size);
      const { companyNumber, vatNumber } = world.company(index);
      if (companyNumber !== '' || vatNumber !== '') return index;
    }
    return first + start;
  }

  return {
    count: known + prospects,
    companyAt(position) {
      if (position < blocked) {
        const group = Math.floor(position / block);
        const place = position % block;
        return place < knownPerProspect ? customerOf(group * knownPerProspect + place) : firstProspectIndex + group;
      }
      const rest = position - blocked;
      return rest < left ? customerOf(blocks * knownPerProspect + rest) : firstProspectIndex + blocks + rest - left;
    },
    positionOf(company) {
      if (company >= firstProspectIndex) {
        const prospect = company - firstProspectIndex;
        if (prospect >= prospects) return undefined;
        return prospect < blocks ? prospect * block + knownPerProspect : blocked + left + prospect - blocks;
      }
      const group = Math.floor(company / customersPerKnown);
      if (company >= customers || customerOf(group) !== company) return undefined;
      const inBlock = Math.floor(group / knownPerProspect);
      return inBlock < blocks
        ? inBlock * block + (group % knownPerProspect)
        : blocked + group - blocks * knownPerProspect;
    },
  };
}
