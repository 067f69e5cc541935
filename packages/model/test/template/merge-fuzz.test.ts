import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyFlow,
  flowDocumentSchema,
  formatEdge,
  parseEdge,
  stringifyFlow,
  type FlowDocument,
} from '../../src/index.ts';
import { leadsInCircle } from '../../src/template/merge-edges.ts';
import { mergeFlow, type FlowSides } from '../../src/template/merge-flow.ts';
import type { MergeChoices } from '../../src/template/merge-schema.ts';

/** Printed, so that a failure on another machine can be had again: KOPPEL_FUZZ_SEED=… */
const seed = Number(process.env['KOPPEL_FUZZ_SEED'] ?? Date.now() % 2_147_483_647);
const longestMs = 240_000;

const fields = ['account.name', 'account.creditLimit', 'account.~own', 'account.email', 'account.iban'];
const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!;

/** One edit: what, and three numbers that say where and to what. */
type Edit = readonly [kind: number, a: number, b: number, c: number];
const edit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(23), fc.nat(40), fc.nat(40), fc.nat(5));

function base(size: number, shape: readonly number[]): FlowDocument {
  const flow = emptyFlow('fuzzed', 'Fuzzed');
  flow.parameters = { limit: { type: 'decimal', default: '1' }, company: { type: 'text' } };
  flow.slots = { ...flow.slots, extra: { role: 'extra' } };
  for (let at = 0; at < size; at += 1) addNode(flow, `n${at}`, shape[at]!);
  const ids = Object.keys(flow.nodes);
  for (let at = 1; at < ids.length; at += 1) link(flow, ids[shape[at + 10]! % at]!, ids[at]!, shape[at + 5]! % 2);
  flow.layout.notes = { one: { text: 'A note', at: [0, 0], colour: 'yellow' } };
  flow.layout.groups = { all: { title: 'Group', nodes: ids.slice(0, 2) } };
  return flow;
}

function addNode(flow: FlowDocument, id: string, kind: number): void {
  const kinds = [
    {
      type: 'map-fields',
      v: 1,
      config: { rows: { 'account.name': { from: 'account.name' }, 'account.email': { value: null } } },
    },
    { type: 'filter-records', v: 1, config: { condition: { cel: `account.x == param.limit` } } },
    { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: { all: false } },
    { type: 'save-record', v: 1, slot: 'extra', entity: 'account', config: { match: ['number'], keep: 1 } },
  ];
  flow.nodes[id] = structuredClone(pick(kinds, kind));
  flow.layout.nodes[id] = [kind, kind];
}

function link(flow: FlowDocument, from: string, to: string, port: number): void {
  const edge = formatEdge({
    from: { nodeId: from, port: port === 0 ? 'records' : 'rest' },
    to: { nodeId: to, port: 'records' },
  });
  if (from === to || flow.edges.includes(edge) || leadsInCircle([...flow.edges, edge])) return;
  flow.edges.push(edge);
}

function remove(flow: FlowDocument, id: string): void {
  delete flow.nodes[id];
  delete flow.layout.nodes[id];
  flow.edges = flow.edges.filter((text) => {
    const { from, to } = parseEdge(text);
    return from.nodeId !== id && to.nodeId !== id;
  });
  for (const group of Object.values(flow.layout.groups)) group.nodes = group.nodes.filter((node) => node !== id);
}

function apply(flow: FlowDocument, [kind, a, b, c]: Edit): void {
  const ids = Object.keys(flow.nodes);
  if (ids.length === 0) return addNode(flow, `n${a}`, b);
  const id = pick(ids, a);
  const node = flow.nodes[id]!;
  const rows = node.config['rows'] as Record<string, unknown> | undefined;
  switch (kind) {
    case 0:
    case 1:
    case 2:
      if (rows) rows[pick(fields, b)] = c < 3 ? { cel: `account.f${c}` } : { value: c };
      return;
    case 3:
      if (rows) delete rows[pick(fields, b)];
      return;
    case 4:
      node.title = `Title ${c}`;
      return;
    case 5:
      node.config['keep'] = c;
      return;
    case 6:
      delete node.config['keep'];
      return;
    case 7:
      node.entity = pick(['account', 'contact'], c);
      return;
    case 8:
      node.isDisabled = c < 3;
      return;
    case 9:
      return addNode(flow, `m${b % 6}`, c);
    case 10: {
      // Put between: the usual edit of a flow.
      const edge = flow.edges[b % Math.max(1, flow.edges.length)];
      const added = `k${c}`;
      if (edge === undefined || flow.nodes[added]) return;
      addNode(flow, added, a);
      const { from, to } = parseEdge(edge);
      flow.edges = flow.edges.filter((other) => other !== edge);
      flow.edges.push(formatEdge({ from, to: { nodeId: added, port: 'records' } }));
      return link(flow, added, to.nodeId, 0);
    }
    case 11:
    case 12:
      return remove(flow, id);
    case 13:
    case 14:
      return link(flow, id, pick(ids, b), c % 2);
    case 15:
      flow.edges.splice(b % Math.max(1, flow.edges.length), 1);
      return;
    case 16: {
      const before = { ...node };
      addNode(flow, id, c);
      if (before.title !== undefined) flow.nodes[id]!.title = before.title;
      return;
    }
    case 17:
      flow.layout.nodes[id] = [a, b];
      return;
    case 18:
      flow.slots[pick(['one', 'two'], b)] = { role: pick(['x', 'y'], c) };
      node.slot = pick(['one', 'two'], b);
      return;
    case 19:
      if (Object.values(flow.nodes).every(({ slot }) => slot !== 'extra')) delete flow.slots['extra'];
      return;
    case 20:
      if (c < 3) delete flow.parameters['limit'];
      else flow.parameters['limit'] = { type: 'decimal', default: String(c) };
      return;
    case 21:
      flow.title = { en: `Called ${c}` };
      return;
    case 22:
      if (c === 0) delete flow.layout.notes['one'];
      else flow.layout.notes[`${c < 3 ? 'one' : 'two'}`] = { text: `Text ${b % 3}`, at: [a, b], colour: 'blue' };
      return;
    default:
      if (c === 0) delete flow.layout.groups['all'];
      else flow.layout.groups['all'] = { title: `Group ${c % 2}`, nodes: [id] };
  }
}

const sides = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.array(fc.nat(20), { minLength: 20, maxLength: 20 }),
    fc.array(edit, { maxLength: 6 }),
    fc.array(edit, { maxLength: 6 }),
  )
  .map(([size, shape, here, there]) => {
    const changed = (edits: readonly Edit[]) => {
      const flow = base(size, shape);
      for (const one of edits) apply(flow, one);
      // A later edit can take away what an earlier one needs, such as the only user of a slot.
      for (const { slot } of Object.values(flow.nodes)) if (slot) flow.slots[slot] ??= { role: slot };
      return flow;
    };
    return { base: changed([]), ours: changed(here), theirs: changed(there) };
  });

/** Every value of a flow's logic by a name of its own. Written apart from the merge, to judge it. */
function facts(flow: FlowDocument): Map<string, string> {
  const found = new Map<string, string>();
  const add = (name: string, value: unknown) => value !== undefined && found.set(name, JSON.stringify(value));
  add('title', flow.title);
  for (const [slot, value] of Object.entries(flow.slots)) add(`slot ${slot}`, value);
  for (const [name, value] of Object.entries(flow.parameters)) add(`parameter ${name}`, value);
  for (const [id, { config, type, v, ...rest }] of Object.entries(flow.nodes)) {
    add(`node ${id} type`, [type, v]);
    for (const [name, value] of Object.entries(rest)) add(`node ${id} ${name}`, value);
    for (const [name, value] of Object.entries(config)) {
      if (name === 'rows')
        for (const [field, rule] of Object.entries(value as object)) add(`node ${id} row ${field}`, rule);
      else add(`node ${id} setting ${name}`, value);
    }
  }
  for (const edge of flow.edges) add(`edge ${edge}`, true);
  return found;
}

/** Whether a conflict speaks of this fact. */
function isAsked(name: string, ids: readonly string[]): boolean {
  const paths = ids.map((id) => id.replace('flows/fuzzed/', ''));
  const [kind, id, ...rest] = name.split(' ');
  if (kind === 'node') {
    const what = rest[0] === 'row' ? `config/rows/${rest[1]}` : rest[0] === 'setting' ? `config/${rest[1]}` : rest[0];
    return paths.includes(`nodes/${id}`) || paths.includes(`nodes/${id}/${what}`);
  }
  if (kind === 'edge') {
    const { from, to } = parseEdge(name.slice(5));
    const asked = [`nodes/${from.nodeId}`, `nodes/${to.nodeId}`, `wires/${from.nodeId}.${from.port}`, 'loop'];
    return asked.some((path) => paths.includes(path));
  }
  if (kind === 'slot') return paths.includes(`slots/${id}`);
  if (kind === 'parameter') return paths.includes(`parameters/${id}`);
  return paths.includes(kind!);
}

function expectWhole(flow: FlowDocument): void {
  expect(flowDocumentSchema.safeParse(flow).success).toBe(true);
  const ids = new Set(Object.keys(flow.nodes));
  for (const text of flow.edges) {
    const { from, to } = parseEdge(text);
    expect([text, ids.has(from.nodeId), ids.has(to.nodeId)]).toEqual([text, true, true]);
  }
  for (const [id, { slot }] of Object.entries(flow.nodes)) {
    if (slot !== undefined) expect([id, slot, Object.hasOwn(flow.slots, slot)]).toEqual([id, slot, true]);
  }
  expect(leadsInCircle(flow.edges)).toBe(false);
  expect(Object.keys(flow.layout.nodes).toSorted()).toEqual([...ids].toSorted());
  for (const { nodes } of Object.values(flow.layout.groups)) for (const id of nodes) expect(ids.has(id)).toBe(true);
}

const logic = (flow: FlowDocument) => stringifyFlow({ ...flow, layout: { nodes: {}, groups: {}, notes: {} } });
const all = (ids: readonly string[], take: 'ours' | 'theirs'): MergeChoices =>
  Object.fromEntries(ids.map((id) => [id, { take }]));

function check(title: string, holds: (three: FlowSides) => void, merges = 10_000) {
  test(`${title} (${merges} merges, seed ${seed})`, { timeout: longestMs }, () => {
    fc.assert(fc.property(sides, holds), { seed, numRuns: merges });
  });
}

describe('of random three-way merges', () => {
  check('no local change is lost, and what only the new version changed comes in or is asked', (three) => {
    const { document, conflicts } = mergeFlow(three);
    expectWhole(document);
    const [was, here, there, result] = [three.base, three.ours, three.theirs, document].map(facts);
    const ids = conflicts.map(({ id }) => id);
    for (const name of new Set([...was!.keys(), ...here!.keys(), ...there!.keys()])) {
      const [b, o, t, m] = [was, here, there, result].map((side) => side!.get(name));
      // A slot or parameter that a side removed and the other began to use stays: the flow would not be whole without.
      if (/^(slot|parameter)/.test(name) && (o === undefined || t === undefined) && m !== undefined) continue;
      if (o !== b) expect([name, m]).toEqual([name, o]);
      else if (t !== b && !isAsked(name, ids)) expect([name, m]).toEqual([name, t]);
      else if (t === b) expect([name, m]).toEqual([name, b]);
    }
  });

  check('whatever is chosen, the result is whole, and it is the same from either side', (three) => {
    const { base: before, ours, theirs } = three;
    const here = mergeFlow(three);
    const there = mergeFlow({ base: before, ours: theirs, theirs: ours });
    const ids = here.conflicts.map(({ id }) => id);
    // What is asked of edges depends on which nodes are there, and so on the other answers.
    const lasting = (conflicts: typeof here.conflicts) =>
      conflicts.map(({ id }) => id).filter((id) => !/\/(loop$|wires\/)/.test(id));
    expect(lasting(there.conflicts).toSorted()).toEqual(lasting(here.conflicts).toSorted());
    const asked = [...ids, ...there.conflicts.map(({ id }) => id)];
    const taken = mergeFlow(three, all(asked, 'theirs'));
    expectWhole(taken.document);
    expect(logic(taken.document)).toBe(logic(there.document));
    // Some of each.
    const mixed = Object.fromEntries(
      ids.map((id, at) => [id, { take: at % 2 === 0 ? ('ours' as const) : ('theirs' as const) }]),
    );
    expectWhole(mergeFlow(three, mixed).document);
  });

  check(
    'one side alone is taken as it is',
    ({ base: before, ours, theirs }) => {
      const mine = mergeFlow({ base: before, ours, theirs: before });
      const news = mergeFlow({ base: before, ours: before, theirs });
      expect([stringifyFlow(mine.document), mine.conflicts, mine.automatic]).toEqual([stringifyFlow(ours), [], []]);
      expect([stringifyFlow(news.document), news.conflicts, news.kept]).toEqual([stringifyFlow(theirs), [], []]);
    },
    2_000,
  );

  check(
    'what only moves boxes is never asked',
    ({ base: before, ours, theirs }) => {
      const moved = { ...ours, layout: { ...ours.layout, nodes: {} as typeof ours.layout.nodes } };
      for (const id of Object.keys(ours.nodes)) moved.layout.nodes[id] = [7, 7];
      const ids = (result: ReturnType<typeof mergeFlow>) => result.conflicts.map(({ id }) => id);
      expect(ids(mergeFlow({ base: before, ours: moved, theirs }))).toEqual(
        ids(mergeFlow({ base: before, ours, theirs })),
      );
    },
    2_000,
  );
});
