import type { StoreContext } from '../context.ts';

/** What the parts of the instance's store share. */
export type InstanceContext = Pick<StoreContext, 'db' | 'writer' | 'vault' | 'now' | 'newId'>;
