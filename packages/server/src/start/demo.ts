import type { DemoSystems } from '@koppel/demo-systems';
import { join } from 'node:path';
import { StartupError } from '../startup-error.ts';
import type { StartOptions } from './koppel.ts';
import { portError } from './plain-words.ts';

/** The demo ERP and the demo CRM, while they are on. */
export type Demo = DemoSystems;

/** Starts both demo systems on this machine's own address. Throws a StartupError when a port is taken. */
export async function startDemo({ config, demoPorts }: Pick<StartOptions, 'config' | 'demoPorts'>): Promise<Demo> {
  // Loaded only when they are wanted: a Koppel without them need not know them.
  const { startDemoSystems } = await import('@koppel/demo-systems');
  const erpPort = demoPorts?.erp ?? config.port + 1;
  const crmPort = demoPorts?.crm ?? config.port + 2;
  try {
    return await startDemoSystems({
      erpPort,
      crmPort,
      dataFolder: join(config.dataFolder, 'demo'),
      customers: config.demoCustomers,
    });
  } catch (error) {
    const { port } = error as { port?: number };
    const known = portError(error, port ?? erpPort, port === crmPort ? 'the demo CRM' : 'the demo ERP');
    if (!known) throw dataError(error) ?? error;
    throw new StartupError({
      code: known.code,
      message: known.message,
      remedy: `${known.remedy.replace(/\.$/, '')}; or set KOPPEL_DEMO=off.`,
      cause: error,
    });
  }
}

/** The demo's data is another process's, or was made with another number of customers: it says so itself. */
function dataError(error: unknown): StartupError | null {
  const { message } = error as Error;
  const [, what] = /^(The demo data in .*?\.) [A-Z]/.exec(message) ?? [];
  if (what === undefined) return null;
  return new StartupError({
    code: 'start.demo-data',
    message: what,
    remedy:
      'Set KOPPEL_DEMO_CUSTOMERS as it was, or set KOPPEL_DATA to another folder; removing the folder demo in it begins anew.',
    cause: error,
  });
}
