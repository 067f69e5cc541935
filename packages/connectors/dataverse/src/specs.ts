import { labelled, secret, type ConnectorSpec } from '@koppel/sdk';
import { z } from 'zod';
import { bindings } from './bindings.ts';

/** What a connection to Dataverse needs. */
export const dataverseSettings = z.strictObject({
  orgUrl: z.url({ protocol: /^https?$/ }).meta(
    labelled(
      { en: 'Address', nl: 'Adres', fr: 'Adresse' },
      {
        en: 'Of the environment, for example https://contoso.crm4.dynamics.com',
        nl: 'Van de omgeving, bijvoorbeeld https://contoso.crm4.dynamics.com',
        fr: 'De l’environnement, par exemple https://contoso.crm4.dynamics.com',
      },
    ),
  ),
  tenant: z
    .string()
    .trim()
    .default('')
    .meta(
      labelled(
        { en: 'Tenant', nl: 'Tenant', fr: 'Tenant' },
        { en: 'Id or domain.', nl: 'Id of domein.', fr: 'Id ou domaine.' },
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
});

export type DataverseSettings = z.output<typeof dataverseSettings>;

/** The pure half of the connector: runs in a browser too. */
export const dataverseSpec = {
  id: 'dataverse',
  title: 'Dataverse (Dynamics 365 Sales)',
  summary: {
    en: 'Microsoft Dataverse, the store of Dynamics 365 Sales, through its Web API v9.2.',
    nl: 'Microsoft Dataverse, de opslag van Dynamics 365 Sales, via zijn Web API v9.2.',
    fr: 'Microsoft Dataverse, la base de Dynamics 365 Sales, par sa Web API v9.2.',
  },
  roles: ['crm'],
  settings: dataverseSettings,
  bindings,
} satisfies ConnectorSpec;
