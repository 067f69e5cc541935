import type { Permission, Session } from '@koppel/protocol';
import {
  Building2,
  ChartColumn,
  CirclePlay,
  Inbox,
  Link2,
  Package,
  Plug,
  Table2,
  Settings,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { MessageId } from '../i18n/texts.ts';

/** A screen in the rail. Only screens that exist are listed. */
export interface Section {
  readonly to:
    | '/flows'
    | '/mastership'
    | '/links'
    | '/templates'
    | '/runs'
    | '/failures'
    | '/connections'
    | '/revenue'
    | '/clients'
    | '/settings';
  readonly title: MessageId;
  readonly icon: LucideIcon;
  /** Without it the section is left out; null is for everybody. */
  readonly permission: Permission | null;
  /** Only for who works in several workspaces. */
  readonly isAcross?: boolean;
}

/** The groups of the rail, in order. */
export const sectionGroups: readonly { readonly title: MessageId; readonly sections: readonly Section[] }[] = [
  {
    title: 'rail.design',
    sections: [
      { to: '/flows', title: 'flows.title', icon: Workflow, permission: 'flows.read' },
      { to: '/mastership', title: 'mastership.title', icon: Table2, permission: 'mastership.read' },
      { to: '/links', title: 'links.title', icon: Link2, permission: 'links.read' },
      { to: '/templates', title: 'templates.title', icon: Package, permission: 'templates.read' },
    ],
  },
  {
    title: 'rail.operate',
    sections: [
      { to: '/runs', title: 'runs.title', icon: CirclePlay, permission: 'runs.read' },
      { to: '/failures', title: 'failures.title', icon: Inbox, permission: 'failures.read' },
      { to: '/connections', title: 'connections.title', icon: Plug, permission: 'connections.read' },
    ],
  },
  {
    title: 'rail.insight',
    sections: [{ to: '/revenue', title: 'revenue.title', icon: ChartColumn, permission: 'revenue.read' }],
  },
  {
    title: 'rail.across',
    sections: [{ to: '/clients', title: 'clients.title', icon: Building2, permission: null, isAcross: true }],
  },
];

/** Whether a section is for this person. */
export function isFor({ permission, isAcross = false }: Section, { permissions, workspaces }: Session): boolean {
  return (permission === null || permissions.includes(permission)) && (!isAcross || workspaces.length > 1);
}

/** Below the groups, for everybody. */
export const settingsSection: Section = {
  to: '/settings',
  title: 'settings.title',
  icon: Settings,
  permission: null,
};
