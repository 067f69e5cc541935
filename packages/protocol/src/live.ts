import { runEventSchema, runSchema, runSnapshotSchema } from '@koppel/model';
import { z } from 'zod';

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

/** At most this many bytes in a message of a client. */
export const maxClientMessageBytes = 65_536;

/**
 * What a client sends. The first message must be `hello`. `watchRun` asks for all events after `afterSeq` and from then on
 * live; `watchRuns` for every change on the list of runs.
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
  z.strictObject({ v: z.number(), type: z.literal('ping') }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

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
  z.object({ v: z.literal(liveVersion), type: z.literal('pong') }),
  z.object({ v: z.literal(liveVersion), type: z.literal('refused'), code: z.string(), message: z.string() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
