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
 * began. A node that the expectation does not know of is judged by what comes of it. That a source is not asked any more for a
 * field which nothing needs is no difference of the source, nor of the nodes that only hand records on: it follows from the
 * node that no longer needs the field, which is the first one to be named.
 */
export function differencesOf(
  expected: Expectation,
  now: Expectation,
  {
    order,
    sources,
    messages,
  }: {
    readonly order: readonly string[];
    /** The nodes that read. */
    readonly sources: readonly string[];
    readonly messages: ReadonlyMap<string, string>;
  },
): NodeDifference[] {
  const [had, has] = [withoutUnread(expected, now, sources), withoutUnread(now, expected, sources)];
  const names = new Map([...expected.records, ...now.records].map(({ key, name }) => [key, name]));
  const differences = order.flatMap((nodeId): NodeDifference[] => {
    const was = had.nodes[nodeId];
    if (!was) return [];
    const is = has.nodes[nodeId] ?? { left: [], planned: [] };
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

/** What nodes did, without the fields that a source gave in one of the two alone, as far as they were only handed on. */
function withoutUnread(of: Expectation, other: Expectation, sources: readonly string[]): Expectation {
  const fieldsOf = (told: Expectation) =>
    new Set(sources.flatMap((source) => told.nodes[source]?.left.flatMap(({ values }) => Object.keys(values)) ?? []));
  const [own, others] = [fieldsOf(of), fieldsOf(other)];
  const unread = new Set([...own].filter((field) => !others.has(field)));
  if (unread.size === 0) return of;
  const asRead = new Map(
    sources.flatMap((source) => of.nodes[source]?.left.map(({ key, values }) => [key, values] as const) ?? []),
  );
  const nodes = Object.entries(of.nodes).map(([nodeId, { left, planned }]): [string, NodeExpectation] => [
    nodeId,
    {
      planned,
      left: left.map((deed) =>
        isSame(deed.values, asRead.get(deed.key))
          ? { ...deed, values: Object.fromEntries(Object.entries(deed.values).filter(([field]) => !unread.has(field))) }
          : deed,
      ),
    },
  ]);
  return { ...of, nodes: Object.fromEntries(nodes) };
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
