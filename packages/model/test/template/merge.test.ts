import { describe, expect, test } from 'vitest';
import {
  defaultMastership,
  emptyFlow,
  mergeTemplate,
  type FlowDocument,
  type MastershipRow,
  type MergeChoices,
  type TemplateContents,
  type ValueList,
} from '../../src/index.ts';
import { mergeFlow } from '../../src/template/merge-flow.ts';

function flow(change: (document: FlowDocument) => void = () => {}): FlowDocument {
  const document = emptyFlow('accounts', 'Accounts');
  document.nodes = {
    read: { type: 'read-records', v: 1, slot: 'erp', entity: 'account', config: {} },
    map: { type: 'map-fields', v: 1, config: { rows: { 'account.name': { from: 'account.name' } } } },
    save: { type: 'save-record', v: 1, slot: 'crm', entity: 'account', config: { match: ['number'] } },
  };
  document.edges = ['map.records -> save.records', 'read.records -> map.records'];
  for (const id of Object.keys(document.nodes)) document.layout.nodes[id] = [0, 0];
  change(document);
  return document;
}
const between = (id: string) => (document: FlowDocument) => {
  document.nodes[id] = { type: 'filter-records', v: 1, config: {} };
  document.layout.nodes[id] = [1, 1];
  document.edges = ['map.records -> save.records', `read.records -> ${id}.records`, `${id}.matched -> map.records`];
};
const without = (id: string) => (document: FlowDocument) => {
  delete document.nodes[id];
  document.edges = document.edges.filter((edge) => !edge.includes(`${id}.`));
};
const merge = (
  ours: (document: FlowDocument) => void,
  theirs: (document: FlowDocument) => void,
  choices: MergeChoices = {},
) => mergeFlow({ base: flow(), ours: flow(ours), theirs: flow(theirs) }, choices);
const rows = (document: FlowDocument) => document.nodes['map']!.config['rows'] as Record<string, unknown>;

describe('of a flow', () => {
  test('rows of one mapping that each side changed both stay', () => {
    const { document, conflicts } = merge(
      (ours) => (rows(ours)['account.name'] = { value: 'x' }),
      (theirs) => (rows(theirs)['account.email'] = { from: 'account.email' }),
    );
    expect([rows(document), conflicts]).toEqual([
      { 'account.name': { value: 'x' }, 'account.email': { from: 'account.email' } },
      [],
    ]);
  });

  const id = 'flows/accounts/nodes/map/config/rows/account.name';
  test('a row that both changed is asked, ours counts until then, and each answer is taken', () => {
    const both = [
      (ours: FlowDocument) => void (rows(ours)['account.name'] = { value: 'ours' }),
      (theirs: FlowDocument) => void (rows(theirs)['account.name'] = { value: 'theirs' }),
    ] as const;
    const open = merge(...both);
    expect(open.conflicts).toMatchObject([
      {
        id,
        reason: 'bothChanged',
        base: { from: 'account.name' },
        ours: { value: 'ours' },
        theirs: { value: 'theirs' },
      },
    ]);
    const name = (choices: MergeChoices) => rows(merge(...both, choices).document)['account.name'];
    expect(name({})).toEqual({ value: 'ours' });
    expect(name({ [id]: { take: 'theirs' } })).toEqual({ value: 'theirs' });
    expect(name({ [id]: { take: 'combined', value: { cel: 'both' } } })).toEqual({ cel: 'both' });
  });

  test('a node that they removed and we changed is asked; taking theirs takes its edges along', () => {
    const ours = (document: FlowDocument) => void (rows(document)['account.name'] = { value: 'x' });
    const open = merge(ours, without('map'));
    expect(open.conflicts).toMatchObject([{ id: 'flows/accounts/nodes/map', kind: 'node', reason: 'removedThere' }]);
    expect(open.document.edges).toHaveLength(2);
    const gone = merge(ours, without('map'), { 'flows/accounts/nodes/map': { take: 'theirs' } });
    expect([Object.keys(gone.document.nodes), gone.document.edges]).toEqual([['read', 'save'], []]);
  });

  test('an edge that we led to a node that they removed is a change of ours to that node', () => {
    const { conflicts, document } = merge(
      (ours) => void ours.edges.push('read.rejected -> save.records'),
      (theirs) => {
        without('save')(theirs);
      },
    );
    expect(conflicts.map(({ reason }) => reason)).toEqual(['removedThere']);
    expect(document.edges).toContain('read.rejected -> save.records');
  });

  test('both put something between the same two nodes: records would arrive twice, so it is asked', () => {
    const { conflicts, document } = merge(between('check'), between('filter'));
    expect(conflicts).toMatchObject([{ id: 'flows/accounts/wires/read.records', kind: 'wire', reason: 'rewired' }]);
    expect(document.edges.filter((edge) => edge.startsWith('read.'))).toEqual(['read.records -> check.records']);
    const inRow = ['read.records -> check.records', 'check.matched -> filter.records'];
    const combined = merge(between('check'), between('filter'), {
      'flows/accounts/wires/read.records': { take: 'combined', value: inRow },
    });
    expect(combined.document.edges).toEqual(expect.arrayContaining(inRow));
  });

  test('edges that lead in a circle only together are asked', () => {
    const { conflicts, document } = merge(
      (ours) => {
        ours.nodes['more'] = { type: 'filter-records', v: 1, config: {} };
        ours.edges.push('more.matched -> read.records');
      },
      (theirs) => {
        theirs.nodes['more'] = { type: 'filter-records', v: 1, config: {} };
        theirs.edges.push('save.rejected -> more.records');
      },
    );
    expect(conflicts).toMatchObject([
      { kind: 'loop', ours: ['more.matched -> read.records'], theirs: ['save.rejected -> more.records'] },
    ]);
    expect(document.edges).toContain('more.matched -> read.records');
    expect(document.edges).not.toContain('save.rejected -> more.records');
  });

  test('another type for a node whose settings we changed is asked as a whole', () => {
    const { conflicts } = merge(
      (ours) => void (ours.nodes['save']!.config['match'] = ['email']),
      (theirs) =>
        void (theirs.nodes['save'] = { type: 'create-record', v: 1, slot: 'crm', entity: 'account', config: {} }),
    );
    expect(conflicts).toMatchObject([{ id: 'flows/accounts/nodes/save', kind: 'node' }]);
  });

  test('a slot that they removed and we began to use stays', () => {
    const { document } = merge(
      (ours) => void (ours.nodes['other'] = { type: 'read-records', v: 1, slot: 'erp', entity: 'contact', config: {} }),
      (theirs) => {
        without('read')(theirs);
        delete theirs.slots['erp'];
      },
    );
    expect(document.slots['erp']).toEqual({ role: 'erp' });
  });

  test('a combination of no form that a flow has is refused, and the conflict stays open', () => {
    const both = [
      (ours: FlowDocument) => void (ours.title = { en: 'Ours' }),
      (theirs: FlowDocument) => void (theirs.title = { en: 'Theirs' }),
    ] as const;
    const { refused, document } = merge(...both, { 'flows/accounts/title': { take: 'combined', value: 7 } });
    expect([refused, document.title]).toEqual([['flows/accounts/title'], { en: 'Ours' }]);
  });

  test('a name that objects have by themselves is a name like others', () => {
    const { document } = merge(
      (ours) => void (rows(ours)['constructor'] = { value: 'x' }),
      (theirs) => void (rows(theirs)['toString'] = { value: 'y' }),
    );
    expect(Object.keys(rows(document)).toSorted()).toEqual(['account.name', 'constructor', 'toString']);
  });
});

const nothing: TemplateContents = { flows: {}, valueLists: {}, mastership: [] };

describe('of value lists', () => {
  const list = (entries: Record<string, string>): TemplateContents => {
    const terms: ValueList = { koppel: 'value-list', version: 1, id: 'terms', title: { en: 'Terms' }, entries };
    return { ...nothing, valueLists: { terms } };
  };

  test('rows are merged one by one', () => {
    const { valueLists, conflicts } = mergeTemplate({
      base: list({ A: '1', B: '2', C: '3' }),
      ours: list({ A: '9', B: '2', C: '3', O: '7' }),
      theirs: list({ A: '1', B: '5', T: '8' }),
    });
    expect([valueLists['terms']!.entries, conflicts]).toEqual([{ A: '9', B: '5', O: '7', T: '8' }, []]);
  });

  test('at the first installation a row that both have otherwise is asked', () => {
    const { conflicts, valueLists } = mergeTemplate({
      base: nothing,
      ours: list({ A: '1' }),
      theirs: list({ A: '2', B: '3' }),
    });
    expect(conflicts.map(({ id, reason }) => [id, reason])).toEqual([['value-lists/terms/A', 'bothAdded']]);
    expect(valueLists['terms']!.entries).toEqual({ A: '1', B: '3' });
  });
});

describe('of the mastership table', () => {
  const identity = defaultMastership.rows.find(
    (row) => row.entity === 'account' && 'group' in row && row.group === 'identity',
  )!;
  const table = (...changed: MastershipRow[]): TemplateContents => ({ ...nothing, mastership: changed });
  const id = 'mastership/account.identity/master';

  test('what only the new version changes is asked as well', () => {
    const theirs = table({ ...identity, master: 'crm' });
    const sides = { base: table(identity), ours: table(identity), theirs };
    const open = mergeTemplate(sides);
    expect(open.conflicts).toMatchObject([{ id, reason: 'asked', base: 'erp', ours: 'erp', theirs: 'crm' }]);
    expect([open.automatic, open.mastership]).toEqual([[], [identity]]);
    expect(mergeTemplate(sides, { [id]: { take: 'theirs' } }).mastership).toEqual(theirs.mastership);
  });

  test('a row that the workspace does not have is asked, and its other rows stay', () => {
    const own: MastershipRow = { entity: 'account', field: '~own', master: 'crm', maySeed: [], conflict: 'masterWins' };
    const sides = { base: nothing, ours: table(own), theirs: table(identity) };
    expect(mergeTemplate(sides).mastership).toEqual([own]);
    const taken = mergeTemplate(sides, { 'mastership/account.identity': { take: 'theirs' } });
    expect(taken.mastership).toEqual([own, identity]);
  });

  test('what was changed here alone is not asked', () => {
    const ours = table({ ...identity, conflict: 'ask' });
    expect(mergeTemplate({ base: table(identity), ours, theirs: table(identity) })).toMatchObject({
      conflicts: [],
      mastership: ours.mastership,
    });
  });

  test('cells that do not go together are not taken', () => {
    const theirs = table({ ...identity, handOver: { to: 'crm', when: 'injected' } });
    const ours = table({ ...identity, master: 'crm' });
    const cell = 'mastership/account.identity/handOver';
    const merged = mergeTemplate({ base: table(identity), ours, theirs }, { [cell]: { take: 'theirs' } });
    expect([merged.mastership, merged.refused]).toEqual([ours.mastership, [cell]]);
  });
});

describe('of flows as a whole', () => {
  const flows = (...documents: FlowDocument[]): TemplateContents => ({
    ...nothing,
    flows: Object.fromEntries(documents.map((document) => [document.id, document])),
  });
  const changed = flow((document) => void (document.summary = { en: 'New' }));

  test.each<[string, TemplateContents, TemplateContents, TemplateContents, string[], string[]]>([
    ['a new one comes in', nothing, nothing, flows(flow()), ['accounts'], []],
    ['one that the new version no longer has stays', flows(flow()), flows(flow()), nothing, ['accounts'], []],
    ['one that was removed here stays removed', flows(flow()), nothing, flows(flow()), [], []],
    [
      'one that was removed here and changed there is asked',
      flows(flow()),
      nothing,
      flows(changed),
      [],
      ['removedHere'],
    ],
  ])('%s', (_what, base, ours, theirs, present, asked) => {
    const merged = mergeTemplate({ base, ours, theirs });
    expect(Object.keys(merged.flows)).toEqual(present);
    expect(merged.conflicts.map(({ reason }) => reason)).toEqual(asked);
  });
});
