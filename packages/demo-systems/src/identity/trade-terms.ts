import { deliverySite, type DemoCompany } from './company.ts';
import { Dice, mix } from './dice.ts';

/** A code with what it is called. */
export interface Code {
  readonly code: string;
  readonly label: string;
}

/** Payment terms: days net, or days from the end of the month. */
export const paymentTermCodes: readonly (Code & { readonly dueDate: string })[] = [
  { code: '8D', label: '8 days net', dueDate: '8D' },
  { code: '14D', label: '14 days net', dueDate: '14D' },
  { code: '30D', label: '30 days net', dueDate: '30D' },
  { code: '30EOM', label: '30 days end of month', dueDate: '30D+CM' },
  { code: '60D', label: '60 days net', dueDate: '60D' },
  { code: '60EOM', label: '60 days end of month', dueDate: '60D+CM' },
  { code: 'COD', label: 'Cash on delivery', dueDate: '0D' },
];

/** Delivery terms. `unlistedDeliveryTerms` is among them. */
export const deliveryTermCodes: readonly Code[] = [
  { code: 'EXW', label: 'Ex works' },
  { code: 'FCA', label: 'Free carrier' },
  { code: 'CPT', label: 'Carriage paid to' },
  { code: 'CIP', label: 'Carriage and insurance paid to' },
  { code: 'DAP', label: 'Delivered at place' },
  { code: 'DDP', label: 'Delivered duty paid' },
  { code: 'DPU', label: 'Delivered at place unloaded' },
];

/**
 * A code the ERP has and the CRM's list lacks: one customer in a thousand has it, so that there is always a failed record
 * to learn from.
 */
export const unlistedDeliveryTerms = 'DPU';

export const paymentMethodCodes: readonly Code[] = [
  { code: 'BANK', label: 'Bank transfer' },
  { code: 'DD', label: 'Direct debit' },
  { code: 'CARD', label: 'Card' },
  { code: 'CASH', label: 'Cash' },
];

/** Currencies beside the euro, which is the company's own. */
export const foreignCurrencyCodes: readonly (Code & { readonly symbol: string })[] = [
  { code: 'CHF', label: 'Swiss franc', symbol: 'CHF' },
  { code: 'GBP', label: 'Pound sterling', symbol: '£' },
  { code: 'USD', label: 'US dollar', symbol: '$' },
];

export const salespersonCodes: readonly Code[] = [
  { code: 'AVD', label: 'An Van Dessel' },
  { code: 'BDS', label: 'Bart De Schepper' },
  { code: 'CLM', label: 'Céline Lemmens' },
  { code: 'DHO', label: 'Didier Hoebeke' },
  { code: 'EVB', label: 'Els Vanbeselaere' },
  { code: 'FMA', label: 'Fabrice Marchal' },
];

/** What the ERP has agreed with a customer: the part of a company that trade decides and not the register. */
export interface TradeTerms {
  readonly paymentTerms: string;
  readonly deliveryTerms: string;
  readonly paymentMethod: string;
  /** Empty for the euro. */
  readonly currency: string;
  /** Whole euros. */
  readonly creditLimit: number;
  /** Whole euros a credit insurer covers; 0 for none. */
  readonly insuredAmount: number;
  /** `YYYY-MM-DD`; empty without insurance. */
  readonly insuredUntil: string;
  readonly blocked: ' ' | 'Ship' | 'Invoice' | 'All';
  readonly salesperson: string;
  /** Where goods go when not to the billing address. */
  readonly delivery:
    | { readonly name: string; readonly street: string; readonly postalCode: string; readonly city: string }
    | undefined;
  /**
   * What somebody once typed into the telephone field instead of a number: one customer in five thousand. No format
   * takes it.
   */
  readonly typedPhone: string | undefined;
}

const thousandths = (seed: number, index: number, salt: number) => mix(seed, index, salt) / 0x1_0000_0000;

/** The trade terms of a company in the world of a seed; equal input gives equal terms. */
export function tradeTerms(seed: number, company: DemoCompany): TradeTerms {
  const { index, type } = company;
  const dice = new Dice(seed, index, 0x7e);
  const isPerson = type === 'person';
  const creditLimit = isPerson ? dice.pick([0, 0, 500, 1000, 2500]) : dice.pick(companyLimits);
  const isInsured = !isPerson && dice.chance(0.6);
  const insuredAmount = isInsured ? dice.pick(insuredAmounts) : 0;
  return {
    paymentTerms: isPerson ? dice.pick(['COD', '8D', '14D']) : dice.pick(usualPaymentTerms),
    deliveryTerms:
      thousandths(seed, index, 0xd9) < 0.001 ? unlistedDeliveryTerms : dice.pick(isPerson ? ['DAP', 'EXW'] : usualDeliveryTerms),
    paymentMethod: dice.pick(isPerson ? ['CASH', 'CARD', 'BANK'] : ['BANK', 'BANK', 'BANK', 'BANK', 'DD']),
    currency: !isPerson && dice.chance(0.01) ? dice.pick(foreignCurrencyCodes).code : '',
    creditLimit,
    insuredAmount,
    insuredUntil: isInsured ? insuredUntil(dice) : '',
    blocked: blockedOf(dice.below(1000)),
    salesperson: dice.pick(salespersonCodes).code,
    delivery: !isPerson && dice.chance(0.25) ? { name: company.name, ...deliverySite(company.language, dice) } : undefined,
    typedPhone: thousandths(seed, index, 0xf0) < 0.0002 ? dice.pick(typedPhones) : undefined,
  }; // prettier-ignore
}

const companyLimits = [0, 2500, 5000, 5000, 10_000, 10_000, 15_000, 25_000, 25_000, 50_000, 75_000, 100_000, 250_000];
const insuredAmounts = [5000, 10_000, 20_000, 25_000, 40_000, 50_000, 100_000, 150_000];
const usualPaymentTerms = ['30D', '30D', '30D', '30D', '30EOM', '30EOM', '60D', '60EOM', '14D', '8D'];
const usualDeliveryTerms = ['DAP', 'DAP', 'DAP', 'DAP', 'EXW', 'EXW', 'FCA', 'CPT', 'CIP', 'DDP'];
const typedPhones = ['zie contactpersoon', 'liever mailen', 'voir fiche contact', 'plus en service'];

/** The last day of a quarter between March 2026 and December 2028. */
function insuredUntil(dice: Dice): string {
  const day = ['03-31', '06-30', '09-30', '12-31'][dice.below(4)]!;
  return `${2026 + dice.below(3)}-${day}`;
}

function blockedOf(thousandth: number): TradeTerms['blocked'] {
  if (thousandth < 20) return 'All';
  if (thousandth < 28) return 'Ship';
  return thousandth < 35 ? 'Invoice' : ' ';
}
