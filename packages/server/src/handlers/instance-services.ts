import type { Catalog, Clock } from '@koppel/sdk';
import type { InstanceStore } from '@koppel/store';
import type { Sessions } from '../auth/sessions.ts';
import type { SignInLinks } from '../auth/sign-in-links.ts';
import type { KeyRotation } from '../secrets/key-rotation.ts';
import type { Workspaces } from '../start/workspaces.ts';

/** What the handlers of the instance work with. */
export interface InstanceServices {
  readonly instance: InstanceStore;
  readonly workspaces: Workspaces;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly links: SignInLinks;
  readonly keyRotation: KeyRotation;
  /** Where others reach this server. */
  readonly publicUrl: string;
}
