import { emptyFlow, type FlowDocument, type Issue } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChecker, type CheckPort } from '../../src/check-worker/checker.ts';
import { checkFlow, readContext } from '../../src/check-worker/check-flow.ts';
import { createFactChanges, withChanges } from '../../src/check-worker/fact-changes.ts';
import type { CheckAnswer, CheckRequest, FlowFacts } from '../../src/check-worker/messages.ts';
import { aligned, distributed } from '../../src/designer/document/arrange.ts';
import { clipOf, placeClip, readClip, writeClip, type Clip } from '../../src/designer/clipboard/clip.ts';
import { addNodes, moveNodes, removeNodes, setConfig } from '../../src/designer/document/node-commands.ts';
import { execute, freshDrawing, undo } from '../../src/designer/document/history.ts';
import { countIssues, issueKey, neighbourIssue } from '../../src/designer/problems/problems.ts';
import { publishChecks } from '../../src/designer/publish/publish-checks.ts';
import { readParameter } from '../../src/designer/settings/parameter-values.ts';
import { layOut } from '../../src/designer/tidy/layout.ts';
import { layoutInput } from '../../src/designer/tidy/tidy.ts';
import { edgePath, freeSpot, groupRect, noteRoom, placesOf, pointOnEdge } from '../../src/flow-canvas/geometry.ts';
import { readNote } from '../../src/flow-canvas/note-text.ts';
import { connectedPorts, edgesOf, inFlowOrder, portEntities, portsOf } from '../../src/flow-canvas/ports.ts';
import { stepFrom, streamOf } from '../../src/flow-canvas/walk.ts';
import { makeContext } from '../fixture-server/data-designer.ts';
import { shippedFlow, types } from './flows.ts';

const flow = shippedFlow();
const edges = edgesOf(flow);

describe('walking by arrow keys', () => {
  it('follows the edges, and goes to the sibling branch above or below', () => {
    expect(stepFrom(flow, edges, null, 'next')).toBe('schedule');
    expect(stepFrom(flow, edges, 'schedule', 'next')).toBe('read');
    expect(stepFrom(flow, edges, 'active', 'next')).toBe('map');
    expect(stepFrom(flow, edges, 'map', 'below')).toBe('block');
    expect(stepFrom(flow, edges, 'block', 'above')).toBe('map');
    expect(stepFrom(flow, edges, 'map', 'previous')).toBe('active');
    expect(stepFrom(flow, edges, 'failures', 'next')).toBeNull();
  });

  it('reaches every node with arrows alone', () => {
    const seen = new Set(['schedule']);
    for (const id of seen) {
      for (const step of ['next', 'previous', 'below', 'above'] as const) {
        const next = stepFrom(flow, edges, id, step);
        if (next) seen.add(next);
      }
    }
    expect(seen).toEqual(new Set(Object.keys(flow.nodes)));
  });

  it('selects all that is up- or downstream', () => {
    expect(streamOf(edges, ['map'], 'down').sort()).toEqual(['failures', 'map', 'mask', 'save']);
    expect(streamOf(edges, ['map'], 'up').sort()).toEqual(['active', 'map', 'read', 'schedule']);
  });

  it('puts nodes in the order of the flow, those of a loop last', () => {
    const order = inFlowOrder(Object.keys(flow.nodes), edges);
    for (const { from, to } of edges) expect(order.indexOf(from.nodeId)).toBeLessThan(order.indexOf(to.nodeId));
    const loop = [
      { from: { nodeId: 'a', port: 'o' }, to: { nodeId: 'b', port: 'i' } },
      { from: { nodeId: 'b', port: 'o' }, to: { nodeId: 'a', port: 'i' } },
    ];
    expect(inFlowOrder(['a', 'b', 'c'], loop)).toEqual(['c', 'a', 'b']);
  });
});

describe('arranging several nodes', () => {
  const places = { a: { x: 0, y: 0 }, b: { x: 100, y: 40 }, c: { x: 500, y: 300 } };

  it('lines them up by a side or by the middle, and leaves the other direction alone', () => {
    expect(aligned(places, 'left')).toEqual({ a: [0, 0], b: [0, 40], c: [0, 300] });
    expect(aligned(places, 'bottom')).toEqual({ a: [0, 300], b: [100, 300], c: [500, 300] });
    expect(aligned(places, 'centre')).toEqual({ a: [260, 0], b: [260, 40], c: [260, 300] });
  });

  it('spreads them evenly between the outermost two, in the order in which they stand', () => {
    expect(distributed(places, 'across')).toEqual({ a: [0, 0], b: [250, 40], c: [500, 300] });
    expect(distributed(places, 'down')).toEqual({ a: [0, 0], b: [100, 150], c: [500, 300] });
  });

  it('is one step that undo takes back', () => {
    const before = freshDrawing(flow);
    const { map, deactivate } = placesOf(flow);
    const places = aligned({ map: map!, deactivate: deactivate! }, 'left');
    const after = execute(before, moveNodes(places, { intent: { id: 'arrange.left' } }), 0);
    expect(after.document.layout.nodes['deactivate']).toEqual([map!.x, deactivate!.y]);
    expect(after.past.at(-1)?.intent.id).toBe('arrange.left');
    expect(undo(after).document).toEqual(flow);
  });
});

describe('drawing', () => {
  const coordinate = fc.integer({ min: -2_000, max: 2_000 });
  const spot = fc.record({ x: coordinate, y: coordinate });

  it('begins and ends edges at their ports, whatever their distance', () => {
    fc.assert(
      fc.property(spot, spot, (from, to) => {
        const start = pointOnEdge(from, to, 0);
        const end = pointOnEdge(from, to, 1);
        expect([start.x, start.y]).toEqual([from.x, from.y]);
        expect(end.x).toBeCloseTo(to.x);
        expect(end.y).toBeCloseTo(to.y);
        expect(edgePath(from, to).startsWith(`M${from.x} ${from.y}`)).toBe(true);
      }),
    );
  });

  it('finds a spot that covers no node', () => {
    fc.assert(
      fc.property(spot, fc.array(spot, { maxLength: 12 }), (wanted, taken) => {
        const free = freeSpot(wanted, taken);
        for (const other of taken) {
          expect(Math.abs(other.x - free.x) >= 160 || Math.abs(other.y - free.y) >= 66).toBe(true);
        }
        expect(Math.abs(free.x % 20)).toBe(0);
        const note = freeSpot(wanted, taken, noteRoom);
        for (const { x, y } of taken) {
          const isBeside = x >= note.x + noteRoom.width || note.x >= x + 160;
          expect(isBeside || y >= note.y + noteRoom.height || note.y >= y + 66).toBe(true);
        }
      }),
    );
  });

  it('shows outputs that lead somewhere or must, and hides the others until approached', () => {
    const entities = portEntities(flow, types, edges, {});
    const ports = portsOf('save', types.get('save-record'), connectedPorts(edges), entities);
    expect(ports.filter(({ side, isLesser }) => side === 'out' && !isLesser).map(({ id }) => id)).toEqual(['rejected']);
    const read = portsOf('read', types.get('read-records'), connectedPorts(edges), entities);
    expect(read.find(({ id }) => id === 'records')).toMatchObject({ entity: 'account', isLesser: false, y: 33 });
    expect(read.find(({ id }) => id === 'deleted')?.isLesser).toBe(true);
  });

  it('knows what edges carry before the check has looked', () => {
    const entities = portEntities(flow, types, edges, {});
    expect(entities['active.unmatched>']).toBe('account');
    expect(entities['>save.records']).toBe('account');
  });

  it('draws a group around its nodes, and none around none', () => {
    expect(groupRect([])).toBeNull();
    expect(groupRect([{ x: 100, y: 100, width: 160, height: 66 }])).toEqual({ x: 82, y: 62, width: 196, height: 124 });
  });

  it('reads the few marks of notes', () => {
    expect(readNote('# Head\nSome **bold** `x`\n- one\n- two')).toEqual([
      { kind: 'heading', parts: [{ text: 'Head', look: 'plain' }] },
      {
        kind: 'text',
        parts: [
          { text: 'Some ', look: 'plain' },
          { text: 'bold', look: 'bold' },
          { text: ' ', look: 'plain' },
          { text: 'x', look: 'code' },
        ],
      },
      { kind: 'list', items: [[{ text: 'one', look: 'plain' }], [{ text: 'two', look: 'plain' }]] },
    ]);
  });
});

describe('tidying up', () => {
  const places = layOut(layoutInput(flow, null));

  it('puts every node on the grid, later columns further right, none over another', () => {
    expect(Object.keys(places).sort()).toEqual(Object.keys(flow.nodes).sort());
    for (const { from, to } of edges) expect(places[to.nodeId]![0]).toBeGreaterThan(places[from.nodeId]![0]);
    const all = Object.values(places);
    for (const [index, [x, y]] of all.entries()) {
      expect([x % 20, y % 20].map(Math.abs)).toEqual([0, 0]);
      for (const [ox, oy] of all.slice(index + 1)) {
        expect(Math.abs(ox - x) >= 160 || Math.abs(oy - y) >= 66).toBe(true);
      }
    }
  });

  it('leaves lanes on the side of one another where somebody drew them', () => {
    const isAbove = (at: typeof places, a: string, b: string) => at[a]![1] < at[b]![1];
    expect(flow.layout.nodes['mask']![1]).toBeLessThan(flow.layout.nodes['block']![1]);
    expect(isAbove(places, 'mask', 'block')).toBe(true);
    // Drawn with its sides changed, it stays like that, too.
    const turned = Object.fromEntries(
      Object.entries(flow.layout.nodes).map(([id, [x, y]]): [string, [number, number]] => [id, [x, -y]]),
    );
    const other = layOut(layoutInput({ ...flow, layout: { ...flow.layout, nodes: turned } }, null));
    expect(isAbove(other, 'block', 'mask')).toBe(true);
  });

  it('changes nothing the second time', () => {
    const again: FlowDocument = { ...flow, layout: { ...flow.layout, nodes: places } };
    expect(layOut(layoutInput(again, null))).toEqual(places);
  });
});

describe('the clipboard', () => {
  it('carries nodes with their inner edges into another flow, under free ids and with positions to one another', () => {
    const clip = readClip(writeClip(clipOf(flow, ['map', 'mask', 'save']))) as Clip;
    const { added, ids, lostSlots } = placeClip(clip, flow, [1_000, 1_000]);
    const after = execute(freshDrawing(flow), addNodes(added), 0).document;
    expect(ids).toEqual(['map2', 'mask2', 'save2']);
    expect(lostSlots).toEqual([]);
    expect(after.edges).toContain('map2.records -> mask2.records');
    expect(after.edges.some((edge) => edge.includes('active') && edge.includes('map2'))).toBe(false);
    const apart = (a: string, b: string) => after.layout.nodes[a]![0] - after.layout.nodes[b]![0];
    expect(apart('mask2', 'map2')).toBe(apart('mask', 'map'));
  });

  it('finds the slot with the same role, and says which it could not find', () => {
    const clip = clipOf(flow, ['read', 'save']);
    const other = { ...emptyFlow('o', 'O'), slots: { finance: { role: 'erp' } } };
    const { added, lostSlots } = placeClip(clip, other, [0, 0]);
    expect(added.nodes['read']?.node.slot).toBe('finance');
    expect(added.nodes['save']?.node).not.toHaveProperty('slot');
    expect(lostSlots).toEqual(['crm']);
  });
});

describe('problems', () => {
  const issue = (code: string, severity: Issue['severity'] = 'error'): Issue => ({
    code,
    severity,
    message: code,
    remedy: '',
    nodeId: null,
    path: [],
  });
  const issues = [issue('a'), issue('b', 'warning'), issue('c', 'hint')];

  it('are walked around the ends, both ways', () => {
    expect(neighbourIssue(issues, null, 1)?.code).toBe('a');
    expect(neighbourIssue(issues, issueKey(issues[2]!), 1)?.code).toBe('a');
    expect(neighbourIssue(issues, issueKey(issues[0]!), -1)?.code).toBe('c');
    expect(neighbourIssue([], null, 1)).toBeNull();
    // The one it stood at was solved.
    expect(neighbourIssue(issues, issueKey(issue('gone')), 1)?.code).toBe('a');
  });

  it('are counted by severity', () => {
    expect(countIssues(issues)).toEqual({ error: 1, warning: 1, hint: 1 });
  });

  it('block publishing when they are errors, and only warn otherwise', () => {
    const ask = (
      found: readonly Issue[],
      sample: Parameters<typeof publishChecks>[0]['sample'] = null,
      tests: Parameters<typeof publishChecks>[0]['tests'] = [],
      pinned: Parameters<typeof publishChecks>[0]['pinned'] = [],
    ) =>
      publishChecks({
        document: flow,
        issues: found,
        slots: { erp: 'e', crm: 'c' },
        connections: [],
        sample,
        tests,
        pinned,
        users: [],
        review: undefined,
        time: String,
        titleOf: ({ title }) => title.en,
      });
    expect(ask([issue('a')])[0]?.outcome).toBe('failed');
    expect(ask([issue('b', 'warning')])[0]?.outcome).toBe('warning');
    expect(ask([]).map(({ outcome }) => outcome)).toEqual(['ok', 'warning', 'ok', 'ok', 'none', 'none']);
    const tested = { id: 't', title: 'T', records: 1, error: null, differences: [], seen: null } as const;
    const stands = (outcome: 'passed' | 'failed') =>
      ask([], null, [{ ...tested, outcome, differences: [] }])[4]?.outcome;
    expect([stands('passed'), stands('failed'), ask([], null, 'unknown')[4]?.outcome]).toEqual([
      'ok',
      'failed',
      'warning',
    ]);
    const failing = ask([], null, [{ ...tested, outcome: 'failed', differences: [] }])[4];
    expect(failing?.values).toEqual({ n: 1, titles: 'T' });
    const lost = { key: 'K1', name: 'K1', outcome: 'missing', reason: '', nodeId: null } as const;
    const good = { key: 'K2', name: 'K2 Kroon', outcome: 'passed', reason: '', nodeId: null } as const;
    expect(ask([], null, [], [good, lost])[5]).toMatchObject({ outcome: 'failed', values: { n: 1 }, pinned: [lost] });
    expect(ask([], { document: flow, at: 1, records: 50, failed: 0 })[1]?.outcome).toBe('ok');
    expect(ask([], { document: { ...flow }, at: 1, records: 50, failed: 0 })[1]?.text).toBe('publish.oldSample');
    expect(ask([issue('mastership.not-master')])[2]?.outcome).toBe('failed');
  });

  it('ask of a sub-flow how the flows that use it fare with it, not for a sample or tests of its own', () => {
    const user = (title: string, severity: Issue['severity'] | null) => ({
      flowId: title,
      title: { en: title },
      publishedUses: 1,
      draftUses: 1,
      issues: severity ? [issue('x', severity)] : [],
    });
    const ask = (users: Parameters<typeof publishChecks>[0]['users']) =>
      publishChecks({
        document: { ...flow, isSubFlow: true },
        issues: [],
        slots: { erp: 'e', crm: 'c' },
        connections: [],
        sample: null,
        tests: [],
        pinned: [],
        users,
        review: undefined,
        time: String,
        titleOf: ({ title }) => title.en,
      });
    expect(ask([]).map(({ id }) => id)).toEqual(['problems', 'users', 'mastership', 'connections', 'pinned']);
    const outcome = (users: Parameters<typeof ask>[0]) => ask(users)[1];
    expect(outcome([])?.outcome).toBe('none');
    expect(outcome('unknown')?.outcome).toBe('warning');
    expect(outcome([user('A', null), user('B', 'warning')])).toMatchObject({ outcome: 'ok', values: { n: 2 } });
    expect(outcome([user('A', null), user('B', 'error')])).toMatchObject({
      outcome: 'warning',
      text: 'subFlow.check.breaks',
      values: { n: 1, flows: 'B' },
    });
  });

  it('say whether somebody approved exactly this draft, and never block by it: the server knows what needs nobody', () => {
    const approved = {
      id: 'r',
      flowId: 'f',
      flowTitle: { en: 'F' },
      message: '',
      sample: null,
      askedAt: '',
      askedBy: 'Lotte',
      isOwn: false,
      status: 'approved',
      isOutdated: false,
      canDecide: false,
      decision: { at: '', by: 'Wim', comment: null },
      version: null,
    } as const;
    const say = (review: Parameters<typeof publishChecks>[0]['review']) => {
      const known = {
        document: flow,
        issues: [],
        slots: {},
        connections: [],
        sample: null,
        tests: [],
        pinned: [],
        users: [],
        time: String,
        titleOf: () => '',
      };
      const check = publishChecks({ ...known, review }).find(({ id }) => id === 'approval');
      return check && [check.outcome, check.text];
    };
    expect(say(undefined)).toBeUndefined();
    expect(say(null)).toEqual(['warning', 'review.check.missing']);
    expect(say({ ...approved, status: 'open' })).toEqual(['warning', 'review.check.open']);
    expect(say(approved)).toEqual(['ok', 'review.check.approved']);
    expect(say({ ...approved, isOutdated: true })).toEqual(['warning', 'review.check.void']);
  });
});

describe('parameters', () => {
  it('are read as people write them, and kept as documents hold them', () => {
    expect(readParameter('decimal', '0,05', '.')).toBe('0.05');
    expect(readParameter('integer', '1 284', '.')).toBe(1284);
    expect(readParameter('integer', '45.000', '.')).toBe(45_000);
    expect(readParameter('decimal', '45.000', ',')).toBe('45.000');
    expect(readParameter('decimal', '45.000,50', '.')).toBe('45000.50');
    expect(readParameter('integer', '1.5', '.')).toBeUndefined();
    expect(readParameter('date', '2026-11-23', '.')).toBe('2026-11-23');
    expect(readParameter('text', '', '.')).toBeNull();
  });
});

describe('checking aside', () => {
  function worker() {
    const sent: CheckRequest[] = [];
    let listener: (answer: CheckAnswer) => void = () => {};
    let isStopped = false;
    const port: CheckPort = {
      send: (request) => void sent.push(request),
      onAnswer: (next) => {
        listener = next;
      },
      stop: () => {
        isStopped = true;
      },
    };
    return {
      port,
      checks: () => sent.filter((request) => request.kind === 'check'),
      answer: (id: number) => listener({ kind: 'facts', id, facts: { issues: [], nodes: {} }, gone: null }),
      fail: (id: number) => listener({ kind: 'failure', id, message: 'broken' }),
      isStopped: () => isStopped,
    };
  }
  const context = {
    mastership: { koppel: 'mastership', version: 1, rows: [] },
    valueLists: [],
    parameters: {},
    subFlows: [] as never[],
    learned: {},
    slots: {},
  } as const;
  const named = (title: string) => emptyFlow('f', title);

  it('checks one document at a time, and of those that wait only the newest', () => {
    const { port, checks, answer } = worker();
    const checker = createChecker(() => port);
    checker.open();
    checker.setContext({ ...context, mastership: { ...context.mastership, rows: [] }, valueLists: [] }, 'en');
    const [a, b, c] = [named('a'), named('b'), named('c')];
    for (const document of [a, b, c]) checker.check(document);
    expect(checks()).toHaveLength(1);
    answer(1);
    expect(checker.store.getState()).toMatchObject({ of: a, isPending: true });
    expect(checks()[1]).toMatchObject({ document: c });
    answer(2);
    expect(checker.store.getState()).toMatchObject({ of: c, isPending: false });
  });

  it('does not check again what only moved', () => {
    const { port, checks, answer } = worker();
    const checker = createChecker(() => port);
    checker.open();
    checker.setContext({ ...context, mastership: { ...context.mastership, rows: [] }, valueLists: [] }, 'en');
    const document = named('a');
    checker.check(document);
    answer(1);
    checker.check({ ...document, layout: { ...document.layout, nodes: { map: [20, 20] } } });
    expect(checks()).toHaveLength(1);
    expect(checker.store.getState().isPending).toBe(false);
  });

  it('tells only what changed, and puts it together to the same as telling everything', () => {
    const read = readContext(makeContext());
    const changesOf = createFactChanges();
    const removal = execute(freshDrawing(flow), removeNodes(['block']), 0).document;
    const other = execute(freshDrawing(removal), setConfig('map', ['rows'], {}), 0).document;
    let nodes: FlowFacts['nodes'] = {};
    const told = [flow, flow, removal, other].map((document) => {
      const facts = checkFlow(document, read);
      const change = changesOf(facts);
      nodes = withChanges(nodes, change);
      expect(nodes).toEqual(facts.nodes);
      return Object.keys(change.facts.nodes);
    });
    expect(told[0]).toHaveLength(Object.keys(flow.nodes).length);
    expect(told[1]).toEqual([]);
    expect(told[2]).not.toContain('save');
    // Fewer fields travel from the mapping on; what is before it stays as it was.
    expect(told[3]).toEqual(expect.arrayContaining(['map', 'mask', 'save']));
    expect(told[3]).not.toContain('read');
  });

  it('ignores answers to what it no longer asks, keeps what it knew when a check breaks, and begins anew after a restart', () => {
    const first = worker();
    const second = worker();
    const ports = [first.port, second.port];
    const checker = createChecker(() => ports.shift()!);
    const stop = checker.open();
    checker.setContext({ ...context, mastership: { ...context.mastership, rows: [] }, valueLists: [] }, 'en');
    checker.check(named('a'));
    first.answer(99);
    expect(checker.store.getState().of).toBeNull();
    first.fail(1);
    expect(checker.store.getState()).toMatchObject({ failure: 'broken', isPending: false });
    stop();
    expect(first.isStopped()).toBe(true);
    checker.open();
    expect(second.checks()).toHaveLength(1);
  });
});
