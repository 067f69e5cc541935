import { firstStepIds, testResultSchema, type FirstStepId, type FirstSteps } from '@koppel/protocol';
import type { Store } from '@koppel/store';
import { z } from 'zod';

const choiceSetting = 'firstSteps';
const sampleSetting = 'sampleWasTried';
const choiceSchema = z.object({ skipped: z.array(z.enum(firstStepIds)), isPutAway: z.boolean() });
type Choice = z.infer<typeof choiceSchema>;

/** Who fills a workspace; what is saved by that name no person has looked at. */
const filler = 'Koppel';

/** How far a workspace is on the way to its first flow that runs by itself. */
export class FirstStepsRecord {
  readonly #store: Store;
  #hasSample: boolean | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  async read(): Promise<FirstSteps> {
    const { skipped, isPutAway } = await this.#choice();
    const done = await this.#done();
    const steps = firstStepIds.map((id) => {
      const state = done[id] ? ('done' as const) : skipped.includes(id) ? ('skipped' as const) : ('open' as const);
      return { id, state };
    });
    return { steps, isPutAway };
  }

  async change(choice: { readonly [Part in keyof Choice]?: Choice[Part] | undefined }): Promise<FirstSteps> {
    const before = await this.#choice();
    const { skipped = before.skipped, isPutAway = before.isPutAway } = choice;
    await this.#store.workspace.saveSetting(choiceSetting, { skipped, isPutAway });
    return this.read();
  }

  /** A draft was tried on records: nothing else of the workspace tells of that. */
  async sampleWasTried(): Promise<void> {
    if (await this.#sampled()) return;
    this.#hasSample = true;
    await this.#store.workspace.saveSetting(sampleSetting, true);
  }

  async #choice(): Promise<Choice> {
    const saved = await this.#store.workspace.setting(choiceSetting, choiceSchema);
    return saved ?? { skipped: [], isPutAway: false };
  }

  async #sampled(): Promise<boolean> {
    this.#hasSample ??= (await this.#store.workspace.setting(sampleSetting, z.literal(true))) ?? false;
    return this.#hasSample;
  }

  async #done(): Promise<Record<FirstStepId, boolean>> {
    const { connections, flows, workspace } = this.#store;
    const [systems, all, [newest], sample] = await Promise.all([
      connections.list(),
      flows.list(),
      workspace.mastershipHistory(1),
      this.#sampled(),
    ]);
    /** A connection that was tested and failed is not connected yet. */
    const isConnected = (role: string) =>
      systems.some((connection) => {
        const test = testResultSchema.safeParse(connection.lastTest);
        return connection.role === role && (!test.success || test.data.isOk);
      });
    return {
      erp: isConnected('erp'),
      crm: isConnected('crm'),
      mastership: newest !== undefined && newest.savedBy !== filler,
      flows: all.length > 0,
      sample,
      publish: all.some(({ isOn, publishedVersion }) => isOn && publishedVersion !== null),
    };
  }
}
