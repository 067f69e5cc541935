import {
  isSame,
  type Expectation,
  type ExpectedWrite,
  type FieldValue,
  type NodeDifference,
  type NodeExpectation,
} from '@koppel/model';
import { placeOf } from './observe.ts';

type RecordDifference = NodeDifference['records'][number];
type Values = Readonly<Record<string, FieldValue>>;

/** One thing that a node does with a record: sends it on, or writes it. */
interface Deed {
  readonly key: string;
  /** The port it leaves by, or what would be written. */
  readonly fate: string;
  readonly values: Values;
}

/**
 * Where a flow does otherwise than expected: by node in the order in which records go, so that the first one is where it
 * began. A node that the expectation does not know of is judged by what comes of it.
 */
export function differencesOf(
  expected: Expectation,
  now: Expectation,
  { order, messages }: { readonly order: readonly string[]; readonly messages: ReadonlyMap<string, string> },
): NodeDifference[] {
  const names = new Map([...expected.records, ...now.records].map(({ key, name }) => [key, name]));
  const differences = order.flatMap((nodeId): NodeDifference[] => {
    const was = expected.nodes[nodeId];
    if (!was) return [];
    const is = now.nodes[nodeId] ?? { left: [], planned: [] };
    const records = recordsThatDiffer(deedsOf(was), deedsOf(is), (key) => ({
      name: names.get(key) ?? key,
      message: messages.get(placeOf(nodeId, key)) ?? null,
    }));
    return records.length > 0 ? [{ nodeId, records }] : [];
  });
  const writes = recordsThatDiffer(expected.writes.map(asDeed), now.writes.map(asDeed), (key) => ({
    name: key,
    message: null,
  }));
  return writes.length > 0 ? [...differences, { nodeId: null, records: writes }] : differences;
}

/** What would be written tells more than that the record was sent on afterwards. */
function deedsOf({ left, planned }: NodeExpectation): Deed[] {
  return [
    ...planned.map(({ key, action, changes, reason }) => ({
      key,
      fate: reason === null ? action : `${action}: ${reason}`,
      values: Object.fromEntries(changes.map(({ field, after }) => [field, after])),
    })),
    ...left.map(({ key, port, values }) => ({ key, fate: port, values })),
  ];
}

function asDeed({ system, entity, op, key, values }: ExpectedWrite): Deed {
  return { key: `${system} ${entity} ${key}`, fate: op, values };
}

function recordsThatDiffer(
  expected: readonly Deed[],
  now: readonly Deed[],
  about: (key: string) => Pick<RecordDifference, 'name' | 'message'>,
): RecordDifference[] {
  const [before, after] = [expected, now].map((deeds) => Map.groupBy(deeds, ({ key }) => key)) as [
    Map<string, Deed[]>,
    Map<string, Deed[]>,
  ];
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((key): RecordDifference[] => {
    const [was, is] = [before.get(key) ?? [], after.get(key) ?? []];
    const count = Math.max(was.length, is.length);
    const differing: RecordDifference[] = [];
    for (let at = 0; at < count; at += 1) {
      if (isSame(was[at], is[at])) continue;
      differing.push({
        key,
        ...about(key),
        expected: was[at]?.fate ?? null,
        now: is[at]?.fate ?? null,
        fields: fieldsThatDiffer(was[at]?.values ?? {}, is[at]?.values ?? {}),
      });
    }
    return differing.slice(0, 1);
  });
}

function fieldsThatDiffer(was: Values, is: Values): RecordDifference['fields'] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .toSorted()
    .filter((field) => was[field] !== is[field])
    .map((field) => ({
      field,
      ...(field in was ? { expected: was[field]! } : {}),
      ...(field in is ? { now: is[field]! } : {}),
    }));
}
