import { drawOutSubFlows, type SubFlowVersion } from '@koppel/compiler';
import { subFlowUsesOf, type FlowDocument } from '@koppel/model';
import type { SpecCatalog } from '@koppel/sdk';
import type { FlowRepository } from '@koppel/store';

const maxKept = 200;

/** Published versions of flows and sub-flows. They never change, so what was read once is kept. */
export class PublishedVersions {
  readonly #flows: FlowRepository;
  readonly #catalog: SpecCatalog;
  readonly #kept = new Map<string, FlowDocument>();

  constructor(flows: FlowRepository, catalog: SpecCatalog) {
    this.#flows = flows;
    this.#catalog = catalog;
  }

  /** As it was published. Also of a flow that was deleted. Null when there never was such a version. */
  async get(flowId: string, version: number): Promise<FlowDocument | null> {
    const key = `${flowId} ${version}`;
    const kept = this.#kept.get(key);
    const document = kept ?? (await this.#flows.version(flowId, version));
    if (!document) return null;
    // Read last, forgotten last.
    this.#kept.delete(key);
    this.#kept.set(key, document);
    if (this.#kept.size > maxKept) this.#kept.delete(this.#kept.keys().next().value!);
    return document;
  }

  /** As it runs: with the nodes of its sub-flows in the place of those that use them. */
  async asRun(flowId: string, version: number): Promise<FlowDocument | null> {
    const document = await this.get(flowId, version);
    return document && this.drawnOut(document);
  }

  /** A document with the nodes of its sub-flows in the place of those that use them. */
  async drawnOut(document: FlowDocument): Promise<FlowDocument> {
    const subFlows = await this.partsOf(document);
    return drawOutSubFlows(document, { catalog: this.#catalog, subFlows }).document;
  }

  /** The versions of sub-flows that a document uses, and those that they use. */
  async partsOf(document: FlowDocument): Promise<SubFlowVersion[]> {
    const found = new Map<string, SubFlowVersion>();
    await this.#collect(subFlowUsesOf(document), found);
    return [...found.values()];
  }

  /** Those, and the newest of each sub-flow that is used, so that a check can say where there is a newer one. */
  async choicesFor(document: FlowDocument): Promise<SubFlowVersion[]> {
    const found = new Map<string, SubFlowVersion>();
    const uses = subFlowUsesOf(document);
    await this.#collect(uses, found);
    for (const { subFlow } of uses) {
      const version = (await this.#flows.get(subFlow).catch(() => null))?.publishedVersion;
      if (version) await this.#collect([{ subFlow, version }], found);
    }
    return [...found.values()];
  }

  /** What a flow that is being drawn may use: the newest version of every published sub-flow, and what it uses already. */
  async offeredTo(document: FlowDocument): Promise<SubFlowVersion[]> {
    const found = new Map<string, SubFlowVersion>();
    const newest = (await this.#flows.list()).flatMap(({ id, document: { isSubFlow }, publishedVersion }) =>
      isSubFlow && publishedVersion !== null ? [{ subFlow: id, version: publishedVersion }] : [],
    );
    await this.#collect([...subFlowUsesOf(document), ...newest], found);
    return [...found.values()];
  }

  async #collect(
    uses: readonly { readonly subFlow: string; readonly version: number }[],
    found: Map<string, SubFlowVersion>,
  ): Promise<void> {
    for (const { subFlow, version } of uses) {
      const key = `${subFlow} ${version}`;
      if (found.has(key)) continue;
      const document = await this.get(subFlow, version).catch(() => null);
      if (!document) continue;
      found.set(key, { version, document });
      await this.#collect(subFlowUsesOf(document), found);
    }
  }
}
