import { catalog } from '@koppel/catalog';
import { check } from '@koppel/compiler';
import { defaultMastership, parseFlow, valueListSchema, type FlowDocument } from '@koppel/model';
import type { ShippedFlow } from '@koppel/protocol';
import { documentHash, type Store } from '@koppel/store';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PublishedVersions } from './published-versions.ts';

const installer = 'Koppel';
/** Ids of the flows that this workspace was filled with, or was told of: whoever deletes one is not offered it as new. */
const knownSetting = 'shippedFlowsKnown';

/** Which connection each slot of a flow is bound to when it is put into the workspace. */
export type SlotChoice = (document: FlowDocument) => Promise<Record<string, string | null>>;

/** The flows that ship with this version, and how they get into the workspace. Never changes one that is there. */
export class ShippedFlows {
  readonly #store: Store;
  readonly #versions: PublishedVersions;
  readonly #folder: string;
  readonly #choose: SlotChoice;
  readonly #needsApproval: () => boolean;

  constructor(ports: {
    readonly store: Store;
    readonly folder: string;
    readonly choose: SlotChoice;
    /** Whether nothing is published that nobody approved. */
    readonly needsApproval: () => boolean;
  }) {
    this.#needsApproval = ports.needsApproval;
    this.#store = ports.store;
    this.#versions = new PublishedVersions(ports.store.flows, catalog);
    this.#folder = ports.folder;
    this.#choose = ports.choose;
  }

  /** Puts all of them in, with their value lists. Gives a sentence for each file that could not be read. */
  async installAll(): Promise<string[]> {
    const complaints = await this.#installValueLists();
    const { documents, damaged } = this.#read();
    for (const document of documents) await this.#install(document);
    await this.#remember(documents.map(({ id }) => id));
    return [...complaints, ...damaged];
  }

  /** Those that the workspace does not have. */
  async missing(): Promise<ShippedFlow[]> {
    const present = new Set((await this.#store.flows.list()).map(({ id }) => id));
    const known = await this.#known();
    return this.#read()
      .documents.filter(({ id }) => !present.has(id))
      .map(({ id, title, summary = null }) => ({ id, title, summary, isNew: !known.has(id) }));
  }

  /** Puts some of them in. Gives the ids of those that are there now and were not before. */
  async add(ids: readonly string[]): Promise<string[]> {
    const missing = new Set((await this.missing()).map(({ id }) => id));
    const wanted = this.#read().documents.filter(({ id }) => ids.includes(id) && missing.has(id));
    if (wanted.length > 0) await this.#installValueLists();
    for (const document of wanted) await this.#install(document);
    const added = wanted.map(({ id }) => id);
    await this.#remember(added);
    return added;
  }

  /** These are no longer offered as new; they can still be added. */
  async dismiss(ids: readonly string[]): Promise<void> {
    await this.#remember(ids);
  }

  async #remember(ids: readonly string[]): Promise<void> {
    await this.#store.workspace.saveSetting(knownSetting, [...new Set([...(await this.#known()), ...ids])].toSorted());
  }

  async #known(): Promise<ReadonlySet<string>> {
    return new Set(await this.#store.workspace.setting(knownSetting, z.array(z.string())));
  }

  #read(): { documents: FlowDocument[]; damaged: string[] } {
    const documents: FlowDocument[] = [];
    const damaged: string[] = [];
    for (const file of jsonFiles(this.#folder)) {
      const parsed = parseFlow(readFileSync(file, 'utf8'), file);
      if (parsed.ok) documents.push(parsed.document);
      else {
        const [issue] = parsed.issues;
        damaged.push(`${issue!.message} It was not installed. ${issue!.remedy} Then import it on the list of flows.`);
      }
    }
    return { documents, damaged };
  }

  async #installValueLists(): Promise<string[]> {
    const { workspace } = this.#store;
    const complaints: string[] = [];
    const present = new Set((await workspace.valueLists()).map(({ id }) => id));
    for (const file of jsonFiles(join(this.#folder, 'value-lists'))) {
      const list = valueListSchema.safeParse(readJson(file));
      if (!list.success) complaints.push(`${file} is not a value list and was not installed.`);
      else if (!present.has(list.data.id)) await workspace.saveValueList(list.data, installer);
    }
    return complaints;
  }

  /**
   * Published as version 1 with its schedules off. One that needs a decision first, such as who makes quotes or whether it
   * is approved, stays a draft.
   */
  async #install(document: FlowDocument): Promise<void> {
    const { flows } = this.#store;
    const created = await flows.create({
      document,
      savedBy: installer,
      slots: await this.#choose(document),
      shippedHash: documentHash(document),
    });
    // There already where a crash interrupted the filling of the workspace.
    const flow = created === 'exists' ? await flows.get(document.id) : created;
    if (!flow || flow.publishedVersion !== null || !(await this.#isSound(document))) return;
    const { revision } = flow;
    const needsApproval = this.#needsApproval();
    await flows.publish(flow.id, { revision, note: 'As shipped', publishedBy: installer, needsApproval });
  }

  /** Whether a flow may run with the tables that this workspace has. */
  async #isSound(document: FlowDocument): Promise<boolean> {
    const { workspace } = this.#store;
    const { issues } = check(document, {
      catalog,
      mastership: (await workspace.mastership()) ?? defaultMastership,
      valueLists: new Map((await workspace.valueLists()).map((list) => [list.id, list])),
      parameterValues: {},
      subFlows: await this.#versions.partsOf(document),
      slots: new Map(),
    });
    return issues.every(({ severity }) => severity !== 'error');
  }
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
