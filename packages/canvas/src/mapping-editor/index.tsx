import type { ComponentType, ReactElement } from 'react';
import { CodeNodeEditor } from '../code-node/code-node-editor.tsx';
import { useActions, useDesignerServices, useFlow } from '../designer/designer-context.tsx';
import { setDisabled } from '../designer/document/node-commands.ts';
import { NotesTab } from '../designer/inspector/notes-tab.tsx';
import { PortValues } from '../designer/inspector/samples.tsx';
import { useNodeTypes } from '../designer/use-drawing-facts.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import type { MessageId } from '../i18n/texts.ts';
import { Switch } from '../kit/switch.tsx';
import { DockHead, useDockTab } from './dock-head.tsx';
import { MapFieldsEditor } from './map-fields-editor.tsx';
import { TranslationsEditor } from './translations-editor.tsx';

/** By the editor that a spec asks for. */
const editors: Readonly<Record<string, { Editor: ComponentType<{ nodeId: string }>; title: MessageId }>> = {
  mapping: { Editor: MapFieldsEditor, title: 'mapping.tab.mapping' },
  translations: { Editor: TranslationsEditor, title: 'mapping.tab.translations' },
  code: { Editor: CodeNodeEditor, title: 'code.tab' },
};

/** The editor of a node that needs the width of the dock: mapping, translations or code, beside its settings and samples. */
export function MappingEditor({ nodeId }: { readonly nodeId: string }): ReactElement {
  const text = useText();
  const [tab] = useDockTab();
  const type = useFlow((flow) => flow.nodes[nodeId]?.type ?? '');
  const descriptor = useNodeTypes().get(type);
  const properties = (descriptor?.configSchema['properties'] ?? {}) as Record<string, { editor?: string }>;
  const editor = Object.values(properties).find((property) => property.editor !== undefined)?.editor;
  const { Editor, title } = editors[editor ?? ''] ?? editors['translations']!;
  if (tab === 'mapping') return <Editor key={nodeId} nodeId={nodeId} />;
  return <OtherTab key={nodeId} nodeId={nodeId} title={text(title)} />;
}

function OtherTab({ nodeId, title }: { readonly nodeId: string; readonly title: string }): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const [tab] = useDockTab();
  const { readOnlyReason } = useDesignerServices();
  const { execute } = useActions();
  const type = useFlow((flow) => flow.nodes[nodeId]?.type ?? '');
  const isDisabled = useFlow((flow) => flow.nodes[nodeId]?.isDisabled === true);
  const descriptor = useNodeTypes().get(type);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <DockHead title={title}>{null}</DockHead>
      <div className="flex max-w-150 flex-col gap-3 px-4 py-3.5">
        {tab === 'settings' && (
          <>
            {descriptor && <p className="text-ink-3">{localized(descriptor.summary)}</p>}
            <NotesTab nodeId={nodeId} />
            <label className="flex items-center gap-2">
              <Switch
                value={isDisabled}
                reason={readOnlyReason}
                onChange={(next) => execute(setDisabled([nodeId], next))}
              />
              {text('mapping.disabled')}
            </label>
          </>
        )}
        {descriptor && (tab === 'input' || tab === 'output') && (
          <PortValues nodeId={nodeId} descriptor={descriptor} side={tab} />
        )}
      </div>
    </div>
  );
}
