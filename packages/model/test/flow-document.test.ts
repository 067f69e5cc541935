import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyFlow, formatEdge, newestFlowVersion, parseEdge, parseFlow, stringifyFlow } from '../src/index.ts';

const shipped = readFileSync(new URL('../../../flows/accounts-erp-to-crm.json', import.meta.url), 'utf8');

function issueOf(input: unknown, source?: string) {
  const parsed = parseFlow(input, source);
  if (parsed.ok) throw new Error('expected issues');
  return parsed.issues[0]!;
}

describe('reading a flow document', () => {
  test('takes the flow that ships, and writes it back byte for byte', () => {
    const parsed = parseFlow(shipped);
    expect(parsed.ok).toBe(true);
    if (parsed.ok) expect(stringifyFlow(parsed.document)).toBe(shipped);
  });

  test.each([
    ['{ "koppel": "flow", "version": 1, ', 'flow.not-json'],
    ['<html>', 'flow.not-json'],
    [[], 'flow.not-a-flow'],
    [null, 'flow.not-a-flow'],
    [{ koppel: 'template', version: 1 }, 'flow.not-a-flow'],
    [{ koppel: 'flow' }, 'flow.no-version'],
    [{ koppel: 'flow', version: 1.5 }, 'flow.no-version'],
    [{ koppel: 'flow', version: newestFlowVersion + 1 }, 'flow.from-the-future'],
    [{ ...emptyFlow('a', 'A'), colour: 'red' }, 'flow.unknown-key'],
    [{ ...emptyFlow('a', 'A'), edges: ['read -> save'] }, 'flow.damaged'],
    [{ ...emptyFlow('a', 'A'), id: 'Not an id' }, 'flow.damaged'],
  ])('says in plain words what is wrong with %j', (input, code) => {
    const issue = issueOf(input, 'flows/a.json');
    expect(issue.code).toBe(code);
    expect(issue.message).toMatch(/^flows\/a\.json .+\.$/);
    expect(issue.remedy).not.toBe('');
  });

  test('names both versions of a document from the future', () => {
    expect(issueOf({ koppel: 'flow', version: 7 }).message).toContain(
      `version 7; this Koppel reads up to version ${newestFlowVersion}`,
    );
  });

  test('points at the node that is damaged', () => {
    const document = { ...emptyFlow('a', 'A'), nodes: { read: { type: 'read-records', v: 0, config: {} } } };
    expect(issueOf(document)).toMatchObject({ nodeId: 'read', path: ['nodes', 'read', 'v'] });
  });

  test('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), fc.string()), (input) => void parseFlow(input)));
  });
});

describe('writing a flow document', () => {
  const ids = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/).filter((id) => !['constructor', 'prototype'].includes(id));
  const documents = fc
    .record({
      nodes: fc.dictionary(ids, fc.record({ config: fc.dictionary(ids, fc.jsonValue()) }), { maxKeys: 8 }),
      at: fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 8, maxLength: 8 }),
    })
    .map(({ nodes, at }) => {
      const keys = Object.keys(nodes);
      return {
        ...emptyFlow('f', 'F'),
        nodes: Object.fromEntries(keys.map((id) => [id, { type: 'map-fields', v: 1, config: nodes[id]!.config }])),
        edges: keys.slice(1).map((id, index) => `${keys[index]!}.records -> ${id}.records`),
        layout: { nodes: Object.fromEntries(keys.map((id, index) => [id, at[index]!])), groups: {}, notes: {} },
      };
    });

  test('does not depend on the order in which things were drawn', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const shuffled = {
          ...document,
          nodes: Object.fromEntries(Object.entries(document.nodes).reverse()),
          edges: [...document.edges].reverse(),
          layout: { ...document.layout, nodes: Object.fromEntries(Object.entries(document.layout.nodes).reverse()) },
        };
        expect(stringifyFlow(shuffled as never)).toBe(stringifyFlow(document as never));
      }),
    );
  });

  test('does not depend on the order in which groups and notes were written', () => {
    const flow = emptyFlow('f', 'F');
    const group = { title: 'Write', description: 'To the CRM', isCollapsed: true, nodes: [] };
    const note = { text: 'Mind this', at: [0, 20] as [number, number], colour: 'blue' as const };
    const turned = <T extends object>(value: T) => Object.fromEntries(Object.entries(value).reverse()) as T;
    const drawn = { ...flow, layout: { nodes: {}, groups: { a: turned(group) }, notes: { n: turned(note) } } };
    const read = { ...flow, layout: { nodes: {}, groups: { a: group }, notes: { n: note } } };
    expect(stringifyFlow(drawn)).toBe(stringifyFlow(read));
  });

  test('is read back as the same text', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = stringifyFlow(document as never);
        const parsed = parseFlow(text);
        expect(parsed).toMatchObject({ ok: true, migratedFrom: null });
        if (parsed.ok) expect(stringifyFlow(parsed.document)).toBe(text);
      }),
    );
  });

  test('a moved node is a difference of one line', () => {
    const parsed = parseFlow(shipped);
    if (!parsed.ok) throw new Error('the shipped flow is damaged');
    const moved = structuredClone(parsed.document);
    moved.layout.nodes['map'] = [700, 160];
    const before = shipped.split('\n');
    const after = stringifyFlow(moved).split('\n');
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, index) => line !== before[index])).toEqual(['      "map": [700, 160],']);
  });

  test('an edge is the text it was read from', () => {
    fc.assert(
      fc.property(ids, ids, ids, ids, (a, b, c, d) => {
        const text = `${a}.${b} -> ${c}.${d}`;
        expect(formatEdge(parseEdge(text))).toBe(text);
      }),
    );
  });
});
