import { dirname } from 'node:path';

/** The folder of Koppel itself: with `flows`, `packages` and, unless configured otherwise, the data. */
export const rootFolder = dirname(dirname(dirname(import.meta.dirname)));
