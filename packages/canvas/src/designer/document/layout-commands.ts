import { mostNoteText, type FlowDocument } from '@koppel/model';
import type { GroupPart } from '../../flow-canvas/canvas-context.ts';
import { put, type Command } from './command.ts';
import type { Edit } from './edit.ts';
import type { Point } from './node-commands.ts';

/** A remark on the canvas. */
export type Note = FlowDocument['layout']['notes'][string];
type Group = FlowDocument['layout']['groups'][string];

/** Puts a note on the canvas. */
export function addNote(id: string, note: Note): Command {
  return {
    intent: { id: 'designer.intent.addNote' },
    edits: (document) => put(document, ['layout', 'notes', id], note),
  };
}

/** Changes the text or the colour of a note. */
export function changeNote(id: string, part: Partial<Pick<Note, 'text' | 'colour'>>): Command {
  return {
    intent: { id: 'designer.intent.changeNote' },
    merge: `note ${id} ${Object.keys(part).join(' ')}`,
    edits(document) {
      const note = document.layout.notes[id];
      if (!note) return [];
      const text = (part.text ?? note.text).slice(0, mostNoteText);
      return put(document, ['layout', 'notes', id], { ...note, ...part, text });
    },
  };
}

/** Puts notes at new places. */
export function moveNotes(positions: Readonly<Record<string, Point>>): Command {
  const ids = Object.keys(positions);
  return {
    intent: { id: 'designer.intent.moveNotes', values: { n: ids.length } },
    edits: (document) =>
      ids.flatMap((id) => {
        const note = document.layout.notes[id];
        const [x, y] = positions[id]!;
        return note ? put(document, ['layout', 'notes', id], { ...note, at: [Math.round(x), Math.round(y)] }) : [];
      }),
  };
}

/** Takes notes off the canvas. */
export function removeNotes(ids: readonly string[]): Command {
  return {
    intent: { id: 'designer.intent.removeNotes', values: { n: ids.length } },
    edits: (document) => ids.flatMap((id) => put(document, ['layout', 'notes', id], undefined)),
  };
}

/** Puts nodes in a group of their own; a node is in one group at most, so it leaves the one it was in. */
export function groupNodes(id: string, group: Omit<Group, 'nodes'>, nodeIds: readonly string[]): Command {
  return {
    intent: { id: 'designer.intent.group', values: { n: nodeIds.length } },
    edits: (document) => [
      ...leave(document, new Set(nodeIds)),
      ...put(document, ['layout', 'groups', id], { ...group, nodes: [...nodeIds].sort() }),
    ],
  };
}

/** Removes groups; their nodes stay. */
export function ungroup(ids: readonly string[]): Command {
  return {
    intent: { id: 'designer.intent.ungroup', values: { n: ids.length } },
    edits: (document) => ids.flatMap((id) => put(document, ['layout', 'groups', id], undefined)),
  };
}

/** Gives a group another title and description; without a title it keeps the one it has. */
export function describeGroup(id: string, { title, description }: GroupPart): Command {
  return {
    intent: { id: 'designer.intent.renameGroup', values: { group: title } },
    merge: `rename group ${id}`,
    edits(document) {
      const group = document.layout.groups[id];
      if (!group) return [];
      const { description: _old, ...rest } = group;
      const about = description.trim().slice(0, 2_000);
      return put(document, ['layout', 'groups', id], {
        ...rest,
        title: title.trim().slice(0, 200) || group.title,
        ...(about === '' ? {} : { description: about }),
      });
    },
  };
}

/** Draws groups as one card each, or opens them again. */
export function collapseGroups(ids: readonly string[], isCollapsed: boolean): Command {
  return {
    intent: { id: isCollapsed ? 'designer.intent.collapse' : 'designer.intent.expand', values: { n: ids.length } },
    edits: (document) =>
      ids.flatMap((id) => {
        const group = document.layout.groups[id];
        if (!group) return [];
        const { isCollapsed: _old, ...rest } = group;
        return put(document, ['layout', 'groups', id], isCollapsed ? { ...rest, isCollapsed } : rest);
      }),
  };
}

function leave(document: FlowDocument, nodeIds: ReadonlySet<string>): Edit[] {
  return Object.entries(document.layout.groups).flatMap(([id, group]) => {
    const nodes = group.nodes.filter((member) => !nodeIds.has(member));
    if (nodes.length === group.nodes.length) return [];
    return put(document, ['layout', 'groups', id], nodes.length === 0 ? undefined : { ...group, nodes });
  });
}
