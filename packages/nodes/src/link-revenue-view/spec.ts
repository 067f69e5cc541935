import { defineSpec } from '@koppel/sdk';
import { z } from 'zod';
import { figurePorts } from '../figures/ports.ts';
import { checkFigures } from '../figures/related.ts';

export const linkFigures = ['insightLink'] as const;

/** The signed address under which the CRM shows the revenue of an account on its own page. */
export const linkRevenueViewSpec = defineSpec({
  type: 'link-revenue-view',
  version: 1,
  role: 'processor',
  category: 'shape',
  title: { en: 'Link to revenue view', nl: 'Link naar omzetbeeld', fr: 'Lien vers la vue du CA' },
  summary: {
    en: 'Signs the address of the narrow view of each account, for the account page of the CRM. It is good for one to two weeks and only for that account; empty while no CRM may show the view.',
    nl: 'Ondertekent het adres van het smalle beeld van elk account, voor de accountpagina van het CRM. Het geldt één tot twee weken en alleen voor dat account; leeg zolang geen CRM het beeld mag tonen.',
    fr: 'Signe l’adresse de la vue étroite de chaque compte, pour la page du compte dans le CRM. Elle vaut une à deux semaines et pour ce compte seul ; vide tant qu’aucun CRM ne peut afficher la vue.',
  },
  icon: 'link-2',
  ports: figurePorts,
  needs: { slot: true, entity: false },
  readsEntity: 'account',
  config: z.strictObject({}),
  examples: [{ title: 'A link for each account', config: {} }],
  telling: () => ({
    en: 'Signed, 1–2 weeks',
    nl: 'Ondertekend, 1–2 weken',
    fr: 'Signé, 1–2 semaines',
  }),
  check: (_config, inputs, context) => checkFigures(inputs, context, linkFigures),
});
