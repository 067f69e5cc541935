import { emptyFlow, flowDocumentSchema, parseEdge, stringifyFlow, type FlowDocument } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipOf,
  describeClip,
  mostClipText,
  pasteClip,
  readClip,
  roomFor,
  writeClip,
  type Clip,
} from '../../src/designer/clipboard/clip.ts';
import { execute, freshDrawing, undo } from '../../src/designer/document/history.ts';
import { boundsOf, standingAt, type Rect } from '../../src/flow-canvas/geometry.ts';
import { shippedFlow } from './flows.ts';

const shipped = shippedFlow();
const flow: FlowDocument = {
  ...shipped,
  layout: {
    ...shipped.layout,
    groups: { write: { title: 'Write', description: 'To the CRM', isCollapsed: true, nodes: ['mask', 'save'] } },
    notes: { finance: { text: '**Credit** is owned by finance', at: [40, -200], colour: 'blue' } },
  },
};
const ids = Object.keys(flow.nodes);
const isSame = (a: Rect, b: Rect) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
const doOverlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('copy and paste', () => {
  it('loses nothing of any selection: pasted into another flow it is the same, but for where it stands', () => {
    fc.assert(
      fc.property(fc.subarray(ids, { minLength: 1 }), fc.boolean(), (chosen, hasNote) => {
        const clip = readClip(writeClip(clipOf(flow, chosen, hasNote ? ['finance'] : []))) as Clip;
        const empty = freshDrawing({ ...emptyFlow('other', 'Other'), slots: flow.slots });
        const { command } = pasteClip(clip, empty.document, [100, 100]);
        const pasted = execute(empty, command, 0);
        const { document } = pasted;
        expect(flowDocumentSchema.safeParse(document).success).toBe(true);
        expect(document.nodes).toEqual(Object.fromEntries(chosen.map((id) => [id, flow.nodes[id]])));
        const inner = flow.edges.filter((text) => {
          const { from, to } = parseEdge(text);
          return chosen.includes(from.nodeId) && chosen.includes(to.nodeId);
        });
        expect([...document.edges].sort()).toEqual(inner.sort());
        const isWhole = ['mask', 'save'].every((id) => chosen.includes(id));
        expect(document.layout.groups).toEqual(isWhole ? flow.layout.groups : {});
        expect(Object.values(document.layout.notes).map(({ text, colour }) => [text, colour])).toEqual(
          hasNote ? [['**Credit** is owned by finance', 'blue']] : [],
        );
        const away = (of: FlowDocument, id: string) => {
          const [first] = chosen;
          return [0, 1].map((axis) => of.layout.nodes[id]![axis]! - of.layout.nodes[first!]![axis]!);
        };
        for (const id of chosen) expect(away(document, id)).toEqual(away(flow, id));
        for (const id of chosen) {
          const title = flow.nodes[id]!.title;
          if (title && flow.phrases?.[title]) expect(document.phrases?.[title]).toEqual(flow.phrases[title]);
        }
        expect(stringifyFlow(undo(pasted).document)).toBe(stringifyFlow(empty.document));
      }),
      { numRuns: 60 },
    );
  });

  it('calls notes notes in what can be undone', () => {
    const intentOf = (nodes: readonly string[], notes: readonly string[]) =>
      pasteClip(clipOf(flow, nodes, notes), flow, [0, 0]).command.intent;
    expect(intentOf(['map'], ['finance'])).toEqual({ id: 'designer.intent.paste', values: { n: 1, notes: 1 } });
    expect(intentOf([], ['finance'])).toEqual({ id: 'designer.intent.pasteNotes', values: { n: 0, notes: 1 } });
  });

  it('pastes into the same flow beside what is there, and says which nodes want a connection elsewhere', () => {
    const clip = clipOf(flow, ids);
    const { nodeIds } = pasteClip(clip, flow, [0, 0]);
    expect(nodeIds.some((id) => flow.nodes[id])).toBe(false);
    const elsewhere = { ...emptyFlow('other', 'Other'), slots: { finance: { role: 'erp' } } };
    const { unbound } = pasteClip(clip, elsewhere, [0, 0]);
    expect(unbound).toEqual(ids.filter((id) => flow.nodes[id]!.slot === 'crm'));
  });

  it('has room for all of it, whatever is pasted how often: nothing lies over anything else, notes and groups included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.subarray(ids), fc.boolean()), { minLength: 1, maxLength: 5 }),
        fc.record({ x: fc.integer({ min: -500, max: 1_500 }), y: fc.integer({ min: -300, max: 300 }) }),
        (pastes, wanted) => {
          let drawing = freshDrawing(flow);
          for (const [chosen, hasNote] of pastes) {
            const clip = clipOf(flow, chosen, hasNote ? ['finance'] : []);
            if (chosen.length === 0 && !hasNote) continue;
            const before = standingAt(drawing.document);
            const { at, whole } = roomFor(clip, drawing.document, wanted);
            drawing = execute(drawing, pasteClip(clip, drawing.document, [at.x, at.y]).command, 0);
            const added = standingAt(drawing.document).filter((one) => !before.some((other) => isSame(one, other)));
            expect(boundsOf(added)).toEqual(whole);
            for (const one of added) expect(before.some((other) => doOverlap(one, other))).toBe(false);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes the file of a whole flow for its nodes', () => {
    const clip = readClip(stringifyFlow(flow)) as Clip;
    expect(Object.keys(clip.nodes)).toEqual(ids);
    expect(clip.notes).toHaveProperty('finance');
  });

  it('has a form that people read, in which nothing that somebody typed is markup', () => {
    const nasty = { ...flow.nodes['map']!, title: '<img src=x onerror=alert(1)>' };
    const clip = clipOf({ ...flow, nodes: { ...flow.nodes, map: nasty } }, ['active', 'map', 'mask']);
    const html = describeClip(
      clip,
      ({ en }) => en,
      (type) => type,
    );
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; → ');
    expect(html).not.toContain('<img');
  });
});

describe('what is no part of a flow is refused with the reason', () => {
  const good = JSON.parse(writeClip(clipOf(flow, ['active', 'map']))) as Record<string, unknown>;
  const with_ = (part: object) => JSON.stringify({ ...good, ...part });
  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['Hello Lotte', 'foreign'],
    ['{"a":1}', 'foreign'],
    ['[1,2,3]', 'foreign'],
    ['null', 'foreign'],
    ['{"koppel":"template"}', 'foreign'],
    [writeClip(clipOf(flow, ids)).slice(0, -40), 'damaged'],
    [with_({ version: 2 }), 'newer'],
    [with_({ nodes: {} }), 'damaged'],
    [with_({ nodes: { 'x y': { type: 'filter-records' } } }), 'damaged'],
    [with_({ edges: ['active -> map'] }), 'damaged'],
    [with_({ edges: 'active' }), 'damaged'],
    [with_({ at: { active: [1e308, 0], map: [-1e308, 0] } }), 'damaged'],
    [with_({ notes: { n: { text: 'x'.repeat(30_000), at: [0, 0] } } }), 'damaged'],
    [stringifyFlow(flow).replace('"slots"', '"slts"'), 'damaged'],
    ['x'.repeat(mostClipText + 1), 'tooLarge'],
  ])('%#', (text, problem) => {
    expect(readClip(text)).toBe(problem);
  });

  it('and whatever else is on a clipboard never throws, nor makes a document that cannot be saved', () => {
    const mangled = fc.oneof(
      fc.json(),
      fc.tuple(fc.nat(), fc.nat(40), fc.string()).map(([at, cut, put]) => {
        const text = writeClip(clipOf(flow, ids, ['finance']));
        const start = at % text.length;
        return text.slice(0, start) + put + text.slice(start + cut);
      }),
      fc.tuple(fc.constantFrom(...Object.keys(good)), fc.jsonValue()).map(([key, value]) => with_({ [key]: value })),
      fc
        .constantFrom('__proto__', 'constructor', 'toString')
        .map((id) => writeClip(clipOf(flow, ['map'])).replaceAll('"map"', JSON.stringify(id))),
    );
    fc.assert(
      fc.property(mangled, (text) => {
        const clip = readClip(text);
        if (typeof clip === 'string') return;
        const { command } = pasteClip(clip, flow, [0, 0]);
        const { document } = execute(freshDrawing(flow), command, 0);
        expect(flowDocumentSchema.safeParse(document).error).toBeUndefined();
        // What was there is still there.
        expect(document.nodes).toMatchObject(flow.nodes);
        expect(document.edges).toEqual(expect.arrayContaining(flow.edges));
      }),
      { numRuns: 300 },
    );
  });
});
