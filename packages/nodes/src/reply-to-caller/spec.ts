import { defineSpec, labelled } from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn } from '../ports.ts';
import { inputShape } from '../shapes.ts';

/** Gives the values of the records that reach it to who called the flow's webhook. */
export const replyToCallerSpec = defineSpec({
  type: 'reply-to-caller',
  version: 1,
  role: 'reply',
  category: 'finish',
  title: { en: 'Reply to caller', nl: 'Aanroeper antwoorden', fr: 'Répondre à l’appelant' },
  summary: {
    en: 'Whoever called the webhook gets the values of these records as its answer.',
    nl: 'Wie de webhook aanriep, krijgt de waarden van deze records als antwoord.',
    fr: 'Celui qui a appelé le webhook reçoit les valeurs de ces enregistrements en réponse.',
  },
  icon: 'reply',
  ports: { in: [recordsIn], out: [] },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    fields: z
      .array(z.string().max(100))
      .max(100)
      .default([])
      .meta(
        labelled(
          { en: 'Fields', nl: 'Velden', fr: 'Champs' },
          {
            en: 'What the caller gets of each record, such as number and name. None: all that the records have.',
            nl: 'Wat de aanroeper van elk record krijgt, zoals number en name. Geen: alles wat de records hebben.',
            fr: 'Ce que l’appelant reçoit de chaque enregistrement, comme number et name. Aucun : tout ce qu’ils ont.',
          },
        ),
      ),
  }),
  examples: [{ title: 'The number of the new customer', config: { fields: ['number'] } }],
  telling: ({ fields }) =>
    fields.length > 0 ? { en: fields.join(', ') } : { en: 'All fields', nl: 'Alle velden', fr: 'Tous les champs' },
  reads: ({ fields }, input) =>
    input.fields
      .filter(({ field }) => fields.length === 0 || fields.includes(field))
      .map(({ field }) => `${input.entity}.${field}`),
  check({ fields }, inputs) {
    const input = inputShape(inputs, 'records');
    const unknown = input ? fields.filter((name) => !input.fields.some(({ field }) => field === name)) : [];
    return {
      outputs: {},
      issues: unknown.map((name) => ({
        code: 'reply.unknown-field',
        severity: 'error' as const,
        message: `The records have no field "${name}".`,
        remedy: `Choose one of ${input!.fields
          .slice(0, 8)
          .map(({ field }) => field)
          .join(', ')}…, or leave the list empty.`,
        path: ['config', 'fields'],
      })),
    };
  },
});
