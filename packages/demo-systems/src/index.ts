export {
  startDemoCrm,
  startDemoErp,
  startDemoSystems,
  type DemoCredentials,
  type DemoOptions,
  type DemoSystem,
  type DemoSystems,
} from './demo-systems.ts';
export type { FaultSettings, FaultSwitches } from './listener/faults.ts';
export type { RequestCounts } from './listener/request-counts.ts';
export type { PageRequest } from './page/page.ts';
export type { ServiceResponse } from './odata-service.ts';
export {
  deliveryTermCodes,
  foreignCurrencyCodes,
  paymentMethodCodes,
  paymentTermCodes,
  unlistedDeliveryTerms,
  type Code,
} from './identity/trade-terms.ts';
export { demoCompany, type DemoCompany } from './identity/company.ts';
