import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, problemOf } from './support/client.ts';
import { startTestKoppel, type TestKoppel } from './support/test-koppel.ts';

let server: TestKoppel;
let ours: Client;
let theirs: Client;

beforeAll(async () => {
  server = await startTestKoppel({ config: { isDemoOn: true } });
  ours = await server.administrator();
  await ours.call('createWorkspace', { body: { slug: 'verbeke', name: 'Verbeke', environment: 'test' } });
  theirs = new Client(server.url);
  Object.assign(theirs, { cookie: ours.cookie, csrfToken: ours.csrfToken, workspace: 'verbeke' });
});
afterAll(() => server.close());

test('a template goes from one workspace to another as a file, and neither sees what the other has of it', async () => {
  const flows = ['customer-value'];
  await ours.call('exportTemplate', { body: { id: 'value', title: { en: 'Value' }, flows } });
  const params = { id: 'value', version: '1.0.0' };
  const { content } = await ours.call('downloadTemplate', { params });
  const begun = await ours.call('beginInstallation', { body: params });

  expect((await theirs.call('listTemplates')).library).toEqual([]);
  expect((await theirs.ask('beginInstallation', { body: params })).status).toBe(404);
  expect((await theirs.ask('getInstallation', { params: { id: begun.id } })).status).toBe(404);

  const uploaded = await theirs.call('uploadTemplate', { body: { content } });
  // Each workspace signs with a key of its own.
  expect(uploaded.trust.state).toBe('unknown');
  const work = await theirs.call('beginInstallation', { body: params });
  expect(work.blockers.map(({ code }) => code)).toEqual(['template.slot-not-bound', 'template.slot-not-bound']);
  const foreign = await theirs.ask('changeInstallation', {
    params: { id: work.id },
    body: { slots: { crm: 'demo-crm' } },
  });
  expect([foreign.status, problemOf(foreign).code]).toEqual([400, 'template.unknown-choice']);
});
