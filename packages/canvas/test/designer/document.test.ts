import { flowDocumentSchema, parseEdge, stringifyFlow, type FlowDocument } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inGrab, together, type Command } from '../../src/designer/document/command.ts';
import { createDocumentStore } from '../../src/designer/document/document-store.ts';
import { declareParameter, replaceDocument, setFlowTitle } from '../../src/designer/document/flow-commands.ts';
import { execute, freshDrawing, redo, undo, type Drawing } from '../../src/designer/document/history.ts';
import { freshId } from '../../src/designer/document/ids.ts';
import {
  addNote,
  changeNote,
  groupNodes,
  moveNotes,
  removeNotes,
  describeGroup,
  collapseGroups,
  ungroup,
} from '../../src/designer/document/layout-commands.ts';
import {
  addNode,
  connect,
  disconnect,
  moveNodes,
  removeNodes,
  rename,
  setConfig,
  setDisabled,
  setEntity,
  setSlot,
} from '../../src/designer/document/node-commands.ts';
import { keepHistory, keptHistory } from '../../src/designer/document/kept-history.ts';
import { shippedFlow } from './flows.ts';

/** A command that depends on the document it meets, chosen by numbers: so that ids are mostly of nodes that are there. */
type Move = (document: FlowDocument) => Command;

const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % Math.max(1, items.length)];
const someNode = (document: FlowDocument, at: number) => pick(Object.keys(document.nodes), at) ?? 'gone';

const value = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.integer({ min: -9, max: 9 }),
  fc.boolean(),
  fc.constant(undefined),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 3 }), { maxKeys: 2 }),
);
const configPath = fc.array(fc.constantFrom<string | number>('match', 'rows', 'a', 'b', 'condition', 0, 1), {
  minLength: 1,
  maxLength: 3,
});
const nat = fc.nat(40);
const point = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }));

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.tuple(nat, point).map(([at, where]): Move => (document) => {
    const id = freshId(new Set(Object.keys(document.nodes)), 'filter');
    const from = someNode(document, at);
    return addNode(id, { type: 'filter-records', v: 1, config: {} }, where, {
      edges: [{ from: { nodeId: from, port: 'records' }, to: { nodeId: id, port: 'records' } }],
      replacing: document.edges.slice(at % 3, (at % 3) + 1),
    });
  }),
  fc.tuple(fc.array(nat, { minLength: 1, maxLength: 3 }), fc.boolean()).map(
    ([at, heals]): Move =>
      (document) =>
        removeNodes(
          at.map((index) => someNode(document, index)),
          () => heals,
        ),
  ),
  fc.tuple(nat, nat).map(
    ([a, b]): Move =>
      (document) =>
        connect(
          {
            from: { nodeId: someNode(document, a), port: 'records' },
            to: { nodeId: someNode(document, b), port: 'in' },
          },
          document.edges.slice(a % 5, (a % 5) + 1),
        ),
  ),
  nat.map(
    (at): Move =>
      (document) =>
        disconnect([pick(document.edges, at) ?? 'a.b -> c.d']),
  ),
  fc.tuple(fc.array(nat, { maxLength: 4 }), point).map(
    ([at, where]): Move =>
      (document) =>
        moveNodes(Object.fromEntries(at.map((index) => [someNode(document, index), where]))),
  ),
  fc.tuple(nat, fc.string({ maxLength: 12 })).map(
    ([at, title]): Move =>
      (document) =>
        rename(someNode(document, at), title),
  ),
  fc.tuple(nat, fc.boolean()).map(
    ([at, is]): Move =>
      (document) =>
        setDisabled([someNode(document, at)], is),
  ),
  fc.tuple(nat, configPath, value).map(
    ([at, path, next]): Move =>
      (document) =>
        setConfig(someNode(document, at), path, next),
  ),
  fc.tuple(nat, fc.constantFrom('erp', 'crm', undefined)).map(
    ([at, slot]): Move =>
      (document) =>
        setSlot(someNode(document, at), slot),
  ),
  fc.tuple(nat, fc.constantFrom('account', 'contact', undefined)).map(
    ([at, entity]): Move =>
      (document) =>
        setEntity(someNode(document, at), entity),
  ),
  fc.tuple(point, fc.string({ maxLength: 9 })).map(
    ([at, text]): Move =>
      (document) =>
        addNote(freshId(new Set(Object.keys(document.layout.notes)), 'note'), { text, at, colour: 'green' }),
  ),
  fc.tuple(nat, fc.string({ maxLength: 9 })).map(
    ([at, text]): Move =>
      (document) =>
        changeNote(pick(Object.keys(document.layout.notes), at) ?? 'gone', { text }),
  ),
  fc.tuple(nat, point).map(
    ([at, where]): Move =>
      (document) =>
        moveNotes({ [pick(Object.keys(document.layout.notes), at) ?? 'gone']: where }),
  ),
  nat.map(
    (at): Move =>
      (document) =>
        removeNotes([pick(Object.keys(document.layout.notes), at) ?? 'gone']),
  ),
  fc.array(nat, { minLength: 1, maxLength: 4 }).map(
    (at): Move =>
      (document) =>
        groupNodes(
          freshId(new Set(Object.keys(document.layout.groups)), 'group'),
          { title: 'Group' },
          at.map((index) => someNode(document, index)),
        ),
  ),
  nat.map(
    (at): Move =>
      (document) =>
        ungroup([pick(Object.keys(document.layout.groups), at) ?? 'gone']),
  ),
  fc.tuple(nat, fc.string({ maxLength: 9 })).map(
    ([at, title]): Move =>
      (document) =>
        describeGroup(pick(Object.keys(document.layout.groups), at) ?? 'gone', { title, description: title }),
  ),
  fc.tuple(nat, fc.boolean()).map(
    ([at, is]): Move =>
      (document) =>
        collapseGroups([pick(Object.keys(document.layout.groups), at) ?? 'gone'], is),
  ),
  fc.string({ maxLength: 12 }).map(
    (title): Move =>
      () =>
        setFlowTitle('nl', title),
  ),
  fc.boolean().map(
    (is): Move =>
      () =>
        declareParameter('rate', is ? { type: 'decimal', default: '0.05' } : null),
  ),
  fc.constant<Move>(() => replaceDocument({ ...shippedFlow(), edges: [] }, { id: 'designer.intent.restore' })),
);
const both = fc.tuple(move, move).map(
  ([first, second]): Move =>
    (document) =>
      together({ id: 'designer.intent.removeAll' }, [first(document), second(document)]),
);
const step = fc.oneof(
  { weight: 6, arbitrary: move },
  { weight: 1, arbitrary: both },
  { weight: 2, arbitrary: fc.constant('undo' as const) },
  { weight: 1, arbitrary: fc.constant('redo' as const) },
);

/** A clock that sometimes stands still, so that commands of one kind melt together. */
function play(steps: readonly (Move | 'undo' | 'redo')[], pauses: readonly number[]): Drawing {
  let now = 0;
  return steps.reduce<Drawing>((drawing, next, index) => {
    now += pauses[index % Math.max(1, pauses.length)] ?? 0;
    if (next === 'undo') return undo(drawing);
    if (next === 'redo') return redo(drawing);
    return execute(drawing, next(drawing.document), now);
  }, freshDrawing(shippedFlow()));
}

function undoAll(drawing: Drawing): Drawing {
  return drawing.past.length === 0 ? drawing : undoAll(undo(drawing));
}
function redoAll(drawing: Drawing): Drawing {
  return drawing.future.length === 0 ? drawing : redoAll(redo(drawing));
}

const steps = fc.array(step, { maxLength: 25 });
const pauses = fc.array(fc.constantFrom(0, 100, 5_000), { minLength: 1, maxLength: 5 });

describe('the document of the designer', () => {
  it('is restored byte for byte when everything is undone, whatever was done', () => {
    const start = stringifyFlow(shippedFlow());
    fc.assert(
      fc.property(steps, pauses, (moves, times) => {
        const end = play(moves, times);
        const back = undoAll(end);
        expect(stringifyFlow(back.document)).toBe(start);
        expect(back.document.edges).toEqual([...shippedFlow().edges].sort());
        expect(stringifyFlow(redoAll(back).document)).toBe(stringifyFlow(redoAll(end).document));
      }),
      { numRuns: 300 },
    );
  });

  it('has an inverse for each single command, and does nothing where the inverse has nothing to take back', () => {
    fc.assert(
      fc.property(steps, move, (moves, last) => {
        const before = play(moves, [5_000]);
        const after = execute(before, last(before.document), 1_000_000);
        if (after === before) return;
        expect(stringifyFlow(undo(after).document)).toBe(stringifyFlow(before.document));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps sorted edges without doubles, and forgets what belonged to removed nodes', () => {
    fc.assert(
      fc.property(steps, pauses, (moves, times) => {
        const { document } = play(moves, times);
        expect(document.edges).toEqual([...new Set(document.edges)].sort());
        for (const id of Object.keys(document.layout.nodes)) expect(document.nodes).toHaveProperty([id]);
      }),
      { numRuns: 100 },
    );
  });

  it('survives storage: edits are plain data', () => {
    fc.assert(
      fc.property(steps, pauses, (moves, times) => {
        const end = play(moves, times);
        const stored = JSON.parse(JSON.stringify({ past: end.past, future: end.future })) as Pick<
          Drawing,
          'past' | 'future'
        >;
        expect(stringifyFlow(undoAll({ ...end, ...stored }).document)).toBe(stringifyFlow(undoAll(end).document));
      }),
      { numRuns: 100 },
    );
  });

  it('shares what a command does not touch', () => {
    const before = freshDrawing(shippedFlow());
    const after = execute(before, rename('map', 'Other name'), 0);
    expect(after.document.nodes['save']).toBe(before.document.nodes['save']);
    expect(after.document.layout).toBe(before.document.layout);
  });
});

describe('commands on nodes', () => {
  const run = (...commands: Command[]) =>
    commands.reduce(
      (drawing, command) => execute(drawing, command, 1e9 * drawing.past.length),
      freshDrawing(shippedFlow()),
    );

  it('joins what stood before and behind a removed node, where that edge would hold', () => {
    const { document } = run(removeNodes(['mask'], () => true));
    expect(document.edges).toContain('map.records -> save.records');
    expect(document.edges.some((edge) => edge.includes('mask'))).toBe(false);
    expect(run(removeNodes(['mask'])).document.edges).not.toContain('map.records -> save.records');
  });

  it('takes removed nodes out of their group, and the group away with its last node', () => {
    expect(run(removeNodes(['save'])).document.layout.groups['write']?.nodes).not.toContain('save');
    expect(run(removeNodes(['save', 'deactivate', 'failures'])).document.layout.groups).toEqual({});
  });

  it('changes one setting inside lists and objects that are there or not', () => {
    expect(run(setConfig('save', ['match', 1], 'name')).document.nodes['save']?.config['match']).toEqual([
      'companyNumber',
      'name',
      'number',
    ]);
    expect(run(setConfig('save', ['writeBack', 'slot'], 'erp')).document.nodes['save']?.config['writeBack']).toEqual({
      slot: 'erp',
    });
    const row = ['rows', 'account.name'];
    expect(run(setConfig('map', row, undefined)).document.nodes['map']?.config['rows']).not.toHaveProperty([
      'account.name',
    ]);
  });

  it('still fits the schema of documents after a setting was changed', () => {
    const { document } = run(setConfig('active', ['condition'], { any: [] }), setSlot('save', 'crm'));
    expect(flowDocumentSchema.safeParse(document).success).toBe(true);
  });

  it('replaces the edge that was in the way', () => {
    const { document } = run(
      connect({ from: { nodeId: 'read', port: 'records' }, to: { nodeId: 'map', port: 'records' } }, [
        'active.matched -> map.records',
      ]),
    );
    expect(document.edges.map(parseEdge).filter(({ to }) => to.nodeId === 'map')).toHaveLength(1);
  });
});

describe('the history', () => {
  it('undoes letters typed in quick succession as one, and those after a pause apart', () => {
    let now = 0;
    const store = createDocumentStore(shippedFlow(), { now: () => now });
    for (const title of ['M', 'Ma', 'Map']) {
      store.execute(rename('map', title));
      now += 200;
    }
    expect(store.getState().past).toHaveLength(1);
    now += 10_000;
    store.execute(rename('map', 'Map it'));
    expect(store.getState().past).toHaveLength(2);
    store.undo();
    expect(store.getState().document.nodes['map']?.title).toBe('Map');
    store.undo();
    expect(store.getState().document.nodes['map']?.title).toBe('Map to account');
  });

  it('undoes all steps of one grab at once, however long it took', () => {
    let now = 0;
    const store = createDocumentStore(shippedFlow(), { now: () => now });
    for (const x of [20, 40, 60]) {
      store.execute(inGrab(moveNodes({ map: [x, 0] }), '1'));
      now += 60_000;
    }
    store.undo();
    expect(store.getState().document.layout.nodes['map']).toEqual(shippedFlow().layout.nodes['map']);
  });

  it('does not add to what was undone and done again', () => {
    const store = createDocumentStore(shippedFlow(), { now: () => 0 });
    store.execute(rename('map', 'One'));
    store.undo();
    store.redo();
    store.execute(rename('map', 'Two'));
    store.undo();
    expect(store.getState().document.nodes['map']?.title).toBe('One');
  });

  const shelf = () => {
    const items = new Map<string, string>();
    return {
      items,
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, item: string) => void items.set(key, item),
      removeItem: (key: string) => void items.delete(key),
    };
  };
  const changed = () => execute(freshDrawing(shippedFlow()), rename('map', 'Other'), 0);

  it('comes back after a reload, for the same document and for a day', () => {
    const storage = shelf();
    const drawing = changed();
    keepHistory(storage, 'f', drawing, 1_000);
    const kept = keptHistory(storage, 'f', drawing.document, 2_000);
    expect(stringifyFlow(undo({ document: drawing.document, past: kept!.past, future: kept!.future }).document)).toBe(
      stringifyFlow(shippedFlow()),
    );
    expect(keptHistory(storage, 'f', shippedFlow(), 2_000)).toBeNull();
    expect(keptHistory(storage, 'f', drawing.document, 25 * 3_600_000)).toBeNull();
    expect(keptHistory(storage, 'other', drawing.document, 2_000)).toBeNull();
  });

  it('is kept bounded, the newest part of it', () => {
    const storage = shelf();
    let drawing = freshDrawing(shippedFlow());
    for (let count = 0; count < 60; count += 1) {
      drawing = execute(drawing, addNote(`n${count}`, { text: 'x'.repeat(15_000), at: [0, 0], colour: 'grey' }), 0);
    }
    keepHistory(storage, 'f', drawing, 0);
    expect(storage.items.get('koppel.history.f')!.length).toBeLessThan(600_000);
    const kept = keptHistory(storage, 'f', drawing.document, 0)!;
    expect(kept.past.length).toBeGreaterThan(5);
    expect(kept.past.at(-1)?.edits[0]?.path.at(-1)).toBe('n59');
  });

  it('is simply not there when storage is damaged or blocked', () => {
    const storage = shelf();
    storage.items.set('koppel.history.f', '{"at":');
    expect(keptHistory(storage, 'f', shippedFlow(), 0)).toBeNull();
    const blocked = {
      ...storage,
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(() => keepHistory(blocked, 'f', changed(), 0)).not.toThrow();
  });
});

describe('ids', () => {
  it('are free, readable and fit documents', () => {
    const taken = new Set(['map', 'map2']);
    expect(freshId(taken, 'map')).toBe('map3');
    expect(freshId(taken, 'Écran 1 – naïef')).toMatch(/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/);
    expect(freshId(taken, '1234')).toBe('node');
  });
});
