import { Ellipsis } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { PortGlyph } from '../../flow-canvas/port.tsx';
import { inFlowOrder } from '../../flow-canvas/ports.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Menu } from '../../kit/menu.tsx';
import { NamedIcon } from '../../kit/named-icon.tsx';
import { SystemBadge } from '../../kit/system-badge.tsx';
import type { Editing } from '../canvas/use-editing.ts';
import { useCheck, useDesignerServices, useEditor, useFlow } from '../designer-context.tsx';
import { useEdges, useNodeTitle, useNodeTypes, usePortEntities } from '../use-drawing-facts.ts';

/** The flow as a list: every node with its connections and all that can be done with it. A second editor, without a canvas. */
export function Outline({ editing }: { readonly editing: Editing }): ReactElement {
  const text = useText();
  const { readOnlyReason } = useDesignerServices();
  const nodes = useFlow((flow) => flow.nodes);
  const edges = useEdges();
  const order = useMemo(() => inFlowOrder(Object.keys(nodes), edges), [nodes, edges]);
  return (
    <aside aria-label={text('outline.label')} data-pane="palette" className="flex min-h-0 w-full flex-col bg-surface">
      <header className="flex h-10 flex-none items-center gap-2 border-b border-line px-3">
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
      </header>
      <ol aria-label={text('outline.label')} className="min-h-0 flex-1 overflow-y-auto pb-3">
        {order.map((nodeId) => (
          <OutlineRow key={nodeId} nodeId={nodeId} editing={editing} />
        ))}
        {order.length === 0 && <li className="px-3 py-3 text-ink-3">{text('outline.empty')}</li>}
      </ol>
    </aside>
  );
}

function OutlineRow({ nodeId, editing }: { readonly nodeId: string; readonly editing: Editing }): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const { editor, moment, panels, readOnlyReason } = useDesignerServices();
  const node = useFlow((flow) => flow.nodes[nodeId]);
  const role = useFlow((flow) => (node?.slot ? (flow.slots[node.slot]?.role ?? null) : null));
  const isSelected = useEditor(({ selection }) => selection.includes(nodeId));
  const errors = useCheck(({ byNode }) => byNode[nodeId]?.filter(({ severity }) => severity === 'error').length ?? 0);
  const types = useNodeTypes();
  const title = useNodeTitle();
  const entities = usePortEntities();
  const nodes = useFlow((flow) => flow.nodes);
  // What comes in first, then what leaves.
  const edges = useEdges()
    .filter(({ from, to }) => from.nodeId === nodeId || to.nodeId === nodeId)
    .toSorted((a, b) => Number(a.from.nodeId === nodeId) - Number(b.from.nodeId === nodeId));
  const kindOf = (from: string, port: string) =>
    types.get(nodes[from]?.type ?? '')?.ports.out.find(({ id }) => id === port)?.kind ?? 'records';
  if (!node) return null;
  const descriptor = types.get(node.type);
  const portTitle = (port: string) => {
    const found = descriptor?.ports.out.find(({ id }) => id === port);
    return found ? localized(found.title) : port;
  };
  const act = (action: () => void) => () => {
    editor.select([nodeId]);
    action();
  };
  return (
    <li className={cx('border-b border-line', isSelected && 'bg-selected')}>
      <div className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
        <NamedIcon name={descriptor?.icon ?? 'box'} size="s" className="text-ink-3" />
        <button
          type="button"
          aria-pressed={isSelected}
          onClick={() => {
            editing.show(nodeId);
            panels.change({ isInspectorOpen: true, isDockOpen: true });
          }}
          className="min-w-0 flex-1 truncate text-left font-medium"
        >
          {title(nodeId)}
          {errors > 0 && <span className="ml-1.5 text-20 text-fail-text">{text('canvas.errors', { n: errors })}</span>}
          {node.isDisabled && <span className="ml-1.5 text-20 text-ink-3">{text('outline.disabled')}</span>}
        </button>
        {role && <SystemBadge role={role} isSoft />}
        <Menu
          label={text('outline.actionsOf', { node: title(nodeId) })}
          trigger={<IconButton icon={Ellipsis} size="s" label={text('outline.actionsOf', { node: title(nodeId) })} />}
          entries={[
            {
              id: 'connect',
              label: text('node.connect'),
              keys: 'C',
              reason: readOnlyReason,
              onChoose: act(() => editor.open({ kind: 'connect', nodeId, port: null })),
            },
            {
              id: 'add',
              label: text('node.addAfter'),
              keys: 'A',
              reason: readOnlyReason,
              onChoose: act(() => editing.addAfterSpliced(nodeId)),
            },
            {
              id: 'edges',
              label: text('node.removeEdge'),
              keys: 'X',
              reason: readOnlyReason ?? (edges.length === 0 ? text('edges.none') : null),
              onChoose: act(() => editor.open({ kind: 'edges', nodeId })),
            },
            {
              id: 'rename',
              label: text('node.rename'),
              keys: 'F2',
              reason: readOnlyReason,
              startsGroup: true,
              onChoose: act(() => moment.setState({ writing: nodeId })),
            },
            {
              id: 'duplicate',
              label: text('node.duplicate'),
              keys: 'Ctrl+D',
              reason: readOnlyReason,
              onChoose: act(editing.duplicate),
            },
            {
              id: 'disable',
              label: text(node.isDisabled ? 'node.enable' : 'node.disable'),
              keys: 'D',
              reason: readOnlyReason,
              onChoose: act(() => editing.toggleDisabled([nodeId])),
            },
            {
              id: 'delete',
              label: text('node.delete'),
              keys: 'Del',
              reason: readOnlyReason,
              isDangerous: true,
              startsGroup: true,
              onChoose: act(editing.removeSelection),
            },
          ]}
        />
      </div>
      {edges.length > 0 && (
        <ul className="pr-2 pb-1.5 pl-8">
          {edges.map(({ id, from, to }) => {
            const isOut = from.nodeId === nodeId;
            const other = isOut ? to.nodeId : from.nodeId;
            return (
              <li key={id}>
                <button
                  type="button"
                  onClick={() => editing.show(other)}
                  className="flex min-h-6 w-full items-center gap-1.5 text-left text-20 text-ink-2 hover:text-ink hover:underline"
                >
                  <PortGlyph
                    kind={kindOf(from.nodeId, from.port)}
                    entity={entities[`${from.nodeId}.${from.port}>`] ?? null}
                    size={9}
                  />
                  {isOut
                    ? text('outline.to', { port: portTitle(from.port), node: title(other) })
                    : text('outline.from', { node: title(other) })}
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </li>
  );
}
