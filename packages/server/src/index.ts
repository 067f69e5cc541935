export { catalogBody } from './handlers/catalog.ts';
export { permissionsOfRole } from './auth/permissions.ts';
export { readConfig, variables, type Config } from './config.ts';
export { newKeyText } from '@koppel/store';
export { rootFolder } from './root-folder.ts';
export { startKoppel, type Koppel, type StartOptions } from './start/koppel.ts';
export { StartupError } from './startup-error.ts';
export { readServerFile, type ServerFile } from './workspace/server-file.ts';
