import { formatEdge, parseEdge, subFlowUsedBy, type FlowEdge } from '@koppel/model';
import { useNavigate } from '@tanstack/react-router';
import type { NodeDescriptor } from '@koppel/protocol';
import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { chosenNodes, readCanvasId, selectedNodes } from '../../flow-canvas/drawing.ts';
import type { GroupPart } from '../../flow-canvas/canvas-context.ts';
import { foldedPlaces, foldingOf, isFolded, type Folds } from '../../flow-canvas/folding.ts';
import {
  freeSpot,
  nodeHeights,
  nodeWidth,
  noteRoom,
  placesOf,
  snapped,
  type Rect,
  type Spot,
} from '../../flow-canvas/geometry.ts';
import { descriptorOf, edgesOf, portEntities } from '../../flow-canvas/ports.ts';
import { useLocalized, useText } from '../../i18n/locale.tsx';
import {
  clipOf,
  cornerOf,
  describeClip,
  pasteClip,
  readClip,
  roomFor,
  writeClip,
  type Clip,
} from '../clipboard/clip.ts';
import { createJudge, type Fix, type Refusal } from '../connecting/judge.ts';
import { addAt, addPreset, applyFix, deleteNodes, entityAt, slotAt, spotAfter } from '../connecting/operations.ts';
import { useDesignerServices } from '../designer-context.tsx';
import { focusDrawing } from './focus-drawing.ts';
import { aligned, distributed, type Alignment, type Distribution } from '../document/arrange.ts';
import { inGrab, together, type Command, type Intent } from '../document/command.ts';
import { touchedNodes, type Entry } from '../document/history.ts';
import { freshId } from '../document/ids.ts';
import {
  addNote,
  changeNote,
  collapseGroups,
  describeGroup,
  groupNodes,
  moveNotes,
  removeNotes,
  ungroup,
  type Note,
} from '../document/layout-commands.ts';
import { connect, disconnect, moveNodes, rename, setDisabled, type Point } from '../document/node-commands.ts';
import type { AddTarget } from '../editor-store.ts';
import { nodeOf, type PaletteEntry } from '../palette/entries.ts';
import { rememberEntry } from '../palette/recents.ts';
import { layOutAside, layoutInput } from '../tidy/tidy.ts';
import { useIntentWords } from '../use-intent-words.ts';
import { nodeTitle } from '../../flow-canvas/describe.ts';
import { glideMs } from '../../kit/motion.ts';

/** Everything one can do to the flow, by pointer, by key, from the outline or from a menu: one function each. */
export interface Editing {
  add(entry: PaletteEntry, target: AddTarget, options?: { readonly isOpening?: boolean }): void;
  /** From the palette, without a place: behind the selected node where it fits, else in the middle. */
  addSomewhere(entry: PaletteEntry): void;
  quickAdd(target: Partial<AddTarget>): void;
  quickAddAfter(nodeId: string, port?: string): void;
  quickSplice(edgeId: string): void;
  /** Adds behind a node, into its edge where it has one. */
  addAfterSpliced(nodeId: string): void;
  draw(edge: FlowEdge, screen: Spot): void;
  /** Draws an edge in the place of another, or says why it cannot be drawn. */
  rewire(edgeId: string, edge: FlowEdge, screen: Spot): void;
  refuse(edge: FlowEdge, refusal: Refusal, screen: Spot): void;
  /** `replaced`: the edge whose end was being taken there. */
  fix(edge: FlowEdge, fix: Fix, replaced?: readonly string[]): void;
  removeEdges(edgeIds: readonly string[]): void;
  removeSelection(): void;
  /** `grab` names one grab: all its steps are undone as one. */
  move(
    nodes: Readonly<Record<string, readonly [number, number]>>,
    notes: Readonly<Record<string, readonly [number, number]>>,
    grab?: string,
  ): void;
  rename(nodeId: string, title: string): void;
  describeGroup(groupId: string, part: GroupPart): void;
  /** Shows groups as one card each, or their nodes again: the one that is named, else those of the selection. */
  fold(groupId?: string): void;
  writeNote(noteId: string, text: string): void;
  colourNote(noteId: string, colour: Note['colour']): void;
  toggleDisabled(nodeIds: readonly string[]): void;
  note(at?: Spot): void;
  group(): void;
  ungroup(): void;
  /** Opens the sub-flow that a node uses; false where it uses none. */
  openSubFlow(nodeId: string): boolean;
  tidy(): void;
  /** Lines the selected nodes up. */
  align(how: Alignment): void;
  /** Gives the selected nodes the same distance from one to the next. */
  distribute(how: Distribution): void;
  copy(): Promise<void>;
  cut(): Promise<void>;
  paste(): Promise<void>;
  duplicate(): void;
  undo(): void;
  redo(): void;
  /** Brings a node into view, and selects it. */
  show(nodeId: string): void;
  /** Pans just enough that a node, by its id, or anything else, by its canvas id, can be seen. */
  reveal(id: string): void;
  /** The spot of a node on the screen, for lists that open beside it. */
  screenOf(nodeId: string): Spot;
  /** The selected nodes, those inside a selected group among them. */
  chosen(): string[];
  readonly run: (command: Command) => void;
}

/** The functions that edit the flow. They stay the same while the designer is open. */
export function useEditing(): Editing {
  const services = useDesignerServices();
  const flow = useReactFlow();
  const text = useText();
  const localized = useLocalized();
  const inWords = useIntentWords();
  const navigate = useNavigate();
  return useMemo((): Editing => {
    const { document: store, editor, checker, moment, readOnlyReason } = services;
    const { types } = services.derived;
    const now = () => store.getState().document;
    const entities = () => portEntities(now(), types, edgesOf(now()), checker.store.getState().nodes);
    const title = (nodeId: string) => nodeTitle(now(), types, localized, nodeId);
    const folding = () => foldingOf(now().nodes, now().layout.groups, moment.getState().folds);
    /** The selected nodes, and those of the selected groups. */
    const nodes = () => chosenNodes(editor.getState().selection, now().layout);
    /** Whether nodes are a group as they are. */
    const areGroup = (ids: readonly string[]) =>
      Object.values(now().layout.groups).some(
        (group) => group.nodes.length === ids.length && group.nodes.every((id) => ids.includes(id)),
      );
    /** The selected groups, else those that selected nodes are in. */
    const groupsOfSelection = () => {
      const chosen = selected('group');
      if (chosen.length > 0) return chosen;
      const ids = nodes();
      return Object.entries(now().layout.groups)
        .filter(([, group]) => group.nodes.some((id) => ids.includes(id)))
        .map(([id]) => id);
    };
    /** Where a node stands, or the card of the group that it is folded into. */
    const shownAt = (id: string): Spot | undefined => {
      const places = foldedPlaces(now(), folding());
      return places[folding().get(id) ?? id];
    };
    const chosenPlaces = () => {
      const places = placesOf(now());
      return Object.fromEntries(nodes().flatMap((id) => (places[id] ? [[id, places[id]]] : [])));
    };
    const arrange = (places: Readonly<Record<string, Point>>, intent: Intent) => {
      if (readOnlyReason !== null) return editor.say(readOnlyReason);
      run(moveNodes(places, { intent }));
      editor.say(text(intent.id));
    };

    /** Whether it was done: what is only looked at says why not, and nothing else is to be said of it then. */
    const run = (command: Command): boolean => {
      if (readOnlyReason !== null) {
        editor.say(readOnlyReason);
        return false;
      }
      store.execute(command);
      return true;
    };
    const pane = () => document.querySelector('[data-canvas]')?.getBoundingClientRect() ?? new DOMRect();
    const middle = (): { at: Spot; screen: Spot } => {
      const { left, top, width, height } = pane();
      const screen = { x: left + width / 2, y: top + height / 2 };
      return { at: snapped(flow.screenToFlowPosition({ x: screen.x - 80, y: screen.y - 33 })), screen };
    };
    /** Where the pointer is on the canvas; null where it is elsewhere. */
    const underPointer = (): Spot | null => {
      const isOver = document.querySelector('[data-canvas]:hover') !== null;
      const { at } = services.pointer.getState();
      return isOver && at ? snapped(flow.screenToFlowPosition({ x: at.x - 80, y: at.y - 33 })) : null;
    };
    const screenOf = (nodeId: string): Spot => {
      const place = shownAt(nodeId);
      return place ? flow.flowToScreenPosition({ x: place.x + 170, y: place.y + 30 }) : middle().screen;
    };

    const addWhole = (entry: PaletteEntry, body: NonNullable<PaletteEntry['body']>, target: AddTarget) => {
      const { command, ids, lostSlots } = addPreset(now(), types, { body, title: localized(entry.title) }, target);
      run(command);
      rememberEntry(localStorage, entry.id);
      editor.close();
      editor.select(ids);
      editor.say(
        lostSlots.length > 0
          ? text('say.pastedWithout', { n: ids.length, slots: lostSlots.join(', ') })
          : text('say.added', { node: localized(entry.title) }),
      );
      focusDrawing(services);
      requestAnimationFrame(() => reveal(ids[0]!));
    };

    const add: Editing['add'] = (entry, target, { isOpening = false } = {}) => {
      if (entry.body) return addWhole(entry, entry.body, target);
      const entity = entityAt(now(), entities(), target);
      // A preset says more than its type: its title becomes the node's.
      const slot = slotAt(now(), types);
      const node = nodeOf(entry, { entity, slot, ...(entry.isPreset ? { title: localized(entry.title) } : {}) });
      const addition = addAt(now(), types, node, target);
      const isAdded = run({
        ...addition.command,
        intent: { id: 'designer.intent.addOne', values: { node: localized(entry.title) } },
      });
      if (!isAdded) return;
      rememberEntry(localStorage, entry.id);
      editor.close();
      editor.select([addition.nodeId]);
      const behind = target.after?.nodeId ?? (target.edgeId ? parseEdge(target.edgeId).from.nodeId : null);
      editor.say(
        behind
          ? text('say.addedAfter', { node: localized(entry.title), other: title(behind) })
          : text('say.added', { node: localized(entry.title) }),
      );
      if (isOpening) services.panels.change({ isInspectorOpen: true, isDockOpen: true });
      focusDrawing(services);
      requestAnimationFrame(() => reveal(addition.nodeId));
    };

    const firstOutput = (nodeId: string): string | undefined => {
      const ports = descriptorOf(types, now().nodes[nodeId])?.ports.out ?? [];
      const taken = new Set(
        edgesOf(now())
          .filter(({ from }) => from.nodeId === nodeId)
          .map(({ from }) => from.port),
      );
      return (ports.find(({ id, kind }) => kind !== 'failures' && !taken.has(id)) ?? ports[0])?.id;
    };

    const quickAdd: Editing['quickAdd'] = (target) => {
      if (readOnlyReason !== null) return editor.say(readOnlyReason);
      editor.open({ kind: 'add', target: { ...middle(), after: null, before: null, edgeId: null, ...target } });
    };
    const quickAddAfter: Editing['quickAddAfter'] = (nodeId, port = firstOutput(nodeId)) =>
      quickAdd(
        port === undefined ? {} : { at: spotAfter(now(), nodeId), screen: screenOf(nodeId), after: { nodeId, port } },
      );
    const quickSplice: Editing['quickSplice'] = (edgeId) => {
      const { from, to } = parseEdge(edgeId);
      const places = placesOf(now());
      const at = {
        x: (places[from.nodeId]!.x + places[to.nodeId]!.x) / 2,
        y: (places[from.nodeId]!.y + places[to.nodeId]!.y) / 2,
      };
      quickAdd({ at, screen: flow.flowToScreenPosition({ x: at.x + 80, y: at.y + 50 }), edgeId });
    };

    /** Pans just enough that a part of the canvas can be seen; of what is larger than the view, its beginning. */
    const bringIn = (part: Rect) => {
      const box = pane();
      if (box.width === 0) return;
      const { x, y, zoom } = flow.getViewport();
      const margin = 24;
      const pan = (start: number, size: number, room: number) => {
        if (start < margin) return margin - start;
        return -Math.max(0, Math.min(start - margin, start + size - (room - margin)));
      };
      const dx = pan(part.x * zoom + x, part.width * zoom, box.width);
      const dy = pan(part.y * zoom + y, part.height * zoom, box.height);
      if (dx !== 0 || dy !== 0)
        void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: glideMs(), interpolate: 'linear' });
    };
    const reveal: Editing['reveal'] = (id) => {
      const item = readCanvasId(id);
      const note = item.kind === 'note' ? now().layout.notes[item.id] : undefined;
      const place = shownAt(id);
      if (note) bringIn({ x: note.at[0], y: note.at[1], ...noteRoom });
      else if (place) bringIn({ ...place, width: nodeWidth, height: nodeHeights.edit });
    };

    const refuse = (edge: FlowEdge, refusal: Refusal, screen: Spot, replaced: readonly string[] = []) =>
      editor.open({ kind: 'refused', edge, refusal, screen, replaced });

    /** Draws an edge where others were; says why not where it cannot be drawn. Whether it was. */
    const drawOver = (replaced: readonly string[], edge: FlowEdge, screen: Spot): boolean => {
      const flow = now();
      const edges = flow.edges.filter((other) => !replaced.includes(other));
      const refusal = createJudge({ ...flow, edges }, types, checker.store.getState().nodes)(edge);
      if (refusal) {
        refuse(edge, refusal, screen, replaced);
        return false;
      }
      if (!run(connect(edge, replaced))) return false;
      editor.close();
      editor.say(text('say.connected', { from: title(edge.from.nodeId), to: title(edge.to.nodeId) }));
      return true;
    };

    const selected = (kind: 'note' | 'group' | 'edge') =>
      editor
        .getState()
        .selection.map(readCanvasId)
        .filter((item) => item.kind === kind)
        .map(({ id }) => id);

    /** As JSON for another canvas, and as a list for a mail or a document. */
    const write = async (clip: Clip): Promise<boolean> => {
      const kindOf = (type: string) => localized(types.get(type)?.title ?? { en: type });
      const forms = { 'text/plain': writeClip(clip), 'text/html': describeClip(clip, localized, kindOf) };
      try {
        await navigator.clipboard.write([new ClipboardItem(forms)]);
        return true;
      } catch {
        tell(text('copy.blocked'));
        return false;
      }
    };
    /** Says why something was not done where it can be seen. */
    const tell = (words: string) => {
      editor.say(words);
      editor.open({ kind: 'notice', text: words, items: [] });
    };
    const copied = () => clipOf(now(), nodes(), selected('note'));
    const place = (clip: Clip, wanted: Spot) => {
      const { at, whole } = roomFor(clip, now(), wanted);
      const { command, nodeIds, noteIds, unbound } = pasteClip(clip, now(), [at.x, at.y]);
      if (!run(command)) return;
      const cards = folding();
      editor.select([...new Set(nodeIds.map((id) => cards.get(id) ?? id)), ...noteIds.map((id) => `note/${id}`)]);
      const [n, notes] = [nodeIds.length, noteIds.length];
      const words = text(n === 0 ? 'say.pastedNotes' : 'say.pasted', { n, notes });
      editor.say(words);
      const attention = [
        ...unbound.map((nodeId) => ({ nodeId, text: text('paste.unbound', { node: title(nodeId) }) })),
        ...nodeIds
          .filter((id) => !types.has(now().nodes[id]!.type))
          .map((nodeId) => ({ nodeId, text: text('paste.unknown', { node: title(nodeId) }) })),
      ];
      if (attention.length > 0) editor.open({ kind: 'notice', text: words, items: attention });
      else editor.close();
      requestAnimationFrame(() => bringIn(whole));
    };

    const removeSelection = () => {
      const nodeIds = selectedNodes(editor.getState().selection);
      const edgeIds = selected('edge');
      const noteIds = selected('note');
      const groupIds = selected('group');
      const commands: Command[] = [
        ...(edgeIds.length > 0 ? [disconnect(edgeIds)] : []),
        ...(nodeIds.length > 0 ? [deleteNodes(now(), types, entities(), nodeIds)] : []),
        ...(noteIds.length > 0 ? [removeNotes(noteIds)] : []),
        ...(groupIds.length > 0 ? [ungroup(groupIds)] : []),
      ];
      const [only] = commands;
      if (!only) return;
      // The walk goes on from what stood before the removed node.
      const [first] = nodeIds;
      const before = edgesOf(now()).find(({ to }) => to.nodeId === first)?.from.nodeId;
      run(
        commands.length === 1
          ? only
          : together({ id: 'designer.intent.removeAll', values: { n: commands.length } }, commands),
      );
      if (readOnlyReason !== null) return;
      editor.select(before && now().nodes[before] ? [before] : []);
      editor.say(text('say.removed', { n: nodeIds.length + edgeIds.length + noteIds.length + groupIds.length }));
      focusDrawing(services);
    };

    return {
      openSubFlow(nodeId) {
        const node = now().nodes[nodeId];
        const used = node && subFlowUsedBy(node);
        if (used) void navigate({ to: '/flows/$id', params: { id: used.subFlow } });
        return used !== undefined;
      },
      run,
      chosen: nodes,
      add,
      addSomewhere(entry) {
        const [nodeId] = selectedNodes(editor.getState().selection);
        const port = nodeId === undefined ? undefined : firstOutput(nodeId);
        const after = nodeId !== undefined && port !== undefined ? { nodeId, port } : null;
        const kind =
          after && descriptorOf(types, now().nodes[after.nodeId]!)?.ports.out.find(({ id }) => id === after.port)?.kind;
        const joins = after && entry.descriptor.ports.in.some((input) => input.kind === kind);
        const target: AddTarget = {
          ...middle(),
          ...(joins ? { at: spotAfter(now(), after.nodeId) } : {}),
          after: joins ? after : null,
          before: null,
          edgeId: null,
        };
        add(entry, target);
      },
      quickAdd,
      quickAddAfter,
      quickSplice,
      addAfterSpliced(nodeId) {
        const edge = edgesOf(now()).find(({ from }) => from.nodeId === nodeId);
        if (edge) quickSplice(edge.id);
        else quickAddAfter(nodeId);
      },
      draw: (edge, screen) => drawOver([], edge, screen),
      rewire(edgeId, edge, screen) {
        const next = formatEdge(edge);
        if (next === edgeId) return;
        if (drawOver([edgeId], edge, screen)) editor.select([next]);
      },
      refuse,
      fix(edge, fix, replaced = []) {
        const make = (descriptor: NodeDescriptor) => {
          const target = now().nodes[edge.to.nodeId];
          const source = now().nodes[edge.from.nodeId];
          const entry = entryFor(descriptor, descriptor.role === 'source' ? (source?.slot ?? firstSlot(now())) : null);
          const entity = target?.entity ?? source?.entity ?? 'account';
          return nodeOf(entry, { entity, slot: slotAt(now(), types) });
        };
        const mended = applyFix(now(), types, edge, fix, make);
        run(replaced.length > 0 ? together(mended.intent, [disconnect(replaced), mended]) : mended);
        editor.close();
        focusDrawing(services);
      },
      removeEdges(edgeIds) {
        if (!run(disconnect(edgeIds))) return;
        editor.say(text('say.disconnected', { n: edgeIds.length }));
      },
      removeSelection,
      move(movedNodes, movedNotes, grab) {
        const commands: Command[] = [
          ...(Object.keys(movedNodes).length > 0 ? [moveNodes(movedNodes)] : []),
          ...(Object.keys(movedNotes).length > 0 ? [moveNotes(movedNotes)] : []),
        ];
        const [first] = commands;
        if (!first) return;
        const command = commands.length === 1 ? first : together(first.intent, commands);
        run(grab === undefined ? command : inGrab(command, grab));
      },
      rename: (nodeId, name) => run(rename(nodeId, name)),
      describeGroup: (groupId, part) => run(describeGroup(groupId, part)),
      fold(groupId) {
        const ids = groupId === undefined ? groupsOfSelection() : [groupId];
        const [first] = ids;
        if (first === undefined) return editor.say(text('say.noGroup'));
        if (readOnlyReason !== null) return editor.say(readOnlyReason);
        const { groups } = now().layout;
        const isCollapsed = !isFolded(groups, moment.getState().folds, first);
        moment.setState(({ folds }) => ({ folds: without(folds, ids) }));
        run(collapseGroups(ids, isCollapsed));
        editor.select(isCollapsed ? ids.map((id) => `group/${id}`) : ids.flatMap((id) => groups[id]?.nodes ?? []));
        editor.say(
          text(isCollapsed ? 'say.collapsed' : 'say.expanded', {
            group: ids.map((id) => groups[id]?.title ?? id).join(', '),
          }),
        );
      },
      writeNote: (noteId, words) => run(changeNote(noteId, { text: words })),
      colourNote: (noteId, colour) => run(changeNote(noteId, { colour })),
      toggleDisabled(nodeIds) {
        if (nodeIds.length === 0) return;
        const isOn = nodeIds.some((id) => !now().nodes[id]?.isDisabled);
        if (!run(setDisabled(nodeIds, isOn))) return;
        editor.say(text(isOn ? 'say.disabled' : 'say.enabled', { n: nodeIds.length }));
      },
      note(wanted) {
        const { notes } = now().layout;
        const id = freshId(new Set(Object.keys(notes)), 'note');
        const taken = [...Object.values(placesOf(now())), ...Object.values(notes).map(({ at: [x, y] }) => ({ x, y }))];
        const at = wanted ?? freeSpot(middle().at, taken, noteRoom);
        run(addNote(id, { text: '', at: [at.x, at.y], colour: 'yellow' }));
        if (readOnlyReason !== null) return;
        editor.select([`note/${id}`]);
        moment.setState({ writing: `note/${id}` });
      },
      group() {
        const ids = nodes();
        if (ids.length === 0 || areGroup(ids)) return;
        const id = freshId(new Set(Object.keys(now().layout.groups)), 'group');
        run(groupNodes(id, { title: text('canvas.newGroup') }, ids));
        if (readOnlyReason === null) moment.setState({ writing: `group/${id}` });
      },
      ungroup() {
        const ids = groupsOfSelection();
        if (ids.length > 0) run(ungroup(ids));
      },
      align(how) {
        const places = chosenPlaces();
        if (Object.keys(places).length < 2) return editor.say(text('arrange.tooFew'));
        arrange(aligned(places, how), { id: `arrange.${how}` });
      },
      distribute(how) {
        const places = chosenPlaces();
        if (Object.keys(places).length < 3) return editor.say(text('arrange.tooFew'));
        arrange(distributed(places, how), { id: `arrange.${how}` });
      },
      tidy() {
        if (readOnlyReason !== null) return editor.say(readOnlyReason);
        const chosen = nodes();
        void layOutAside(layoutInput(now(), chosen.length > 1 ? chosen : null)).then((places) => {
          run(moveNodes(places, { intent: { id: 'designer.intent.tidy' } }));
          editor.say(text('say.tidied'));
          return flow.fitView({ maxZoom: 1, padding: 0.12, duration: glideMs() });
        });
      },
      async copy() {
        const [n, notes] = [nodes().length, selected('note').length];
        if (n + notes === 0 || !(await write(copied()))) return;
        editor.say(text(n === 0 ? 'say.copiedNotes' : 'say.copied', { n, notes }));
      },
      async cut() {
        if (nodes().length + selected('note').length === 0 || readOnlyReason !== null) return;
        if (!(await write(copied()))) return;
        // What is inside a group goes with it.
        editor.select([...nodes(), ...editor.getState().selection.filter((id) => readCanvasId(id).kind === 'note')]);
        removeSelection();
      },
      async paste() {
        const words = await navigator.clipboard.readText().catch(() => null);
        const clip = words === null ? 'blocked' : readClip(words);
        if (typeof clip === 'string') {
          tell(text(`paste.${clip}`));
          return;
        }
        place(clip, underPointer() ?? middle().at);
      },
      duplicate() {
        const clip = copied();
        if (Object.keys(clip.nodes).length + Object.keys(clip.notes).length === 0) return;
        const [left, top] = cornerOf(clip);
        place(clip, { x: left + 40, y: top + 100 });
      },
      undo() {
        if (readOnlyReason !== null) return editor.say(readOnlyReason);
        const entry = store.undo();
        editor.say(entry ? text('say.undone', { what: inWords(entry.intent) }) : text('say.nothingToUndo'));
        keepSelection();
        showTouched(entry);
      },
      redo() {
        if (readOnlyReason !== null) return editor.say(readOnlyReason);
        const entry = store.redo();
        editor.say(entry ? text('say.redone', { what: inWords(entry.intent) }) : text('say.nothingToRedo'));
        keepSelection();
        showTouched(entry);
      },
      show(nodeId) {
        const group = folding().get(nodeId);
        if (group) moment.setState(({ folds }) => ({ folds: new Map(folds).set(readCanvasId(group).id, false) }));
        editor.select([nodeId]);
        moment.setState({ pulse: nodeId });
        requestAnimationFrame(() => reveal(nodeId));
        setTimeout(() => moment.setState(({ pulse }) => ({ pulse: pulse === nodeId ? null : pulse })), 1_300);
      },
      reveal,
      screenOf,
    };

    /** What came back or went away is brought into view. */
    function showTouched(entry: Entry | null): void {
      const [first] = entry ? touchedNodes(entry, now()) : [];
      if (first !== undefined) requestAnimationFrame(() => reveal(first));
    }

    /** What is gone cannot stay selected. */
    function keepSelection(): void {
      const { nodes: there, edges, layout } = now();
      const left = editor.getState().selection.filter((id) => {
        const item = readCanvasId(id);
        if (item.kind === 'edge') return edges.includes(item.id);
        if (item.kind === 'note') return layout.notes[item.id];
        if (item.kind === 'group') return layout.groups[item.id];
        return there[item.id];
      });
      editor.select(left);
    }

    function firstSlot(document: ReturnType<typeof now>): string | null {
      return Object.keys(document.slots)[0] ?? null;
    }
  }, [services, flow, text, localized, inWords, navigate]);
}

function without(folds: Folds, ids: readonly string[]): Folds {
  return new Map([...folds].filter(([id]) => !ids.includes(id)));
}

/** An entry for a node type as such. */
function entryFor(descriptor: NodeDescriptor, slot: string | null): PaletteEntry {
  const { title, summary, icon, type } = descriptor;
  return {
    id: type,
    title,
    summary,
    icon,
    descriptor,
    slot,
    role: null,
    entity: null,
    config: null,
    isPreset: false,
    body: null,
    section: '',
    words: [],
  };
}
