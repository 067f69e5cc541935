import { secret, type ConnectorSpec } from '@koppel/sdk';
import { z } from 'zod';
import { bindings } from './bindings.ts';

const address = (title: string, description: string) =>
  z.url({ protocol: /^https?$/, error: 'Enter an address that begins with https://' }).meta({ title, description });

/** What a connection to Business Central needs. The defaults are those of the cloud service. */
export const businessCentralSettings = z.strictObject({
  baseUrl: address(
    'Address',
    'Of the API, up to and without the tenant. On premises: up to the service instance.',
  ).default('https://api.businesscentral.dynamics.com/v2.0'),
  tenant: z.string().trim().default('').meta({ title: 'Tenant', description: 'Id or domain. Empty on premises.' }),
  environment: z
    .string()
    .trim()
    .default('')
    .meta({ title: 'Environment', description: 'For example "production". Empty on premises.' }),
  company: z
    .string()
    .trim()
    .default('')
    .meta({ title: 'Company', description: 'Its name or id. Empty: the first company.' }),
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
  salesApi: z
    .enum(['auto', 'off'])
    .default('auto')
    .meta({ title: 'Custom sales API', description: 'Uses api/koppel/sales/v1.0 where it is published.' }),
  executionSeconds: z.number().min(0).max(3600).default(960).meta({
    title: 'Longest execution',
    description: 'How long the server may still be busy with a request, in seconds.',
  }),
  visibilitySeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(60)
    .meta({ title: 'Visibility', description: 'After how many seconds everybody sees what was written.' }),
  pauseSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(60)
    .meta({ title: 'Safety margin', description: 'Added before a record counts as not created, in seconds.' }),
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
