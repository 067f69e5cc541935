import type { FlowRecord, FoundRecord, RecordError } from '@koppel/sdk';
import { placeOf, type BatchRun } from './batch.ts';
import type { Candidate } from './candidate.ts';
import type { LinkSides } from './ports.ts';
import { mergedIntoAnother } from './record-errors.ts';

/** A record merged into one that was itself merged later, and so on: nobody does that more often. */
const maxMerges = 5;

interface Looked {
  readonly record: FlowRecord;
  readonly sourceKey: string;
  /** Target keys that a person said are not this record. */
  readonly refused?: ReadonlySet<string> | null;
  /** What was found under the counterpart's key. */
  readonly hit: FoundRecord | undefined;
}

/**
 * What stands for the counterpart now, or why nothing does. `isMoved`: it is another record than before, and what both sides
 * agreed on was said of that one.
 */
interface Followed {
  readonly hit: FoundRecord | undefined;
  readonly error: RecordError | null;
  readonly isMoved: boolean;
}

/**
 * Where people merged a counterpart into another record of its system, that one takes its place, and the link goes over to
 * it with the next write. Not where it is the counterpart of another record: then two records of the source lead to one of
 * the target, and a person decides which of them stays.
 */
export async function followMerged(
  batch: BatchRun,
  sides: LinkSides,
  looked: readonly Looked[],
  find: (keys: readonly string[]) => Promise<FoundRecord[][]>,
): Promise<Followed[]> {
  const hits = looked.map(({ hit }) => hit);
  const isMerged = (hit: FoundRecord | undefined) => typeof hit?.mergedInto === 'string';
  if (!hits.some(isMerged)) return hits.map((hit) => ({ hit, error: null, isMoved: false }));
  for (let merges = 0; merges < maxMerges && hits.some(isMerged); merges += 1) {
    const places = hits.flatMap((hit, place) => (isMerged(hit) ? [place] : []));
    const found = await find(places.map((place) => hits[place]!.mergedInto!));
    places.forEach((place, index) => {
      hits[place] = found[index]![0];
    });
  }
  const { claims, journal } = batch.env;
  const moved = hits.flatMap((hit, index) => (hit && hit !== looked[index]!.hit ? [hit.key] : []));
  const taken = await journal.findClaims(sides, moved);
  return looked.map(({ record, sourceKey, refused, hit: before }, index): Followed => {
    const hit = hits[index];
    if (!hit || hit === before) return { hit, error: null, isMoved: false };
    const claim = `${placeOf(sides)} ${hit.key}`;
    const owner = claims.get(claim) ?? taken.get(hit.key);
    if ((owner !== undefined && owner !== sourceKey) || refused?.has(hit.key)) {
      return { hit, error: mergedIntoAnother(record, hit.key, owner ?? null), isMoved: false };
    }
    if (!claims.has(claim)) {
      claims.set(claim, sourceKey);
      batch.claims.push(claim);
    }
    return { hit, error: null, isMoved: true };
  });
}

/** The same for candidates of a sink: those whose counterpart moved know their new one. */
export async function followCounterparts(
  batch: BatchRun,
  sides: LinkSides,
  looked: readonly { readonly candidate: Candidate; readonly hit: FoundRecord | undefined }[],
  find: (keys: readonly string[]) => Promise<FoundRecord[][]>,
): Promise<Followed[]> {
  const followed = await followMerged(
    batch,
    sides,
    looked.map(({ candidate: { record, sourceKey, refused }, hit }) => ({ record, sourceKey, refused, hit })),
    find,
  );
  followed.forEach(({ hit, isMoved }, index) => {
    if (!isMoved) return;
    const { candidate } = looked[index]!;
    candidate.targetKey = hit!.key;
    candidate.base = candidate.base && {};
  });
  return followed;
}
