import type { Store } from '@koppel/store';
import { z } from 'zod';

const workspaceSetting = z.object({
  name: z.string(),
  environment: z.enum(['production', 'test', 'demo']),
  timeZone: z.string(),
});

/** What the workspace is called and where it is. */
export async function workspaceOf(
  { workspace }: Pick<Store, 'workspace'>,
  { isDemoOn }: { readonly isDemoOn: boolean },
): Promise<z.output<typeof workspaceSetting>> {
  const saved = await workspace.setting('workspace', workspaceSetting);
  return (
    saved ?? {
      name: isDemoOn ? 'Demo workspace' : 'Workspace',
      environment: isDemoOn ? 'demo' : 'production',
      timeZone: 'Europe/Brussels',
    }
  );
}
