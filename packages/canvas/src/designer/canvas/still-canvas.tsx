import type { FlowDocument } from '@koppel/model';
import { ReactFlowProvider } from '@xyflow/react';
import { useState, type ReactElement } from 'react';
import type { Checker } from '../../check-worker/checker.ts';
import { FlowCanvas } from '../../flow-canvas/flow-canvas.tsx';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import { CanvasTools } from './canvas-tools.tsx';

/** A flow to look at: nothing can be drawn in it. */
export function StillCanvas({
  document,
  checker,
}: {
  readonly document: FlowDocument;
  readonly checker: Checker;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const { derived } = useDesignerServices();
  const [selection, setSelection] = useState<readonly string[]>([]);
  return (
    <ReactFlowProvider>
      <FlowCanvas
        document={document}
        types={derived.types}
        mode="edit"
        checker={checker}
        label={text('canvas.label', { flow: localized(document.title) })}
        selection={selection}
        onSelect={setSelection}
      >
        <CanvasTools />
      </FlowCanvas>
    </ReactFlowProvider>
  );
}
