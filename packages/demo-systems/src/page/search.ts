import { compileFilter } from '../odata/evaluate.ts';
import type { Filter } from '../odata/filter.ts';
import type { BrowsableService, PageSet } from '../odata-service.ts';
import type { Sliced } from '../odata/turns.ts';
import type { StoredRecord } from '../records/definition.ts';

/** Records on one page of a list. */
const listLength = 50;
/** Records looked at for one answer, so that a search in a million gives an answer soon and a way to go on. */
const mostLookedAt = 200_000;

/** A page of a list. `after` is the place where it goes on: the key of the last record looked at, and its stamp. */
export interface FoundPage {
  readonly records: readonly StoredRecord[];
  readonly after: string | undefined;
}

/** Where a list goes on and what it is in the order of. */
export interface ListPlace {
  readonly text: string;
  readonly after: string | undefined;
  readonly isNewestFirst: boolean;
}

/** A text that is a number or a key finds that record at once; any other text is looked for inside some columns. */
export function* findRecords(
  set: PageSet,
  service: BrowsableService,
  { text, after, isNewestFirst }: ListPlace,
): Sliced<FoundPage> {
  const { table } = set.entity;
  if (text !== '' && after === undefined) {
    const exact = exactMatches(set, text);
    if (exact.length > 0) return { records: exact.slice(0, listLength), after: undefined };
  }
  const holds = text === '' ? () => true : containing(set, service, text);
  const range = {
    order: isNewestFirst ? 'stamp' : 'key',
    descending: isNewestFirst,
    after: placeOf(after),
    minStamp: -1,
    maxStamp: 8.64e15,
    minId: '',
    maxId: '~',
  } as const;
  const records: StoredRecord[] = [];
  let lookedAt = 0;
  for (const record of table.read(range)) {
    if (++lookedAt % 256 === 0) yield;
    if (holds(record)) records.push(record);
    if (records.length === listLength || lookedAt === mostLookedAt) {
      return { records, after: `${record.stamp}.${record.id}` };
    }
  }
  return { records, after: undefined };
}

function placeOf(after: string | undefined) {
  const [, stamp, id] = /^(\d+)\.([0-9a-f-]{36})$/.exec(after ?? '') ?? [];
  return stamp === undefined || id === undefined ? undefined : { stamp: Number(stamp), id };
}

function exactMatches({ entity, foundBy }: PageSet, text: string): StoredRecord[] {
  const byKey = /^[0-9a-f-]{36}$/i.test(text) ? entity.table.get(text.toLowerCase()) : undefined;
  const byIndex = foundBy
    .filter((index) => entity.table.hasIndex(index))
    .flatMap((index) => entity.table.find(index, [text]));
  const found = byKey === undefined ? byIndex : [byKey, ...byIndex];
  return [...new Map(found.map((record) => [record.id, record])).values()];
}

function containing({ entity, containedIn }: PageSet, { catalogue, dialect }: BrowsableService, text: string) {
  const terms = containedIn.map((name): Filter => ({
    kind: 'call',
    name: 'contains',
    arguments: [
      { kind: 'property', path: [name] },
      { kind: 'literal', type: 'text', value: text },
    ],
  }));
  return compileFilter({ kind: 'or', terms }, { entity, catalogue, dialect: { ...dialect, ignoreCase: true } });
}
