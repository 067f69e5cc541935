import type { DemoSystem } from '@koppel/demo-systems';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCrm, type CrmClient } from './crm-client.ts';

let crm: DemoSystem;
let client: CrmClient;
beforeAll(async () => {
  ({ crm, client } = await startCrm());
});
afterAll(() => crm.close());

const account = "EntityDefinitions(LogicalName='account')";
type Row = Readonly<Record<string, unknown>>;
const rows = async (path: string) => (await client.get(path)).body.value as Row[];
const column = async (name: string, type = '') =>
  (await client.get(`${account}/Attributes(LogicalName='${name}')${type === '' ? '' : `/Microsoft.Dynamics.CRM.${type}`}`)).body; // prettier-ignore

test('the service document names every entity set that $metadata declares', async () => {
  const sets = (await rows('')).map((row) => String(row['name']));
  const xml = (await client.get('$metadata')).body as string;
  const declared = [...xml.matchAll(/<EntitySet Name="(\w+)"/g)].map(([, name]) => name);
  expect(sets).toEqual(declared);
  expect(sets).toEqual(expect.arrayContaining(['accounts', 'contacts', 'systemusers', 'transactioncurrencies']));
});

test('every declared column and single-valued navigation can be read', async () => {
  const xml = (await client.get('$metadata')).body as string;
  for (const [, type, inside] of xml.matchAll(/<EntityType Name="(\w+)" BaseType[^>]*>(.*?)<\/EntityType>/gs)) {
    const set = new RegExp(`<EntitySet Name="(\\w+)" EntityType="Microsoft.Dynamics.CRM.${type}"`).exec(xml)![1]!;
    const columns = [...inside!.matchAll(/<Property Name="(\w+)"/g)].map(([, name]) => name);
    const one = [...inside!.matchAll(/<NavigationProperty Name="(\w+)" Type="mscrm/g)].map(([, name]) => name);
    const expand = one.length === 0 ? '' : `&$expand=${one.join(',')}`;
    const answer = await client.get(`${set}?$top=1&$select=${columns.join(',')}${expand}`);
    expect([set, answer.status]).toEqual([set, 200]);
    for (const row of answer.body.value) for (const name of columns) expect(row).toHaveProperty(name!);
  }
});

test('says which tables track changes, as data and as annotation', async () => {
  const tracked = (await rows('EntityDefinitions?$select=LogicalName&$filter=ChangeTrackingEnabled eq true')).map((row) => row['LogicalName']); // prettier-ignore
  expect(tracked).toEqual(
    expect.arrayContaining(['account', 'contact', 'quote', 'salesorderdetail', 'transactioncurrency']),
  );
  expect(tracked).not.toContain('systemuser');
  const xml = (await client.get('$metadata?annotations=true')).body as string;
  expect(xml.match(/Org\.OData\.Capabilities\.V1\.ChangeTracking/g)).toHaveLength(tracked.length);
});

test('describes a table, its keys and its relationships', async () => {
  const { body } = await client.get(`${account}?$select=EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,ObjectTypeCode&$expand=Keys($select=LogicalName,KeyAttributes,EntityKeyIndexStatus)`); // prettier-ignore
  expect(body).toMatchObject({
    EntitySetName: 'accounts',
    PrimaryIdAttribute: 'accountid',
    PrimaryNameAttribute: 'name',
    ObjectTypeCode: 1,
    Keys: [{ LogicalName: 'kop_accountnumberkey', KeyAttributes: ['accountnumber'], EntityKeyIndexStatus: 'Active' }],
  });
  const leads = await rows(`${account}/ManyToOneRelationships?$select=ReferencedEntity,ReferencingAttribute,ReferencingEntityNavigationPropertyName&$filter=ReferencingAttribute eq 'ownerid'`); // prettier-ignore
  expect(leads.map((row) => row['ReferencedEntity'])).toEqual(['systemuser', 'team']);
});

test('the same definition is found by its id', async () => {
  const { MetadataId: id } = (await client.get(account)).body;
  expect((await client.get(`EntityDefinitions(${id})?$select=LogicalName`)).body.LogicalName).toBe('account');
  expect((await client.get("EntityDefinitions(LogicalName='nothing')")).status).toBe(404);
});

test('tells what a column is, and whether it can be written', async () => {
  expect(await column('accountnumber', 'StringAttributeMetadata')).toMatchObject({ MaxLength: 20, IsValidForCreate: true, IsValidForUpdate: true, CanBeSecuredForUpdate: false }); // prettier-ignore
  expect(await column('creditlimit', 'MoneyAttributeMetadata')).toMatchObject({ Precision: 2, CanBeSecuredForUpdate: true });
  expect(await column('creditlimit_base')).toMatchObject({ IsValidForUpdate: false, CalculationOf: 'creditlimit' });
  expect(await column('statecode')).toMatchObject({ AttributeType: 'State', IsValidForCreate: false, IsValidForUpdate: true });
  expect(await column('kop_insureduntil')).toMatchObject({ DateTimeBehavior: { Value: 'DateOnly' } });
  expect(await column('ownerid')).toMatchObject({ AttributeType: 'Owner', Targets: ['systemuser', 'team'] });
  expect(await column('owneridname')).toMatchObject({ AttributeOf: 'ownerid' });
  expect((await client.get(`${account}/Attributes(LogicalName='creditlimit')/Microsoft.Dynamics.CRM.StringAttributeMetadata`)).status).toBe(404); // prettier-ignore
}); // prettier-ignore

test('options come with the columns of their type, when they are expanded', async () => {
  const cast = `${account}/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata`;
  const plain = await rows(`${cast}?$select=LogicalName`);
  expect(plain[0]).not.toHaveProperty('OptionSet');
  const choices = await rows(`${cast}?$select=LogicalName&$expand=OptionSet($select=Options)`);
  const terms = choices.find((row) => row['LogicalName'] === 'kop_deliveryterms')!['OptionSet'] as { Options: Row[] };
  const labels = terms.Options.map((option) => (option['Label'] as { UserLocalizedLabel: { Label: string } }).UserLocalizedLabel.Label); // prettier-ignore
  expect(labels.map((label) => label.slice(0, 3))).toEqual(['EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DDP']);
  const status = await client.get(`${account}/Attributes(LogicalName='statuscode')/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$expand=OptionSet`); // prettier-ignore
  expect(status.body.OptionSet.Options).toMatchObject([
    { Value: 1, State: 0 },
    { Value: 2, State: 1 },
  ]);
});

test('columns are filtered by type', async () => {
  const money = await rows(`${account}/Attributes?$select=LogicalName&$filter=AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Money' and IsValidForUpdate eq true`); // prettier-ignore
  expect(money.map((row) => row['LogicalName'])).toEqual(expect.arrayContaining(['creditlimit', 'kop_openamount', 'kop_margin'])); // prettier-ignore
});

test('describes the organisation', async () => {
  const { body } = await client.get("RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')"); // prettier-ignore
  expect(body.Detail).toMatchObject({ FriendlyName: 'Demo Sales', State: 'Enabled' });
  expect((await client.get('RetrieveVersion()')).body.Version).toMatch(/^9\.2\./);
  const settings = await client.get('organizations?$select=expirechangetrackingindays,languagecode');
  expect(settings.body.value).toMatchObject([{ expirechangetrackingindays: 7, languagecode: 1033 }]);
});
