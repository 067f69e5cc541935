import { labelled, secret, type ConnectorSpec } from '@koppel/sdk';
import { z } from 'zod';
import { bindings } from './bindings.ts';

/** What a connection to Business Central needs. The defaults are those of the cloud service. */
export const businessCentralSettings = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .meta(
      labelled(
        { en: 'Address', nl: 'Adres', fr: 'Adresse' },
        {
          en: 'Of the API, up to and without the tenant. On premises: up to the service instance.',
          nl: 'Van de API, tot vóór de tenant. Op eigen servers: tot en met de service-instantie.',
          fr: 'De l’API, jusqu’avant le tenant. Sur vos serveurs : jusqu’à l’instance de service.',
        },
      ),
    )
    .default('https://api.businesscentral.dynamics.com/v2.0'),
  tenant: z
    .string()
    .trim()
    .default('')
    .meta(
      labelled(
        { en: 'Tenant', nl: 'Tenant', fr: 'Tenant' },
        {
          en: 'Id or domain. Empty on premises.',
          nl: 'Id of domein. Leeg op eigen servers.',
          fr: 'Id ou domaine. Vide sur vos serveurs.',
        },
      ),
    ),
  environment: z
    .string()
    .trim()
    .default('')
    .meta(
      labelled(
        { en: 'Environment', nl: 'Omgeving', fr: 'Environnement' },
        {
          en: 'For example "production". Empty on premises.',
          nl: 'Bijvoorbeeld “production”. Leeg op eigen servers.',
          fr: 'Par exemple « production ». Vide sur vos serveurs.',
        },
      ),
    ),
  company: z
    .string()
    .trim()
    .default('')
    .meta(
      labelled(
        { en: 'Company', nl: 'Bedrijf', fr: 'Société' },
        {
          en: 'Its name or id. Empty: the first company.',
          nl: 'De naam of id. Leeg: het eerste bedrijf.',
          fr: 'Son nom ou son id. Vide : la première société.',
        },
      ),
    ),
  signIn: z
    .enum(['application', 'person'])
    .default('application')
    .meta({
      ...labelled({ en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' }),
      'x-koppel': {
        title: { en: 'Sign-in', nl: 'Aanmelden', fr: 'Connexion' },
        options: {
          application: { en: 'The application itself', nl: 'De toepassing zelf', fr: 'L’application elle-même' },
          person: {
            en: 'A person, by "Connect"',
            nl: 'Een persoon, met “Verbinden”',
            fr: 'Une personne, par « Connecter »',
          },
        },
      },
    }),
  clientId: z
    .string()
    .trim()
    .min(1)
    .meta(
      labelled(
        { en: 'Client id', nl: 'Client-id', fr: 'Id de client' },
        {
          en: 'Of the application registered in Entra.',
          nl: 'Van de toepassing die in Entra geregistreerd is.',
          fr: 'De l’application inscrite dans Entra.',
        },
      ),
    ),
  clientSecret: secret().meta({
    ...labelled({ en: 'Client secret', nl: 'Clientgeheim', fr: 'Secret du client' }),
    secret: true,
  }),
  authorizationUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize')
    .meta({
      ...labelled({ en: 'Address for people', nl: 'Adres voor personen', fr: 'Adresse pour les personnes' }),
      'x-koppel': {
        title: { en: 'Address for people', nl: 'Adres voor personen', fr: 'Adresse pour les personnes' },
        help: {
          en: 'Where the person signs in; {tenant} stands for the tenant.',
          nl: 'Waar de persoon zich aanmeldt; {tenant} staat voor de tenant.',
          fr: 'Où la personne se connecte ; {tenant} représente le tenant.',
        },
        when: { setting: 'signIn', values: ['person'] },
      },
    }),
  tokenUrl: z
    .string()
    .trim()
    .default('https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token')
    .meta(
      labelled(
        { en: 'Sign-in address', nl: 'Aanmeldadres', fr: 'Adresse de connexion' },
        {
          en: 'Where tokens come from; {tenant} stands for the tenant.',
          nl: 'Waar tokens vandaan komen; {tenant} staat voor de tenant.',
          fr: 'D’où viennent les jetons ; {tenant} représente le tenant.',
        },
      ),
    ),
  salesApi: z
    .enum(['auto', 'off'])
    .default('auto')
    .meta(
      labelled(
        { en: 'Custom sales API', nl: 'Eigen verkoop-API', fr: 'API de vente propre' },
        {
          en: 'Uses api/koppel/sales/v1.0 where it is published.',
          nl: 'Gebruikt api/koppel/sales/v1.0 waar die gepubliceerd is.',
          fr: 'Utilise api/koppel/sales/v1.0 là où elle est publiée.',
        },
      ),
    ),
  executionSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(960)
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
    .default(60)
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
    .default(60)
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

export type BusinessCentralSettings = z.output<typeof businessCentralSettings>;

/** The pure half of the connector: runs in a browser too. */
export const businessCentralSpec = {
  id: 'business-central',
  title: 'Business Central',
  summary: {
    en: 'Microsoft Dynamics 365 Business Central, through its API v2.0.',
    nl: 'Microsoft Dynamics 365 Business Central, via zijn API v2.0.',
    fr: 'Microsoft Dynamics 365 Business Central, par son API v2.0.',
  },
  roles: ['erp'],
  settings: businessCentralSettings,
  bindings,
} satisfies ConnectorSpec;
