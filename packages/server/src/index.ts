export { catalogBody } from './handlers/catalog.ts';
export { permissionsOfRole } from './auth/permissions.ts';
export { otherAddresses, type OtherAccess } from './http/addresses.ts';
export { isLoopback, readConfig, variables, type Config } from './config.ts';
export { newKeyText } from '@koppel/store';
export { rootFolder } from './root-folder.ts';
export { startKoppel, type Koppel, type StartOptions } from './start/koppel.ts';
export { StartupError } from './startup-error.ts';
export { readServerFile } from './workspace/server-file.ts';
