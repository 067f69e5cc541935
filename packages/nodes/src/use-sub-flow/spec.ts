import { defineSpec, labelled, subFlowUseSchema } from '@koppel/sdk';
import { z } from 'zod';

const { subFlow, version, slots, parameters } = subFlowUseSchema.shape;

/** A sub-flow in a flow. The compiler puts its nodes in the place of this one; its ports are the sub-flow's inputs and outputs. */
export const useSubFlowSpec = defineSpec({
  type: 'use-sub-flow',
  version: 1,
  role: 'subFlow',
  category: 'subFlow',
  title: { en: 'Sub-flow', nl: 'Subflow', fr: 'Sous-flux' },
  summary: {
    en: 'Uses a sub-flow: several nodes that are kept in one place and used by several flows.',
    nl: 'Gebruikt een subflow: meerdere stappen die op één plaats bewaard en door meerdere flows gebruikt worden.',
    fr: 'Utilise un sous-flux : plusieurs étapes gardées à un seul endroit et utilisées par plusieurs flux.',
  },
  icon: 'component',
  ports: { in: [], out: [] },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    subFlow: subFlow.meta(labelled({ en: 'Sub-flow', nl: 'Subflow', fr: 'Sous-flux' })),
    version: version.meta(
      labelled(
        { en: 'Version', nl: 'Versie', fr: 'Version' },
        {
          en: 'The published version that is used. It stays until a newer one is taken.',
          nl: 'De gepubliceerde versie die gebruikt wordt. Ze blijft tot er een nieuwere genomen wordt.',
          fr: 'La version publiée qui est utilisée. Elle reste jusqu’à ce qu’une plus récente soit prise.',
        },
      ),
    ),
    slots: slots.meta(
      labelled(
        { en: 'Systems', nl: 'Systemen', fr: 'Systèmes' },
        {
          en: 'The flow’s slot per slot of the sub-flow. One that is absent takes that of the same name, else of the same role.',
          nl: 'Het slot van de flow per slot van de subflow. Ontbreekt er een, dan geldt dat met dezelfde naam, anders dat met dezelfde rol.',
          fr: 'L’emplacement du flux pour chaque emplacement du sous-flux. S’il en manque un, celui du même nom est pris, sinon celui du même rôle.',
        },
      ),
    ),
    parameters: parameters.meta(
      labelled(
        { en: 'Parameters', nl: 'Parameters', fr: 'Paramètres' },
        {
          en: 'Values of its parameters. One that is absent takes the flow’s parameter of that name, else its default.',
          nl: 'Waarden van zijn parameters. Ontbreekt er een, dan geldt de parameter van de flow met die naam, anders de standaardwaarde.',
          fr: 'Valeurs de ses paramètres. S’il en manque une, le paramètre du flux du même nom est pris, sinon sa valeur par défaut.',
        },
      ),
    ),
  }),
  examples: [{ title: 'Version 3 of a sub-flow', config: { subFlow: 'clean-address', version: 3 } }],
  telling: ({ version }) => ({ en: `Version ${version}`, nl: `Versie ${version}`, fr: `Version ${version}` }),
  check: () => ({ outputs: {}, issues: [] }),
});
