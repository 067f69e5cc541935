import { parseFlow, type FlowDocument } from '@koppel/model';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootFolder } from '../src/index.ts';
import { problemOf, type Client } from './support/client.ts';
import { startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

const id = 'accounts-erp-to-crm';

let server: TestKoppel;
let client: Client;

beforeAll(async () => {
  server = await startTestKoppel();
  client = await server.administrator();
});
afterAll(() => server.close());

const draftOf = async (flow: string) => (await client.call('getFlow', { params: { id: flow } })).draft;

describe('a new workspace', () => {
  test('has the shipped flow as published version 1, with its schedule off', async () => {
    const [flow] = await client.call('listFlows');
    expect(flow).toMatchObject({
      id,
      isOn: false,
      publishedVersion: 1,
      hasUnpublishedDraft: false,
      direction: ['erp', 'crm'],
      starts: [
        expect.objectContaining({
          en: 'Every 15 minutes, between 06:00 and 20:59, Monday through Friday, or when told',
        }) as unknown,
      ],
      nextRunAt: null,
      damage: null,
    });
    const shipped = parseFlow(await readFile(join(rootFolder, 'flows', `${id}.json`), 'utf8'));
    expect(shipped.ok && shipped.document).toEqual(await client.call('getVersion', { params: { id, version: 1 } }));
  });

  test('has its value lists and who is master of what', async () => {
    expect((await client.call('listValueLists')).map((list) => list.id)).toEqual([
      'delivery-terms',
      'payment-terms',
      'sales-approach',
    ]);
    const { table } = await client.call('getMastership');
    expect(table.rows).toContainEqual(expect.objectContaining({ entity: 'account', group: 'identity', master: 'erp' }));
  });

  test('a damaged file is named, is not touched, and stands in nobody’s way', async () => {
    const folder = await temporaryFolder();
    const flowsFolder = join(folder, 'flows');
    await mkdir(flowsFolder);
    const good = await readFile(join(rootFolder, 'flows', `${id}.json`), 'utf8');
    await writeFile(join(flowsFolder, `${id}.json`), good);
    await writeFile(join(flowsFolder, 'half.json'), good.slice(0, 900));
    const other = await startTestKoppel({ flowsFolder });
    try {
      const flows = await (await other.administrator()).call('listFlows');
      expect(flows.map((flow) => flow.id)).toEqual([id]);
      expect(other.log).toHaveLength(1);
      expect(other.log[0]).toMatch(/^warn .*half\.json is not readable JSON: .* It was not installed\. .*import it/);
      expect(await readFile(join(flowsFolder, 'half.json'), 'utf8')).toBe(good.slice(0, 900));
    } finally {
      await other.close();
    }
  });

  test('a flow that was deleted does not come back with the next start', async () => {
    const folder = await temporaryFolder();
    const first = await startTestKoppel({ folder });
    await (await first.administrator()).call('deleteFlow', { params: { id } });
    await first.close();
    const second = await startTestKoppel({ folder });
    try {
      const left = await (await second.administrator()).call('listFlows');
      expect(left.length).toBeGreaterThan(5);
      expect(left.map((flow) => flow.id)).not.toContain(id);
    } finally {
      await second.close();
    }
  });
});

describe('drafts', () => {
  test('of two who save on the same revision the second is told, and nothing of the first is lost', async () => {
    const { draft, revision } = await client.call('createFlow', { body: { title: 'Édité à deux!' } });
    expect(draft.id).toBe('edite-a-deux');
    const params = { id: draft.id };
    const saved = await client.call('saveDraft', {
      params,
      body: { revision, document: { ...draft, summary: { en: 'First' } } },
    });
    expect(saved.revision).toBe(revision + 1);
    const late = await client.ask('saveDraft', { params, body: { revision, document: draft } });
    expect([late.status, problemOf(late).code]).toEqual([409, 'flow.saved-meanwhile']);
    expect(problemOf(late).message).toMatch(/^Administrator saved this flow meanwhile/);
    expect((await draftOf(draft.id)).summary).toEqual({ en: 'First' });
  });

  test('a copy has an id of its own', async () => {
    const { draft, summary } = await client.call('createFlow', { body: { title: 'Accounts, ERP to CRM', copyOf: id } });
    expect([draft.id, summary.publishedVersion]).toEqual(['accounts-erp-to-crm-2', null]);
    await client.call('deleteFlow', { params: { id: draft.id } });
  });

  test('cannot be saved under another flow', async () => {
    const document = { ...(await draftOf(id)), id: 'another' };
    const answer = await client.ask('saveDraft', { params: { id }, body: { document, revision: 1 } });
    expect(problemOf(answer).code).toBe('flow.other-id');
  });
});

describe('publishing', () => {
  const broken = (draft: FlowDocument): FlowDocument => {
    const map = draft.nodes['map']!;
    const rows = { ...(map.config['rows'] as object), 'account.creditLimit': { cel: 'account.creditLimt * 2' } };
    return { ...draft, nodes: { ...draft.nodes, map: { ...map, config: { rows } } } };
  };

  test('an expression with an error is refused, with the place and what to do, and the version stays', async () => {
    const { draft, revision } = await client.call('getFlow', { params: { id } });
    const saved = await client.call('saveDraft', { params: { id }, body: { document: broken(draft), revision } });
    const publish = { params: { id }, body: { revision: saved.revision, note: 'Double the limit' } };
    const answer = await client.ask('publishFlow', publish);
    expect(answer.status).toBe(422);
    const problem = problemOf(answer);
    expect(problem.code).toBe('flow.has-errors');
    const [issue] = problem.issues ?? [];
    expect(issue).toMatchObject({ severity: 'error', nodeId: 'map' });
    expect(issue!.path).toContain('account.creditLimit');
    expect(issue!.message).toContain('creditLimt');
    expect(issue!.remedy).not.toBe('');
    expect((await client.call('getFlow', { params: { id } })).summary).toMatchObject({
      publishedVersion: 1,
      hasUnpublishedDraft: true,
    });

    const restored = await client.call('saveDraft', {
      params: { id },
      body: { document: draft, revision: saved.revision },
    });
    const published = await client.call('publishFlow', {
      params: { id },
      body: { revision: restored.revision, note: 'As it was' },
    });
    expect(published).toEqual({ version: 2 });
    expect(await client.call('listVersions', { params: { id } })).toMatchObject([
      { version: 2, note: 'As it was', publishedBy: 'Administrator' },
      { version: 1, note: 'As shipped' },
    ]);
  });

  test('a draft that was saved meanwhile is not published unseen', async () => {
    const answer = await client.ask('publishFlow', { params: { id }, body: { revision: 1, note: 'Old' } });
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'flow.saved-meanwhile']);
  });
});

describe('importing', () => {
  test.each<[string, unknown, string]>([
    ['something else', { hello: 'world' }, 'flow.not-a-flow'],
    ['a document from the future', { koppel: 'flow', version: 99 }, 'flow.from-the-future'],
    ['a damaged document', { koppel: 'flow', version: 1, id: 'x' }, 'flow.damaged'],
  ])('%s is refused with what is wrong', async (_what, document, code) => {
    const answer = await client.ask('importFlow', { body: { document } });
    expect(answer.status).toBe(422);
    expect(problemOf(answer).issues?.[0]?.code).toBe(code);
  });

  test('an unknown node type comes in as a draft, and is named when it is checked', async () => {
    const document = structuredClone(await draftOf(id));
    document.nodes['read']!.type = 'read-teapots';
    const { draft } = await client.call('importFlow', { body: { document } });
    const { issues } = await client.call('checkFlow', { params: { id: draft.id }, body: { document: draft } });
    expect(issues).toContainEqual(
      expect.objectContaining({ nodeId: 'read', message: expect.stringContaining('read-teapots') as string }),
    );
  });
});

describe('running', () => {
  test('a flow without connections says which slot is missing', async () => {
    const answer = await client.ask('startRun', { params: { id }, body: {} });
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'run.slot-not-bound']);
    expect(problemOf(answer).message).toContain('"crm"');
  });

  test('a flow that was never published says so, and cannot be switched on', async () => {
    const { draft } = await client.call('createFlow', { body: { title: 'Never published' } });
    for (const answer of [
      await client.ask('startRun', { params: { id: draft.id }, body: {} }),
      await client.ask('switchFlow', { params: { id: draft.id }, body: { isOn: true } }),
    ]) {
      expect([answer.status, problemOf(answer).code]).toEqual([409, 'flow.not-published']);
    }
  });

  test('binding to what does not exist is refused field by field', async () => {
    const answer = await client.ask('bindFlow', {
      params: { id },
      body: { slots: { erp: 'no-such', crn: null }, parameterValues: { discount: '1' } },
    });
    expect(answer.status).toBe(400);
    expect(Object.keys(problemOf(answer).fields!)).toEqual(['slots.erp', 'slots.crn', 'parameterValues.discount']);
  });

  test('switched on, it says when it runs next', async () => {
    const on = await client.call('switchFlow', { params: { id }, body: { isOn: true } });
    expect(new Date(on.nextRunAt!).getTime()).toBeGreaterThan(Date.now());
    expect((await client.call('switchFlow', { params: { id }, body: { isOn: false } })).nextRunAt).toBeNull();
  });
});
