import { subFlowUsedBy } from '@koppel/model';
import { selectedNodes } from '../../flow-canvas/drawing.ts';
import { descriptorOf, type DrawnEdge } from '../../flow-canvas/ports.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import type { MenuEntry } from '../../kit/menu.tsx';
import type { Editing } from '../canvas/use-editing.ts';
import { useDesignerServices, useEditor, useFlow } from '../designer-context.tsx';
import { useNodeTypes } from '../use-drawing-facts.ts';

/** All that can be done with a node, or with all selected ones when it is one of them: what the canvas has keys and buttons for. */
export function useNodeEntries(nodeId: string, edges: readonly DrawnEdge[], editing: Editing): readonly MenuEntry[] {
  const text = useText();
  const localized = useLocalized();
  const types = useNodeTypes();
  const { editor, moment, readOnlyReason } = useDesignerServices();
  const node = useFlow((flow) => flow.nodes[nodeId]);
  const selected = useEditor(({ selection }) => selection.includes(nodeId));
  const count = useEditor(({ selection }) => selectedNodes(selection).length);
  const group = useFlow(({ layout }) => groupOf(layout.groups, nodeId));
  const groupTitle = useFlow(({ layout }) => (group === null ? '' : (layout.groups[group]?.title ?? '')));
  const isCollapsed = useFlow(({ layout }) => group !== null && (layout.groups[group]?.isCollapsed ?? false));
  if (!node) return [];
  const outputs = descriptorOf(types, node)?.ports.out ?? [];
  /** With this node alone. */
  const alone = (action: () => void) => () => {
    editor.select([nodeId]);
    action();
  };
  /** With all that is selected, as long as this node is. */
  const together = (action: () => void) => (selected ? action : alone(action));
  const own: MenuEntry[] = [
    {
      id: 'connect',
      label: text('node.connect'),
      keys: 'C',
      onChoose: alone(() => editor.open({ kind: 'connect', nodeId, port: null })),
    },
    {
      id: 'add',
      label: text('node.addAfter'),
      keys: 'A',
      onChoose: alone(() => editing.addAfterSpliced(nodeId)),
    },
    ...(outputs.length < 2
      ? []
      : outputs
          .filter(({ id }) => !edges.some(({ from }) => from.nodeId === nodeId && from.port === id))
          .map(({ id, title }) => ({
            id: `add ${id}`,
            label: text('canvas.addAfter', { port: localized(title) }),
            onChoose: alone(() => editing.quickAddAfter(nodeId, id)),
          }))),
    {
      id: 'edges',
      label: text('node.removeEdge'),
      keys: 'X',
      reason: edges.length === 0 ? text('edges.none') : null,
      onChoose: alone(() => editor.open({ kind: 'edges', nodeId })),
    },
    {
      id: 'rename',
      label: text('node.rename'),
      keys: 'F2',
      startsGroup: true,
      onChoose: alone(() => moment.setState({ writing: nodeId })),
    },
    {
      id: 'duplicate',
      label: text('node.duplicate'),
      keys: 'Ctrl+D',
      onChoose: together(editing.duplicate),
    },
    { id: 'cut', label: text('node.cut'), keys: 'Ctrl+X', onChoose: together(() => void editing.cut()) },
    {
      id: 'disable',
      label: text(node.isDisabled ? 'node.enable' : 'node.disable'),
      keys: 'D',
      onChoose: together(() => editing.toggleDisabled(editing.chosen())),
    },
    { id: 'group', label: text('node.group'), keys: 'Ctrl+G', onChoose: together(editing.group) },
    {
      id: 'sub-flow',
      label: text('subFlow.make'),
      onChoose: together(() => editor.open({ kind: 'makeSubFlow' })),
    },
    ...(group === null
      ? []
      : [
          {
            id: 'fold',
            label: text(isCollapsed ? 'node.expandGroup' : 'node.collapseGroup', { group: groupTitle }),
            keys: 'Shift+G',
            startsGroup: true,
            onChoose: () => editing.fold(group),
          },
          {
            id: 'describe',
            label: text('node.describeGroup', { group: groupTitle }),
            onChoose: () => moment.setState({ writing: `group/${group}` }),
          },
          {
            id: 'ungroup',
            label: text('node.ungroup', { group: groupTitle }),
            keys: 'Ctrl+Shift+G',
            onChoose: alone(editing.ungroup),
          },
        ]),
    {
      id: 'delete',
      label: text('node.delete'),
      keys: 'Del',
      isDangerous: true,
      startsGroup: true,
      onChoose: together(editing.removeSelection),
    },
  ];
  const looking: MenuEntry[] = [
    {
      id: 'select',
      label: text(selected && count > 1 ? 'node.unselect' : 'node.selectToo'),
      onChoose: () => {
        const { selection } = editor.getState();
        editor.select(selected ? selection.filter((id) => id !== nodeId) : [...selection, nodeId]);
      },
    },
    { id: 'copy', label: text('action.copy'), keys: 'Ctrl+C', onChoose: together(() => void editing.copy()) },
    ...(subFlowUsedBy(node)
      ? [{ id: 'open', label: text('subFlow.open'), onChoose: () => void editing.openSubFlow(nodeId) }]
      : []),
  ];
  return [...looking, ...own.map((entry) => ({ ...entry, reason: readOnlyReason ?? entry.reason }))];
}

/** The group that a node is in. */
export function groupOf(
  groups: Readonly<Record<string, { readonly nodes: readonly string[] }>>,
  nodeId: string,
): string | null {
  return Object.keys(groups).find((id) => groups[id]!.nodes.includes(nodeId)) ?? null;
}
