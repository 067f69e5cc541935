export { dataverse } from './connector.ts';
export { dataverseSettings, dataverseSpec, type DataverseSettings } from './specs.ts';
