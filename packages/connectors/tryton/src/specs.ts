import { labelled, secret, type ConnectorSpec } from '@koppel/sdk';
import { z } from 'zod';
import { bindings } from './bindings.ts';

/** What a connection to Tryton needs. */
export const trytonSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).meta(
    labelled(
      { en: 'Address', nl: 'Adres', fr: 'Adresse' },
      {
        en: 'Of the server, without the database: https://erp.example.com',
        nl: 'Van de server, zonder de database: https://erp.example.com',
        fr: 'Du serveur, sans la base de données : https://erp.example.com',
      },
    ),
  ),
  database: z
    .string()
    .trim()
    .min(1)
    .meta(
      labelled(
        { en: 'Database', nl: 'Database', fr: 'Base de données' },
        {
          en: 'Its name, as people choose it when they sign in.',
          nl: 'De naam, zoals mensen ze kiezen bij het aanmelden.',
          fr: 'Son nom, comme on le choisit à la connexion.',
        },
      ),
    ),
  user: z
    .string()
    .trim()
    .min(1)
    .meta(
      labelled(
        { en: 'User', nl: 'Gebruiker', fr: 'Utilisateur' },
        {
          en: 'Login of a user of its own for Koppel, so that its changes can be told from those of people.',
          nl: 'Login van een eigen gebruiker voor Koppel, zodat zijn wijzigingen te onderscheiden zijn van die van mensen.',
          fr: 'Identifiant d’un utilisateur propre à Koppel, pour distinguer ses modifications de celles des personnes.',
        },
      ),
    ),
  password: secret().meta({
    ...labelled({ en: 'Password', nl: 'Wachtwoord', fr: 'Mot de passe' }),
    secret: true,
  }),
  company: z
    .string()
    .trim()
    .default('')
    .meta(
      labelled(
        { en: 'Company', nl: 'Bedrijf', fr: 'Société' },
        {
          en: 'Its name. Empty: the company of the user.',
          nl: 'De naam. Leeg: het bedrijf van de gebruiker.',
          fr: 'Son nom. Vide : la société de l’utilisateur.',
        },
      ),
    ),
  customerCategory: z
    .string()
    .trim()
    .default('')
    .meta(
      labelled(
        { en: 'Category of customers', nl: 'Categorie van klanten', fr: 'Catégorie des clients' },
        {
          en: 'Only parties of this category are customers, and new ones get it. Empty: every party but the own companies.',
          nl: 'Alleen relaties van deze categorie zijn klanten, en nieuwe krijgen ze. Leeg: elke relatie behalve de eigen bedrijven.',
          fr: 'Seuls les tiers de cette catégorie sont clients, et les nouveaux la reçoivent. Vide : tout tiers sauf vos sociétés.',
        },
      ),
    ),
  newOrders: z
    .enum(['draft', 'quotation', 'confirmed'])
    .default('confirmed')
    .meta(
      labelled(
        { en: 'New orders are', nl: 'Nieuwe bestellingen zijn', fr: 'Les nouvelles commandes sont' },
        {
          en: 'How far a sale is taken that Koppel makes. A draft has no number yet.',
          nl: 'Hoe ver een verkoop wordt gebracht die Koppel aanmaakt. Een concept heeft nog geen nummer.',
          fr: 'Jusqu’où est menée une vente créée par Koppel. Un brouillon n’a pas encore de numéro.',
        },
      ),
    ),
  executionSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(300)
    .meta(
      labelled(
        { en: 'Longest execution', nl: 'Langste verwerking', fr: 'Traitement le plus long' },
        {
          en: 'How long the server may still be busy with a request, in seconds.',
          nl: 'Hoelang de server nog met een aanvraag bezig kan zijn, in seconden.',
          fr: 'Combien de temps le serveur peut encore traiter une requête, en secondes.',
        },
      ),
    ),
  visibilitySeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(5)
    .meta(
      labelled(
        { en: 'Visibility', nl: 'Zichtbaarheid', fr: 'Visibilité' },
        {
          en: 'After how many seconds everybody sees what was written.',
          nl: 'Na hoeveel seconden iedereen ziet wat geschreven is.',
          fr: 'Après combien de secondes chacun voit ce qui a été écrit.',
        },
      ),
    ),
  pauseSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(30)
    .meta(
      labelled(
        { en: 'Safety margin', nl: 'Veiligheidsmarge', fr: 'Marge de sécurité' },
        {
          en: 'Added before a record counts as not created, in seconds.',
          nl: 'Komt erbij voor een record als niet aangemaakt telt, in seconden.',
          fr: 'Ajoutée avant qu’un enregistrement compte comme non créé, en secondes.',
        },
      ),
    ),
});

export type TrytonSettings = z.output<typeof trytonSettings>;

/** The pure half of the connector: runs in a browser too. */
export const trytonSpec = {
  id: 'tryton',
  title: 'Tryton',
  summary: {
    en: 'The open-source ERP Tryton, through its JSON-RPC.',
    nl: 'Het open-source-ERP Tryton, via zijn JSON-RPC.',
    fr: 'L’ERP libre Tryton, par son JSON-RPC.',
  },
  roles: ['erp'],
  settings: trytonSettings,
  bindings,
} satisfies ConnectorSpec;
