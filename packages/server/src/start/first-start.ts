import { catalog } from '@koppel/catalog';
import { check } from '@koppel/compiler';
import { defaultMastership, parseFlow, valueListSchema, type FlowDocument } from '@koppel/model';
import { documentHash, type Store } from '@koppel/store';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { demoConnectionOf } from '../workspace/demo-connections.ts';

const installer = 'Koppel';
/** Set once everything is in place: whoever then deletes a shipped flow does not find it again at the next start. */
const installedSetting = 'shippedFlowsInstalled';

/**
 * Fills a new workspace: the mastership table, the value lists and the flows that ship, each published as version 1 with its
 * schedules off. Does nothing in a workspace that was filled before; goes on where a crash interrupted it. Gives a sentence
 * for each file that could not be read; it never writes to the folder.
 */
export async function fillWorkspace(
  store: Store,
  options: { readonly flowsFolder: string; readonly isDemoOn: boolean },
): Promise<string[]> {
  if (await store.workspace.setting(installedSetting, z.literal(true))) return [];
  const complaints: string[] = [];
  if (!(await store.workspace.mastership())) await store.workspace.saveMastership(defaultMastership, installer);
  await installValueLists(store, join(options.flowsFolder, 'value-lists'), complaints);
  for (const file of jsonFiles(options.flowsFolder)) {
    const parsed = parseFlow(readFileSync(file, 'utf8'), file);
    if (parsed.ok) await installFlow(store, parsed.document, options.isDemoOn);
    else {
      const [issue] = parsed.issues;
      complaints.push(`${issue!.message} It was not installed. ${issue!.remedy} Then import it on the list of flows.`);
    }
  }
  await store.workspace.saveSetting(installedSetting, true);
  return complaints;
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

async function installValueLists(store: Store, folder: string, complaints: string[]): Promise<void> {
  const present = new Set((await store.workspace.valueLists()).map(({ id }) => id));
  for (const file of jsonFiles(folder)) {
    const list = valueListSchema.safeParse(readJson(file));
    if (!list.success) complaints.push(`${file} is not a value list and was not installed.`);
    else if (!present.has(list.data.id)) await store.workspace.saveValueList(list.data, installer);
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** One that needs a decision first, such as who makes quotes, is a draft until that is made. */
async function installFlow(store: Store, document: FlowDocument, isDemoOn: boolean): Promise<void> {
  const slots = Object.entries(document.slots).map(
    ([slot, { role }]) => [slot, isDemoOn ? demoConnectionOf(role) : null] as const,
  );
  const created = await store.flows.create({
    document,
    savedBy: installer,
    slots: Object.fromEntries(slots),
    shippedHash: documentHash(document),
  });
  const flow = created === 'exists' ? await store.flows.get(document.id) : created;
  if (!flow || flow.publishedVersion !== null || !(await isSound(store, document))) return;
  await store.flows.publish(flow.id, { revision: flow.revision, note: 'As shipped', publishedBy: installer });
}

/** Whether a flow may run with the tables that this workspace has. */
async function isSound({ workspace }: Store, document: FlowDocument): Promise<boolean> {
  const { issues } = check(document, {
    catalog,
    mastership: (await workspace.mastership()) ?? defaultMastership,
    valueLists: new Map((await workspace.valueLists()).map((list) => [list.id, list])),
    parameterValues: {},
    slots: new Map(),
  });
  return issues.every(({ severity }) => severity !== 'error');
}
