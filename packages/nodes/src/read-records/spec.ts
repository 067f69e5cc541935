import { labelled, defineSpec, type NodeIssue } from '@koppel/sdk';
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
  check(_config, inputs, context) {
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
    return { outputs: { records: recordsOf(shape), deleted: recordsOf({ ...shape, fields: [] }) }, issues };
  },
});
