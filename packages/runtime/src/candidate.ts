import type { FieldValue } from '@koppel/model';
import type { FlowRecord } from '@koppel/sdk';
import type { FieldChange } from './decide.ts';
import type { LinkBase, LinkSides, OpenEffect, StoredLink } from './ports.ts';

/** A record on its way into a target, with all that is known about its counterpart there. */
export interface Candidate {
  readonly record: FlowRecord;
  /** By which its link is known: the record's key, with the occasion where one record makes several in the target. */
  readonly sourceKey: string;
  /** Of the values to be written, for the quick comparison. */
  hash: string;
  readonly link: StoredLink | null;
  base: LinkBase | null;
  /** A write of this record whose outcome is not known: from before a crash, or one that never got an answer. */
  readonly open: OpenEffect | null;
  /** The counterpart's key: linked, matched, or chosen by us. Null while there is none. */
  targetKey: string | null;
  targetVersion: string | null;
  /** What the counterpart holds now, where it was read. */
  present: Readonly<Record<string, FieldValue>> | null;
  /** The fields of the source's record that tell whether it was handed over, as they are now; null where none is asked for. */
  sourceState: Readonly<Record<string, FieldValue>> | null;
  /** When the first look at the target began; null while no match rule had values to look for: then nothing found proves nothing. */
  lookedForAt: Date | null;
  /** The counterpart is there because an earlier create of ours arrived without our learning of it. */
  isOurs: boolean;
  /** Target keys that a person said are not this record. */
  refused: ReadonlySet<string> | null;
  /** How a new link came about: `created`, `adopted`, or the fields that matched. */
  madeBy: string;
}

/** Names what a create is made from, for keys that must be the same however often it is sent. */
export function identityOf({ sourceConnectionId, entity }: LinkSides, sourceKey: string): string {
  return `${sourceConnectionId}/${entity}/${sourceKey}`;
}

/** A candidate that was decided to be written. */
export interface Write {
  readonly candidate: Candidate;
  op: 'create' | 'update';
  changes: readonly FieldChange[];
  effectId: number | null;
  /** How often it met a newer version or an unknown outcome. */
  surprises: number;
}

/** What came of a write. */
export interface Written {
  readonly write: Write;
  readonly result: 'created' | 'updated' | 'unchanged';
  readonly key: string;
  readonly version: string | null;
  readonly kept: Readonly<Record<string, FieldValue>> | null;
}
