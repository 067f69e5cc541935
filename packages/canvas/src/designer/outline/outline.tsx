import { Ellipsis } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { inFlowOrder } from '../../flow-canvas/ports.ts';
import { useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { Menu } from '../../kit/menu.tsx';
import type { Editing } from '../canvas/use-editing.ts';
import { useDesignerServices, useFlow } from '../designer-context.tsx';
import { useEdges } from '../use-drawing-facts.ts';
import { OutlineNotes } from './outline-notes.tsx';
import { OutlineRow } from './outline-row.tsx';
import { useOutlineKeys } from './use-outline-keys.ts';

/** The flow as a list: every node with its connections and all that can be done with it. A second editor, without a canvas. */
export function Outline({ editing }: { readonly editing: Editing }): ReactElement {
  const text = useText();
  const { moment, readOnlyReason } = useDesignerServices();
  const nodes = useFlow((flow) => flow.nodes);
  const edges = useEdges();
  const order = useMemo(() => inFlowOrder(Object.keys(nodes), edges), [nodes, edges]);
  const onKeyDown = useOutlineKeys(order, editing);
  return (
    <aside
      aria-label={text('outline.label')}
      data-pane="palette"
      data-nodes
      onFocus={({ currentTarget, target }) => {
        // Menus are beside the page, and say nothing about where one works.
        if (currentTarget.contains(target)) moment.setState({ hands: 'outline' });
      }}
      className="flex min-h-0 w-full flex-col bg-surface"
    >
      <header className="flex h-10 flex-none items-center gap-2 border-b border-line pr-1.5 pl-3">
        <h2 className="flex-1 font-bold">{text('outline.label')}</h2>
        <button
          type="button"
          aria-disabled={readOnlyReason !== null || undefined}
          title={readOnlyReason ?? undefined}
          onClick={() => editing.quickAdd({})}
          className="text-20 font-medium text-accent-text hover:underline aria-disabled:text-ink-3"
        >
          {text('outline.add')}
        </button>
        <Menu
          label={text('action.more')}
          trigger={<IconButton icon={Ellipsis} size="s" label={text('action.more')} />}
          entries={[
            { id: 'note', label: text('outline.note'), reason: readOnlyReason, onChoose: () => editing.note() },
            { id: 'paste', label: text('outline.paste'), reason: readOnlyReason, onChoose: () => void editing.paste() },
            { id: 'tidy', label: text('outline.tidy'), reason: readOnlyReason, onChoose: editing.tidy },
          ]}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto pb-3">
        <ol aria-label={text('outline.label')} onKeyDown={onKeyDown}>
          {order.map((nodeId) => (
            <OutlineRow key={nodeId} nodeId={nodeId} editing={editing} />
          ))}
          {order.length === 0 && <li className="px-3 py-3 text-ink-3">{text('outline.empty')}</li>}
        </ol>
        <OutlineNotes editing={editing} />
      </div>
    </aside>
  );
}
