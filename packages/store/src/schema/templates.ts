import { kit } from './columns.ts';

/** A package of the library, as the text of its file. */
export const templatePackage = kit.table(
  'template_package',
  {
    id: kit.text().notNull(),
    version: kit.text().notNull(),
    checksum: kit.text().notNull(),
    content: kit.text().notNull(),
    addedAt: kit.time().notNull(),
    addedBy: kit.text().notNull(),
  },
  (t) => [kit.primaryKey({ columns: [t.id, t.version] })],
);

/** A template that is installed: what it was installed from, which is the base of the next upgrade, and how it was fitted. */
export const template = kit.table('template', {
  id: kit.id(),
  version: kit.text().notNull(),
  content: kit.text().notNull(),
  fitting: kit.json().notNull(),
  installedAt: kit.time().notNull(),
  installedBy: kit.text().notNull(),
});

/** An installation that was carried out, with what it changed as it was before: so that it can be taken back. */
export const templateStep = kit.table(
  'template_step',
  {
    id: kit.serial(),
    templateId: kit.text().notNull(),
    version: kit.text().notNull(),
    /** Rows as they were. */
    before: kit.json().notNull(),
    /** Names of what it changed, each with a hash of how it was left. */
    after: kit.json().notNull(),
    at: kit.time().notNull(),
    by: kit.text().notNull(),
  },
  (t) => [kit.index('template_step_template').on(t.templateId, t.id)],
);

/** An installation that was begun and not finished. */
export const templateWork = kit.table('template_work', {
  id: kit.id(),
  templateId: kit.text().notNull(),
  version: kit.text().notNull(),
  content: kit.text().notNull(),
  /** What was chosen so far. */
  choices: kit.json().notNull(),
  startedAt: kit.time().notNull(),
  startedBy: kit.text().notNull(),
});
