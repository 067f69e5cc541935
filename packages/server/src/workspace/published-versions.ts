import type { FlowDocument } from '@koppel/model';
import type { FlowRepository } from '@koppel/store';

const maxKept = 100;

/** Published versions of flows. They never change, so what was read once is kept. */
export class PublishedVersions {
  readonly #flows: FlowRepository;
  readonly #kept = new Map<string, FlowDocument>();

  constructor(flows: FlowRepository) {
    this.#flows = flows;
  }

  /** Also of a flow that was deleted. Null when there never was such a version. */
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
}
