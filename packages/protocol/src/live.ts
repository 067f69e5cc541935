import { runEventSchema, runSchema, runSnapshotSchema } from '@koppel/model';
import { z } from 'zod';
import type { Permission } from './session.ts';

/** The version of the websocket protocol. A peer that speaks another is refused with `closeCodes.unknownVersion`. */
export const liveVersion = 1;

/** Why the server closes a socket. */
export const closeCodes = {
  unknownVersion: 4000,
  signedOut: 4001,
  forbiddenOrigin: 4003,
  badMessage: 4008,
  tooSlow: 4009,
  goingAway: 1001,
} as const;

/** Node ids of a selection that are passed on at most. */
export const mostSelected = 200;
/** How long whoever edits a draft has to answer somebody who wants to take over; silence is a yes. */
export const takeOverMs = 30_000;

/** Chosen by the tab or the program that edits, anew each time it starts: tells two tabs of one person apart. */
export const tabSchema = z.string().min(8).max(64);

/** At most this many bytes in a message of a client. */
export const maxClientMessageBytes = 65_536;

/**
 * What a client sends. The first message must be `hello`. `watchRun` asks for all events after `afterSeq` and from then on
 * live; `watchRuns` for every change on the list of runs; `watchEditors` for who edits which flow.
 *
 * `openDraft` takes a seat at a flow: with `wantsToEdit` as its editor if nobody else is, else looking on. Of an open flow:
 * `takeOver` asks whoever edits (the same person in another tab is not asked), `withdraw` takes that back, `answer` is the
 * editor's, `select` tells the others which nodes the editor selected.
 */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ v: z.number(), type: z.literal('hello') }),
  z.strictObject({
    v: z.number(),
    type: z.literal('watchRun'),
    runId: z.string(),
    afterSeq: z.int().nonnegative(),
  }),
  z.strictObject({ v: z.number(), type: z.literal('unwatchRun'), runId: z.string() }),
  z.strictObject({ v: z.number(), type: z.literal('watchRuns') }),
  z.strictObject({ v: z.number(), type: z.literal('unwatchRuns') }),
  z.strictObject({ v: z.number(), type: z.literal('watchEditors') }),
  z.strictObject({ v: z.number(), type: z.literal('unwatchEditors') }),
  z.strictObject({
    v: z.number(),
    type: z.literal('openDraft'),
    flowId: z.string(),
    tab: tabSchema,
    wantsToEdit: z.boolean(),
  }),
  z.strictObject({ v: z.number(), type: z.literal('closeDraft'), flowId: z.string() }),
  z.strictObject({ v: z.number(), type: z.literal('takeOver'), flowId: z.string() }),
  z.strictObject({ v: z.number(), type: z.literal('withdraw'), flowId: z.string() }),
  z.strictObject({ v: z.number(), type: z.literal('answer'), flowId: z.string(), isGiven: z.boolean() }),
  z.strictObject({
    v: z.number(),
    type: z.literal('select'),
    flowId: z.string(),
    nodes: z.array(z.string()).max(mostSelected),
  }),
  z.strictObject({ v: z.number(), type: z.literal('ping') }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What a message needs, asked again for each one. A message without a line here does not compile. */
export const accessOfMessage: { readonly [Type in ClientMessage['type']]: Permission } = {
  hello: 'runs.read',
  watchRun: 'runs.read',
  unwatchRun: 'runs.read',
  watchRuns: 'runs.read',
  unwatchRuns: 'runs.read',
  watchEditors: 'flows.read',
  unwatchEditors: 'flows.read',
  openDraft: 'flows.read',
  closeDraft: 'flows.read',
  takeOver: 'flows.edit',
  withdraw: 'flows.edit',
  answer: 'flows.edit',
  select: 'flows.edit',
  ping: 'runs.read',
};

/** How an open draft stands: who edits it and who looks on. Each one replaces the one before. */
export const draftStandSchema = z.object({
  editor: z
    .object({
      name: z.string(),
      /** The same person, here or elsewhere. */
      isYou: z.boolean(),
      /** This very seat. */
      isHere: z.boolean(),
      since: z.iso.datetime(),
      /** Their connection is lost; the draft stays theirs for a while. */
      isAway: z.boolean(),
    })
    .nullable(),
  /** Others who have it open and do not edit, each name once. */
  watchers: z.array(z.string()),
  /** Somebody wants to take over, and does when so much time has passed without an answer. */
  request: z.object({ name: z.string(), isHere: z.boolean(), leftMs: z.number() }).nullable(),
  /** Of the draft that was saved last. */
  revision: z.int(),
  /** Node ids that the editor selected. */
  selection: z.array(z.string()),
  /** When a system was last found to have other fields than before; null where none was since the server started. */
  fieldsChangedAt: z.iso.datetime().nullable(),
});
export type DraftStand = z.infer<typeof draftStandSchema>;

/** Who edits one flow. */
export const flowEditorSchema = z.object({ name: z.string(), since: z.iso.datetime() });
export type FlowEditor = z.infer<typeof flowEditorSchema>;

/**
 * What the server sends. `events` come in order of `seq` and without a gap after the `afterSeq` asked for; what a slow
 * reader had to be spared is announced by `missed` and can be fetched from the run's events over HTTP. `snapshot` is
 * absolute and coalesced to at most four a second. An unknown `type` must be ignored by the client.
 */
export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ v: z.literal(liveVersion), type: z.literal('welcome'), serverTime: z.iso.datetime() }),
  z.object({
    v: z.literal(liveVersion),
    type: z.literal('events'),
    runId: z.string(),
    events: z.array(runEventSchema),
  }),
  z.object({ v: z.literal(liveVersion), type: z.literal('snapshot'), runId: z.string(), snapshot: runSnapshotSchema }),
  z.object({
    v: z.literal(liveVersion),
    type: z.literal('missed'),
    runId: z.string(),
    fromSeq: z.int(),
    toSeq: z.int(),
  }),
  z.object({ v: z.literal(liveVersion), type: z.literal('runChanged'), run: runSchema }),
  z.object({ v: z.literal(liveVersion), type: z.literal('draft'), flowId: z.string(), stand: draftStandSchema }),
  z.object({
    v: z.literal(liveVersion),
    type: z.literal('editors'),
    /** By flow; all of the workspace. */
    editors: z.record(z.string(), flowEditorSchema),
  }),
  z.object({ v: z.literal(liveVersion), type: z.literal('pong') }),
  z.object({ v: z.literal(liveVersion), type: z.literal('refused'), code: z.string(), message: z.string() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
