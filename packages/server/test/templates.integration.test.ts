import { rm } from 'node:fs/promises';
import { stringifyFlow, type FieldRule, type FlowDocument } from '@koppel/model';
import type { ExportRequest, FindingDecision, TemplateInstallation } from '@koppel/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf, type Client } from './support/client.ts';
import { ended } from './support/systems.ts';
import { startTestKoppel, temporaryFolder, type TestKoppel } from './support/test-koppel.ts';

const accounts = 'accounts-erp-to-crm';
const here = `${accounts}-2`;
const chosen = [accounts, 'new-customer-crm-to-erp', 'customer-value'];
const canaries = ['boekhouding@verbeke.example', 'track.verbeke.example'];
/** What a customer of the publisher is called. */
let customer = '';

let a: TestKoppel;
let b: TestKoppel;
let folder: string;
let publisher: Client;
let client: Client;

beforeAll(async () => {
  folder = await temporaryFolder();
  [a, b] = await Promise.all([
    startTestKoppel({ config: { isDemoOn: true } }),
    startTestKoppel({ config: { isDemoOn: true }, folder }),
  ]);
  [publisher, client] = await Promise.all([a.administrator(), b.administrator()]);
  for (const one of [publisher, client]) {
    for (const { id } of await one.call('listConnections')) await one.call('discoverConnection', { params: { id } });
  }
});
afterAll(async () => {
  await Promise.all([a.close(), b.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function edit(who: Client, id: string, change: (document: FlowDocument) => void): Promise<number> {
  const { draft, revision } = await who.call('getFlow', { params: { id } });
  const document = structuredClone(draft);
  change(document);
  return (await who.call('saveDraft', { params: { id }, body: { document, revision } })).revision;
}
const rowsOf = (document: FlowDocument) => document.nodes['map']!.config['rows'] as Record<string, FieldRule>;
const draftOf = async (who: Client, id: string) => (await who.call('getFlow', { params: { id } })).draft;

const request: ExportRequest = { id: 'customer-360', title: { en: 'Customer 360 base' }, flows: chosen, note: 'First' };
const packages: string[] = [];

describe('exporting', () => {
  beforeAll(async () => {
    const document = await draftOf(publisher, accounts);
    const { records } = await publisher.call('tryFlow', { params: { id: accounts }, body: { document, limit: 5 } });
    const { key, name } = records.find(({ action }) => action === 'create' || action === 'update')!;
    const body = { scope: { kind: 'keys' as const, keys: [key] } };
    await ended(publisher, (await publisher.call('startRun', { params: { id: accounts }, body })).id);
    customer = name.split(' ').slice(1).join(' ');
    await edit(publisher, accounts, (document) => {
      const rows = rowsOf(document);
      rows['account.~fax'] = { from: 'account.~salespersonCode' };
      rows['account.website'] = { cel: `"https://track.verbeke.example/" + account.number` };
      const text = `${customer} stays at 40.000: ask boekhouding@verbeke.example`;
      document.layout.notes['n1'] = { text, at: [0, 0], colour: 'yellow' };
    });
  });

  const decisions: Record<string, FindingDecision> = {};

  test('what may be a secret or a customer’s is found, and nothing is exported before each hit is handled', async () => {
    const proposal = await publisher.call('proposeExport', { body: request });
    expect(proposal.flows.map(({ id }) => id)).toEqual(chosen.toSorted());
    expect(proposal.valueLists.map(({ id }) => id)).toEqual(['delivery-terms', 'payment-terms', 'sales-approach']);
    expect(proposal.parameters.map(({ name }) => name)).toEqual(['declinerFactor', 'riserFactor']);
    expect(proposal.mastershipRows).toContain('account.identity');
    const found = proposal.findings.map(({ kind, text, start, end }) => [kind, text.slice(start, end)]);
    expect(found).toContainEqual(['email', 'boekhouding@verbeke.example']);
    expect(found).toContainEqual(['customer', customer]);
    expect(found).toContainEqual(['host', 'track.verbeke.example']);
    const refused = await publisher.ask('exportTemplate', { body: request });
    expect([refused.status, problemOf(refused).code]).toEqual([422, 'template.unhandled-findings']);
    for (const { id, kind } of proposal.findings) {
      decisions[id] = kind === 'host' ? { do: 'parameter', name: 'trackingHost' } : { do: 'remove' };
    }
    // Why something may stay goes along, so it is looked through too, but for the text that it is about.
    const some = proposal.findings[0]!.id;
    const reason = 'Ask lotte.peeters@verbeke.example';
    const told = await publisher.call('proposeExport', {
      body: { ...request, decisions: { ...decisions, [some]: { do: 'explain', reason } } },
    });
    expect(told.findings.filter(({ place }) => place.name === 'reason')).toMatchObject([
      { kind: 'email', decision: null },
    ]);
    const handled = await publisher.call('proposeExport', { body: { ...request, decisions } });
    expect(handled.unhandled).toBe(0);
    expect(handled.parameters.find(({ name }) => name === 'trackingHost')).toMatchObject({
      presentValue: 'track.verbeke.example',
      default: null,
      isRequired: true,
    });
  });

  test('the package holds nothing of this client, is signed, and is the same byte for byte for the same content', async () => {
    const made = await publisher.call('exportTemplate', { body: { ...request, decisions } });
    expect(made).toMatchObject({ id: 'customer-360', version: '1.0.0', trust: { state: 'trusted' } });
    const params = { id: 'customer-360', version: '1.0.0' };
    const { content, checksum } = await publisher.call('downloadTemplate', { params });
    for (const canary of [...canaries, customer]) expect(content).not.toContain(canary);
    expect(content).toContain('param.trackingHost');
    await publisher.call('removeTemplate', { params });
    const again = await publisher.call('exportTemplate', { body: { ...request, decisions } });
    expect(again.checksum).toBe(checksum);
    expect((await publisher.call('downloadTemplate', { params })).content).toBe(content);
    const { documentation } = await publisher.call('getTemplate', { params });
    expect(documentation).toContain('| account.creditLimit |');
    expect(documentation).toContain('[Read customers] --> [Active customers]');
    packages.push(content);
  });

  test('the next version of it', async () => {
    await edit(publisher, accounts, (document) => {
      const rows = rowsOf(document);
      rows['account.creditLimit'] = { cel: 'account.creditLimit * decimal("0.95")' };
      rows['account.~description'] = { from: 'account.name' };
    });
    const old = await publisher.ask('exportTemplate', { body: { ...request, decisions, version: '1.0.0' } });
    expect([old.status, problemOf(old).code]).toEqual([422, 'template.version-not-newer']);
    const made = await publisher.call('exportTemplate', { body: { ...request, decisions, note: 'Risk discount' } });
    expect(made.version).toBe('1.1.0');
    const params = { id: 'customer-360', version: '1.1.0' };
    packages.push((await publisher.call('downloadTemplate', { params })).content);
  });
});

describe('bringing a package in', () => {
  test('one that was changed on the way is refused', async () => {
    const altered = packages[0]!.replace('Customer 360 base', 'Customer 361 base');
    const answer = await client.ask('uploadTemplate', { body: { content: altered } });
    expect([answer.status, problemOf(answer).code]).toEqual([422, 'template.altered']);
  });

  test('its publisher is shown, and is trusted once somebody says so', async () => {
    const uploaded = await client.call('uploadTemplate', { body: { content: packages[0]! } });
    expect(uploaded.trust.state).toBe('unknown');
    const trusted = [{ name: 'Our consultant', publicKey: uploaded.trust.publicKey! }];
    await client.call('saveTemplatePublishers', { body: { trusted } });
    const { library } = await client.call('listTemplates');
    expect(library[0]!.trust).toMatchObject({ state: 'trusted', publisher: 'Our consultant' });
  });
});

describe('installing', () => {
  let work: TemplateInstallation;

  test('says what is missing, and is refused before it is there', async () => {
    work = await client.call('beginInstallation', { body: { id: 'customer-360', version: '1.0.0' } });
    expect(work.flows.map(({ flowId }) => flowId)).toContain(here);
    expect(work.slots.every(({ connectionId }) => connectionId !== null)).toBe(true);
    expect(work.blockers.map(({ code }) => code)).toEqual(['template.parameter-mistake']);
    const params = { id: work.id };
    const early = await client.ask('finishInstallation', { params, body: { as: 'drafts' } });
    expect([early.status, problemOf(early).code]).toEqual([422, 'template.not-ready']);
    const wrong = await client.call('changeInstallation', {
      params,
      body: { fields: { 'crm/account/~fax': '~noSuchField' } },
    });
    expect(wrong.blockers.map(({ code }) => code)).toContain('template.field-not-matched');
  });

  test('can be left and taken up again, also after a restart, and until the last step nothing changes', async () => {
    const before = await client.call('listFlows');
    await client.call('changeInstallation', {
      params: { id: work.id },
      body: {
        fields: { 'crm/account/~fax': '~telephone2' },
        parameters: { trackingHost: 'volg.janssens.example', riserFactor: '1.30' },
      },
    });
    await b.close();
    b = await startTestKoppel({ config: { isDemoOn: true }, folder });
    client = await b.administrator();
    const [left] = await client.call('listInstallations');
    expect(left).toMatchObject({ id: work.id, templateId: 'customer-360' });
    const again = await client.call('beginInstallation', { body: { id: 'customer-360', version: '1.0.0' } });
    expect(again.id).toBe(work.id);
    expect(again.blockers).toEqual([]);
    expect(again.checks.flatMap(({ issues }) => issues.filter(({ severity }) => severity === 'error'))).toEqual([]);
    expect(await client.call('listFlows')).toEqual(before);
  });

  test('tries the result, then installs it with the fields and values of this client', async () => {
    const params = { id: work.id };
    const tried = await client.call('tryInstallation', { params, body: { flowId: here, limit: 5 } });
    expect([tried.error, tried.records.length]).toEqual([null, 5]);
    const done = await client.call('finishInstallation', { params, body: { as: 'published' } });
    expect(done.installed).toMatchObject({ state: 'upToDate', localChanges: 0, version: '1.0.0', revertsTo: null });
    expect(done.flows.every(({ publishedVersion }) => publishedVersion === 1)).toBe(true);
    const flow = await client.call('getFlow', { params: { id: here } });
    expect(rowsOf(flow.draft)).toMatchObject({
      'account.~telephone2': { from: 'account.~salespersonCode' },
      'account.website': { cel: '("https://" + param.trackingHost + "/") + account.number' },
    });
    expect(flow.parameterValues).toMatchObject({ trackingHost: 'volg.janssens.example' });
    expect(flow.summary.isOn).toBe(false);
    expect(await client.call('listInstallations')).toEqual([]);
  });
});

describe('upgrading with changes of the client', () => {
  let work: TemplateInstallation;
  let before: { draft: string; published: string; mastership: unknown; lists: unknown; values: unknown };

  const present = async () => {
    const { draft, summary, parameterValues } = await client.call('getFlow', { params: { id: here } });
    const version = summary.publishedVersion!;
    return {
      draft: stringifyFlow(draft),
      published: stringifyFlow(await client.call('getVersion', { params: { id: here, version } })),
      mastership: (await client.call('getMastership')).table,
      lists: await client.call('listValueLists'),
      values: parameterValues,
    };
  };

  test('what was changed here is counted, but not what only moved, is bound or is a value', async () => {
    const revision = await edit(client, here, (document) => {
      const rows = rowsOf(document);
      rows['account.creditLimit'] = { cel: 'min(account.creditLimit, decimal("40000"))' };
      rows['account.phone'] = { from: 'account.phone', format: 'trim' };
      document.layout.nodes['map'] = [1, 2];
    });
    await client.call('publishFlow', { params: { id: here }, body: { revision, note: 'Ours' } });
    await client.call('bindFlow', {
      params: { id: here },
      body: { parameterValues: { trackingHost: 'nieuw.janssens.example' } },
    });
    await client.call('uploadTemplate', { body: { content: packages[1]! } });
    const { installed } = await client.call('listTemplates');
    expect(installed[0]).toMatchObject({ state: 'locallyChangedAndStale', localChanges: 2, available: '1.1.0' });
    expect(installed[0]!.flows.find(({ id }) => id === here)!.localChanges).toBe(2);
    expect(installed[0]!.flows.find(({ id }) => id !== here)!.localChanges).toBe(0);
    const { changes } = await client.call('diffTemplate', { params: { id: 'customer-360' }, query: {} });
    expect(changes.filter(({ isLayoutOnly }) => !isLayoutOnly).map(({ name }) => name)).toEqual([
      'account.creditLimit',
      'account.phone',
    ]);
    before = await present();
  });

  test('one conflict, and the rest fits by itself', async () => {
    work = await client.call('beginInstallation', { body: { id: 'customer-360', version: '1.1.0' } });
    expect(work.upgrades).toBe('1.0.0');
    expect(work.compare.conflicts).toMatchObject([
      { kind: 'mappingRow', nodeId: 'map', name: 'account.creditLimit', reason: 'bothChanged', canCombine: true },
    ]);
    const { savedAt, savedBy } = await client.call('getFlow', { params: { id: here } });
    expect(work.compare.conflicts[0]!.changedHere).toEqual({ by: savedBy, at: savedAt });
    expect(work.fieldLabels['account.~telephone2']).toBe('Other Phone');
    expect(work.flows.find(({ flowId }) => flowId === here)!.result!.nodes['map']!.config['rows']).toHaveProperty([
      'account.~description',
    ]);
    expect(work.compare.automatic.map(({ kind, name }) => [kind, name])).toEqual([
      ['mappingRow', 'account.~description'],
    ]);
    expect(work.compare.kept.filter(({ isLayoutOnly }) => !isLayoutOnly).map(({ name }) => name)).toEqual([
      'account.phone',
    ]);
    expect(work.parameters.find(({ name }) => name === 'trackingHost')!.value).toBe('nieuw.janssens.example');
    const early = await client.ask('finishInstallation', { params: { id: work.id }, body: { as: 'published' } });
    expect(problemOf(early).message).toBe('Nothing was installed: 1 choice is left.');
  });

  test('each answer is shown on real records', async () => {
    const { id } = work.compare.conflicts[0]!;
    const combined = { cel: 'min(account.creditLimit * decimal("0.95"), decimal("40000"))' };
    const effect = await client.call('showMergeEffect', {
      params: { id: work.id },
      body: { conflict: id, combined, limit: 20 },
    });
    expect([effect.problem, effect.field]).toEqual([null, 'account.creditLimit']);
    expect(effect.issues.combined.filter(({ severity }) => severity === 'error')).toEqual([]);
    const differing = effect.records.find(({ ours, theirs }) => ours !== theirs)!;
    expect(differing.name).not.toBe('');
    expect(Number(differing.combined)).toBeLessThanOrEqual(Math.min(Number(differing.ours), Number(differing.theirs)));
    const nonsense = await client.ask('changeInstallation', {
      params: { id: work.id },
      body: { choices: { [id]: { take: 'combined', value: { cel: 'account.creditLimit * 0.95' } } } },
    });
    expect(nonsense.status).toBe(200);
    const { checks } = nonsense.body as TemplateInstallation;
    expect(checks.flatMap(({ issues }) => issues).some(({ path }) => path.includes('account.creditLimit'))).toBe(true);
    work = await client.call('changeInstallation', {
      params: { id: work.id },
      body: { choices: { [id]: { take: 'combined', value: combined } } },
    });
    expect([work.compare.open, work.blockers]).toEqual([0, []]);
  });

  test('tried, published, and what ran before ran on until then', async () => {
    expect(await present()).toEqual(before);
    const tried = await client.call('tryInstallation', { params: { id: work.id }, body: { flowId: here, limit: 5 } });
    expect([tried.error, tried.records.length]).toEqual([null, 5]);
    const done = await client.call('finishInstallation', { params: { id: work.id }, body: { as: 'published' } });
    expect(done.installed).toMatchObject({ version: '1.1.0', revertsTo: '1.0.0', state: 'locallyChanged' });
    const rows = rowsOf(await draftOf(client, here));
    expect(rows['account.phone']).toEqual({ from: 'account.phone', format: 'trim' });
    expect(rows['account.~description']).toEqual({ from: 'account.name' });
    expect(rows['account.creditLimit']).toEqual({
      cel: 'min(account.creditLimit * decimal("0.95"), decimal("40000"))',
    });
    expect(done.flows.find(({ id }) => id === here)!.publishedVersion).toBe(3);
  });

  test('one action goes back, exactly; what was changed since is not lost unasked', async () => {
    await edit(client, here, (document) => {
      document.summary = { en: 'Changed since' };
    });
    const params = { id: 'customer-360' };
    const careful = await client.ask('revertTemplate', { params, body: {} });
    expect([careful.status, problemOf(careful).code]).toEqual([409, 'template.changed-since']);
    const reverted = await client.call('revertTemplate', { params, body: { discardChanges: true } });
    expect(reverted.version).toBe('1.0.0');
    expect(await present()).toEqual(before);
    const { installed } = await client.call('listTemplates');
    expect(installed[0]).toMatchObject({ version: '1.0.0', state: 'locallyChangedAndStale', localChanges: 2 });
  });

  test('as drafts, the published version stays', async () => {
    const begun = await client.call('beginInstallation', { body: { id: 'customer-360', version: '1.1.0' } });
    const { id } = begun.compare.conflicts[0]!;
    await client.call('changeInstallation', {
      params: { id: begun.id },
      body: { choices: { [id]: { take: 'theirs' } } },
    });
    await client.call('finishInstallation', { params: { id: begun.id }, body: { as: 'drafts' } });
    const now = await present();
    expect(now.published).toBe(before.published);
    expect(now.draft).not.toBe(before.draft);
    await client.call('revertTemplate', { params: { id: 'customer-360' }, body: {} });
    expect(await present()).toEqual(before);
  });

  test('who is master of what is asked, also where only the new version changes it', async () => {
    const { table, revision } = await client.call('getMastership');
    const rows = table.rows.map((row) =>
      row.entity === 'account' && 'group' in row && row.group === 'identity'
        ? { ...row, conflict: 'ask' as const }
        : row,
    );
    await client.call('saveMastership', { body: { table: { ...table, rows }, revision } });
    const begun = await client.call('beginInstallation', { body: { id: 'customer-360', version: '1.1.0' } });
    // Changed here alone: it stays, unasked.
    expect(begun.compare.conflicts.map(({ kind }) => kind)).toEqual(['mappingRow']);
    await client.call('abandonInstallation', { params: { id: begun.id } });
    const theirs = await publisher.call('getMastership');
    const changed = theirs.table.rows.map((row) =>
      row.entity === 'account' && 'group' in row && row.group === 'reach' ? { ...row, maySeed: [] } : row,
    );
    const body = { table: { ...theirs.table, rows: changed }, revision: theirs.revision };
    await publisher.call('saveMastership', { body });
    const { findings } = await publisher.call('proposeExport', { body: request });
    const decisions = Object.fromEntries(findings.map(({ id }) => [id, { do: 'remove' as const }]));
    await publisher.call('exportTemplate', { body: { ...request, decisions, version: '1.2.0' } });
    const params = { id: 'customer-360', version: '1.2.0' };
    const { content } = await publisher.call('downloadTemplate', { params });
    await client.call('uploadTemplate', { body: { content } });
    const asked = await client.call('beginInstallation', { body: params });
    expect(asked.compare.conflicts.filter(({ kind }) => kind === 'mastershipCell')).toMatchObject([
      { id: 'mastership/account.reach/maySeed', reason: 'asked', ours: ['crm'], theirs: [] },
    ]);
    await client.call('abandonInstallation', { params: { id: asked.id } });
  });

  test('back to before the first installation, its flows are gone', async () => {
    await client.call('revertTemplate', { params: { id: 'customer-360' }, body: { discardChanges: true } });
    expect((await client.call('listFlows')).map(({ id }) => id)).not.toContain(here);
    expect((await client.call('listTemplates')).installed).toEqual([]);
  });

  test('its page is there for the version that is installed, and for each of the library', async () => {
    const params = { id: 'customer-360' };
    // Nothing is installed: the newest of the library.
    expect((await client.call('getTemplateDocumentation', { params, query: {} })).version).toBe('1.2.0');
    const first = await client.call('getTemplateDocumentation', { params, query: { version: '1.0.0' } });
    expect(first.documentation).toContain('## Who is master of what');
    expect((await client.ask('getTemplateDocumentation', { params, query: { version: '9.9.9' } })).status).toBe(404);
  });

  test('let go, its flows stay and nothing upgrades them; the audit log tells who did', async () => {
    const key = { id: 'customer-360', version: '1.0.0' };
    const begun = await client.call('beginInstallation', { body: key });
    await client.call('changeInstallation', {
      params: { id: begun.id },
      body: {
        parameters: { trackingHost: 'volg.janssens.example' },
        choices: Object.fromEntries(begun.compare.conflicts.map(({ id }) => [id, { take: 'ours' as const }])),
      },
    });
    await client.call('finishInstallation', { params: { id: begun.id }, body: { as: 'drafts' } });
    const flows = (await client.call('listFlows')).map(({ id }) => id);
    const page = await client.call('getTemplateDocumentation', { params: { id: 'customer-360' }, query: {} });
    expect(page.version).toBe('1.0.0');
    const detached = await client.call('detachTemplate', { params: { id: 'customer-360' } });
    expect(detached.flows).toContain(here);
    expect((await client.call('listTemplates')).installed).toEqual([]);
    expect((await client.call('listFlows')).map(({ id }) => id)).toEqual(flows);
    expect((await client.ask('revertTemplate', { params: { id: 'customer-360' }, body: {} })).status).toBe(404);
    expect((await client.ask('detachTemplate', { params: { id: 'customer-360' } })).status).toBe(404);
    const { items } = await client.call('listAudit', { query: { object: 'template', verb: 'detach' } });
    expect(items.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
  });
});
