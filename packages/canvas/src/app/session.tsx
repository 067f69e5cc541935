import type { Permission, Session } from '@koppel/protocol';
import { createContext, useContext } from 'react';
import { useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';

const SessionContext = createContext<Session | null>(null);

/** Gives the components inside it the signed-in person. */
export const SessionProvider = SessionContext.Provider;

/** Who is signed in, and in which workspace. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('This component needs a SessionProvider around it.');
  return session;
}

/** Who has each permission, in words: for what is shown disabled. */
export const permissionReasons: Readonly<Record<Permission, MessageId>> = {
  'flows.read': 'permission.flowsRead',
  'flows.edit': 'permission.flowsEdit',
  'code.edit': 'permission.codeEdit',
  'flows.publish': 'permission.flowsPublish',
  'publishing.approve': 'permission.publishingApprove',
  'flows.run': 'permission.flowsRun',
  'runs.read': 'permission.runsRead',
  'failures.read': 'permission.failuresRead',
  'failures.repair': 'permission.failuresRepair',
  'payloads.read': 'permission.payloadsRead',
  'connections.read': 'permission.connectionsRead',
  'connections.edit': 'permission.connectionsEdit',
  'mastership.read': 'permission.mastershipRead',
  'mastership.edit': 'permission.mastershipEdit',
  'valueLists.edit': 'permission.valueListsEdit',
  'links.read': 'permission.linksRead',
  'links.edit': 'permission.linksEdit',
  'people.edit': 'permission.peopleEdit',
  'demo.use': 'permission.demoUse',
  'workspace.edit': 'permission.workspaceEdit',
  'privacy.edit': 'permission.privacyEdit',
  'revenue.read': 'permission.revenueRead',
  'revenue.all': 'permission.revenueAll',
  'templates.read': 'permission.templatesRead',
  'templates.use': 'permission.templatesUse',
  'audit.read': 'permission.auditRead',
};

/** Whether the person may do something. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/** Why the person may not do something, for `reason` of a control; null when they may. */
export function useReason(permission: Permission): string | null {
  const text = useText();
  return useMay(permission) ? null : text(permissionReasons[permission]);
}
