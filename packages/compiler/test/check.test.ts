import { defaultMastership, type FlowDocument } from '@koppel/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../src/index.ts';
import { changed, customerFlow, smallFlow, workspace } from './workspace.ts';

const codesOf = (document: FlowDocument, context = workspace()) =>
  check(document, context).issues.map(({ code }) => code);
const issueOf = (document: FlowDocument, code: string, context = workspace()) => {
  const issue = check(document, context).issues.find((candidate) => candidate.code === code);
  if (!issue) throw new Error(`no issue ${code} among ${codesOf(document, context).join(', ') || 'none'}`);
  return issue;
};

describe('a flow that holds', () => {
  test('the customer flow that ships has no errors and no warnings', () => {
    expect(check(customerFlow(), workspace()).issues.filter(({ severity }) => severity !== 'hint')).toEqual([]);
  });

  test('knows the type at every port', () => {
    const { nodes } = check(customerFlow(), workspace());
    const saved = nodes.get('save')!.inputs['records'];
    if (saved?.kind !== 'records') throw new Error('no records arrive');
    expect(saved.shape).toMatchObject({ entity: 'account', sourceRole: 'erp' });
    expect(saved.shape.fields.map(({ field }) => field)).toContain('creditLimit');
  });
});

describe('mistakes in a flow', () => {
  const cases: [string, FlowDocument, { nodeId: string | null; path: (string | number)[] }][] = [
    [
      'node.unknown-type',
      changed(smallFlow(), ({ nodes }) => void (nodes['map']!.type = 'map-feilds')),
      { nodeId: 'map', path: ['type'] },
    ],
    [
      'node.from-the-future',
      changed(smallFlow(), ({ nodes }) => void (nodes['map']!.v = 9)),
      { nodeId: 'map', path: ['v'] },
    ],
    [
      'node.unknown-setting',
      changed(smallFlow(), ({ nodes }) => void (nodes['save']!.config = { match: [], matchh: 1 })),
      { nodeId: 'save', path: ['config'] },
    ],
    [
      'node.bad-setting',
      changed(smallFlow(), ({ nodes }) => void (nodes['save']!.config = { match: 'name' })),
      { nodeId: 'save', path: ['config', 'match'] },
    ],
    [
      'node.no-slot',
      changed(smallFlow(), ({ nodes }) => void delete nodes['read']!.slot),
      { nodeId: 'read', path: ['slot'] },
    ],
    [
      'node.no-entity',
      changed(smallFlow(), ({ nodes }) => void (nodes['read']!.entity = 'customer')),
      { nodeId: 'read', path: ['entity'] },
    ],
    [
      'node.unconnected',
      changed(smallFlow(), (flow) => void (flow.edges = ['map.records -> save.records'])),
      { nodeId: 'map', path: [] },
    ],
    [
      'node.leads-nowhere',
      changed(smallFlow(), (flow) => void (flow.edges = ['read.records -> map.records'])),
      { nodeId: 'map', path: [] },
    ],
    [
      'edge.no-port',
      changed(smallFlow(), ({ edges }) => void edges.push('map.leftover -> save.records')),
      { nodeId: 'save', path: ['edges', 2] },
    ],
    [
      'edge.input-occupied',
      changed(smallFlow(), ({ edges }) => void edges.push('read.records -> save.records')),
      { nodeId: 'save', path: ['edges', 2] },
    ],
    [
      'edge.kind-differs',
      changed(smallFlow(), ({ edges }) => void edges.push('map.rejected -> save.records')),
      { nodeId: 'save', path: ['edges', 2] },
    ],
    [
      'edge.entity-differs',
      changed(smallFlow(), ({ nodes }) => void (nodes['save']!.entity = 'contact')),
      { nodeId: 'save', path: ['entity'] },
    ],
    [
      'mapping.unknown-field',
      smallFlow({ 'account.name': { from: 'account.nmae' } }),
      { nodeId: 'map', path: ['config', 'rows', 'account.name', 'from'] },
    ],
    [
      'mapping.unknown-target-field',
      smallFlow({ 'account.nickname': { from: 'account.name' } }),
      { nodeId: 'map', path: ['config', 'rows', 'account.nickname'] },
    ],
    [
      'mastership.violation',
      smallFlow({ 'account.name': { from: 'account.name' }, 'account.industry': { value: 'IT' } }),
      { nodeId: 'map', path: ['config', 'rows', 'account.industry'] },
    ],
    [
      'match.unknown-field',
      smallFlow({ 'account.phone': { from: 'account.phone' } }),
      { nodeId: 'save', path: ['config', 'match', 0] },
    ],
    [
      'parameter.missing',
      changed(smallFlow(), ({ parameters }) => void (parameters['risk'] = { type: 'decimal' })),
      { nodeId: null, path: ['parameters', 'risk'] },
    ],
  ];

  test.each(cases)('%s comes with the node, the place and what to do', (code, document, place) => {
    const issue = issueOf(document, code);
    expect(issue).toMatchObject(place);
    expect(issue.message).toMatch(/^[A-Za-z"].*[.?]$/s);
    expect(issue.remedy).toMatch(/^[A-Z].*[.?]$/s);
  });

  test('suggests the nearest name of an unknown node', () => {
    expect(issueOf(cases[0]![1], 'node.unknown-type').remedy).toContain('"map-fields"');
  });

  test('an expression with an error points into its text', () => {
    const document = smallFlow({ 'account.name': { cel: 'account.name + account.creditLimt' } });
    const issue = check(document, workspace()).issues.find(({ nodeId }) => nodeId === 'map')!;
    expect(issue.severity).toBe('error');
    expect(issue.range).toBeDefined();
    expect('account.name + account.creditLimt'.slice(issue.range!.start, issue.range!.end)).toContain('creditLimt');
  });

  test('a loop is named at each node of it and nowhere else', () => {
    const document = changed(smallFlow(), (flow) => {
      flow.nodes['again'] = { type: 'filter-records', v: 1, config: { condition: { all: [] } } };
      flow.edges = ['again.matched -> map.records', 'map.records -> again.records', 'read.records -> save.records'];
    });
    const loops = check(document, workspace()).issues.filter(({ code }) => code === 'edge.loop');
    expect(loops.map(({ nodeId }) => nodeId).sort()).toEqual(['again', 'map']);
  });

  test('an empty flow asks for a source', () => {
    const document = changed(smallFlow(), (flow) => Object.assign(flow, { nodes: {}, edges: [] }));
    expect(codesOf(document)).toEqual(['flow.no-source']);
  });

  test('two reads of one entity must not share their memory', () => {
    const document = changed(customerFlow(), ({ nodes }) => void (nodes['read2'] = structuredClone(nodes['read']!)));
    expect(codesOf(document)).toContain('read.same-stream');
    const named = changed(document, ({ nodes }) => void (nodes['read2']!.config = { stream: 'second' }));
    expect(codesOf(named)).not.toContain('read.same-stream');
  });

  test('two branches must not write the same record, unless a condition parts them', () => {
    const twice = changed(smallFlow(), (flow) => {
      flow.nodes['also'] = structuredClone(flow.nodes['save']!);
      flow.edges.push('map.records -> also.records');
    });
    expect(issueOf(twice, 'save.twice').nodeId).toMatch(/also|save/);
    const parted = changed(twice, (flow) => {
      const condition = { all: [{ field: 'account.name', is: 'notEmpty' }] };
      flow.nodes['part'] = { type: 'filter-records', v: 1, config: { condition } };
      flow.edges = ['map.records -> part.records', 'part.matched -> save.records', 'part.unmatched -> also.records'];
      flow.edges.push('read.records -> map.records');
    });
    expect(codesOf(parted)).not.toContain('save.twice');
    const inTurn = changed(twice, (flow) => {
      flow.edges = ['map.records -> save.records', 'read.records -> map.records', 'save.created -> also.records'];
    });
    expect(codesOf(inTurn)).not.toContain('save.twice');
  });

  test('a slot without a connection is a warning: the canonical model still checks the fields', () => {
    const unbound = workspace({ slots: new Map() });
    expect(issueOf(smallFlow(), 'slot.not-bound', unbound).severity).toBe('warning');
    expect(codesOf(smallFlow({ 'account.name': { from: 'account.nmae' } }), unbound)).toContain(
      'mapping.unknown-field',
    );
  });
});

describe('mastership', () => {
  const rows = { 'account.name': { from: 'account.name' }, 'account.owner': { value: 'x' } };

  test('a mask before the save makes the flow hold, and says what it holds back', () => {
    const masked = changed(smallFlow(rows), (flow) => {
      flow.nodes['mask'] = { type: 'mask-fields', v: 1, config: {} };
      flow.edges = ['map.records -> mask.records', 'mask.records -> save.records', 'read.records -> map.records'];
    });
    expect(check(masked, workspace()).issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(issueOf(masked, 'mask.holds-back')).toMatchObject({
      nodeId: 'map',
      path: ['config', 'rows', 'account.owner'],
    });
  });

  test('an undecided field cannot be written by anybody', () => {
    const table = {
      ...defaultMastership,
      rows: [
        ...defaultMastership.rows,
        { entity: 'account', field: 'name', master: 'undecided', maySeed: [], conflict: 'ask' as const },
      ],
    };
    expect(codesOf(smallFlow(), workspace({ mastership: table }))).toContain('mastership.undecided');
  });

  test('no flow that the check lets pass can write a field into its own master', () => {
    const fields = ['name', 'industry', 'owner', 'phone', 'creditLimit', 'swot.threats', 'companyNumber', 'territory'];
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1 }), fc.boolean(), (chosen, isMasked) => {
        const flow = changed(
          smallFlow(Object.fromEntries(chosen.map((field) => [`account.${field}`, { value: null }]))),
          (copy) => {
            copy.nodes['save']!.config = { match: [] };
            if (!isMasked) return;
            copy.nodes['mask'] = { type: 'mask-fields', v: 1, config: {} };
            copy.edges = ['map.records -> mask.records', 'mask.records -> save.records', 'read.records -> map.records'];
          },
        );
        const result = check(flow, workspace());
        if (result.issues.some(({ severity }) => severity === 'error')) return;
        const arrives = result.nodes.get('save')!.inputs['records'];
        if (arrives?.kind !== 'records') throw new Error('no records arrive');
        for (const { field } of arrives.shape.fields)
          expect(['name', 'phone', 'creditLimit', 'companyNumber']).toContain(field);
      }),
    );
  });
});

describe('any document', () => {
  test('is checked without a throw, and twice the same', () => {
    const types = [
      'read-records',
      'map-fields',
      'filter-records',
      'mask-fields',
      'save-record',
      'keep-failures',
      'nonsense',
    ];
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const ports = ['records', 'rejected', 'matched', 'failures', 'start', 'deleted'];
    const edge = fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...ports), fc.constantFrom(...ids), fc.constantFrom(...ports))
      .map(([a, b, c, d]) => `${a}.${b} -> ${c}.${d}`);
    const configs = fc.constantFrom<Record<string, unknown>>(
      {},
      { rows: { 'account.name': { from: 'account.name' } } },
      { condition: { all: [] } },
      { condition: { cel: 'account.name ==' } },
      { match: ['name'] },
    );
    const node = fc.record({ type: fc.constantFrom(...types), config: configs, isDisabled: fc.boolean() });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...ids), node),
        fc.uniqueArray(edge, { maxLength: 12 }),
        (nodes, edges) => {
          const document = changed(smallFlow(), (flow) => {
            flow.nodes = Object.fromEntries(
              Object.entries(nodes).map(([id, each]) => [id, { ...each, v: 1, slot: 'erp', entity: 'account' }]),
            );
            flow.edges = edges;
          });
          const first = check(document, workspace());
          expect(check(document, workspace()).issues).toEqual(first.issues);
          for (const { message, remedy, code } of first.issues) expect([message, remedy, code]).not.toContain('');
        },
      ),
      { numRuns: 300 },
    );
  });
});
