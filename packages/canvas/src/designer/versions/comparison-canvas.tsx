import type { FlowDocument } from '@koppel/model';
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Lock } from 'lucide-react';
import { useCallback, useEffect, useMemo, type ReactElement } from 'react';
import { useChecker, useCheckOf } from '../../check-worker/use-checker.ts';
import type { EdgeView } from '../../flow-canvas/canvas-context.ts';
import { selectedNodes } from '../../flow-canvas/drawing.ts';
import { FlowCanvas } from '../../flow-canvas/flow-canvas.tsx';
import { bankOf } from '../../kit/system-badge.tsx';
import { useText } from '../../i18n/locale.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { CanvasTools } from '../canvas/canvas-tools.tsx';
import { useDesignerServices } from '../designer-context.tsx';
import type { FlowDifference } from './compare.ts';
import { DifferenceDisc } from './difference-marks.tsx';
import { marksOf, overlaid, type NodeMark } from './overlaid.ts';

export interface ComparisonCanvasProps {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly found: FlowDifference;
  /** Marks nodes that only stand elsewhere too. */
  readonly isMovedShown: boolean;
  readonly chosen: string | null;
  readonly onChoose: (nodeId: string) => void;
}

/** Two versions on one canvas: what is new, what is gone as a ghost, what says something else; the rest stands back. */
export function ComparisonCanvas(props: ComparisonCanvasProps): ReactElement {
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  );
}

function Drawn({ before, after, found, isMovedShown, chosen, onChoose }: ComparisonCanvasProps): ReactElement {
  const text = useText();
  const { context, derived } = useDesignerServices();
  const checker = useChecker(context);
  useCheckOf(checker, after);
  const document = useMemo(() => overlaid(before, after), [before, after]);
  const marks = useMemo(() => marksOf(found, before, after), [found, before, after]);
  const edges = useMemo(
    () =>
      new Map([
        ...found.addedEdges.map((edge) => [edge, 'added'] as const),
        ...found.removedEdges.map((edge) => [edge, 'removed'] as const),
      ]),
    [found],
  );
  const nodeOverlay = useCallback(
    (nodeId: string) => (
      <NodeDifferenceMark mark={shownMark(marks.get(nodeId), isMovedShown)} corners={cornersOf(document, nodeId)} />
    ),
    [marks, isMovedShown, document],
  );
  const edgeLayer = useCallback(
    ({ id, path }: EdgeView) => <EdgeDifference kind={edges.get(id)} path={path} />,
    [edges],
  );
  const edgeOverlay = useCallback(
    ({ id }: EdgeView) => {
      const kind = edges.get(id);
      return kind && <DifferenceDisc kind={kind} label={text(`compare.edge.${kind}`)} />;
    },
    [edges, text],
  );
  const selection = useMemo(() => (chosen === null ? [] : [chosen]), [chosen]);
  return (
    <FlowCanvas
      document={document}
      types={derived.types}
      mode="edit"
      checker={checker}
      label={text('compare.canvas')}
      selection={selection}
      onSelect={(ids) => {
        const [node] = selectedNodes(ids).filter((id) => id !== chosen);
        if (node !== undefined) onChoose(node);
      }}
      nodeOverlay={nodeOverlay}
      edgeLayer={edgeLayer}
      edgeOverlay={edgeOverlay}
    >
      <CanvasTools />
      <InView nodeId={chosen} />
      <p className="absolute top-3 left-4 flex items-center gap-1.5 rounded-1 border border-line bg-surface px-2 py-0.75 text-20">
        <Icon of={Lock} size="xs" />
        {text('compare.onTop')}
      </p>
    </FlowCanvas>
  );
}

/** Brings the node whose rows are read to the middle, at the zoom that is. */
function InView({ nodeId }: { readonly nodeId: string | null }): null {
  const { fitView, getNode, getViewport } = useReactFlow();
  useEffect(() => {
    if (nodeId !== null && getNode(nodeId)) {
      void fitView({ nodes: [{ id: nodeId }], maxZoom: getViewport().zoom, minZoom: getViewport().zoom, padding: 2 });
    }
  }, [nodeId, fitView, getNode, getViewport]);
  return null;
}

function shownMark(mark: NodeMark | undefined, isMovedShown: boolean): NodeMark {
  return mark === undefined || (mark === 'moved' && !isMovedShown) ? 'same' : mark;
}

/** Of the card it lies on. */
function cornersOf({ nodes, slots }: FlowDocument, nodeId: string): string {
  const slot = nodes[nodeId]?.slot;
  const bank = slot === undefined ? 'other' : bankOf(slots[slot]?.role ?? slot);
  return { erp: 'rounded-1', crm: 'rounded-[13px]', other: 'rounded-3' }[bank];
}

const frames: Readonly<Record<Exclude<NodeMark, 'same'>, string>> = {
  added: 'border-2 border-diff-add-ink',
  changed: 'border-2 border-diff-mod-ink',
  removed: 'border-2 border-dashed border-diff-del-ink',
  moved: 'border-2 border-dotted border-ink-3',
};

function NodeDifferenceMark({ mark, corners }: { readonly mark: NodeMark; readonly corners: string }): ReactElement {
  const text = useText();
  return (
    <>
      {(mark === 'same' || mark === 'removed') && (
        <span aria-hidden="true" className={cx('pointer-events-none absolute inset-0 bg-canvas opacity-50', corners)} />
      )}
      {mark !== 'same' && (
        <>
          <span aria-hidden="true" className={cx('pointer-events-none absolute -inset-px', frames[mark], corners)} />
          <DifferenceDisc
            kind={mark}
            label={text(`compare.node.${mark}`)}
            className="absolute -top-2.5 -right-2.5 in-data-[detail=far]:hidden"
          />
        </>
      )}
    </>
  );
}

function EdgeDifference({
  kind,
  path,
}: {
  readonly kind: 'added' | 'removed' | undefined;
  readonly path: string;
}): ReactElement | null {
  if (!kind) return null;
  return (
    <>
      <path d={path} fill="none" aria-hidden="true" className="stroke-canvas [stroke-width:4]" />
      <path
        d={path}
        fill="none"
        aria-hidden="true"
        strokeLinecap="round"
        className={
          kind === 'added'
            ? 'stroke-diff-add-ink [stroke-width:2.5]'
            : 'stroke-diff-del-ink [stroke-dasharray:6_5] [stroke-width:2]'
        }
      />
    </>
  );
}
