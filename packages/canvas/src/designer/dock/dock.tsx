import { Maximize2, Minimize2, X } from 'lucide-react';
import { Component, lazy, Suspense, useState, type ReactElement, type ReactNode } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { IconButton } from '../../kit/button.tsx';
import { NamedIcon } from '../../kit/named-icon.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { focusDrawing } from '../canvas/focus-drawing.ts';
import type { Editing } from '../canvas/use-editing.ts';
import { editorsOf } from '../connecting/judge.ts';
import { useDesignerServices, useFlow } from '../designer-context.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { useNodeTitle, useNodeTypes } from '../use-drawing-facts.ts';

/** The kinds of editors that need the width of the dock. */
const wide: ReadonlySet<string> = new Set(['mapping', 'translations', 'code']);

/** Whether a node is edited in the dock: its spec says which editor its settings need. */
export function useNeedsDock(nodeId: string | null): boolean {
  const type = useFlow((flow) => (nodeId === null ? '' : (flow.nodes[nodeId]?.type ?? '')));
  const descriptor = useNodeTypes().get(type);
  return descriptor !== undefined && editorsOf(descriptor.configSchema).some((editor) => wide.has(editor));
}

const MappingEditor = lazy(async () => ({ default: (await import('../../mapping-editor/index.tsx')).MappingEditor }));

export interface DockProps {
  readonly nodeId: string;
  readonly editing: Editing;
  readonly isWhole: boolean;
  readonly onWhole: (isWhole: boolean) => void;
}

/** The editor of a node that needs width, below the canvas. The editor brings its own head; the dock the frame around it. */
export function Dock({ nodeId, editing, isWhole, onWhole }: DockProps): ReactElement {
  const text = useText();
  const services = useDesignerServices();
  const { panels } = services;
  const title = useNodeTitle();
  const type = useFlow((flow) => flow.nodes[nodeId]?.type ?? '');
  const icon = useNodeTypes().get(type)?.icon ?? 'box';
  const [brokenAt, setBrokenAt] = useState<string | null>(null);
  const form = <Inspector nodeId={nodeId} editing={editing} />;
  return (
    <section
      aria-label={text('dock.label', { node: title(nodeId) })}
      data-pane="dock"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) {
          event.stopPropagation();
          focusDrawing(services);
        }
      }}
      className="flex h-full min-h-0 flex-col border-t border-line-strong bg-surface"
    >
      {/* The second click of a double click on a node lands here, for the dock opened under the pointer. */}
      <header className="flex min-h-10.5 flex-none items-center gap-2 border-b border-line pr-3 pl-4 select-none">
        <NamedIcon name={icon} />
        <h2 className="truncate text-40 font-bold">{title(nodeId)}</h2>
        {/* The editor puts its tabs, samples and suggestions here. */}
        <div id="dock-head" className="flex min-w-0 flex-1 items-center gap-3 max-narrow:flex-wrap" />
        <IconButton
          icon={isWhole ? Minimize2 : Maximize2}
          size="s"
          label={text(isWhole ? 'dock.shrink' : 'dock.fill')}
          onClick={() => onWhole(!isWhole)}
        />
        <IconButton
          icon={X}
          size="s"
          label={text('dock.close')}
          onClick={() => {
            panels.change({ isDockOpen: false });
            focusDrawing(services);
          }}
        />
      </header>
      <div className="flex min-h-0 flex-1">
        {brokenAt !== nodeId ? (
          <EditorBoundary key={nodeId} onBroken={() => setBrokenAt(nodeId)}>
            <Suspense fallback={<SkeletonRows count={6} />}>
              <MappingEditor nodeId={nodeId} />
            </Suspense>
          </EditorBoundary>
        ) : (
          form
        )}
      </div>
    </section>
  );
}

/** An editor that stops working takes only itself down: the plain form takes its place. */
class EditorBoundary extends Component<{ onBroken: () => void; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };
  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }
  override componentDidCatch(): void {
    this.props.onBroken();
  }
  override render(): ReactNode {
    return this.state.isBroken ? null : this.props.children;
  }
}
