import type { FlowDocument } from '@koppel/model';
import { put, type Command } from './command.ts';
import type { Edit } from './edit.ts';
import type { Point } from './node-commands.ts';

/** A remark on the canvas. */
export type Note = FlowDocument['layout']['notes'][string];
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
      return note ? put(document, ['layout', 'notes', id], { ...note, ...part }) : [];
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
export function groupNodes(id: string, title: string, nodeIds: readonly string[]): Command {
  return {
    intent: { id: 'designer.intent.group', values: { n: nodeIds.length } },
    edits: (document) => [
      ...leave(document, new Set(nodeIds)),
      ...put(document, ['layout', 'groups', id], { title, nodes: [...nodeIds].sort() }),
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

/** Gives a group another title. */
export function renameGroup(id: string, title: string): Command {
  return {
    intent: { id: 'designer.intent.renameGroup', values: { group: title } },
    merge: `rename group ${id}`,
    edits(document) {
      const group = document.layout.groups[id];
      return group ? put(document, ['layout', 'groups', id], { ...group, title: title.trim() || group.title }) : [];
    },
  };
}

function leave(document: FlowDocument, nodeIds: ReadonlySet<string>): Edit[] {
  return Object.entries(document.layout.groups).flatMap(([id, group]) => {
    const nodes = group.nodes.filter((member) => !nodeIds.has(member));
    if (nodes.length === group.nodes.length) return [];
    return put(document, ['layout', 'groups', id], nodes.length === 0 ? undefined : { ...group, nodes });
  });
}
