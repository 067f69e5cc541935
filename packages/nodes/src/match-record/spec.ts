import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { matchIssues, matchRules, matchSchema } from '../match-rules.ts';
import { recordsIn, rejectedOut } from '../ports.ts';
import { inputShape, recordsOf } from '../shapes.ts';

/** Finds the same thing in another system: by its record link, else by the match rules. Writes nothing. */
export const matchRecordSpec = defineSpec({
  type: 'match-record',
  version: 1,
  role: 'processor',
  category: 'links',
  title: { en: 'Match record', nl: 'Herkennen', fr: 'Reconnaître' },
  summary: {
    en: 'Finds the same record in the other system: by its record link, else by the match rules.',
    nl: 'Zoekt hetzelfde record in het andere systeem: via de recordkoppeling, anders via de herkenningsregels.',
    fr: 'Cherche le même enregistrement dans l’autre système : par sa correspondance, sinon par les règles.',
  },
  icon: 'link-2',
  ports: {
    in: [recordsIn],
    out: [
      { id: 'linked', kind: 'records', isOptional: true, title: { en: 'Found', nl: 'Gevonden', fr: 'Trouvé' } },
      {
        id: 'notLinked',
        kind: 'records',
        isOptional: true,
        title: { en: 'Not yet', nl: 'Nog niet', fr: 'Pas encore' },
      },
      rejectedOut,
    ],
  },
  needs: { slot: true, entity: true },
  config: z.strictObject({ match: matchSchema }),
  examples: [{ title: 'By company number, else VAT number', config: { match: ['companyNumber', 'vatNumber'] } }],
  telling: ({ match }) => ({
    en: ['link', ...match].join(', '),
    nl: ['koppeling', ...match].join(', '),
    fr: ['correspondance', ...match].join(', '),
  }),
  check({ match }, inputs) {
    const input = inputShape(inputs, 'records');
    if (!input) return { outputs: {}, issues: [] };
    return {
      outputs: { linked: recordsOf(input), notLinked: recordsOf(input), rejected: { kind: 'failures' } },
      issues: matchIssues(match, input),
    };
  },
  reads: ({ match }, input) =>
    matchRules(match)
      .flat()
      .map((field) => `${input.entity}.${field}`),
});
