import { defineSpec, labelled } from '@koppel/sdk';
import { z } from 'zod';

/** Starts a flow when a run of another flow has ended. */
export const startAfterFlowSpec = defineSpec({
  type: 'start-after-flow',
  version: 1,
  role: 'trigger',
  category: 'start',
  title: { en: 'After another flow', nl: 'Na een andere flow', fr: 'Après un autre flux' },
  summary: {
    en: 'Starts when a run of another flow is done, so that the second finds what the first has written.',
    nl: 'Start als een uitvoering van een andere flow klaar is, zodat de tweede vindt wat de eerste schreef.',
    fr: 'Démarre quand une exécution d’un autre flux est terminée : le second trouve ce que le premier a écrit.',
  },
  icon: 'workflow',
  ports: { in: [], out: [{ id: 'start', kind: 'signal', title: { en: 'Start', nl: 'Start', fr: 'Départ' } }] },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    flow: z
      .string()
      .max(100)
      .meta(
        labelled(
          { en: 'Flow', nl: 'Flow', fr: 'Flux' },
          {
            en: 'Id of the flow to wait for, as it stands in its address: accounts-erp-to-crm.',
            nl: 'Id van de flow waarop gewacht wordt, zoals in zijn adres: accounts-erp-to-crm.',
            fr: 'Identifiant du flux attendu, comme dans son adresse : accounts-erp-to-crm.',
          },
        ),
      ),
    when: z
      .enum(['done', 'ended'])
      .default('done')
      .meta(
        labelled(
          { en: 'When', nl: 'Wanneer', fr: 'Quand' },
          {
            en: 'done: only after a run that went through. ended: also after one that was stopped or failed.',
            nl: 'done: alleen na een uitvoering die volledig lukte. ended: ook na een gestopte of mislukte.',
            fr: 'done : seulement après une exécution aboutie. ended : aussi après un arrêt ou un échec.',
          },
        ),
      ),
  }),
  examples: [{ title: 'Orders after customers', config: { flow: 'accounts-erp-to-crm', when: 'done' } }],
  telling: ({ flow }) => ({ en: `After ${flow}`, nl: `Na ${flow}`, fr: `Après ${flow}` }),
  check: ({ flow }) => ({
    outputs: { start: { kind: 'signal' } },
    issues:
      flow.trim() === ''
        ? [
            {
              code: 'after-flow.no-flow',
              severity: 'error',
              message: 'It is not said which flow to wait for.',
              remedy: 'Fill in the id of the other flow.',
              path: ['config', 'flow'],
            },
          ]
        : [],
  }),
});
