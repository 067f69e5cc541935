import { emptyFlow, type FlowDocument, type FlowNode } from '@koppel/model';
import type { FlowRecord } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import {
  check,
  compile,
  compileSoundPart,
  drawOutSubFlows,
  type CompileContext,
  type FusedStep,
  type SubFlowVersion,
} from '../src/index.ts';
import { changed, smallFlow, workspace } from './workspace.ts';

const node = (type: string, rest: Partial<FlowNode> = {}): FlowNode => ({ type, v: 1, config: {}, ...rest });

/** A sub-flow of the mapping of the small flow. */
function mapping(rows: Record<string, unknown> = { 'account.name': { from: 'account.name' } }): FlowDocument {
  return {
    ...emptyFlow('mapping', 'Mapping'),
    isSubFlow: true,
    nodes: {
      in: node('receive-records', { title: 'Accounts', slot: 'erp', entity: 'account' }),
      map: node('map-fields', { config: { rows } }),
      out: node('return-records', { title: 'Mapped', slot: 'crm', entity: 'account' }),
    },
    edges: ['in.records -> map.records', 'map.records -> out.records'],
  };
}

const use = (subFlow: string, version = 1, rest: Record<string, unknown> = {}) =>
  node('use-sub-flow', { config: { subFlow, version, ...rest } });

/** The small flow with its mapping taken out into a sub-flow. */
function user(config: Record<string, unknown> = {}): FlowDocument {
  return changed(smallFlow(), (copy) => {
    delete copy.nodes['map'];
    copy.nodes['m'] = use('mapping', 1, config);
    copy.edges = ['m.out -> save.records', 'read.records -> m.in'];
  });
}

const version = (document: FlowDocument, number = 1): SubFlowVersion => ({ version: number, document });
const withSubFlows = (...subFlows: SubFlowVersion[]): CompileContext => workspace({ subFlows });

function errorsOf(document: FlowDocument, context: CompileContext) {
  return check(document, context)
    .issues.filter(({ severity }) => severity === 'error')
    .map(({ code, nodeId }) => [code, nodeId]);
}

describe('a flow that uses a sub-flow', () => {
  test('compiles to the same passes as the flow with its nodes drawn in it', () => {
    const used = compile(user(), withSubFlows(version(mapping())));
    const drawn = compile(smallFlow(), workspace());
    if (!used.ok || !drawn.ok) throw new Error(JSON.stringify(used.issues));
    expect(used.plan.steps.map(({ kind }) => kind)).toEqual(drawn.plan.steps.map(({ kind }) => kind));
    expect(used.plan.sources[0]!.shape).toEqual(drawn.plan.sources[0]!.shape);
    expect(used.plan.sources[0]!.stream).toBe(drawn.plan.sources[0]!.stream);
    const values = (plan: typeof used.plan) => {
      const passed: FlowRecord[] = [];
      const record: FlowRecord = {
        index: 0,
        key: 'K1',
        version: null,
        change: 'upserted',
        name: 'K1',
        values: plan.sources[0]!.shape.fields.map(({ field }) => field),
        target: null,
      };
      const nothing = () => {};
      (plan.steps[0] as FusedStep).run([record], {
        entered: nothing,
        left: nothing,
        ended: nothing,
        failed: nothing,
        passOn: (_step, one) => void passed.push(one),
      });
      return passed;
    };
    expect(values(used.plan)).toEqual(values(drawn.plan));
    expect(values(used.plan)).toHaveLength(1);
  });

  test('calls the nodes inside after the node that uses them, in every language', () => {
    const { document } = drawOutSubFlows(user(), withSubFlows(version(mapping())));
    expect(Object.keys(document.nodes)).toEqual(['read', 'save', 'm/in', 'm/map', 'm/out']);
    expect(document.nodes['m/map']!.title).toBe('Mapping › Map fields');
    expect(document.phrases!['Mapping › Map fields']).toMatchObject({ nl: expect.stringMatching(/^Mapping › /) });
  });

  test('tells what is wrong inside at the node that uses it, with the step', () => {
    const context = withSubFlows(version(mapping({ 'account.industry': { value: 'IT' } })));
    const issue = check(user(), context).issues.find(({ code }) => code === 'mastership.violation');
    expect(issue).toMatchObject({ nodeId: 'm', path: ['config', 'subFlow'] });
    expect(issue!.remedy).toContain('sub-flow "Mapping"');
  });

  test('keeps the place of its own edges in what is wrong with them', () => {
    const broken = changed(user(), (copy) => copy.edges.push('read.deleted -> m.in'));
    const issues = check(broken, withSubFlows(version(mapping()))).issues.filter(({ path }) => path[0] === 'edges');
    expect(issues.map(({ code, nodeId, path }) => [code, nodeId, path])).toEqual([
      ['edge.input-occupied', 'm', ['edges', 2]],
    ]);
  });

  test('has the ports of its inputs and outputs, with their types', () => {
    const { uses } = check(user(), withSubFlows(version(mapping())));
    const { ports, inputs, outputs } = uses.get('m')!;
    expect(ports.in.map(({ id, title }) => [id, title.en])).toEqual([['in', 'Accounts']]);
    expect(ports.out.map(({ id, title }) => [id, title.en])).toEqual([
      ['out', 'Mapped'],
      ['rejected', 'Failed'],
    ]);
    expect(inputs['in']).toMatchObject({ kind: 'records', shape: { entity: 'account' } });
    expect(outputs['out']).toMatchObject({ shape: { fields: [{ field: 'name', madeBy: { nodeId: 'm/map' } }] } });
  });

  test.each([
    ['an unknown sub-flow', user(), [], 'sub-flow.unknown'],
    ['a version that is not there', user(), [version(mapping(), 2)], 'sub-flow.no-version'],
    ['a flow that runs by itself', user(), [version({ ...smallFlow(), id: 'mapping' })], 'sub-flow.is-a-flow'],
    [
      'records of another system',
      changed(user(), (copy) => (copy.nodes['read']!.slot = 'crm')),
      [version(mapping())],
      'sub-flow.other-system',
    ],
    [
      'an entity that the input does not take',
      changed(user(), (copy) => (copy.nodes['read']!.entity = 'order')),
      [version(mapping())],
      'edge.entity-differs',
    ],
    [
      'an output it does not have',
      changed(user(), (copy) => (copy.edges[0] = 'm.gone -> save.records')),
      [version(mapping())],
      'sub-flow.no-port',
    ],
    [
      'an input that nothing arrives at',
      changed(user(), (copy) => copy.edges.pop()),
      [version(mapping())],
      'node.unconnected',
    ],
    [
      'a slot the flow does not have',
      changed(user(), (copy) => delete copy.slots['crm']),
      [version(mapping())],
      'sub-flow.slot-missing',
    ],
  ] as const)('is refused with %s', (_what, document, subFlows, code) => {
    expect(errorsOf(document, withSubFlows(...subFlows))).toContainEqual([code, 'm']);
  });

  test('is refused where the records lack a field that the input needs', () => {
    const needs = changed(mapping(), (copy) => (copy.nodes['in']!.config = { fields: ['name', 'nickname'] }));
    expect(errorsOf(user(), withSubFlows(version(needs)))).toContainEqual(['sub-flow.field-missing', 'm']);
  });

  test('says when a newer version can be taken, and goes on with the one it has', () => {
    const other = mapping({ 'account.name': { cel: 'upper(account.name)' } });
    const { issues, document } = check(user(), withSubFlows(version(mapping()), version(other, 4)));
    const newer = issues.filter(({ code }) => code === 'sub-flow.newer');
    expect(newer).toMatchObject([{ severity: 'hint', nodeId: 'm' }]);
    expect(newer[0]!.message).toContain('Version 4');
    expect(document.nodes['m/map']!.config).toEqual(mapping().nodes['map']!.config);
  });

  test('lets records through where the sub-flow is disabled', () => {
    const disabled = changed(user(), (copy) => (copy.nodes['m']!.isDisabled = true));
    const { document } = check(disabled, withSubFlows(version(mapping())));
    expect(document.edges).toEqual(['m/in.records -> save.records', 'read.records -> m/in.records']);
  });

  test('leaves a sub-flow with a mistake out of a sample run as a whole', () => {
    const broken = changed(user(), (copy) => {
      copy.nodes['second'] = node('save-record', { slot: 'crm', entity: 'account', config: { match: ['name'] } });
      copy.nodes['map'] = smallFlow().nodes['map']!;
      copy.edges.push('map.records -> second.records', 'read.records -> map.records');
    });
    const part = compileSoundPart(broken, withSubFlows());
    expect(part).toMatchObject({ ok: true, leftOut: ['save', 'm'] });
  });
});

describe('slots and parameters', () => {
  test('a slot of the sub-flow stands for one of the flow: as chosen, by name, else by role', () => {
    const renamed = changed(user(), (copy) => {
      copy.slots = { erp: { role: 'erp' }, shop: { role: 'crm' }, crm2: { role: 'crm' } };
      copy.nodes['save']!.slot = 'shop';
    });
    const slotOf = (document: FlowDocument) =>
      drawOutSubFlows(document, withSubFlows(version(mapping()))).document.nodes['m/out']!.slot;
    expect(slotOf(user())).toBe('crm');
    expect(slotOf(renamed)).toBe('shop');
    const chosen = changed(renamed, (copy) => (copy.nodes['m']!.config['slots'] = { crm: 'crm2' }));
    expect(slotOf(chosen)).toBe('crm2');
  });

  test('slots in settings are replaced too', () => {
    const creating = changed(mapping(), (copy) => {
      copy.nodes['make'] = node('create-record', {
        slot: 'crm',
        entity: 'account',
        config: { match: ['name'], writeBack: { slot: 'erp', field: 'number', value: 'number' } },
      });
    });
    const flow = changed(user(), (copy) => {
      copy.slots = { books: { role: 'erp' }, crm: { role: 'crm' } };
      copy.nodes['read']!.slot = 'books';
    });
    const { document } = drawOutSubFlows(flow, withSubFlows(version(creating)));
    expect(document.nodes['m/make']!.config['writeBack']).toMatchObject({ slot: 'books' });
  });

  test('a parameter takes the value given, else that of the flow, else its default', () => {
    const parametrised = changed(mapping({ 'account.name': { cel: 'params.label' } }), (copy) => {
      copy.parameters['label'] = { type: 'text', default: 'own' };
    });
    const context = withSubFlows(version(parametrised));
    const valueIn = (document: FlowDocument, more: Partial<CompileContext> = {}) =>
      check(document, { ...context, ...more }).nodes.get('m/map')!.context.parameters['label']!.value;
    expect(valueIn(user())).toBe('own');
    const withOwn = changed(user(), (copy) => (copy.parameters['label'] = { type: 'text' }));
    expect(valueIn(withOwn, { parameterValues: { label: 'of the flow' } })).toBe('of the flow');
    expect(valueIn(user({ parameters: { label: 'given' } }))).toBe('given');
  });

  test('a parameter without any value is told at the node', () => {
    const open = changed(mapping(), (copy) => (copy.parameters['label'] = { type: 'text' }));
    expect(errorsOf(user(), withSubFlows(version(open)))).toContainEqual(['parameter.missing', 'm']);
    expect(errorsOf(open, workspace())).toEqual([]);
  });
});

describe('sub-flows in sub-flows', () => {
  const outer = (inner: FlowNode): FlowDocument =>
    changed(mapping(), (copy) => {
      copy.id = 'outer';
      copy.title = { en: 'Outer' };
      copy.nodes['map'] = inner;
      copy.edges = ['in.records -> map.in', 'map.out -> out.records'];
    });
  const flow = changed(user(), (copy) => (copy.nodes['m'] = use('outer')));

  test('are drawn out in one another', () => {
    const context = withSubFlows(version(mapping()), version(outer(use('mapping'))));
    const compiled = compile(flow, context);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    expect(compiled.plan.nodes.map(({ nodeId }) => nodeId)).toContain('m/map/map');
    expect(compiled.plan.nodes.find(({ nodeId }) => nodeId === 'm/map/map')!.title).toBe(
      'Outer › Mapping › Map fields',
    );
  });

  test('cannot be part of themselves, by whatever way round', () => {
    const round = changed(mapping(), (copy) => {
      copy.nodes['map'] = use('outer');
      copy.edges = ['in.records -> map.in', 'map.out -> out.records'];
    });
    const context = withSubFlows(version(round), version(outer(use('mapping'))));
    expect(errorsOf(flow, context)).toContainEqual(['sub-flow.cycle', 'm']);
    expect(errorsOf(outer(use('outer')), context)).toContainEqual(['sub-flow.cycle', 'map']);
  });

  test('are bounded in depth', () => {
    const chain = Array.from({ length: 7 }, (_, index) =>
      version({ ...outer(use(`level-${index + 1}`)), id: `level-${index}` }),
    );
    const deep = changed(user(), (copy) => (copy.nodes['m'] = use('level-0')));
    expect(errorsOf(deep, withSubFlows(...chain))).toContainEqual(['sub-flow.too-deep', 'm']);
  });
});

describe('a sub-flow that reads by itself', () => {
  const reading: FlowDocument = {
    ...smallFlow(),
    id: 'mapping',
    isSubFlow: true,
  };
  const flow: FlowDocument = {
    ...emptyFlow('starting', 'Starting'),
    nodes: {
      hand: node('start-by-hand'),
      m: use('mapping'),
      failed: node('keep-failures'),
    },
    edges: ['hand.start -> m.start', 'm.rejected -> failed.failures'],
  };

  test('is started by the flow, and its failed records are kept where the flow says', () => {
    const compiled = compile(flow, withSubFlows(version(reading)));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    const { plan } = compiled;
    const failed = plan.nodes.findIndex(({ nodeId }) => nodeId === 'failed');
    const into = [...plan.failuresOf].filter(([, to]) => to === failed).map(([from]) => plan.nodes[from]!.nodeId);
    expect(into.toSorted()).toEqual(['m/map', 'm/save']);
    expect(compiled.issues.map(({ code }) => code)).not.toContain('read.no-trigger');
  });

  test('cannot be used twice in one flow without a stream of its own', () => {
    const twice = changed(flow, (copy) => (copy.nodes['n'] = use('mapping')));
    expect(errorsOf(twice, withSubFlows(version(reading))).map(([code]) => code)).toContain('read.same-stream');
  });
});

describe('a sub-flow by itself', () => {
  test('has no errors, and does not run', () => {
    expect(errorsOf(mapping(), workspace())).toEqual([]);
    expect(compile(mapping(), workspace())).toMatchObject({ ok: false, issues: [{ code: 'sub-flow.does-not-run' }] });
  });

  test('is told what it may not write, where it is mapped', () => {
    const writing = changed(mapping({ 'account.industry': { value: 'IT' } }), (copy) => {
      copy.nodes['save'] = smallFlow().nodes['save']!;
      copy.edges = ['in.records -> map.records', 'map.records -> save.records', 'save.created -> out.records'];
    });
    expect(errorsOf(writing, workspace())).toContainEqual(['mastership.violation', 'map']);
  });

  test('has no trigger, and no port of the name of another', () => {
    const wrong = changed(mapping(), (copy) => {
      copy.nodes['hand'] = node('start-by-hand');
      copy.nodes['start'] = node('receive-records', { slot: 'erp', entity: 'account' });
    });
    expect(errorsOf(wrong, workspace())).toEqual(
      expect.arrayContaining([
        ['sub-flow.has-trigger', 'hand'],
        ['sub-flow.reserved-name', 'start'],
      ]),
    );
  });

  test('is the only place for inputs and outputs', () => {
    const { isSubFlow: _isSubFlow, ...flow } = mapping();
    expect(errorsOf(flow, workspace())).toContainEqual(['sub-flow.boundary-outside', 'in']);
  });
});
