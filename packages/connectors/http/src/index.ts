export { http } from './connector.ts';
export { httpSettings } from './specs.ts';
