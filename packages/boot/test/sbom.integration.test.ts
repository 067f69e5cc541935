import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAllowed } from '../licences.mjs';
import { lockedPackages, root } from '../locked-packages.mjs';

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly licenses?: readonly { readonly expression?: string; readonly license?: { readonly id?: string } }[];
  readonly externalReferences?: readonly { readonly hashes?: readonly { readonly alg: string }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), 'koppel-sbom-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `npm run sbom` writes. */
function made(name: string): string {
  const file = join(folder, name);
  const { status, stderr } = spawnSync(process.execPath, ['packages/boot/sbom.mjs', relative(root, file)], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return readFileSync(file, 'utf8');
}

let text: string;
let packages: Component[];
const nameOf = ({ group, name, version }: Component) => `${group === undefined ? '' : `${group}/`}${name}@${version}`;
const licencesOf = ({ licenses = [] }: Component) =>
  licenses.map(({ expression, license }) => expression ?? license?.id ?? 'none');

beforeAll(() => {
  text = made('one.json');
  const { components } = JSON.parse(text) as { components: Component[] };
  packages = components.filter(({ group }) => group !== '@koppel');
});

test('the bill of materials is CycloneDX 1.6, by its published schema', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(text)).toBeNull();
  // The validator is one: what the schema does not know is told.
  expect(await validator.validate(text.replace('"bomFormat"', '"form"'))).not.toBeNull();
});

test('it holds each package of the lockfile once, and no other', () => {
  const locked = lockedPackages().map(({ name, version }) => `${name}@${version}`);
  expect(locked.length).toBeGreaterThan(500);
  expect(packages.map(nameOf).toSorted()).toEqual(locked.toSorted());
});

test('each package has a checksum and a licence, and none has a licence outside of those that are allowed', () => {
  const hasHash = ({ externalReferences = [] }: Component) =>
    externalReferences.some(({ hashes = [] }) => hashes.some(({ alg }) => alg === 'SHA-512'));
  expect(packages.filter((one) => !hasHash(one)).map(nameOf)).toEqual([]);
  expect(packages.filter((one) => licencesOf(one).length === 0).map(nameOf)).toEqual([]);
  const refused = packages.filter((one) => !licencesOf(one).every(isAllowed));
  expect(refused.map((one) => `${nameOf(one)}: ${licencesOf(one).join()}`)).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MPL-2.0 OR GPL-3.0-only)', true],
  ['MIT AND ISC', true],
  ['MIT AND GPL-3.0-only', false],
  ['AGPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE.md', false],
  ['UNLICENSED', false],
])('the licence %s is allowed: %s', (licence, allowed) => expect(isAllowed(licence)).toBe(allowed));

test('the same lockfile gives the same file, byte for byte', () => {
  expect(made('two.json')).toBe(text);
});
