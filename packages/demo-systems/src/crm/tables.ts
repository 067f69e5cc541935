import type { CrmTable } from './table.ts';
import { accounts } from './tables/account.ts';
import { opportunityClosings, orderClosings, quoteClosings, tasks } from './tables/activities.ts';
import { priceListItems, priceLists, products, unitGroups, units } from './tables/catalogue.ts';
import { contacts } from './tables/contact.ts';
import { orderLines, quoteLines, quotes, salesOrders } from './tables/documents.ts';
import { processingSteps, sdkMessageFilters, sdkMessages, serviceEndpoints } from './tables/notices.ts';
import {
  businessUnits,
  organizations,
  systemUsers,
  teamMemberships,
  teams,
  territories,
  transactionCurrencies,
} from './tables/organisation.ts';
import { leads, opportunities, salesTargets } from './tables/sales.ts';
import { fieldPermissions, fieldSecurityProfiles, systemUserProfiles, teamProfileLinks } from './tables/security.ts';

/** Every table of the CRM. A further one needs its definition, and its records to begin with. */
export const tables: readonly CrmTable[] = [
  accounts,
  contacts,
  leads,
  opportunities,
  quotes,
  quoteLines,
  salesOrders,
  orderLines,
  products,
  units,
  unitGroups,
  priceLists,
  priceListItems,
  salesTargets,
  tasks,
  quoteClosings,
  orderClosings,
  opportunityClosings,
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
  serviceEndpoints,
  sdkMessages,
  sdkMessageFilters,
  processingSteps,
];
