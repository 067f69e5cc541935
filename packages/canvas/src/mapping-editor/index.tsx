import type { ReactElement } from 'react';
import { useActions, useDesignerServices, useFlow } from '../designer/designer-context.tsx';
import { setDisabled } from '../designer/document/node-commands.ts';
import { NotesTab } from '../designer/inspector/notes-tab.tsx';
import { PortValues } from '../designer/inspector/samples.tsx';
import { useNodeTypes } from '../designer/use-drawing-facts.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Switch } from '../kit/switch.tsx';
import { DockHead, useDockTab } from './dock-head.tsx';
import { MapFieldsEditor } from './map-fields-editor.tsx';
import { TranslationsEditor } from './translations-editor.tsx';

/** The editor of a node that needs the width of the dock: mapping or translations, beside its settings and samples. */
export function MappingEditor({ nodeId }: { readonly nodeId: string }): ReactElement {
  const [tab] = useDockTab();
  const type = useFlow((flow) => flow.nodes[nodeId]?.type ?? '');
  const descriptor = useNodeTypes().get(type);
  const properties = (descriptor?.configSchema['properties'] ?? {}) as Record<string, { editor?: string }>;
  const isMapping = Object.values(properties).some(({ editor }) => editor === 'mapping');
  if (tab === 'mapping') {
    return isMapping ? (
      <MapFieldsEditor key={nodeId} nodeId={nodeId} />
    ) : (
      <TranslationsEditor key={nodeId} nodeId={nodeId} />
    );
  }
  return <OtherTab key={nodeId} nodeId={nodeId} isMapping={isMapping} />;
}

function OtherTab({ nodeId, isMapping }: { readonly nodeId: string; readonly isMapping: boolean }): ReactElement {
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
      <DockHead title={text(isMapping ? 'mapping.tab.mapping' : 'mapping.tab.translations')}>{null}</DockHead>
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
