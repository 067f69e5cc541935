import { Ellipsis } from 'lucide-react';
import type { MouseEvent, ReactElement } from 'react';
import { useStore } from 'zustand';
import { selectedNodes } from '../../flow-canvas/drawing.ts';
import { GroupFields } from '../../flow-canvas/group-fields.tsx';
import { NameField } from '../../flow-canvas/name-field.tsx';
import { PortGlyph } from '../../flow-canvas/port.tsx';
import { descriptorOf, type DrawnEdge } from '../../flow-canvas/ports.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Menu } from '../../kit/menu.tsx';
import { NamedIcon } from '../../kit/named-icon.tsx';
import { SystemBadge } from '../../kit/system-badge.tsx';
import { focusDrawing } from '../canvas/focus-drawing.ts';
import type { Editing } from '../canvas/use-editing.ts';
import { useCheck, useDesignerServices, useEditor, useFlow } from '../designer-context.tsx';
import { useEdges, useNodeTitle, useNodeTypes, usePortEntities } from '../use-drawing-facts.ts';
import { groupOf, useNodeEntries } from './use-node-entries.ts';

interface RowProps {
  readonly nodeId: string;
  readonly editing: Editing;
}

/** A node in the outline: its name, what is wrong with it, its connections, and a menu of all that can be done. */
export function OutlineRow({ nodeId, editing }: RowProps): ReactElement | null {
  const text = useText();
  const services = useDesignerServices();
  const { moment, readOnlyReason } = services;
  const node = useFlow((flow) => flow.nodes[nodeId]);
  const role = useFlow((flow) => (node?.slot ? (flow.slots[node.slot]?.role ?? null) : null));
  const isSelected = useEditor(({ selection }) => selection.includes(nodeId));
  const isWriting = useStore(moment, ({ writing, hands }) => writing === nodeId && hands === 'outline');
  const types = useNodeTypes();
  const title = useNodeTitle();
  // What comes in first, then what leaves.
  const edges = useEdges()
    .filter(({ from, to }) => from.nodeId === nodeId || to.nodeId === nodeId)
    .toSorted((a, b) => Number(a.from.nodeId === nodeId) - Number(b.from.nodeId === nodeId));
  const entries = useNodeEntries(nodeId, edges, editing);
  if (!node) return null;
  const actions = text('outline.actionsOf', { node: title(nodeId) });
  return (
    <li className={cx('border-b border-line', isSelected && 'bg-selected')}>
      <OutlineGroup nodeId={nodeId} editing={editing} />
      <div className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
        <NamedIcon name={descriptorOf(types, node)?.icon ?? 'box'} size="s" className="text-ink-3" />
        {isWriting && readOnlyReason === null ? (
          <NameField
            name={title(nodeId)}
            onDone={(name) => {
              if (name !== null) editing.rename(nodeId, name);
              moment.setState({ writing: null });
              focusDrawing(services);
            }}
            className="-ml-1 min-w-0 flex-1"
          />
        ) : (
          <NodeButton nodeId={nodeId} editing={editing} isSelected={isSelected} isDisabled={node.isDisabled === true} />
        )}
        {role && <SystemBadge role={role} isSoft />}
        <Menu label={actions} trigger={<IconButton icon={Ellipsis} size="s" label={actions} />} entries={entries} />
      </div>
      {edges.length > 0 && (
        <ul className="pr-2 pb-1.5 pl-8">
          {edges.map((edge) => (
            <OutlineEdge key={edge.id} nodeId={nodeId} edge={edge} editing={editing} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Opens the node; with Shift or Ctrl it is selected besides the others, or no longer. */
function NodeButton({
  nodeId,
  editing,
  isSelected,
  isDisabled,
}: RowProps & { readonly isSelected: boolean; readonly isDisabled: boolean }): ReactElement {
  const text = useText();
  const { editor, panels } = useDesignerServices();
  const title = useNodeTitle();
  const errors = useCheck(({ byNode }) => byNode[nodeId]?.filter(({ severity }) => severity === 'error').length ?? 0);
  const press = ({ shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    if (shiftKey || ctrlKey || metaKey) {
      const { selection } = editor.getState();
      editor.select(isSelected ? selection.filter((id) => id !== nodeId) : [...selectedNodes(selection), nodeId]);
      return;
    }
    editing.show(nodeId);
    panels.change({ isInspectorOpen: true, isDockOpen: true });
  };
  return (
    <button
      type="button"
      data-node={nodeId}
      aria-pressed={isSelected}
      onClick={press}
      className="min-w-0 flex-1 truncate text-left font-medium"
    >
      {title(nodeId)}
      {errors > 0 && <span className="ml-1.5 text-20 text-fail-text">{text('canvas.errors', { n: errors })}</span>}
      {isDisabled && <span className="ml-1.5 text-20 text-ink-3">{text('outline.disabled')}</span>}
    </button>
  );
}

/** Above the first node of a group: how the group is called, or its title and description being written. */
function OutlineGroup({ nodeId, editing }: RowProps): ReactElement | null {
  const { moment, readOnlyReason } = useDesignerServices();
  const id = useFlow(({ layout }) => groupOf(layout.groups, nodeId));
  const group = useFlow(({ layout }) => (id === null ? undefined : layout.groups[id]));
  const isWriting = useStore(moment, ({ writing, hands }) => writing === `group/${id}` && hands === 'outline');
  if (id === null || group?.nodes[0] !== nodeId) return null;
  return (
    <div className="flex px-3 pt-1.5 text-20 text-ink-3">
      {isWriting && readOnlyReason === null ? (
        <GroupFields
          data={{ title: group.title, description: group.description ?? null }}
          onDone={(part) => {
            if (part) editing.describeGroup(id, part);
            moment.setState({ writing: null });
          }}
          isStacked
        />
      ) : (
        <span className="min-w-0 truncate">
          <b className="font-medium">{group.title}</b> {group.description}
        </span>
      )}
    </div>
  );
}

function OutlineEdge({ nodeId, edge, editing }: RowProps & { readonly edge: DrawnEdge }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const title = useNodeTitle();
  const types = useNodeTypes();
  const entities = usePortEntities();
  const { from, to } = edge;
  const isOut = from.nodeId === nodeId;
  const source = useFlow((flow) => flow.nodes[from.nodeId]);
  const port = descriptorOf(types, source)?.ports.out.find(({ id }) => id === from.port);
  return (
    <li>
      <button
        type="button"
        onClick={() => editing.show(isOut ? to.nodeId : from.nodeId)}
        className="flex min-h-6 w-full items-center gap-1.5 text-left text-20 text-ink-2 hover:text-ink hover:underline"
      >
        <PortGlyph kind={port?.kind ?? 'records'} entity={entities[`${from.nodeId}.${from.port}>`] ?? null} size={9} />
        {isOut
          ? text('outline.to', { port: port ? localized(port.title) : from.port, node: title(to.nodeId) })
          : text('outline.from', { node: title(from.nodeId) })}
      </button>
    </li>
  );
}
