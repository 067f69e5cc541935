import { useReactFlow } from '@xyflow/react';
import { useMemo, useRef, type KeyboardEvent } from 'react';
import { usePreferences } from '../../app/services.tsx';
import { placesOf } from '../../flow-canvas/geometry.ts';
import { foldingOf } from '../../flow-canvas/folding.ts';
import { edgesOf } from '../../flow-canvas/ports.ts';
import { noteId, readCanvasId, selectedNodes } from '../../flow-canvas/drawing.ts';
import { stepFrom, streamOf, type Step } from '../../flow-canvas/walk.ts';
import { useText } from '../../i18n/locale.tsx';
import { isTyping } from '../../kit/row-keys.ts';
import { useDesignerServices } from '../designer-context.tsx';
import { focusDrawing } from './focus-drawing.ts';
import type { Editing } from './use-editing.ts';
import { glideMs } from '../../kit/motion.ts';

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'below',
  ArrowUp: 'above',
};
const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [20, 0],
  ArrowLeft: [-20, 0],
  ArrowDown: [0, 20],
  ArrowUp: [0, -20],
};

/** The keys of the canvas. Letters go by what they write, so that every keyboard layout works. */
export function useCanvasKeys(editing: Editing): (event: KeyboardEvent<HTMLElement>) => void {
  const services = useDesignerServices();
  const flow = useReactFlow();
  const text = useText();
  const [{ singleKeys }] = usePreferences();
  const grabs = useRef(0);
  return useMemo(() => {
    const { document: store, editor, moment, panels, readOnlyReason } = services;
    const now = () => store.getState().document;
    const fit = (nodes?: { id: string }[]) =>
      void flow.fitView({ maxZoom: 1, padding: 0.12, duration: glideMs(), ...(nodes ? { nodes } : {}) });

    const chosenNotes = () =>
      editor
        .getState()
        .selection.map(readCanvasId)
        .flatMap(({ kind, id }) => (kind === 'note' ? [id] : []));

    const walk = (step: Step, isExtending: boolean) => {
      const edges = edgesOf(now());
      const { selection } = editor.getState();
      const chosen = selectedNodes(selection);
      if (isExtending && (step === 'next' || step === 'previous')) {
        const all = streamOf(edges, chosen, step === 'next' ? 'down' : 'up');
        editor.select(all);
        editor.say(text('say.selected', { n: all.length }));
        return;
      }
      const folding = foldingOf(now().nodes, now().layout.groups, moment.getState().folds);
      const from = selection.filter((id) => readCanvasId(id).kind !== 'edge').at(-1) ?? null;
      const next = stepFrom(now(), edges, from, step, folding);
      if (next === null) return;
      editor.select(isExtending ? [...chosen.filter((id) => id !== next), next] : [next]);
      editor.close();
      editing.reveal(next);
    };

    const grabbed = (event: KeyboardEvent<HTMLElement>): boolean => {
      const { grab } = editor.getState();
      if (grab === null) return false;
      const direction = directions[event.key];
      if (direction) {
        const by = event.shiftKey ? 5 : 1;
        const [dx, dy] = [direction[0] * by, direction[1] * by];
        const places = placesOf(now());
        const { notes } = now().layout;
        const nodes = editing.chosen().map((id) => [id, [places[id]!.x + dx, places[id]!.y + dy] as const] as const);
        const papers = chosenNotes().map(
          (id) => [id, [notes[id]!.at[0] + dx, notes[id]!.at[1] + dy] as const] as const,
        );
        editing.move(Object.fromEntries(nodes), Object.fromEntries(papers), grab);
        const [first] = [...nodes, ...papers.map(([id, at]) => [noteId(id), at] as const)];
        if (first) {
          const [id, [x, y]] = first;
          editor.say(text('say.movedTo', { x, y }));
          editing.reveal(id);
        }
        return true;
      }
      if (event.key === 'Enter') {
        editor.setState({ grab: null });
        editor.say(text('say.dropped'));
        return true;
      }
      if (event.key === 'Escape') {
        const last = store.getState().past.at(-1);
        if (last?.merge === `grab ${grab}`) store.undo();
        editor.setState({ grab: null });
        editor.say(text('say.putBack'));
        return true;
      }
      return false;
    };

    /** From the canvas to the list of nodes; from the list back, and the palette comes back too. */
    const turnOutline = () => {
      const isInList = moment.getState().hands === 'outline';
      panels.change({ left: isInList ? 'palette' : 'outline' });
      moment.setState({ hands: isInList ? 'canvas' : 'outline' });
      focusDrawing(services);
    };

    const selectAll = () => {
      const { nodes, layout } = now();
      const [ids, notes] = [Object.keys(nodes), Object.keys(layout.notes).map(noteId)];
      editor.select([...ids, ...notes]);
      editor.say(text('say.selectedAll', { n: ids.length, notes: notes.length }));
    };

    const withControl = (event: KeyboardEvent<HTMLElement>): boolean => {
      switch (event.key.toLowerCase()) {
        case 'c':
          void editing.copy();
          return true;
        case 'x':
          void editing.cut();
          return true;
        case 'v':
          void editing.paste();
          return true;
        case 'd':
          editing.duplicate();
          return true;
        case 'a':
          selectAll();
          return true;
        case 'g':
          if (event.shiftKey) editing.ungroup();
          else editing.group();
          return true;
        default:
          return false;
      }
    };

    const named = (event: KeyboardEvent<HTMLElement>): boolean => {
      const selection = editor.getState().selection;
      const nodes = selectedNodes(selection);
      const last = nodes.at(-1);
      const step = steps[event.key];
      if (step) {
        walk(step, event.shiftKey);
        return true;
      }
      switch (event.key) {
        case 'Enter':
          if (last === undefined) return false;
          if (editing.openSubFlow(last)) return true;
          panels.change({ isInspectorOpen: true, isDockOpen: true });
          requestAnimationFrame(() => focusPane());
          return true;
        case 'Escape':
          if (editor.getState().overlay) editor.close();
          else editor.select([]);
          return true;
        case 'Delete':
        case 'Backspace':
          editing.removeSelection();
          return true;
        case 'F2': {
          const item = selection.length === 1 ? readCanvasId(selection[0]!) : null;
          if (!item || item.kind === 'edge' || readOnlyReason !== null) return false;
          moment.setState({ writing: selection[0]! });
          return true;
        }
        case '+':
          void flow.zoomIn({ duration: glideMs(90) });
          return true;
        case '-':
          void flow.zoomOut({ duration: glideMs(90) });
          return true;
        default:
          return false;
      }
    };

    const letter = (event: KeyboardEvent<HTMLElement>): boolean => {
      const nodes = selectedNodes(editor.getState().selection);
      const last = nodes.at(-1);
      switch (event.key) {
        case 'n':
          if (last === undefined) editing.quickAdd({});
          else editing.quickAddAfter(last);
          return true;
        case 'N':
          editing.note();
          return true;
        case 'a':
          if (last === undefined) return false;
          editing.addAfterSpliced(last);
          return true;
        case 'c':
          if (last === undefined || readOnlyReason !== null) return false;
          editor.open({ kind: 'connect', nodeId: last, port: null });
          return true;
        case 'x':
          if (last === undefined || readOnlyReason !== null) return false;
          editor.open({ kind: 'edges', nodeId: last });
          return true;
        case 'G':
          editing.fold();
          return true;
        case 'g': {
          const [n, notes] = [editing.chosen().length, chosenNotes().length];
          if (n + notes === 0 || readOnlyReason !== null) return false;
          grabs.current += 1;
          editor.setState({ grab: String(grabs.current) });
          editor.say(text(n === 0 ? 'say.grabbedNotes' : 'say.grabbed', { n, notes }));
          return true;
        }
        case 'd':
          editing.toggleDisabled(editing.chosen());
          return true;
        case 't':
          editing.tidy();
          return true;
        case 'f':
          fit();
          return true;
        case 'F':
          fit(nodes.map((id) => ({ id })));
          return true;
        case 's':
          editor.open({ kind: 'search' });
          return true;
        case 'o':
          turnOutline();
          return true;
        case 'p':
          panels.change({ left: panels.getState().left === 'palette' ? null : 'palette' });
          return true;
        case 'i':
          panels.change({ isInspectorOpen: !panels.getState().isInspectorOpen });
          return true;
        case 'e':
          panels.change({ isProblemsOpen: !panels.getState().isProblemsOpen });
          return true;
        case '?':
          editor.open({ kind: 'shortcuts' });
          return true;
        default:
          return false;
      }
    };

    return (event) => {
      if (isTyping(event.nativeEvent) || event.defaultPrevented) return;
      const isControl = event.ctrlKey || event.metaKey;
      if (event.altKey) return;
      const isDone = isControl ? withControl(event) : grabbed(event) || named(event) || (singleKeys && letter(event));
      if (!isDone) return;
      event.preventDefault();
      event.stopPropagation();
    };
  }, [services, flow, text, singleKeys, editing]);
}

/** Moves the focus into the dock or the inspector of the selected node. */
function focusPane(): void {
  const pane = document.querySelector('[data-pane="dock"], [data-pane="inspector"]');
  const first = pane?.querySelector<HTMLElement>(
    'input:not([type="search"]), textarea, [role="combobox"], [role="tab"][data-state="active"], button',
  );
  first?.focus();
}
