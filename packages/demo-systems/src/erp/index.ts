export { createErp, erpEnvironment, erpRoot, erpTenant } from './service.ts';
export { companyName } from './company.ts';
