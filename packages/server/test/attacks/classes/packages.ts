import { generateKeyPairSync, sign } from 'node:crypto';
import { each, insist, type AttackClass, type Variant } from '../attack.ts';
import type { Lab } from '../lab.ts';
import {
  genuine,
  packageId as id,
  sealed,
  type PackageBody as Body,
  type PackageFlow as Flow,
} from '../sealed-package.ts';
import type { Received } from '../wire.ts';

const uploaded = (lab: Lab, content: string): Promise<Received> =>
  lab.send({ method: 'POST', path: lab.path('uploadTemplate'), as: 'commandLine', json: { content } });

function demandRefusal({ status, text }: Received): void {
  insist([400, 413, 422].includes(status), `It answered ${status}: ${text.slice(0, 300)}`);
  insist(text.length < 20_000, `It answered ${text.length} characters`);
}

const flowOf = (body: Body) => body.contents.flows['customer-value']!;
const nodeOf = (body: Body) => Object.values(flowOf(body).nodes)[0]!;
/** A flow, and all that the manifest says of it, under another id. */
function add(body: Body, flowId: string, flow: Flow = { ...structuredClone(flowOf(body)), id: flowId }): void {
  body.contents.flows[flowId] = flow;
  body.manifest.flows = [...body.manifest.flows, { id: flowId, title: { en: flowId } }];
}
function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

const refused: Variant[] = each<(body: Body) => void>(
  [
    ['a thousand flows', (body) => Array.from({ length: 1_000 }, (_, index) => add(body, `flow-${index}`))],
    ['nine million characters', (body) => void (body.manifest.note = 'x'.repeat(9_000_000))],
    ['half a million values', (body) => void (nodeOf(body).config = { list: Array.from({ length: 500_000 }, () => 1) })],
    ['a hundred levels', (body) => void (nodeOf(body).config = { deep: deep(100) })],
    ['a documentation of a megabyte', (body) => Object.assign(body, { documentation: 'x'.repeat(1_000_000) })],
    ['a node named like the prototype', (body) => Object.defineProperty(flowOf(body).nodes, '__proto__', { value: nodeOf(body), enumerable: true })],
    ['a setting named like the prototype', (body) => Object.defineProperty(nodeOf(body).config, '__proto__', { value: { polluted: 1 }, enumerable: true })],
    ['a setting named constructor', (body) => Object.assign(nodeOf(body).config, { constructor: { prototype: { polluted: 1 } } })],
    ['a flow named like the prototype', (body) => Object.defineProperty(body.contents.flows, '__proto__', { value: flowOf(body), enumerable: true })],
    ['a value list named like the prototype', (body) => Object.defineProperty(body.contents.valueLists, '__proto__', { value: {}, enumerable: true })],
    ['a code named like the prototype', (body) => (body.contents.valueLists['x'] = { koppel: 'value-list', version: 1, id: 'x', title: { en: 'x' }, entries: JSON.parse('{"__proto__":"x"}') as Record<string, string> })],
    ['a parameter named like the prototype', (body) => body.manifest.parameters.push({ name: '__proto__', type: 'text', title: { en: 'x' }, help: { en: 'x' }, default: null, isRequired: false, uses: [] })],
    ['a path as the id of a flow', (body) => add(body, '../../etc/passwd')],
    ['a path as its id', (body) => Object.assign(body.manifest, { id: '../../etc/passwd' })],
    ['a path as its version', (body) => Object.assign(body.manifest, { version: '../1.0.0' })],
    ['a version of a thousand digits', (body) => Object.assign(body.manifest, { version: `1.0.${'9'.repeat(1_000)}` })],
    ['a flow that calls itself otherwise', (body) => void (flowOf(body).id = 'other')],
    ['a flow that its list does not name', (body) => void (body.manifest.flows = [])],
    ['a flow in its list that it has not got', (body) => body.manifest.flows.push({ id: 'ghost', title: { en: 'Ghost' } })],
    ['a flow that is nothing', (body) => add(body, 'nothing', null as unknown as Flow)],
    ['a flow that is a list', (body) => add(body, 'list', [] as unknown as Flow)],
    ['a connection in a slot', (body) => Object.assign(flowOf(body).slots, { erp: { role: 'erp', connectionId: 'demo-erp' } })],
    ['a credential in a slot', (body) => Object.assign(flowOf(body).slots, { erp: { role: 'erp', secrets: { clientSecret: 'x' } } })],
    ['a credential beside its flows', (body) => Object.assign(body.contents, { secrets: { clientSecret: 'x' } })],
    ['a connection beside its flows', (body) => Object.assign(body.contents, { connections: [{ id: 'demo-erp' }] })],
    ['a webhook secret beside its flows', (body) => Object.assign(flowOf(body), { webhookSecret: 'whsec_x' })],
    ['people beside its flows', (body) => Object.assign(body.contents, { people: [{ role: 'administrator' }] })],
    ['a script beside its flows', (body) => Object.assign(body, { install: 'process.exit()' })],
    ['a format of the future', (body) => Object.assign(body, { version: 2 })],
    ['a flow of the future', (body) => Object.assign(flowOf(body), { version: 999 })],
    ['another kind', (body) => Object.assign(body, { koppel: 'flow' })],
    ['a row of the mastership table that is none', (body) => Object.assign(body.contents, { mastership: [{ entity: 'account', master: 'everybody' }] })],
    ['a parameter that is a program', (body) => body.manifest.parameters.push({ name: 'a b', type: 'text', title: { en: 'x' }, help: { en: 'x' }, default: null, isRequired: false, uses: [] })],
  ],
  async (lab, change) => demandRefusal(await uploaded(lab, JSON.stringify(await sealed(lab, change)))),
).map(({ name, attack }) => ({ name: `a whole package with ${name} is refused`, attack })); // prettier-ignore

/** Texts whose parts do not belong together. */
const forged: Variant[] = each<(lab: Lab) => Promise<string>>(
  [
    ['a changed content', async (lab) => JSON.stringify({ ...(await genuine(lab)), documentation: 'other' })],
    ['a changed content without its signature', async (lab) => JSON.stringify({ ...(await genuine(lab)), documentation: 'other', signature: null })],
    ['the checksum of another', async (lab) => JSON.stringify({ ...(await sealed(lab, () => undefined)), checksum: (await genuine(lab)).checksum })],
    ['no checksum', async (lab) => JSON.stringify({ ...(await genuine(lab)), checksum: undefined })],
    ['a checksum of another kind', async (lab) => JSON.stringify({ ...(await genuine(lab)), checksum: 'md5:d41d8cd98f00b204e9800998ecf8427e' })],
    ['the signature of another', async (lab) => JSON.stringify({ ...(await sealed(lab, () => undefined)), signature: (await genuine(lab)).signature })],
    ['a signature of zeros', async (lab) => JSON.stringify({ ...(await genuine(lab)), signature: { ...(await genuine(lab)).signature, value: `${'A'.repeat(86)}==` } })],
    ['a signature under another key', async (lab) => JSON.stringify({ ...(await genuine(lab)), signature: { ...(await genuine(lab)).signature, publicKey: `${'B'.repeat(43)}=` } })],
    ['a signature that is a list', async (lab) => JSON.stringify({ ...(await genuine(lab)), signature: [] })],
    ['its content twice', async (lab) => JSON.stringify(await genuine(lab)).replace('"documentation":', '"documentation":"other","documentation":')],
    ['an escaped name of the prototype', async (lab) => JSON.stringify(await genuine(lab)).replace('"contents":{', '"contents":{"__\\u0070roto__":{"polluted":1},')],
    ['levels without end', async () => `{"koppel":"template","contents":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['levels that never close', async () => `{"koppel":"template","contents":${'{"a":'.repeat(200_000)}`],
    ['a text that never ends', async () => `{"koppel":"template","documentation":"${'\\\\'.repeat(1_000_000)}`],
    ['a million commas', async () => `{"koppel":"template","contents":[${'1,'.repeat(1_000_000)}1]}`],
    ['a number of a million digits', async () => `{"koppel":"template","version":${'9'.repeat(1_000_000)}}`],
  ],
  async (lab, make) => {
    const answer = await uploaded(lab, await make(lab));
    // Twice the same key: the last one counts, for the checksum too. It is the genuine package then.
    if (answer.status === 200) insist(answer.text.includes((await genuine(lab)).checksum), answer.text.slice(0, 300));
    else demandRefusal(answer);
  },
).map(({ name, attack }) => ({ name: `a forged package with ${name} is refused`, attack })); // prettier-ignore

/** Somebody else's signature never counts as that of who is trusted, whatever name it bears. */
const signedByOthers: Variant[] = each<(checksum: string) => { publicKey: string; value: string }>(
  [
    ['a key of their own', (checksum) => {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      return {
        publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('base64'),
        value: sign(null, Buffer.from(checksum), privateKey).toString('base64'),
      };
    }],
    // Of this point every text has the same signature.
    ['a key that fits everything', () => {
      const neutral = Buffer.alloc(32);
      neutral[0] = 1;
      return { publicKey: neutral.toString('base64'), value: Buffer.concat([neutral, Buffer.alloc(32)]).toString('base64') };
    }],
    ['a key that is no point', () => ({ publicKey: Buffer.alloc(32, 0xff).toString('base64'), value: Buffer.alloc(64, 1).toString('base64') })],
  ],
  async (lab, signed) => {
    const body = await sealed(lab, () => undefined, '8.0.0');
    const { publisher } = (await genuine(lab)).signature;
    const answer = await uploaded(lab, JSON.stringify({ ...body, signature: { publisher, ...signed(body.checksum) } }));
    insist([200, 422].includes(answer.status), `It answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    if (answer.status !== 200) return;
    const { trust } = JSON.parse(answer.text) as { trust: { state: string } };
    await lab.commandLine.call('removeTemplate', { params: { id, version: '8.0.0' } });
    insist(trust.state === 'unknown', `It is ${trust.state}`);
  },
).map(({ name, attack }) => ({ name: `a package in the name of who is trusted, signed with ${name}`, attack })); // prettier-ignore

const bomb = `${'replace('.repeat(12)}padLeft("a", 1000, "a")${', "a", "aa")'.repeat(12)}`;

/** Of the processor, for a package of the largest size through all that can be done with one. */
const mostCostMs = 30_000;

/** Packages that are in order and mean harm. They may be refused at any step; nothing of them may cost more than itself. */
const harmless: Variant[] = each<(body: Body) => void>(
  [
    ['nothing changed', () => undefined],
    ['nodes in a circle', (body) => {
      const names = Object.keys(flowOf(body).nodes);
      Object.assign(flowOf(body), { edges: names.map((name, index) => `${name}.out > ${names[(index + 1) % names.length]}.in`) });
    }],
    ['a node that leads into itself', (body) => Object.assign(flowOf(body), { edges: Object.keys(flowOf(body).nodes).map((name) => `${name}.out > ${name}.in`) })],
    ['edges to nowhere', (body) => Object.assign(flowOf(body), { edges: ['ghost.out > phantom.in'] })],
    ['flows that start each other', (body) => {
      const follow = (flowId: string) => ({ type: 'start-after-flow', v: 1, config: { flow: flowId } });
      flowOf(body).nodes['after'] = follow('accounts-erp-to-crm');
      body.contents.flows['accounts-erp-to-crm']!.nodes['after'] = follow('customer-value');
    }],
    ['a flow that starts itself', (body) => void (flowOf(body).nodes['after'] = { type: 'start-after-flow', v: 1, config: { flow: 'customer-value' } })],
    ['nodes of an unknown type', (body) => void (flowOf(body).nodes['code'] = { type: 'run-code', v: 1, config: { code: 'process.exit()' } })],
    ['a node of a version of the future', (body) => void (nodeOf(body).v = 999)],
    ['settings of another form', (body) => void (nodeOf(body).config = { '': [null, { a: {} }], length: -1 })],
    ['two thousand nodes', (body) => {
      for (let index = 0; index < 2_000; index += 1) flowOf(body).nodes[`n${index}`] = structuredClone(nodeOf(body));
    }],
    ['fifty flows', (body) => Array.from({ length: 48 }, (_, index) => add(body, `flow-${index}`))],
    ['a thousand parameters', (body) => {
      for (let index = 0; index < 1_000; index += 1)
        body.manifest.parameters.push({ name: `p${index}`, type: 'text', title: { en: 'x' }, help: { en: 'x' }, default: null, isRequired: true, uses: [{ flowId: 'ghost', nodeId: 'ghost', name: 'x' }] });
    }],
    ['a parameter of another type than its value', (body) => body.manifest.parameters.push({ name: 'x', type: 'integer', title: { en: 'x' }, help: { en: 'x' }, default: 'no number', isRequired: true, uses: [] })],
    ['ten thousand fields', (body) => {
      for (let index = 0; index < 10_000; index += 1)
        body.manifest.fields.push({ slot: 'erp', entity: 'account', field: `f${index}`, label: null, isRequired: true, usedBy: [] });
    }],
    ['fields of a slot that it has not got', (body) => body.manifest.fields.push({ slot: 'constructor', entity: 'toString', field: 'valueOf', label: null, isRequired: true, usedBy: [] })],
    ['a slot named like a method', (body) => body.manifest.slots.push({ slot: 'hasOwnProperty', role: 'toString', title: null, connectors: ['valueOf'], usedBy: ['constructor-x'] })],
    ['a value list of a hundred thousand codes', (body) => (body.contents.valueLists['big'] = { koppel: 'value-list', version: 1, id: 'big', title: { en: 'Big' }, entries: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`c${index}`, 'x'])) })],
    ['a value list that takes the place of ours', (body) => (body.contents.valueLists['payment-terms'] = { koppel: 'value-list', version: 1, id: 'payment-terms', title: { en: 'Taken' }, entries: {} })],
    ['an expression that grows', (body) => Object.assign(nodeOf(body).config, { condition: { cel: bomb } })],
    ['an expression that wants out', (body) => Object.assign(nodeOf(body).config, { condition: { cel: 'constructor.constructor("return process")()' } })],
    ['markup in every text', (body) => {
      const markup = '<img src=x onerror=alert(1)><script>alert(1)</script>';
      Object.assign(body.manifest, { title: { en: markup }, note: markup });
      Object.assign(flowOf(body), { title: { en: markup } });
      Object.assign(body, { documentation: `# ${markup}\n[x](javascript:alert(1)) ![x](http://evil.example/x.png)` });
    }],
    ['texts that turn the reading direction', (body) => Object.assign(body.manifest, { title: { en: '\u202eeulaV' }, note: '\u0000\u0007\ufeff' })],
  ],
  async (lab, change) => {
    const client = lab.commandLine;
    const answered = (what: string, { status, text }: { status: number; text: string }) =>
      insist(status < 500, `${what} answered ${status}: ${text.slice(0, 300)}`);
    const before = lab.processorMs;
    const content = JSON.stringify(await sealed(lab, change, '7.0.0'));
    const upload = await uploaded(lab, content);
    answered('The upload', upload);
    if (upload.status !== 200) return demandRefusal(upload);
    const params = { id, version: '7.0.0' };
    try {
      answered('The package', await client.ask('getTemplate', { params }));
      const begun = await client.ask('beginInstallation', { body: params });
      answered('The installation', begun);
      if (begun.status !== 200) return undefined;
      const { id: installation } = begun.body as { id: string };
      const step = { params: { id: installation } };
      answered('Choosing', await client.ask('changeInstallation', { ...step, body: { slots: { erp: 'demo-erp', crm: 'demo-crm' } } }));
      answered('Looking again', await client.ask('getInstallation', step));
      answered('The trial', await client.ask('tryInstallation', { ...step, body: { flowId: 'customer-value' } }));
      const finished = await client.ask('finishInstallation', { ...step, body: { as: 'published' } });
      answered('Finishing', finished);
      if (finished.status === 200) answered('Going back', await client.ask('revertTemplate', { params: { id }, body: { discardChanges: true } }));
      else await client.ask('abandonInstallation', step);
      const costMs = Math.round(lab.processorMs - before);
      insist(costMs < mostCostMs, `It cost ${costMs} ms of the processor`);
    } finally {
      for (const { id: left } of await client.call('listInstallations'))
        await client.ask('abandonInstallation', { params: { id: left } });
      await client.ask('removeTemplate', { params });
    }
  },
).map(({ name, attack }) => ({ name: `a whole package with ${name} costs nothing but itself`, attack })); // prettier-ignore

export const packages: AttackClass = {
  name: 'template packages',
  summary:
    'Packages that are whole, and hold too much, names of prototypes, credentials, circles, programs or markup, or bear the name of somebody who is trusted.',
  variants: [...refused, ...forged, ...signedByOthers, ...harmless],
};
