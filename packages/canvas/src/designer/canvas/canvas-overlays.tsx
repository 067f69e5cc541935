import { useCallback, type ReactElement } from 'react';
import { descriptorOf } from '../../flow-canvas/ports.ts';
import { RefusedPopover } from '../connecting/refused.tsx';
import { useDesignerServices, useEditor } from '../designer-context.tsx';
import { focusDrawing } from './focus-drawing.ts';
import { EdgeList, InputList, OutputList } from './lists.tsx';
import { NodeSearch } from './node-search.tsx';
import { Notice } from './notice.tsx';
import { QuickAdd } from './quick-add.tsx';
import type { Editing } from './use-editing.ts';

/** The lists and popovers that open at a spot of the canvas, one at a time. */
export function CanvasOverlays({ editing }: { readonly editing: Editing }): ReactElement | null {
  const services = useDesignerServices();
  const { editor, derived, document: store } = services;
  const overlay = useEditor((state) => state.overlay);
  const close = useCallback(() => {
    services.editor.close();
    focusDrawing(services);
  }, [services]);
  if (!overlay) return null;
  switch (overlay.kind) {
    case 'add':
      return (
        <QuickAdd
          target={overlay.target}
          onAdd={(entry, target, isOpening) => editing.add(entry, target, { isOpening })}
          onClose={close}
        />
      );
    case 'refused':
      return (
        <RefusedPopover
          refusal={overlay.refusal}
          edge={overlay.edge}
          screen={overlay.screen}
          onFix={(fix) => editing.fix(overlay.edge, fix, overlay.replaced)}
          onClose={close}
        />
      );
    case 'connect': {
      const { nodeId } = overlay;
      const outputs = descriptorOf(derived.types, store.getState().document.nodes[nodeId])?.ports.out ?? [];
      const usual = outputs.filter(({ kind }) => kind !== 'failures');
      const port = overlay.port ?? (usual.length === 1 && outputs.length === 1 ? outputs[0]!.id : null);
      const at = editing.screenOf(nodeId);
      if (port === null) {
        return (
          <OutputList
            nodeId={nodeId}
            at={at}
            onClose={close}
            onPick={(chosen) => editor.open({ kind: 'connect', nodeId, port: chosen })}
          />
        );
      }
      return (
        <InputList
          key={port}
          from={{ nodeId, port }}
          at={at}
          onClose={close}
          onPick={(edge) => {
            editing.draw(edge, at);
            focusDrawing(services);
          }}
          onRefused={(edge, refusal) => editing.refuse(edge, refusal, at)}
        />
      );
    }
    case 'edges':
      return (
        <EdgeList
          nodeId={overlay.nodeId}
          at={editing.screenOf(overlay.nodeId)}
          onClose={close}
          onPick={(id) => {
            editing.removeEdges([id]);
            close();
          }}
        />
      );
    case 'search':
      return (
        <NodeSearch
          at={{ x: globalThis.innerWidth / 2 - 165, y: 90 }}
          onClose={close}
          onPick={(nodeId) => {
            close();
            editing.show(nodeId);
          }}
        />
      );
    case 'notice':
      return <Notice text={overlay.text} items={overlay.items} onShow={editing.show} onClose={close} />;
    default:
      return null;
  }
}
