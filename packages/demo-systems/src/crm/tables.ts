import type { CrmTable } from './table.ts';
import { accounts } from './tables/account.ts';
import { contacts } from './tables/contact.ts';
import {
  businessUnits,
  organizations,
  systemUsers,
  teamMemberships,
  teams,
  territories,
  transactionCurrencies,
} from './tables/organisation.ts';
import { fieldPermissions, fieldSecurityProfiles, systemUserProfiles, teamProfileLinks } from './tables/security.ts';

/** Every table of the CRM. A further one needs its definition, and its records to begin with. */
export const tables: readonly CrmTable[] = [
  accounts,
  contacts,
  systemUsers,
  teams,
  teamMemberships,
  businessUnits,
  organizations,
  transactionCurrencies,
  territories,
  fieldSecurityProfiles,
  fieldPermissions,
  systemUserProfiles,
  teamProfileLinks,
];
