import type { Catalog, Clock } from '@koppel/sdk';
import type { InstanceStore } from '@koppel/store';
import type { AnchorFile } from '../audit/anchor-file.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Entrance } from '../auth/entrance.ts';
import type { PendingSignIns } from '../auth/pending-sign-ins.ts';
import type { SecondFactors } from '../auth/second-factors.ts';
import type { SingleSignOn } from '../auth/single-sign-on.ts';
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
  readonly entrance: Entrance;
  readonly pending: PendingSignIns;
  /** Null where no provider is set. */
  readonly singleSignOn: SingleSignOn | null;
  readonly secondFactors: SecondFactors;
  readonly links: SignInLinks;
  readonly keyRotation: KeyRotation;
  readonly audit: AuditLog;
  readonly anchors: AnchorFile;
  /** Where others reach this server. */
  readonly publicUrl: string;
}
