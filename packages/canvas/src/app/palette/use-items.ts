import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useRead } from '../../api/use-api.tsx';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { isFor, sectionGroups, settingsSection } from '../sections.ts';
import { usePreferences } from '../services.tsx';
import { useSession } from '../session.tsx';
import { useSignOut } from '../user-menu.tsx';
import { readQuery, type PaletteItem } from './search.ts';

/** Everything that can be found or done from any screen. */
export function useGlobalItems(typed: string, isOpen: boolean): readonly PaletteItem[] {
  const text = useText();
  const localized = useLocalized();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [, change] = usePreferences();
  const session = useSession();
  const { permissions } = session;
  const may = (permission: (typeof permissions)[number]) => permissions.includes(permission);
  const flows = useRead('listFlows', {}, { isEnabled: isOpen && may('flows.read') }).data;
  const connections = useRead('listConnections', {}, { isEnabled: isOpen && may('connections.read') }).data;
  const { text: sought } = readQuery(typed);

  return useMemo(() => {
    const screens = [...sectionGroups.flatMap((group) => group.sections), settingsSection]
      .filter((section) => isFor(section, session))
      .map((section): PaletteItem => ({
        id: `screen ${section.to}`,
        kind: 'screen',
        title: text(section.title),
        hint: text('palette.screen'),
        run: () => void navigate({ to: section.to }),
      }));
    const flowItems = (flows ?? []).map((flow): PaletteItem => ({
      id: `flow ${flow.id}`,
      kind: 'flow',
      title: localized(flow.title),
      hint: text('palette.flow'),
      synonyms: [flow.id, ...Object.values(flow.title).filter((title) => title !== undefined)],
      run: () => void navigate({ to: '/flows/$id', params: { id: flow.id } }),
    }));
    const connectionItems = (connections ?? []).map((connection): PaletteItem => ({
      id: `connection ${connection.id}`,
      kind: 'connection',
      title: connection.name,
      hint: text('palette.connection'),
      synonyms: [connection.role, connection.connectorTitle],
      run: () => void navigate({ to: '/connections/$id', params: { id: connection.id } }),
    }));
    const actions: PaletteItem[] = [
      ...(permissions.includes('flows.edit')
        ? [
            item('new-flow', text('flows.new'), () => navigate({ to: '/flows', search: { do: 'new' } })),
            item('import-flow', text('flows.import'), () => navigate({ to: '/flows', search: { do: 'import' } })),
          ]
        : []),
      ...(permissions.includes('flows.run')
        ? [item('run-flow', text('runs.start'), () => navigate({ to: '/runs', search: { do: 'run' } }))]
        : []),
      ...(permissions.includes('connections.edit')
        ? [item('connect', text('connections.add'), () => navigate({ to: '/connections/new' }))]
        : []),
      item('light', text('palette.light'), () => change({ theme: 'light' })),
      item('dark', text('palette.dark'), () => change({ theme: 'dark' })),
      item('sign-out', text('user.signOut'), signOut),
    ];
    const records: PaletteItem[] =
      sought.length < 2
        ? []
        : [
            {
              id: 'record runs',
              kind: 'record',
              title: text('palette.runsWith', { key: sought }),
              synonyms: [sought],
              run: () => void navigate({ to: '/runs', search: { key: sought } }),
            },
            {
              id: 'record failures',
              kind: 'record',
              title: text('palette.failuresWith', { key: sought }),
              synonyms: [sought],
              run: () => void navigate({ to: '/failures', search: { text: sought } }),
            },
          ];
    return [...screens, ...flowItems, ...connectionItems, ...actions, ...records];
  }, [text, localized, session, permissions, flows, connections, sought, navigate, signOut, change]);
}

function item(id: string, title: string, run: () => unknown): PaletteItem {
  return { id: `action ${id}`, kind: 'action', title, run: () => void run() };
}
