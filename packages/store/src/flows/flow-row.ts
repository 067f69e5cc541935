import { fieldValueSchema, localizedTextSchema, parseFlow, stringifyFlow, type FieldValue } from '@koppel/model';
import type { FlowDocument, LocalizedText } from '@koppel/model';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../json.ts';
import type { flow } from '../schema/flows.ts';
import { StoreError } from '../store-error.ts';

/** A flow as the workspace has it: its draft, whether it is on, and what it is bound to. */
export interface StoredFlow {
  readonly id: string;
  /** The draft. */
  readonly document: FlowDocument;
  /** Counts up with each saved draft, from 1. */
  readonly revision: number;
  readonly savedAt: Date;
  readonly savedBy: string;
  /** Null for Koppel itself and the command line. */
  readonly savedById: string | null;
  /** The person who looks after it; null: nobody in particular. */
  readonly ownerId: string | null;
  readonly isOn: boolean;
  readonly publishedVersion: number | null;
  /** Whether publishing would change anything; true while nothing was published. */
  readonly isDraftDifferent: boolean;
  /** Connection id per slot; null: not bound. */
  readonly slots: Readonly<Record<string, string | null>>;
  /** Only the parameters that were given a value here. */
  readonly parameterValues: Readonly<Record<string, FieldValue>>;
  /** `documentHash` of the shipped file it was installed from; null for a flow drawn here. */
  readonly shippedHash: string | null;
}

/** A row of the table of flows, as the database library gives it. */
export type FlowRow = typeof flow.$inferSelect;

const slotsSchema = z.record(z.string(), z.string().nullable());
const valuesSchema = z.record(z.string(), fieldValueSchema);

/** The same for the same content, whatever the order of its keys. */
export function documentHash(document: FlowDocument): string {
  return createHash('sha256').update(stringifyFlow(document)).digest('base64url');
}

/** Throws a StoreError when something of it cannot be read. */
export function storedFlowOf(row: FlowRow): StoredFlow {
  const { id, revision, savedAt, savedBy, savedById, ownerId, isOn, publishedVersion, shippedHash } = row;
  return {
    id,
    document: documentOf(row.draft, `the draft of flow ${id}`),
    revision,
    savedAt,
    savedBy,
    savedById,
    ownerId,
    isOn,
    publishedVersion,
    isDraftDifferent: row.draftHash !== row.publishedHash,
    slots: readJson(slotsSchema, row.slots, `the slots of flow ${id}`),
    parameterValues: readJson(valuesSchema, row.parameterValues, `the parameters of flow ${id}`),
    shippedHash,
  };
}

/** Reads a stored document of any version. `what` names it in the error: `version 3 of flow orders`. */
export function documentOf(stored: unknown, what: string): FlowDocument {
  const parsed = parseFlow(stored, 'It');
  if (parsed.ok) return parsed.document;
  throw new StoreError({
    code: 'store.damaged-flow',
    message: `The store cannot read ${what}. ${parsed.issues[0]?.message ?? ''}`.trimEnd(),
    remedy: parsed.issues[0]?.remedy ?? 'Put the store back from a backup.',
  });
}

export function titleOf(stored: unknown, id: string): LocalizedText {
  const parsed = localizedTextSchema.safeParse(stored);
  return parsed.success ? parsed.data : { en: id };
}
