import { useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useDesignerServices, useEditor } from '../designer/designer-context.tsx';
import { useText } from '../i18n/locale.tsx';
import { Tabs } from '../kit/tabs.tsx';

/** What the dock shows of a node. */
export const dockTabs = ['mapping', 'settings', 'input', 'output'] as const;
export type DockTab = (typeof dockTabs)[number];

/** The tab of the dock. The inspector's first tab is the editor here, its last one what is left of the settings. */
export function useDockTab(): readonly [DockTab, (tab: DockTab) => void] {
  const { editor } = useDesignerServices();
  const tab = useEditor((state) => state.tab);
  const own: DockTab = tab === 'settings' ? 'mapping' : tab === 'notes' ? 'settings' : tab;
  return [
    own,
    (next) => editor.setState({ tab: next === 'mapping' ? 'settings' : next === 'settings' ? 'notes' : next }),
  ];
}

const never = () => () => {};
const headPlace = () => document.getElementById('dock-head');

/** Puts tabs, and what belongs to the editor, in the head that the dock keeps for it. */
export function DockHead({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement | null {
  const text = useText();
  const [tab, setTab] = useDockTab();
  // Not in the page yet where the dock appears together with its editor: looked for again once both are.
  const place = useSyncExternalStore(never, headPlace);
  if (!place) return null;
  return createPortal(
    <>
      <Tabs
        label={text('mapping.parts')}
        value={tab}
        onChange={setTab}
        listClassName="ml-2 self-end"
        contentClassName="hidden"
        tabs={dockTabs.map((value) => ({
          value,
          title: value === 'mapping' ? title : text(`mapping.tab.${value}`),
          content: null,
        }))}
      />
      <span className="ml-auto flex min-w-0 items-center gap-2.5">{children}</span>
    </>,
    place,
  );
}
