import type { LinkSides } from '@koppel/runtime';
import type { LinkTable } from './journal/link-table.ts';

/** Record links, as people look at them. Runs read and write them through the journal. */
export interface LinkRepository {
  /** The target key of each source key that is linked. */
  targetKeys(sides: LinkSides, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export function createLinks(links: LinkTable): LinkRepository {
  return {
    async targetKeys(sides, sourceKeys) {
      const found = links.find(sides, '', sourceKeys);
      return new Map([...found.values()].map(({ sourceKey, targetKey }) => [sourceKey, targetKey]));
    },
  };
}
