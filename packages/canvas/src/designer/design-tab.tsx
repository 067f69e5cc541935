import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { selectedNodes } from '../flow-canvas/drawing.ts';
import { useText } from '../i18n/locale.tsx';
import { Resizer } from '../kit/resizer.tsx';
import { useMedia } from '../kit/use-media.ts';
import { CanvasOverlays } from './canvas/canvas-overlays.tsx';
import { DesignCanvas } from './canvas/design-canvas.tsx';
import type { Editing } from './canvas/use-editing.ts';
import { useDesignerServices, useEditor, useFlow, usePanels } from './designer-context.tsx';
import { Dock, useNeedsDock } from './dock/dock.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { Outline } from './outline/outline.tsx';
import { Palette } from './palette/palette.tsx';
import { ProblemsPanel } from './problems/problems-panel.tsx';
import type { ShowIssue } from './problems/use-problem-walk.ts';
import { StatusBar } from './status-bar.tsx';
import { focusIn } from './use-designer-keys.ts';

/** The drawing: palette or outline, canvas, inspector beside it or dock below it, problems, status. */
export function DesignTab({
  editing,
  onShowIssue,
}: {
  readonly editing: Editing;
  readonly onShowIssue: ShowIssue;
}): ReactElement {
  const text = useText();
  const [panels, change] = usePanels();
  const only = useEditor(({ selection }) => {
    const nodes = selectedNodes(selection);
    return nodes.length === 1 && selection.length === 1 ? nodes[0]! : null;
  });
  const isThere = useFlow((flow) => only !== null && flow.nodes[only] !== undefined);
  const chosen = useHeldWhileDragging(isThere ? only : null);
  const needsDock = useNeedsDock(chosen);
  const [isWhole, setIsWhole] = useState(false);
  const hasDock = chosen !== null && needsDock && panels.isDockOpen;
  const hasInspector = chosen !== null && !needsDock && panels.isInspectorOpen;
  const most = globalThis.innerHeight - 220;
  // There is no room for a canvas: the flow as a list is a complete editor by itself.
  const isNarrow = useMedia(narrow);
  const left = isNarrow ? 'outline' : panels.left;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || !event.altKey || !hasDock) return;
    event.preventDefault();
    const dock = event.currentTarget.querySelector<HTMLElement>('[data-pane="dock"]');
    // The canvas goes, and what had the focus with it.
    if (!isWhole && dock && !dock.contains(event.target as Node)) focusIn(dock);
    setIsWhole(!isWhole);
  };
  return (
    <main onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 max-narrow:flex-col">
        {left && (
          <>
            <div
              style={isNarrow ? {} : { width: left === 'outline' ? Math.max(panels.leftWidth, 280) : panels.leftWidth }}
              className="flex min-h-0 flex-none border-r border-line max-narrow:flex-1"
            >
              {left === 'palette' ? <Palette onAdd={editing.addSomewhere} /> : <Outline editing={editing} />}
            </div>
            {!isNarrow && (
              <Resizer
                label={text('resize.left')}
                axis="x"
                value={panels.leftWidth}
                min={160}
                max={420}
                onChange={(leftWidth) => change({ leftWidth })}
              />
            )}
          </>
        )}
        <div className="flex min-w-0 flex-1 flex-col max-narrow:flex-none">
          {isNarrow ? (
            <CanvasOverlays editing={editing} />
          ) : (
            !(hasDock && isWhole) && <DesignCanvas editing={editing} />
          )}
          {hasDock && (
            <>
              {!isWhole && (
                <Resizer
                  label={text('resize.dock')}
                  axis="y"
                  isEnd
                  value={Math.min(panels.dockHeight, most)}
                  min={240}
                  max={most}
                  onChange={(dockHeight) => change({ dockHeight })}
                />
              )}
              <div
                data-tour="dock"
                style={isWhole ? {} : { height: Math.min(panels.dockHeight, most) }}
                className={isWhole ? 'min-h-0 flex-1' : 'min-h-0 flex-none'}
              >
                <Dock key={chosen} nodeId={chosen} editing={editing} isWhole={isWhole} onWhole={setIsWhole} />
              </div>
            </>
          )}
        </div>
        {hasInspector && (
          <>
            {!isNarrow && (
              <Resizer
                label={text('resize.inspector')}
                axis="x"
                isEnd
                value={panels.inspectorWidth}
                min={260}
                max={640}
                onChange={(inspectorWidth) => change({ inspectorWidth })}
              />
            )}
            <div
              style={isNarrow ? {} : { width: panels.inspectorWidth }}
              className="flex min-h-0 flex-none border-l border-line max-narrow:max-h-[50vh] max-narrow:border-t max-narrow:border-l-0"
            >
              <Inspector nodeId={chosen} editing={editing} />
            </div>
          </>
        )}
      </div>
      {panels.isProblemsOpen && <ProblemsPanel onShow={onShowIssue} />}
      <StatusBar />
    </main>
  );
}

/** The node whose panel is open. One that is dragged gets its own where it is let go: the canvas keeps its size meanwhile. */
function useHeldWhileDragging(chosen: string | null): string | null {
  const { moment } = useDesignerServices();
  const isDragging = useStore(moment, (state) => state.isDragging);
  const [held, setHeld] = useState(chosen);
  if (!isDragging && held !== chosen) setHeld(chosen);
  const isThere = useFlow((flow) => held !== null && flow.nodes[held] !== undefined);
  if (!isDragging) return chosen;
  return isThere ? held : null;
}

/** `--breakpoint-narrow` of the style sheets: where they put things below each other, a canvas would have no height. */
const narrow = '(width < 800px)';
