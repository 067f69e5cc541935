import { takeOverMs, type DraftStand, type FlowEditor } from '@koppel/protocol';
import type { Clock } from '@koppel/sdk';

/** How long a draft stays with an editor whose connection is lost: as long as a browser queues edits. */
const awayMs = 15 * 60_000;
const tickMs = 250;

/** Whoever has a draft open: a person, in one tab or program. */
export interface Sitter {
  readonly person: { readonly id: string; readonly name: string };
  readonly tab: string;
}

/** What came of asking for a seat or for the draft: nothing more to say, or why not. */
export type SeatAnswer = 'done' | 'notAllowed' | 'askedAlready';

/** A place at an open draft. */
export interface Seat {
  /** Becomes the editor: at once where nobody edits, or the same person elsewhere; else the editor is asked. */
  takeOver(): SeatAnswer;
  /** Takes that back. */
  withdraw(): void;
  /** The editor's answer to who asked. */
  answer(isGiven: boolean): void;
  /** The editor's selection. */
  select(nodes: readonly string[]): void;
  /** The person's rights changed. Without the right to edit, nobody stays the editor. */
  setMayEdit(mayEdit: boolean): void;
  /** `lost`: the connection broke, and the draft stays with its editor for a while; `closed`: they went. */
  leave(how: 'lost' | 'closed'): void;
}

interface SeatState extends Sitter {
  mayEdit: boolean;
  readonly tell: (stand: DraftStand) => void;
}

interface Room {
  readonly seats: Set<SeatState>;
  /** `seat` is null, and `lostAt` set, while the editor's connection is lost. */
  editor: (Sitter & { readonly since: Date; seat: SeatState | null; lostAt: number | null }) | null;
  request: { readonly seat: SeatState; readonly until: number } | null;
  selection: readonly string[];
  revision: number;
}

/**
 * Who has which draft open, and the one among them who edits it. Held in memory: after a restart each tab takes its seat
 * again, the editor's as editor unless somebody else was quicker, and until then the revision of a draft alone guards it.
 */
export class OpenDrafts {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #rooms = new Map<string, Room>();
  readonly #listeners = new Set<(editors: Record<string, FlowEditor>) => void>();
  readonly #timer: NodeJS.Timeout;
  #fieldsChangedAt: Date | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#timer = setInterval(() => this.tick(), tickMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Takes a seat; the same tab again takes over its former one. `revision`: of the stored draft. */
  open(
    flowId: string,
    revision: number,
    { wantsToEdit, ...sitter }: Sitter & { mayEdit: boolean; wantsToEdit: boolean; tell: (stand: DraftStand) => void },
  ): Seat {
    const room = this.#rooms.get(flowId) ?? {
      seats: new Set(),
      editor: null,
      request: null,
      selection: [],
      revision,
    };
    this.#rooms.set(flowId, room);
    room.revision = Math.max(room.revision, revision);
    const seat: SeatState = { ...sitter };
    const former = [...room.seats].find((other) => isSame(other, seat));
    if (former) room.seats.delete(former);
    room.seats.add(seat);
    if (room.editor && isSame(room.editor, seat)) Object.assign(room.editor, { seat, lostAt: null });
    const isEditing = wantsToEdit && seat.mayEdit;
    // Another tab of the same person is not robbed by opening one more; one whose connection is lost is.
    const isFree = room.editor === null || (room.editor.lostAt !== null && isFreeFor(room, seat));
    if (room.editor?.seat === seat && !isEditing) this.#release(room);
    else if (isEditing && isFree) this.#give(room, seat);
    this.#changed(flowId, room);
    return this.#seat(flowId, room, seat);
  }

  /** A draft was saved, by whatever way: whoever looks on reads it. */
  saved(flowId: string, revision: number): void {
    const room = this.#rooms.get(flowId);
    if (!room || revision <= room.revision) return;
    room.revision = revision;
    this.#tell(room);
  }

  /** A system has other fields than before: whoever has a flow open reads what it is checked with again. */
  fieldsChanged(): void {
    this.#fieldsChangedAt = this.#clock.now();
    for (const room of this.#rooms.values()) this.#tell(room);
  }

  /** A flow was deleted: nobody has it open any more. */
  removed(flowId: string): void {
    const room = this.#rooms.get(flowId);
    if (!room) return;
    room.seats.clear();
    room.editor = null;
    this.#changed(flowId, room);
  }

  /** Who edits the flow, unless it is this person in this tab. */
  editorBesides(
    flowId: string,
    sitter: { readonly personId: string | null; readonly tab: string | undefined },
  ): (FlowEditor & { readonly isSamePerson: boolean }) | null {
    const editor = this.#rooms.get(flowId)?.editor;
    if (!editor) return null;
    const isSamePerson = editor.person.id === sitter.personId;
    if (isSamePerson && editor.tab === sitter.tab) return null;
    return { ...viewOf(editor), isSamePerson };
  }

  editorOf(flowId: string): FlowEditor | null {
    const editor = this.#rooms.get(flowId)?.editor;
    return editor ? viewOf(editor) : null;
  }

  /** Tells now and with each change who edits which flow; gives the function that ends it. */
  watchEditors(listener: (editors: Record<string, FlowEditor>) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#editors());
    return () => void this.#listeners.delete(listener);
  }

  /** Lets what waited long enough happen. */
  tick(): void {
    const now = this.#clock.now().getTime();
    for (const [flowId, room] of this.#rooms) {
      const lostAt = room.editor?.lostAt ?? null;
      if (room.request && room.request.until <= now) {
        this.#give(room, room.request.seat);
        this.#changed(flowId, room);
      } else if (lostAt !== null && lostAt + awayMs <= now) {
        this.#release(room);
        this.#changed(flowId, room);
      }
    }
  }

  #seat(flowId: string, room: Room, seat: SeatState): Seat {
    /** Nothing counts any more that is said from a seat which was left, or taken again by its tab. */
    const act = (change: () => void) => {
      if (!room.seats.has(seat)) return;
      change();
      this.#changed(flowId, room);
    };
    return {
      takeOver: () => {
        if (!seat.mayEdit) return 'notAllowed';
        if (room.request && room.request.seat !== seat) return 'askedAlready';
        act(() => {
          if (isFreeFor(room, seat)) this.#give(room, seat);
          else room.request ??= { seat, until: this.#clock.now().getTime() + takeOverMs };
        });
        return 'done';
      },
      withdraw: () =>
        act(() => {
          if (room.request?.seat === seat) room.request = null;
        }),
      answer: (isGiven) =>
        act(() => {
          if (room.editor?.seat !== seat || !room.request) return;
          if (isGiven) this.#give(room, room.request.seat);
          else room.request = null;
        }),
      select: (nodes) => {
        if (room.editor?.seat !== seat) return;
        room.selection = nodes;
        // Whoever selected knows.
        this.#tell(room, seat);
      },
      setMayEdit: (mayEdit) => {
        if (seat.mayEdit === mayEdit) return;
        seat.mayEdit = mayEdit;
        if (!mayEdit) act(() => this.#giveUp(room, seat));
      },
      leave: (how) => {
        if (!room.seats.delete(seat)) return;
        if (how === 'lost' && room.editor?.seat === seat) {
          Object.assign(room.editor, { seat: null, lostAt: this.#clock.now().getTime() });
          this.#changed(flowId, room);
          return;
        }
        this.#giveUp(room, seat);
        this.#changed(flowId, room);
      },
    };
  }

  #give(room: Room, seat: SeatState): void {
    const { person, tab } = seat;
    if (room.editor?.seat === seat) return;
    room.editor = { person, tab, since: this.#clock.now(), seat, lostAt: null };
    room.request = null;
    room.selection = [];
  }

  /** Whoever waited for the draft gets it; else nobody edits. */
  #release(room: Room): void {
    const next = room.request?.seat;
    room.editor = null;
    room.request = null;
    room.selection = [];
    if (next) this.#give(room, next);
  }

  #giveUp(room: Room, seat: SeatState): void {
    if (room.request?.seat === seat) room.request = null;
    if (room.editor?.seat === seat) this.#release(room);
  }

  #changed(flowId: string, room: Room): void {
    if (room.seats.size === 0 && !room.editor) this.#rooms.delete(flowId);
    this.#tell(room);
    if (this.#listeners.size === 0) return;
    const editors = this.#editors();
    for (const listener of this.#listeners) listener(editors);
  }

  #tell(room: Room, besides?: SeatState): void {
    const now = this.#clock.now().getTime();
    const fieldsChangedAt = this.#fieldsChangedAt?.toISOString() ?? null;
    for (const seat of room.seats) if (seat !== besides) seat.tell({ ...standFor(room, seat, now), fieldsChangedAt });
  }

  #editors(): Record<string, FlowEditor> {
    return Object.fromEntries(
      [...this.#rooms].flatMap(([flowId, { editor }]) => (editor ? [[flowId, viewOf(editor)] as const] : [])),
    );
  }
}

/** Nobody is asked where nobody edits, or the same person does: somewhere else, or where the connection is lost. */
function isFreeFor({ editor }: Room, seat: SeatState): boolean {
  return editor === null || editor.person.id === seat.person.id;
}

function isSame(a: Sitter, b: Sitter): boolean {
  return a.person.id === b.person.id && a.tab === b.tab;
}

function viewOf({ person, since }: Sitter & { readonly since: Date }): FlowEditor {
  return { name: person.name, since: since.toISOString() };
}

/** A draft as it stands for one of those who have it open. */
function standFor(
  { seats, editor, request, revision, selection }: Room,
  seat: SeatState,
  now: number,
): Omit<DraftStand, 'fieldsChangedAt'> {
  const others = [...seats].filter((other) => other !== seat && other !== editor?.seat);
  return {
    editor: editor && {
      ...viewOf(editor),
      isYou: editor.person.id === seat.person.id,
      isHere: editor.seat === seat,
      isAway: editor.lostAt !== null,
    },
    watchers: [...new Set(others.map(({ person }) => person.name))],
    request: request && {
      name: request.seat.person.name,
      isHere: request.seat === seat,
      leftMs: Math.max(0, request.until - now),
    },
    revision,
    selection: [...selection],
  };
}
