import { canonicalEntity, canonicalField } from './entities.ts';
import type { Language, LocalizedText } from './localized.ts';
import type { MastershipRow } from './mastership.ts';

/** How people call a system of this role: the two banks as they are spoken, any other by its own name. */
export function roleTitle(role: string): string {
  return role === 'erp' || role === 'crm' ? role.toUpperCase() : role;
}

/** What a row of the table is about: its group, or the field that deviates from it. */
export function mastershipRowTitle(
  row: { readonly entity: string } & ({ readonly group: string } | { readonly field: string }),
): LocalizedText {
  if ('field' in row) return fieldTitle(row.entity, row.field);
  const group = canonicalEntity(row.entity)?.groups.find((candidate) => candidate.group === row.group);
  return group?.title ?? { en: row.group };
}

function fieldTitle(entity: string, field: string): LocalizedText {
  return canonicalField(entity, field)?.title ?? { en: field.startsWith('~') ? field.slice(1) : field };
}

/** A row as plain sentences, for somebody who has never seen the table: who decides, who may do what else. */
export function mastershipSentence(row: MastershipRow): Record<Language, string> {
  return { en: sentence(row, 'en'), nl: sentence(row, 'nl'), fr: sentence(row, 'fr') };
}

interface Words {
  readonly undecided: string;
  readonly shared: (master: string) => string;
  readonly seeded: (master: string, seeder: string) => string;
  readonly copied: (master: string, copy: string) => string;
  readonly injected: (master: string, next: string) => string;
  readonly atState: (master: string, next: string, field: string, states: string) => string;
  readonly or: string;
}

const words: Record<Language, Words> = {
  en: {
    undecided: 'Nobody has decided yet. As long as nobody does, no flow that writes these values can be published.',
    shared: (master) =>
      `Both systems may edit these values, and Keep in step carries either edit over. Where they differ at the first contact, the ${master} decides.`,
    seeded: (master, seeder) =>
      `The ${master} decides these values. The ${seeder} may fill them when it makes a new record; after that the ${master} is their master.`,
    copied: (master, copy) => `The ${master} decides these values. The ${copy} shows them and does not change them.`,
    injected: (master, next) =>
      `The ${master} decides these values until the record is in the ${next}. From then on the ${next} does.`,
    atState: (master, next, field, states) =>
      `The ${master} decides these values until ${field} is ${states} there. From then on the ${next} does.`,
    or: 'or',
  },
  nl: {
    undecided:
      'Niemand heeft dit al beslist. Zolang niemand beslist, kan geen flow die deze waarden schrijft gepubliceerd worden.',
    shared: (master) =>
      `Beide systemen mogen deze waarden wijzigen, en Gelijk houden brengt elke wijziging over. Verschillen ze bij het eerste contact, dan beslist het ${master}.`,
    seeded: (master, seeder) =>
      `Het ${master} bepaalt deze waarden. Het ${seeder} mag ze invullen als het een nieuw record aanmaakt; daarna is het ${master} er eigenaar van.`,
    copied: (master, copy) => `Het ${master} bepaalt deze waarden. Het ${copy} toont ze en wijzigt ze niet.`,
    injected: (master, next) =>
      `Het ${master} bepaalt deze waarden tot het record in het ${next} staat. Vanaf dan bepaalt het ${next} ze.`,
    atState: (master, next, field, states) =>
      `Het ${master} bepaalt deze waarden tot ${field} daar ${states} is. Vanaf dan bepaalt het ${next} ze.`,
    or: 'of',
  },
  fr: {
    undecided:
      'Personne n’a encore décidé. Tant que personne ne décide, aucun flux qui écrit ces valeurs ne peut être publié.',
    shared: (master) =>
      `Les deux systèmes peuvent modifier ces valeurs, et « Tenir à jour » reporte chaque modification. Si elles diffèrent au premier contact, le ${master} décide.`,
    seeded: (master, seeder) =>
      `Le ${master} décide de ces valeurs. Le ${seeder} peut les remplir en créant un enregistrement ; ensuite le ${master} en est le maître.`,
    copied: (master, copy) => `Le ${master} décide de ces valeurs. Le ${copy} les montre et ne les modifie pas.`,
    injected: (master, next) =>
      `Le ${master} décide de ces valeurs jusqu’à ce que l’enregistrement soit dans le ${next}. Dès lors, le ${next} en décide.`,
    atState: (master, next, field, states) =>
      `Le ${master} décide de ces valeurs jusqu’à ce que ${field} y soit ${states}. Dès lors, le ${next} en décide.`,
    or: 'ou',
  },
};

function sentence(row: MastershipRow, language: Language): string {
  const said = plainSentence(row, words[language], language);
  // The French ERP begins with a vowel.
  return language === 'fr' ? said.replaceAll('le ERP', 'l’ERP').replaceAll('Le ERP', 'L’ERP') : said;
}

function plainSentence(row: MastershipRow, text: Words, language: Language): string {
  if (row.master === 'undecided') return text.undecided;
  const master = roleTitle(row.master);
  if (row.handOver) {
    const { to, when } = row.handOver;
    if (when === 'injected') return text.injected(master, roleTitle(to));
    const title = fieldTitle(row.entity, when.field);
    const states = when.is.map((state) => `“${state}”`);
    const listed = states.length > 1 ? `${states.slice(0, -1).join(', ')} ${text.or} ${states.at(-1)}` : states[0]!;
    return text.atState(master, roleTitle(to), title[language] ?? title.en, listed);
  }
  if (row.shared) return text.shared(master);
  const [seeder] = row.maySeed;
  if (seeder !== undefined) return text.seeded(master, roleTitle(seeder));
  return text.copied(master, row.master === 'crm' ? 'ERP' : 'CRM');
}
