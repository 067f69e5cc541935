import { defaultMastership } from '@koppel/model';
import type { Store } from '@koppel/store';
import { z } from 'zod';
import { demoConnectionOf } from '../workspace/demo-connections.ts';
import { ShippedFlows } from '../workspace/shipped-flows.ts';

/** Set once everything is in place: whoever then deletes a shipped flow does not find it again at the next start. */
const installedSetting = 'shippedFlowsInstalled';

/**
 * Fills a new workspace: the mastership table, the value lists and the flows that ship, each published as version 1 with its
 * schedules off. Does nothing in a workspace that was filled before; goes on where a crash interrupted it. Gives a sentence
 * for each file that could not be read; it never writes to the folder.
 */
export async function fillWorkspace(
  store: Store,
  {
    flowsFolder,
    isDemoOn,
    isFirst,
  }: {
    readonly flowsFolder: string;
    readonly isDemoOn: boolean;
    /** Whether it is the first one of its instance; a later one has the flows on offer. */
    readonly isFirst: boolean;
  },
): Promise<string[]> {
  if (await store.workspace.setting(installedSetting, z.literal(true))) return [];
  if (!(await store.workspace.mastership())) await store.workspace.saveMastership(defaultMastership, 'Koppel');
  if (!isFirst && !isDemoOn) {
    await store.workspace.saveSetting(installedSetting, true);
    return [];
  }
  const shipped = new ShippedFlows({
    store,
    // A workspace that is being filled decided nothing yet.
    needsApproval: () => false,
    folder: flowsFolder,
    choose: ({ slots }) =>
      Promise.resolve(
        Object.fromEntries(
          Object.entries(slots).map(([slot, { role }]) => [slot, isDemoOn ? demoConnectionOf(role) : null]),
        ),
      ),
  });
  const complaints = await shipped.installAll();
  await store.workspace.saveSetting(installedSetting, true);
  return complaints;
}
