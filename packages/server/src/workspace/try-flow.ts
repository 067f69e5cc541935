import { compileSoundPart, drawOutSubFlows, type CompileContext, type SoundPart } from '@koppel/compiler';
import { masterOf, namesOf, type ErrorView, type FlowDocument } from '@koppel/model';
import type { TryResult } from '@koppel/protocol';
import {
  trySample,
  type OpenSlot,
  type PlannedWrite,
  type RunJournal,
  type SampleWrite,
  type ViewLink,
  type WriteRoles,
} from '@koppel/runtime';
import { asFlowError, type Clock } from '@koppel/sdk';
import type { FlowBindings } from './check-context.ts';
import type { ConnectionPool } from './connection-pool.ts';
import type { Discovery } from './discovery.ts';
import type { FlowChecks } from './flow-checks.ts';
import { notBound, unboundSlots } from './run-preparation.ts';

export interface TryFlowOptions {
  readonly document: FlowDocument;
  readonly bindings: FlowBindings;
  readonly keys: readonly string[] | null;
  readonly limit: number;
  /** Also asks the targets what stays as it is, and the connectors what they would send. */
  readonly tellsWrites?: boolean;
  readonly journal: Pick<RunJournal, 'findLinks' | 'basesOf' | 'findClaims' | 'findRefused'>;
  readonly pool: ConnectionPool;
  readonly discovery: Discovery;
  readonly checks: Pick<FlowChecks, 'contextOf'>;
  readonly clock: Clock;
  readonly viewLink: ViewLink;
  readonly signal: AbortSignal;
}

/**
 * Tries a draft on a few real records: reads live, writes nothing, and says what a dry run would. Nodes with errors and what
 * lies behind them are left out, so that the rest of an unfinished draft can be tried.
 */
export async function tryFlow(options: TryFlowOptions): Promise<TryResult> {
  const { document, bindings, clock, signal } = options;
  const readAt = clock.now().toISOString();
  const failed = (error: ErrorView): TryResult => ({ readAt, records: [], paths: {}, writes: [], leftOut: [], error });
  const context = await options.checks.contextOf(document, bindings);
  const [unbound] = unboundSlots(drawOutSubFlows(document, context).document, bindings);
  if (unbound !== undefined) return failed(notBound(unbound).view());
  try {
    const slots = await openSlots(options);
    const fresh = await options.checks.contextOf(document, bindings);
    const part = compileSoundPart(document, fresh);
    if (!part.ok) {
      const { message, remedy } = part.issue;
      return failed({ code: 'sample.flow-has-errors', message, remedy, names: namesOf(part.issue) });
    }
    const { planned, paths, writes, error } = await trySample({
      ...options,
      plan: part.plan,
      slots,
      ...(options.tellsWrites === true ? { roles: rolesIn(document, fresh) } : {}),
    });
    const keys = new Set(planned.map(({ key }) => key));
    return {
      readAt,
      records: planned.map((write) => asTried(write, part)),
      paths: Object.fromEntries([...paths].filter(([key]) => keys.has(key)).map(([key, steps]) => [key, [...steps]])),
      writes: writes.map(asTold),
      leftOut: [...part.leftOut],
      error: error?.view() ?? null,
    };
  } catch (error) {
    if (signal.aborted) throw error;
    return failed(asFlowError(error).view());
  }
}

/** What each system is master of among the fields that it has. A field that is handed over is judged record by record. */
function rolesIn(document: FlowDocument, context: CompileContext): WriteRoles {
  const { slots } = drawOutSubFlows(document, context).document;
  return {
    roleOf: (slot) => slots[slot]!.role,
    mastered: ({ slot, entity }) => {
      const fields = context.slots.get(slot)?.schemas.get(entity)?.fields ?? [];
      return fields.flatMap(({ field }) => {
        const row = masterOf(context.mastership, entity, field);
        return row && row.master === slots[slot]!.role && !row.handOver ? [field] : [];
      });
    },
  };
}

function asTold({ nodeId, key, kept, requests }: SampleWrite): TryResult['writes'][number] {
  return {
    nodeId,
    key,
    kept: kept && kept.map(({ offered, ...field }) => (offered === undefined ? field : { ...field, offered })),
    requests: requests.map(({ role, entity, intent: { op, key: target, values }, preview, unread }) => ({
      op,
      role,
      entity,
      key: target,
      values: { ...values },
      requests: preview ? preview.requests.map((request) => ({ ...request })) : null,
      isWhole: preview?.isWhole ?? true,
      error: (preview?.error ?? unread)?.view() ?? null,
    })),
  };
}

async function openSlots({ document, bindings, pool, discovery, signal }: TryFlowOptions) {
  const slots = new Map<string, OpenSlot>();
  for (const slot of Object.keys(document.slots)) {
    const connectionId = bindings.slots[slot];
    if (!connectionId) continue;
    signal.throwIfAborted();
    await discovery.fresh(connectionId);
    slots.set(slot, { connectionId, system: await pool.system(connectionId) });
  }
  return slots;
}

/** A record that leaves for a node that is left out is not filtered: nobody knows what would become of it. */
function asTried(write: PlannedWrite, { cut }: SoundPart): TryResult['records'][number] {
  const changes = [...write.changes];
  const isCut =
    write.action === 'filtered' && cut.some(({ from }) => from.nodeId === write.nodeId && from.port === write.reason);
  return isCut ? { ...write, changes, action: 'skipped', reason: 'leftOut' } : { ...write, changes };
}
