import { drawnNodeId, isFinal } from '@koppel/model';
import type { CatalogBody } from '@koppel/protocol';
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Lock, Maximize } from 'lucide-react';
import { useCallback, useEffect, useMemo, type KeyboardEvent, type ReactElement } from 'react';
import { useRead } from '../../api/use-api.tsx';
import { QueryView } from '../../app/query-view.tsx';
import { FlowCanvas } from '../../flow-canvas/flow-canvas.tsx';
import type { EdgeView } from '../../flow-canvas/canvas-context.ts';
import { edgesOf, nodeTypesOf } from '../../flow-canvas/ports.ts';
import { stepFrom, type Step } from '../../flow-canvas/walk.ts';
import { useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { useFigures, useRunView } from '../run-context.tsx';
import { EdgeMotion, EdgeOverlay } from './edge-overlay.tsx';
import { NodeOverlay } from './node-overlay.tsx';

// The same functions for every drawing: cards and edges then only follow what they show.
const nodeOverlay = (nodeId: string) => <NodeOverlay nodeId={nodeId} />;
const edgeOverlay = (edge: EdgeView) => <EdgeOverlay edge={edge} />;
const edgeLayer = (edge: EdgeView) => <EdgeMotion edge={edge} />;

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'below',
  ArrowUp: 'above',
};

/** The version that runs, read only, with what happens in it. Choosing a node filters timeline, records and log. */
export function RunCanvas(): ReactElement {
  const catalog = useRead('getCatalog', {});
  return (
    <QueryView query={catalog} skeleton={<div className="flex-1 bg-canvas" />}>
      {(known) => (
        <ReactFlowProvider>
          <Drawing catalog={known} />
        </ReactFlowProvider>
      )}
    </QueryView>
  );
}

function Drawing({ catalog }: { readonly catalog: CatalogBody }): ReactElement {
  const text = useText();
  const { document, detail, search, change } = useRunView();
  const { state } = useFigures();
  const { fitView } = useReactFlow();
  const edges = useMemo(() => edgesOf(document), [document]);
  const types = useMemo(() => nodeTypesOf(catalog, detail.subFlows), [catalog, detail.subFlows]);
  const version = String(detail.run.flowVersion);
  const selection = useMemo(() => (search.node ? [drawnNodeId(search.node)] : []), [search.node]);
  const select = useCallback(
    (ids: readonly string[]) => {
      const chosen = ids.findLast((id) => document.nodes[id] !== undefined);
      if (chosen !== search.node) change({ node: chosen });
    },
    [document, search.node, change],
  );
  const fit = useCallback(() => void fitView({ maxZoom: 1, padding: 0.05 }), [fitView]);
  const onKey = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step) {
      const next = stepFrom(document, edges, search.node ? drawnNodeId(search.node) : null, step);
      if (next) change({ node: next });
    } else if (event.key === 'Escape' && search.node) change({ node: undefined });
    else if (event.key.toLowerCase() === 'f' && !event.ctrlKey && !event.metaKey) fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <FlowCanvas
      document={document}
      types={types}
      mode="view"
      label={text('runView.flow')}
      help={text('runView.flowHelp')}
      selection={selection}
      onSelect={select}
      nodeOverlay={nodeOverlay}
      edgeOverlay={edgeOverlay}
      edgeLayer={edgeLayer}
      onKeyDown={onKey}
    >
      <FitToSize onResize={fit} />
      <p className="pointer-events-none absolute top-3 left-4 flex h-6 items-center gap-1.25 rounded-1 bg-surface px-1.75 text-20 font-medium text-ink-2 shadow-1">
        <Icon of={Lock} size="xs" />
        {text(isFinal(state) ? 'runView.flowOf' : 'runView.flowWhile', { version })}
      </p>
      <span className="absolute right-3 bottom-3 rounded-2 bg-surface shadow-1">
        <IconButton icon={Maximize} size="s" label={text('runView.fit')} onClick={fit} />
      </span>
    </FlowCanvas>
  );
}

/** The flow is seen whole again after its part of the page got another size. */
function FitToSize({ onResize }: { readonly onResize: () => void }): null {
  useEffect(() => {
    const canvas = window.document.querySelector('[data-canvas]');
    if (!canvas) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const observer = new ResizeObserver(() => {
      if (timer) clearTimeout(timer);
      timer = setTimeout(onResize, 80);
    });
    observer.observe(canvas);
    return () => {
      observer.disconnect();
      if (timer) clearTimeout(timer);
    };
  }, [onResize]);
  return null;
}
