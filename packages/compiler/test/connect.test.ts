import { parseEdge } from '@koppel/model';
import { describe, expect, test } from 'vitest';
import { canConnect } from '../src/index.ts';
import { changed, customerFlow, smallFlow, workspace } from './workspace.ts';

const ask = (edge: string, document = smallFlow()) => canConnect(document, parseEdge(edge), workspace());

describe('asking whether an edge may be drawn', () => {
  test('two fitting ports that are free may be connected', () => {
    const open = changed(smallFlow(), (flow) => void (flow.edges = ['read.records -> map.records']));
    expect(ask('map.records -> save.records', open)).toEqual({ ok: true });
  });

  test.each([
    ['map.records -> map.records', 'edge.loop'],
    ['save.created -> map.records', 'edge.loop'],
    ['map.records -> save.records', 'edge.double'],
    ['map.rejected -> save.records', 'edge.kind-differs'],
    ['map.records -> nobody.records', 'edge.no-port'],
    ['map.nothing -> save.records', 'edge.no-port'],
    ['read.records -> save.records', 'edge.input-occupied'],
  ])('%s is refused as %s, with a reason and what to do', (edge, code) => {
    const answer = ask(edge);
    expect(answer).toMatchObject({ ok: false, code });
    if (!answer.ok) expect([answer.message, answer.remedy]).not.toContain('');
  });

  test('an occupied input offers to replace the edge that is there', () => {
    expect(ask('read.records -> save.records')).toMatchObject({ fixes: ['replace'] });
  });

  test('records of another entity are refused, and a mapping is offered', () => {
    const contacts = changed(smallFlow(), (flow) => {
      flow.nodes['save']!.entity = 'contact';
      flow.nodes['save']!.config = { match: [] };
      flow.edges = ['read.records -> map.records'];
    });
    expect(ask('map.records -> save.records', contacts)).toMatchObject({
      ok: false,
      code: 'edge.entity-differs',
      fixes: ['insert-map'],
    });
  });

  test('each input of a node answers for itself: one that has the wrong records does not let them in at the other', () => {
    const twoWay = changed(smallFlow(), (flow) => {
      flow.nodes['keep'] = {
        type: 'keep-in-step',
        v: 1,
        slot: 'erp',
        entity: 'contact',
        config: { other: 'crm', fields: ['name', 'email'] },
      };
      flow.edges = ['read.records -> keep.changesA'];
    });
    expect(ask('read.records -> keep.changesB', twoWay)).toMatchObject({ ok: false, code: 'edge.entity-differs' });
  });

  test('several failed outputs may lead to one failures node', () => {
    expect(ask('map.rejected -> failures.failures', customerFlow())).toEqual({ ok: true });
  });
});
