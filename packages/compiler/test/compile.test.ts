import type { FlowDocument } from '@koppel/model';
import type { FlowRecord } from '@koppel/sdk';
import { describe, expect, test } from 'vitest';
import { compile, type FusedStep, type PassReport, type Plan } from '../src/index.ts';
import { changed, customerFlow, smallFlow, workspace } from './workspace.ts';

function planOf(document: FlowDocument): Plan {
  const compiled = compile(document, workspace());
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues, null, 1));
  return compiled.plan;
}

/** A report that remembers what it was told, by node id. */
function reporter(plan: Plan) {
  const id = (node: number) => plan.nodes[node]!.nodeId;
  const seen = {
    entered: [] as string[],
    left: [] as string[],
    ended: [] as string[],
    failed: [] as string[],
    passed: [] as { step: number; record: FlowRecord }[],
  };
  const report: PassReport = {
    entered: (node) => void seen.entered.push(id(node)),
    left: (node, port) => void seen.left.push(`${id(node)}.${plan.nodes[node]!.ports[port]!}`),
    ended: (node, port) => void seen.ended.push(`${id(node)}.${plan.nodes[node]!.ports[port]!}`),
    failed: (node) => void seen.failed.push(id(node)),
    passOn: (step, record) => void seen.passed.push({ step, record: { ...record } }),
  };
  return { report, seen };
}

function recordOf(plan: Plan, values: Record<string, unknown>): FlowRecord {
  const cells = plan.sources[0]!.shape.fields.map(
    ({ field }) => (values[field] ?? null) as FlowRecord['values'][number],
  );
  return { index: 0, key: 'K1', version: null, change: 'upserted', name: 'K1', values: cells, target: null };
}

const fusedOf = (plan: Plan) => plan.steps.filter((step): step is FusedStep => step.kind === 'fused');

describe('compiling', () => {
  test('refuses a flow with an error and gives the issues', () => {
    const compiled = compile(smallFlow({ 'account.industry': { value: 'IT' } }), workspace());
    expect(compiled.ok).toBe(false);
    expect(compiled.issues.map(({ code }) => code)).toContain('mastership.violation');
  });

  test('fuses adjacent pure nodes into one pass and keeps what writes apart', () => {
    const plan = planOf(customerFlow());
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['fused', 'sink', 'sink']);
    expect(
      fusedOf(plan)[0]!
        .nodes.map((node) => plan.nodes[node]!.nodeId)
        .sort(),
    ).toEqual(['active', 'block', 'map', 'mask']);
  });

  test('steps come in an order in which records only move forward', () => {
    const plan = planOf(customerFlow());
    plan.steps.forEach((step, index) => {
      const targets =
        step.kind === 'sink'
          ? Object.values(step.outputs).flat()
          : step.kind === 'processor'
            ? step.outputs.flat()
            : [];
      for (const target of targets) expect(target).toBeGreaterThan(index);
    });
  });

  test('asks the source only for the fields that somebody reads', () => {
    const plan = planOf(smallFlow());
    expect(plan.sources[0]!.shape.fields.map(({ field }) => field).sort()).toEqual(['name', 'number']);
    const withCel = planOf(smallFlow({ 'account.name': { cel: 'upper(account.phone)' } }));
    expect(withCel.sources[0]!.shape.fields.map(({ field }) => field).sort()).toEqual(['name', 'number', 'phone']);
  });

  test('knows by what people call a record: its number and its name', () => {
    const { shape, nameFields } = planOf(smallFlow()).sources[0]!;
    expect(nameFields.map((index) => shape.fields[index]!.field)).toEqual(['number', 'name']);
  });

  test('is deterministic', () => {
    const shape = (plan: Plan) => JSON.stringify([plan.nodes, plan.sources, plan.steps.map((step) => step.kind)]);
    expect(shape(planOf(customerFlow()))).toBe(shape(planOf(customerFlow())));
  });
});

describe('a fused pass', () => {
  test('takes a record the whole way, counted at every node', () => {
    const plan = planOf(customerFlow());
    const [pass] = fusedOf(plan);
    const { report, seen } = reporter(plan);
    pass!.run([recordOf(plan, { name: 'Brouwerij De Kroon', blocked: 'no', creditLimit: '45000.00' })], report);
    expect(seen.entered).toEqual(['active', 'map', 'mask']);
    expect(seen.left).toEqual(['active.matched', 'map.records', 'mask.records']);
    expect(seen.passed).toHaveLength(1);
    const save = plan.steps[seen.passed[0]!.step]!;
    if (save.kind !== 'sink') throw new Error(`${save.kind} is no sink`);
    const at = save.shape.fields.findIndex(({ field }) => field === 'creditLimit');
    expect(seen.passed[0]!.record.values[at]).toBe('45000');
  });

  test('a record that a node cannot handle fails there, and the next one goes on', () => {
    const document = smallFlow({
      'account.name': { from: 'account.name' },
      'account.paymentTerms': { from: 'account.paymentTerms', list: 'payment-terms' },
    });
    const plan = planOf(document);
    const { report, seen } = reporter(plan);
    fusedOf(plan)[0]!.run(
      [recordOf(plan, { name: 'A', paymentTerms: '99D' }), recordOf(plan, { name: 'B', paymentTerms: '30D' })],
      report,
    );
    expect(seen.failed).toEqual(['map']);
    expect(seen.passed).toHaveLength(1);
  });

  test('branches do not share a record: what one changes the other does not see', () => {
    const document = changed(smallFlow(), (flow) => {
      flow.nodes['all'] = { type: 'filter-records', v: 1, config: { condition: { all: [] } } };
      flow.nodes['other'] = {
        type: 'map-fields',
        v: 1,
        config: { rows: { 'product.name': { from: 'account.name', format: 'uppercase' } } },
      };
      flow.nodes['update'] = {
        type: 'update-record',
        v: 1,
        slot: 'crm',
        entity: 'product',
        config: { match: ['name'] },
      };
      flow.edges = [
        'all.matched -> map.records',
        'all.matched -> other.records',
        'map.records -> save.records',
        'other.records -> update.records',
        'read.records -> all.records',
      ];
    });
    const plan = planOf(document);
    const { report, seen } = reporter(plan);
    fusedOf(plan)[0]!.run([recordOf(plan, { name: 'Kroon' })], report);
    expect(seen.passed.map(({ record }) => record.values[0]).sort()).toEqual(['KROON', 'Kroon']);
  });

  test('a disabled node lets its records through unchanged', () => {
    const document = changed(customerFlow(), ({ nodes }) => void (nodes['active']!.isDisabled = true));
    const plan = planOf(document);
    const { report, seen } = reporter(plan);
    fusedOf(plan)[0]!.run([recordOf(plan, { name: 'Blocked', blocked: 'all', creditLimit: '1.00' })], report);
    expect(seen.left).toContain('map.records');
  });
});
