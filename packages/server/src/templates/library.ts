import { compareVersions, packageText, readPackage, type TemplatePackage } from '@koppel/model';
import type { TemplatePackage as PackageView } from '@koppel/protocol';
import type { LibraryPackage, Store } from '@koppel/store';
import { HttpProblem, notFound } from '../http/problems.ts';
import { trustOf } from './signing.ts';

/** A package that was read, with what is known of it. */
export interface OpenPackage {
  readonly template: TemplatePackage;
  readonly view: PackageView;
}

type LibraryStore = Pick<Store, 'templateLibrary' | 'workspace'>;

/** Opens a package of the library. Throws 404. */
export async function packageOf(id: string, version: string, store: LibraryStore): Promise<OpenPackage> {
  const found = await store.templateLibrary.get(id, version);
  if (!found) throw notFound('package', `${id} ${version}`);
  return openPackage(found, store);
}

/** Reads the text of a package. Throws 422 where it is damaged or was changed after it was sealed. */
export async function openPackage(
  stored: Pick<LibraryPackage, 'content' | 'addedAt' | 'addedBy'>,
  { workspace }: LibraryStore,
): Promise<OpenPackage> {
  const read = readPackage(stored.content);
  if (!read.ok) throw new HttpProblem(422, read.problem);
  const { manifest, checksum } = read.package;
  const trust = await trustOf(read.package, read.sealed, workspace);
  if (trust.state === 'broken') {
    throw new HttpProblem(422, {
      code: 'template.altered',
      message: `The template "${manifest.title.en}" was changed after it was made: its checksum or its signature does not fit.`,
      remedy: 'Ask its publisher for it again. Nothing was installed.',
    });
  }
  const { id, version, title, note, flows } = manifest;
  return {
    template: read.package,
    view: {
      id,
      version,
      title,
      note,
      flows,
      checksum,
      bytes: Buffer.byteLength(stored.content),
      trust,
      addedAt: stored.addedAt.toISOString(),
      addedBy: stored.addedBy,
    },
  };
}

/** Every package that can be read, by id and the newest version first. */
export async function libraryOf(store: LibraryStore): Promise<PackageView[]> {
  const views: PackageView[] = [];
  for (const stored of await store.templateLibrary.list()) {
    try {
      views.push((await openPackage(stored, store)).view);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
    }
  }
  return views.toSorted((a, b) => (a.id === b.id ? compareVersions(b.version, a.version) : a.id < b.id ? -1 : 1));
}

/** The versions of a template that the library has, the newest first. */
export async function versionsOf(id: string, { templateLibrary }: LibraryStore): Promise<string[]> {
  const all = await templateLibrary.list();
  return all
    .filter((stored) => stored.id === id)
    .map(({ version }) => version)
    .toSorted((a, b) => compareVersions(b, a));
}

/** Puts a package into the library. Throws 409 where this version is there with other content. */
export async function addPackage(
  template: TemplatePackage,
  addedBy: string,
  store: LibraryStore,
): Promise<PackageView> {
  const { id, version } = template.manifest;
  const content = packageText(template);
  // Opened before it is stored: what is altered never gets in.
  await openPackage({ content, addedAt: new Date(0), addedBy }, store);
  const added = await store.templateLibrary.add({ id, version, checksum: template.checksum, content, addedBy });
  if (added === 'other') {
    throw new HttpProblem(409, {
      code: 'template.version-exists',
      message: `The library has version ${version} of "${id}" with other content.`,
      remedy: 'Give what changed a new version number.',
    });
  }
  return (await packageOf(id, version, store)).view;
}

/** Brings the text of a file in. */
export async function uploadPackage(content: string, addedBy: string, store: LibraryStore): Promise<PackageView> {
  const { template } = await openPackage({ content, addedAt: new Date(0), addedBy }, store);
  return addPackage(template, addedBy, store);
}
