import { defineSpec, type NodeIssue } from '@koppel/sdk';
import { z } from 'zod';
import { mastershipIssues } from '../mastership-issues.ts';
import { matchIssues, matchSchema } from '../match-rules.ts';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf } from '../shapes.ts';

/** Creates or updates: by record link, else by the match rules, else a new record. Unchanged is not written. */
export const saveRecordSpec = defineSpec({
  type: 'save-record',
  version: 1,
  role: 'sink',
  category: 'write',
  title: { en: 'Save record', nl: 'Bewaren', fr: 'Enregistrer' },
  summary: {
    en: 'Updates the linked or matching record, or creates it. What did not change is not written.',
    nl: 'Werkt het gekoppelde of herkende record bij, of maakt het aan. Wat niet wijzigde, wordt niet geschreven.',
    fr: 'Met à jour l’enregistrement correspondant ou le crée. Ce qui n’a pas changé n’est pas écrit.',
  },
  icon: 'pencil',
  ports: {
    in: [recordsIn],
    out: [
      { id: 'created', kind: 'records', isOptional: true, title: { en: 'Created', nl: 'Aangemaakt', fr: 'Créés' } },
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
      rejectedOut,
    ],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({ match: matchSchema }),
  examples: [{ title: 'By company number, else VAT number', config: { match: ['companyNumber', 'vatNumber'] } }],
  telling: () => ({ en: 'Link, match, create', nl: 'Koppelen, herkennen, aanmaken', fr: 'Lier, reconnaître, créer' }),
  check({ match }, inputs, context) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    const issues: NodeIssue[] = [
      ...matchIssues(match, input),
      ...mastershipIssues(input, context, { isCreate: false }),
    ];
    if (match.length === 0) {
      issues.push({
        code: 'save.no-match',
        severity: 'warning',
        message:
          'Without a match rule every record that is not linked yet is created anew, also when it is there already.',
        remedy: 'Add a match rule, such as the company number.',
        path: ['config', 'match'],
      });
    }
    const out = recordsOf(input);
    return { outputs: { created: out, updated: out, unchanged: out, rejected: { kind: 'failures' } }, issues };
  },
});
