import { labelled, defineSpec, type NodeIssue, type RecordShape } from '@koppel/sdk';
import { z } from 'zod';
import { recordsOf, systemShape } from '../shapes.ts';

/** Reads the records of an entity: those changed since the last run, or all of them when the run says so. */
export const readRecordsSpec = defineSpec({
  type: 'read-records',
  version: 1,
  role: 'source',
  category: 'read',
  title: { en: 'Read records', nl: 'Lezen', fr: 'Lire' },
  summary: {
    en: 'Reads what changed since the last run, page by page.',
    nl: 'Leest wat sinds de vorige uitvoering gewijzigd is, pagina per pagina.',
    fr: 'Lit ce qui a changé depuis la dernière exécution, page par page.',
  },
  icon: 'database',
  ports: {
    in: [{ id: 'start', kind: 'signal', isOptional: true, title: { en: 'Start', nl: 'Start', fr: 'Départ' } }],
    out: [
      { id: 'records', kind: 'records', title: { en: 'Records', nl: 'Records', fr: 'Enregistrements' } },
      {
        id: 'deleted',
        kind: 'records',
        isOptional: true,
        title: { en: 'Deleted', nl: 'Verwijderd', fr: 'Supprimés' },
      },
    ],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({
    per: z
      .string()
      .max(100)
      .optional()
      .meta(
        labelled(
          { en: 'One record per', nl: 'Eén record per', fr: 'Un enregistrement par' },
          {
            en: 'Field that refers to another record, such as customer: the node then gives each record that what changed refers to, once.',
            nl: 'Veld dat naar een ander record verwijst, zoals customer: de stap geeft dan elk record waarnaar het gewijzigde verwijst, één keer.',
            fr: 'Champ qui renvoie à un autre enregistrement, comme customer : l’étape donne alors chaque enregistrement visé, une seule fois.',
          },
        ),
      ),
    all: z
      .boolean()
      .default(false)
      .meta(
        labelled(
          { en: 'Always all records', nl: 'Altijd alle records', fr: 'Toujours tous les enregistrements' },
          {
            en: 'Reads all records each time instead of what changed: for figures that change with the calendar.',
            nl: 'Leest elke keer alle records in plaats van wat wijzigde: voor cijfers die met de kalender wijzigen.',
            fr: 'Lit chaque fois tous les enregistrements au lieu de ce qui a changé : pour des chiffres qui varient avec le calendrier.',
          },
        ),
      ),
    maxAgeMinutes: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta(
        labelled(
          { en: 'At most so old (minutes)', nl: 'Hoogstens zo oud (minuten)', fr: 'Âge maximal (minutes)' },
          {
            en: 'What is promised to those who use the data. The list of flows says when it is older.',
            nl: 'Wat beloofd is aan wie de gegevens gebruikt. De flowlijst zegt wanneer ze ouder zijn.',
            fr: 'Ce qui est promis à ceux qui utilisent les données. La liste des flux dit quand elles sont plus anciennes.',
          },
        ),
      ),
    stream: z
      .string()
      .max(40)
      .optional()
      .meta(
        labelled(
          { en: 'Stream', nl: 'Stroom', fr: 'Fil' },
          {
            en: 'Only needed where a flow reads the same entity twice: the name under which this node remembers how far it got.',
            nl: 'Alleen nodig als een flow dezelfde entiteit twee keer leest: de naam waaronder deze stap onthoudt hoever hij kwam.',
            fr: 'Seulement si un flux lit deux fois la même entité : le nom sous lequel cette étape retient jusqu’où elle est allée.',
          },
        ),
      ),
  }),
  examples: [{ title: 'Changed records', config: {} }],
  telling: () => ({
    en: 'Changed since last run',
    nl: 'Gewijzigd sinds vorige uitvoering',
    fr: 'Modifiés depuis la dernière exécution',
  }),
  check({ per }, inputs, context) {
    const shape = systemShape(context);
    const issues: NodeIssue[] = [];
    if (!inputs['start']) {
      issues.push({
        code: 'read.no-trigger',
        severity: 'hint',
        message: 'Nothing starts this node, so it only runs when somebody starts the flow.',
        remedy: 'Connect a schedule if it should run by itself.',
        path: [],
      });
    }
    if (!shape) return { outputs: {}, issues };
    if (per !== undefined) {
      const type = shape.fields.find(({ field }) => field === per)?.type;
      if (type?.kind === 'reference') {
        const referred = { entity: type.entity, fields: [], sourceRole: shape.sourceRole };
        return { outputs: { records: recordsOf(referred), deleted: recordsOf(referred) }, issues };
      }
      issues.push({
        code: 'read.no-reference',
        severity: 'error',
        message: `"${per}" is not a field of ${shape.entity} records that refers to another record.`,
        remedy: `Choose one that does${referencesOf(shape)}, or leave it empty.`,
        path: ['config', 'per'],
      });
    }
    return { outputs: { records: recordsOf(shape), deleted: recordsOf({ ...shape, fields: [] }) }, issues };
  },
});

function referencesOf({ fields }: RecordShape): string {
  const names = fields.filter(({ type }) => type.kind === 'reference').map(({ field }) => field);
  return names.length > 0 ? `, such as ${names.join(' or ')}` : '';
}
