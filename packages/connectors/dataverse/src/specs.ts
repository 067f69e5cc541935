import { secret, type ConnectorSpec } from '@koppel/sdk';
import { z } from 'zod';
import { bindings } from './bindings.ts';

/** What a connection to Dataverse needs. */
export const dataverseSettings = z.strictObject({
  orgUrl: z
    .url({ protocol: /^https?$/, error: 'Enter an address that begins with https://' })
    .meta({ title: 'Address', description: 'Of the environment, for example https://contoso.crm4.dynamics.com' }),
  tenant: z.string().trim().default('').meta({ title: 'Tenant', description: 'Id or domain.' }),
  clientId: z
    .string()
    .trim()
    .min(1)
    .meta({ title: 'Client id', description: 'Of the application registered in Entra.' }),
  clientSecret: secret(),
  tokenUrl: z
    .string()
    .trim()
    .default('https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token')
    .meta({ title: 'Sign-in address', description: 'Where tokens come from; {tenant} stands for the tenant.' }),
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
