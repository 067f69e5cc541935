export { tryton } from './connector.ts';
export { trytonSettings } from './specs.ts';
