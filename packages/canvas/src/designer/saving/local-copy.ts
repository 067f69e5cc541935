import { flowDocumentSchema, type FlowDocument } from '@koppel/model';
import type { Session } from '@koppel/protocol';
import { z } from 'zod';

const copySchema = z.object({ at: z.number(), revision: z.number(), document: flowDocumentSchema });

/** A draft kept in this browser because the server does not have it yet. `revision` is the one it was made from. */
export type LocalCopy = z.infer<typeof copySchema>;

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const keyOf = (place: string) => `koppel.unsaved.${place}`;

/** Where a browser keeps what belongs to one person's work on one flow: others may use it too, for other workspaces as well. */
export function placeOf({ user, workspace }: Pick<Session, 'user' | 'workspace'>, flowId: string): string {
  return `${workspace.id}.${user.id}.${flowId}`;
}

/** Keeps the draft in this browser. False: there is no room, so only the page itself still has it. */
export function keepCopy(shelf: Shelf, place: string, copy: LocalCopy): boolean {
  try {
    shelf.setItem(keyOf(place), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

/** The draft that was kept, if one was and can be read. */
export function keptCopy(shelf: Shelf, place: string): LocalCopy | null {
  try {
    const copy = copySchema.safeParse(JSON.parse(shelf.getItem(keyOf(place)) ?? 'null'));
    return copy.success ? copy.data : null;
  } catch {
    return null;
  }
}

/** Lets the kept draft go: the server has it, or the person does not want it. */
export function dropCopy(shelf: Shelf, place: string): void {
  try {
    shelf.removeItem(keyOf(place));
  } catch {
    // Storage is blocked: then nothing was kept either.
  }
}

/** What to do with a kept draft when the flow is opened. */
export type Homecoming =
  /** The server has it already, or there is none. */
  | { readonly kind: 'nothing' }
  /** Nobody saved since: go on with it. */
  | { readonly kind: 'resume'; readonly document: FlowDocument; readonly at: number }
  /** Somebody saved since: a person has to choose. */
  | { readonly kind: 'choose'; readonly document: FlowDocument; readonly at: number };

/** Compares a kept draft with the one of the server. `same` tells whether two documents are equal. */
export function homecoming(
  copy: LocalCopy | null,
  server: { readonly document: FlowDocument; readonly revision: number },
  same: (a: FlowDocument, b: FlowDocument) => boolean,
): Homecoming {
  if (!copy || same(copy.document, server.document)) return { kind: 'nothing' };
  const { document, at } = copy;
  return { kind: copy.revision === server.revision ? 'resume' : 'choose', document, at };
}
