import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;

beforeAll(async () => {
  ({ crm, client } = await startCrm({ customers: 20 }));
});
afterAll(() => crm.close());

const account = (id: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: id });
const merge = (target: string, subordinate: string, content?: object) =>
  client.post('Merge', {
    Target: account(target),
    Subordinate: account(subordinate),
    ...(content ? { UpdateContent: { '@odata.type': 'Microsoft.Dynamics.CRM.account', ...content } } : {}),
    PerformParentingChecks: false,
  });

test('merging keeps one record, with what only the other had, and leaves the other inactive, pointing to it', async () => {
  const winner = await client.make('accounts', { name: 'Bakkerij Peeters BV', telephone1: '+32 3 111 11 11' });
  const loser = await client.make('accounts', {
    name: 'Bakkerij Peeters',
    telephone1: '+32 3 222 22 22',
    fax: '+32 3 333 33 33',
  });
  const person = await client.make('contacts', {
    lastname: 'Peeters',
    'parentcustomerid_account@odata.bind': `/accounts(${loser})`,
  });
  expect((await merge(winner, loser, { websiteurl: 'https://peeters.example' })).status).toBe(204);
  expect((await client.get(`accounts(${winner})`)).body).toMatchObject({
    name: 'Bakkerij Peeters BV',
    telephone1: '+32 3 111 11 11',
    fax: '+32 3 333 33 33',
    websiteurl: 'https://peeters.example',
    merged: false,
    statecode: 0,
  });
  expect((await client.get(`accounts(${loser})`)).body).toMatchObject({
    merged: true,
    _masterid_value: winner,
    statecode: 1,
    statuscode: 2,
  });
  expect((await client.get(`contacts(${person})`)).body).toMatchObject({ _parentcustomerid_value: winner });
});

test('a record is merged once, and only with another one of its table', async () => {
  const winner = await client.make('accounts', { name: 'One' });
  const loser = await client.make('accounts', { name: 'Two' });
  expect((await merge(winner, winner)).status).toBe(400);
  expect((await merge(winner, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
  expect((await merge(winner, loser)).status).toBe(204);
  expect((await merge(winner, loser)).status).toBe(400);
});
