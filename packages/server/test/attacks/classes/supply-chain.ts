import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from '../../../src/index.ts';
import { insist, type AttackClass, type Variant } from '../attack.ts';

const read = (path: string) => readFileSync(join(rootFolder, path), 'utf8');

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifests(): [path: string, manifest: Manifest][] {
  const folders = ['packages', 'packages/connectors'].flatMap((folder) =>
    readdirSync(join(rootFolder, folder)).map((name) => `${folder}/${name}/package.json`),
  );
  return ['package.json', 'e2e/package.json', ...folders]
    .filter((path) => existsSync(join(rootFolder, path)))
    .map((path) => [path, JSON.parse(read(path)) as Manifest]);
}

/** The block of the lockfile that names every package and what it must be, byte for byte. */
function lockedPackages(): [name: string, entry: string][] {
  const [, block = ''] = /^packages:\n([\s\S]*?)^snapshots:/m.exec(read('pnpm-lock.yaml')) ?? [];
  return block
    .split(/\n(?= {2}\S)/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => [entry.split(':\n', 1)[0]!, entry]);
}

const variants: Variant[] = [
  {
    name: 'a locked package without a checksum',
    attack: async () => {
      const packages = lockedPackages();
      insist(packages.length > 100, `Only ${packages.length} packages were found`);
      const loose = packages.filter(([, entry]) => !/resolution: \{integrity: sha512-[\w+/]+=*\}/.test(entry));
      insist(loose.length === 0, loose.map(([name]) => name).join());
    },
  },
  {
    name: 'a package from elsewhere than the registry',
    attack: async () => {
      const elsewhere =
        / (tarball|repo): |(specifier|version): (git|github|https?|file|link)[:+](?!\.\.)|git\+|codeload\./.exec(
          read('pnpm-lock.yaml'),
        );
      insist(elsewhere === null, elsewhere?.[0] ?? '');
    },
  },
  {
    name: 'a version that is not exact',
    attack: async () => {
      const loose = manifests().flatMap(([path, { dependencies, devDependencies, optionalDependencies }]) =>
        Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
          .filter(([, version]) => version !== 'workspace:*' && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
          .map(([name, version]) => `${path}: ${name}@${version}`),
      );
      insist(loose.length === 0, loose.join());
    },
  },
  {
    name: 'a script that runs by itself at an installation',
    attack: async () => {
      const own = manifests().flatMap(([path, { scripts = {} }]) =>
        Object.keys(scripts)
          .filter((name) => /^(pre|post)?(install|prepare|publish|pack|rebuild)|^dependencies$/.test(name))
          .map((name) => `${path}: ${name}`),
      );
      insist(own.length === 0, own.join());
      const [, allowed = ''] = /^allowBuilds:\n((?: {2}.*\n?)*)/m.exec(read('pnpm-workspace.yaml')) ?? [];
      const running = allowed.split('\n').filter((line) => /: *true/.test(line));
      insist(running.length === 0, `They may run: ${running.join()}`);
      insist(!existsSync(join(rootFolder, '.npmrc')), 'There is an .npmrc, which could say otherwise');
    },
  },
  {
    name: 'an installation that does not keep to the lockfile',
    attack: async () => {
      for (const path of ['packages/boot/boot.mjs', 'docker/Dockerfile'])
        insist(read(path).includes('--frozen-lockfile'), `${path} installs without it`);
    },
  },
  {
    name: 'a base image whose version is not exact',
    attack: async () => {
      const images = [...read('docker/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);
      insist(images.length > 0 && images.every((image) => /:\d+\.\d+\.\d+/.test(image)), images.join());
    },
  },
];

export const supplyChain: AttackClass = {
  name: 'supply chain',
  summary: 'Packages without a checksum, from elsewhere, in any version, or with scripts that run at an installation.',
  variants,
};
