import { defineSpec, labelled } from '@koppel/sdk';
import { z } from 'zod';
import { pointerProblem } from './pointer.ts';

/** Starts a flow when another program tells it that something changed, or asks it for an answer. */
export const startOnWebhookSpec = defineSpec({
  type: 'start-on-webhook',
  version: 1,
  role: 'trigger',
  category: 'start',
  title: { en: 'Webhook', nl: 'Webhook', fr: 'Webhook' },
  summary: {
    en: 'Another program calls an address of this flow; what it says is signed, kept before it gets an answer, and handled once.',
    nl: 'Een ander programma roept een adres van deze flow aan; de boodschap is ondertekend, wordt eerst bewaard en één keer verwerkt.',
    fr: 'Un autre programme appelle une adresse de ce flux ; l’appel est signé, conservé avant la réponse et traité une fois.',
  },
  icon: 'webhook',
  ports: { in: [], out: [{ id: 'start', kind: 'signal', title: { en: 'Start', nl: 'Start', fr: 'Départ' } }] },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    keys: z
      .string()
      .max(200)
      .default('')
      .meta(
        labelled(
          { en: 'Keys', nl: 'Sleutels', fr: 'Clés' },
          {
            en: 'Where the body names the records: /record/id, or /items/*/id for several. Empty: the flow reads whatever changed.',
            nl: 'Waar de boodschap de records noemt: /record/id, of /items/*/id voor meerdere. Leeg: de flow leest wat er wijzigde.',
            fr: 'Où le message nomme les enregistrements : /record/id, ou /items/*/id pour plusieurs. Vide : le flux lit ce qui a changé.',
          },
        ),
      ),
    answer: z
      .enum(['accepted', 'result'])
      .default('accepted')
      .meta(
        labelled(
          { en: 'Answer', nl: 'Antwoord', fr: 'Réponse' },
          {
            en: 'accepted: at once. result: after the run, with what "Reply to caller" was given, within 25 seconds.',
            nl: 'accepted: meteen. result: na de uitvoering, met wat "Aanroeper antwoorden" kreeg, binnen 25 seconden.',
            fr: 'accepted : tout de suite. result : après l’exécution, avec ce qu’a reçu « Répondre à l’appelant », en 25 secondes.',
          },
        ),
      ),
  }),
  examples: [
    { title: 'One record, answered with its result', config: { keys: '/id', answer: 'result' } },
    { title: 'Something changed', config: { keys: '', answer: 'accepted' } },
  ],
  telling: ({ answer }) =>
    answer === 'result'
      ? { en: 'Answers its caller', nl: 'Antwoordt de aanroeper', fr: 'Répond à l’appelant' }
      : { en: 'When called', nl: 'Wanneer aangeroepen', fr: 'Sur appel' },
  check({ keys }) {
    const problem = pointerProblem(keys);
    return {
      outputs: { start: { kind: 'signal' } },
      issues: problem
        ? [
            {
              code: 'webhook.unreadable-path',
              severity: 'error',
              message: `"${keys}" does not say where the keys are: ${problem}.`,
              remedy: 'Write a path such as /record/id, or /items/*/id where the body has a list.',
              path: ['config', 'keys'],
            },
          ]
        : [],
    };
  },
});
