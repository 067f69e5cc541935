import { describe, expect, test } from 'vitest';
import { emptyFlow, packageText, readPackage, type TemplatePackage } from '../../src/index.ts';
import { packageLimits } from '../../src/template/package-text.ts';

const emptyTest = {
  id: 'a-test',
  title: 'A test',
  recording: {
    at: '2026-11-12T08:00:00.000Z',
    slots: {},
    schemas: {},
    sources: [],
    targets: [],
    finds: [],
    links: [],
    claims: [],
    refused: [],
  },
};
const checksum = `sha256:${'0'.repeat(64)}`;
const flow = emptyFlow('orders', 'Orders');
const template: TemplatePackage = {
  koppel: 'template',
  version: 1,
  manifest: {
    id: 'base',
    version: '1.0.0',
    title: { en: 'Base' },
    note: '',
    flows: [{ id: 'orders', title: flow.title }],
    slots: [],
    fields: [],
    parameters: [],
    valueLists: [],
    mastershipRows: [],
    explanations: [],
  },
  contents: { flows: { orders: flow }, valueLists: {}, mastership: [] },
  documentation: '# Base\n',
  checksum,
  signature: null,
};
const text = packageText(template);
const json = () => JSON.parse(text) as Record<string, never> & { contents: { flows: Record<string, unknown> } };
const codeOf = (input: string) => {
  const read = readPackage(input);
  return read.ok ? 'ok' : read.problem.code;
};

test('a package is read as it was written, and written as it was read', () => {
  const read = readPackage(text);
  expect(read.ok && packageText(read.package)).toBe(text);
  expect(read.ok && read.sealed).not.toContain(checksum);
});

test('the order of keys and the spaces of a file change neither the file nor what the checksum is of', () => {
  const { contents, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const other = readPackage(JSON.stringify({ contents, ...rest }));
  const one = readPackage(text);
  expect(other.ok && one.ok && other.sealed === one.sealed && packageText(other.package) === text).toBe(true);
});

describe('an untrusted file', () => {
  const with_ = (change: (file: ReturnType<typeof json>) => void) => {
    const file = json();
    change(file);
    return JSON.stringify(file);
  };
  test.each<[string, string, string]>([
    ['that is no JSON', '{"koppel": "template"', 'template.not-json'],
    ['that is something else', '{"koppel":"flow","version":1}', 'template.not-a-template'],
    ['that is a list', '[]', 'template.not-a-template'],
    ['that is null', 'null', 'template.not-a-template'],
    ['of a newer Koppel', '{"koppel":"template","version":2}', 'template.from-the-future'],
    ['without a checksum', text.replace(checksum, 'none'), 'template.no-checksum'],
    ['that is too large', ' '.repeat(packageLimits.maxChars + 1), 'template.too-large'],
    ['that is too deep', '['.repeat(packageLimits.maxDepth + 1), 'template.too-deep'],
    [
      'that is deep in a flow',
      text.replace('"edges": []', `"edges": ${'['.repeat(60)}${']'.repeat(60)}`),
      'template.too-deep',
    ],
    ['with too many values', `[${'1,'.repeat(packageLimits.maxValues + 1)}1]`, 'template.too-many'],
    ['that reaches for prototypes', text.replace('"groups"', '"__proto__"'), 'template.unsafe-name'],
    ['that reaches for constructors', text.replace('"groups"', '"constructor"'), 'template.unsafe-name'],
    ['with an escaped prototype', text.replace('"groups"', String.raw`"__proto__"`), 'template.unsafe-name'],
    ['with an unknown key', with_((file) => Object.assign(file, { extra: true })), 'template.damaged'],
    [
      'whose flow is damaged',
      with_((file) => (file.contents.flows = { orders: { koppel: 'flow', version: 1 } })),
      'template.damaged-flow',
    ],
    [
      'whose flow is of a newer Koppel',
      with_((file) => (file.contents.flows = { orders: { koppel: 'flow', version: 99 } })),
      'template.damaged-flow',
    ],
    [
      'whose flow has another name',
      with_((file) => (file.contents.flows = { other: flow })),
      'template.contradicts-itself',
    ],
    [
      'that lists other flows',
      with_((file) => (file.contents.flows = { orders: flow, more: { ...flow, id: 'more' } })),
      'template.contradicts-itself',
    ],
    [
      'with a test that it does not list',
      with_((file) => Object.assign(file, { tests: [{ ...emptyTest, flowId: 'orders' }] })),
      'template.contradicts-itself',
    ],
    [
      'with a test of a flow that is not in it',
      with_((file) => Object.assign(file, { tests: [{ ...emptyTest, flowId: 'other' }] })),
      'template.contradicts-itself',
    ],
    [
      'with too many flows',
      with_(
        (file) => (file.contents.flows = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`f${at}`, flow]))),
      ),
      'template.too-many',
    ],
    [
      'with a path for a name',
      with_((file) => (file.contents.flows = { '../../etc/passwd': { ...flow, id: '../../etc/passwd' } })),
      'template.damaged-flow',
    ],
    ['with half a signature', text.replace('"signature": null', '"signature": {"publisher": "x"}'), 'template.damaged'],
  ])('%s is refused', (_what, input, code) => {
    expect(codeOf(input)).toBe(code);
    expect(({} as { groups?: unknown }).groups).toBeUndefined();
  });

  test('brackets in texts do not count as depth', () => {
    expect(codeOf(text.replace('# Base', '['.repeat(500)))).toBe('ok');
  });
});
