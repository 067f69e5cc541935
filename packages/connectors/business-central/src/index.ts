export { businessCentral } from './connector.ts';
export { businessCentralSettings, businessCentralSpec, type BusinessCentralSettings } from './specs.ts';
