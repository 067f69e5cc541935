import { subFlowUsedBy } from '@koppel/model';
import type { NodeDescriptor } from '@koppel/protocol';
import { descriptorOf } from '../../flow-canvas/ports.ts';
import { UseFields } from '../sub-flows/use-fields.tsx';
import { Ban, Copy, Ellipsis, Pencil, Trash2, X } from 'lucide-react';
import type { KeyboardEvent, ReactElement } from 'react';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { Menu } from '../../kit/menu.tsx';
import { NamedIcon } from '../../kit/named-icon.tsx';
import { roleLabel } from '../../kit/system-badge.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import type { Editing } from '../canvas/use-editing.ts';
import { focusDrawing } from '../canvas/focus-drawing.ts';
import { useCheck, useDesignerServices, useEditor, useFlow } from '../designer-context.tsx';
import { useNodeTitle, useNodeTypes } from '../use-drawing-facts.ts';
import { ConfigForm } from './config-form.tsx';
import { NodeIssues } from './node-issues.tsx';
import { NotesTab } from './notes-tab.tsx';
import { PlaceFields } from './pickers.tsx';
import { PortValues } from './samples.tsx';

/** The settings of the one selected node, beside the canvas. */
export function Inspector({
  nodeId,
  editing,
}: {
  readonly nodeId: string;
  readonly editing: Editing;
}): ReactElement | null {
  const text = useText();
  const localized = useLocalized();
  const services = useDesignerServices();
  const { editor, panels, moment, readOnlyReason } = services;
  const node = useFlow((flow) => flow.nodes[nodeId]);
  const role = useFlow((flow) => (node?.slot ? (flow.slots[node.slot]?.role ?? node.slot) : null));
  const descriptor = descriptorOf(useNodeTypes(), node);
  const used = node && subFlowUsedBy(node);
  const title = useNodeTitle();
  const tab = useEditor((state) => state.tab);
  if (!node) return null;
  const kind = descriptor ? localized(descriptor.title) : node.type;
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    focusDrawing(services);
  };
  return (
    <aside
      aria-label={text('inspector.label', { node: title(nodeId) })}
      data-pane="inspector"
      onKeyDown={close}
      className="flex min-h-0 w-full flex-col bg-surface"
    >
      <div className="border-b border-line px-4 pt-3.5">
        <div className="flex items-center gap-2 text-20 text-ink-3">
          <NamedIcon name={descriptor?.icon ?? 'box'} size="s" />
          <span className="min-w-0 flex-1 truncate">{role ? `${roleLabel(role)} · ${kind}` : kind}</span>
          <Menu
            label={text('inspector.actions')}
            trigger={<IconButton icon={Ellipsis} size="s" label={text('inspector.actions')} />}
            entries={[
              {
                id: 'rename',
                label: text('node.rename'),
                icon: Pencil,
                keys: 'F2',
                reason: readOnlyReason,
                onChoose: () => moment.setState({ writing: nodeId }),
              },
              {
                id: 'duplicate',
                label: text('node.duplicate'),
                icon: Copy,
                keys: 'Ctrl+D',
                reason: readOnlyReason,
                onChoose: editing.duplicate,
              },
              {
                id: 'disable',
                label: text(node.isDisabled ? 'node.enable' : 'node.disable'),
                icon: Ban,
                keys: 'D',
                reason: readOnlyReason,
                onChoose: () => editing.toggleDisabled([nodeId]),
              },
              {
                id: 'delete',
                label: text('node.delete'),
                icon: Trash2,
                keys: 'Del',
                reason: readOnlyReason,
                isDangerous: true,
                startsGroup: true,
                onChoose: editing.removeSelection,
              },
            ]}
          />
          <IconButton
            icon={X}
            size="s"
            label={text('inspector.close')}
            onClick={() => {
              panels.change({ isInspectorOpen: false });
              focusDrawing(services);
            }}
          />
        </div>
        <h2 className="truncate text-50 font-bold">{title(nodeId)}</h2>
        <Tabs
          label={text('inspector.parts')}
          value={tab}
          onChange={(next) => editor.setState({ tab: next })}
          listClassName="mt-1"
          contentClassName="hidden"
          tabs={[
            { value: 'settings', title: text('inspector.settings'), content: null },
            { value: 'input', title: text('inspector.input'), content: null },
            { value: 'output', title: text('inspector.output'), content: null },
            { value: 'notes', title: text('inspector.notes'), content: null },
          ]}
        />
      </div>
      <div
        role="tabpanel"
        aria-label={text(`inspector.${tab}`)}
        className="flex min-h-0 flex-1 flex-col gap-3.5 overflow-y-auto px-4 py-3.5"
      >
        {tab === 'settings' && (
          <>
            {descriptor ? (
              <>
                <p className="text-20 leading-ui text-ink-3">{localized(descriptor.summary)}</p>
                <Telling nodeId={nodeId} />
                <PlaceFields
                  nodeId={nodeId}
                  slot={node.slot ?? null}
                  entity={node.entity ?? null}
                  needs={descriptor.needs}
                />
                {used ? (
                  <UseFields nodeId={nodeId} subFlow={used.subFlow} version={used.version} />
                ) : (
                  <ConfigForm key={nodeId} nodeId={nodeId} node={node} descriptor={descriptor} />
                )}
              </>
            ) : (
              <p className="text-ink-2">{text('inspector.unknownType', { type: node.type })}</p>
            )}
            <NodeIssues nodeId={nodeId} besides={descriptor ? shownSettings(descriptor) : []} />
          </>
        )}
        {tab === 'input' && descriptor && <PortValues nodeId={nodeId} descriptor={descriptor} side="input" />}
        {tab === 'output' && descriptor && <PortValues nodeId={nodeId} descriptor={descriptor} side="output" />}
        {tab === 'notes' && <NotesTab key={nodeId} nodeId={nodeId} />}
      </div>
    </aside>
  );
}

/** The settings that the inspector itself shows; those of the dock are not among them. */
function shownSettings({ configSchema, needs }: NodeDescriptor): string[][] {
  const properties = (configSchema['properties'] ?? {}) as Record<string, { editor?: unknown }>;
  const inDock = new Set(['mapping', 'translations', 'code']);
  return [
    ...(needs.slot ? [['slot']] : []),
    ...(needs.entity ? [['entity']] : []),
    ...Object.entries(properties)
      .filter(([, { editor }]) => !inDock.has(String(editor)))
      .map(([name]) => ['config', name]),
  ];
}

/** What the settings come to, in words and whole: the card has room for a line. */
function Telling({ nodeId }: { readonly nodeId: string }): ReactElement | null {
  const localized = useLocalized();
  const telling = useCheck(({ nodes }) => nodes[nodeId]?.telling ?? null);
  return telling && <p className="leading-ui font-medium">{localized(telling)}</p>;
}
