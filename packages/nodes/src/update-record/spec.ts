import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { mastershipIssues } from '../mastership-issues.ts';
import { matchIssues, matchSchema } from '../match-rules.ts';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf } from '../shapes.ts';

/** Updates the linked or matching record and never creates one. */
export const updateRecordSpec = defineSpec({
  type: 'update-record',
  version: 1,
  role: 'sink',
  category: 'write',
  title: { en: 'Update record', nl: 'Bijwerken', fr: 'Mettre à jour' },
  summary: {
    en: 'Updates the linked or matching record. A record that is not there is skipped.',
    nl: 'Werkt het gekoppelde of herkende record bij. Een record dat er niet is, wordt overgeslagen.',
    fr: 'Met à jour l’enregistrement correspondant. Un enregistrement absent est ignoré.',
  },
  icon: 'pencil-line',
  ports: {
    in: [recordsIn],
    out: [
      {
        id: 'updated',
        kind: 'records',
        isOptional: true,
        title: { en: 'Updated', nl: 'Bijgewerkt', fr: 'Mis à jour' },
      },
      {
        id: 'unchanged',
        kind: 'records',
        isOptional: true,
        title: { en: 'Unchanged', nl: 'Ongewijzigd', fr: 'Inchangés' },
      },
      {
        id: 'missing',
        kind: 'records',
        isOptional: true,
        title: { en: 'Not there', nl: 'Bestaat niet', fr: 'Absents' },
      },
      rejectedOut,
    ],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({ match: matchSchema }),
  examples: [{ title: 'Linked records', config: { match: [] } }],
  telling: ({ match }) =>
    match.length === 0
      ? { en: 'Linked records only', nl: 'Alleen gekoppelde records', fr: 'Enregistrements liés seulement' }
      : { en: 'Link, match', nl: 'Koppelen, herkennen', fr: 'Lier, reconnaître' },
  check({ match }, inputs, context) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    const out = recordsOf(input);
    return {
      outputs: { updated: out, unchanged: out, missing: out, rejected: { kind: 'failures' } },
      issues: [...matchIssues(match, input), ...mastershipIssues(input, context, { isCreate: false })],
    };
  },
});
