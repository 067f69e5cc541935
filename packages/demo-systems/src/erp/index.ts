export { createErp, erpEnvironment, erpRoot } from './service.ts';
export { companyName } from './company.ts';
