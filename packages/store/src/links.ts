import type { LinkBase, LinkSides } from '@koppel/runtime';
import { and, asc, eq, gt } from 'drizzle-orm';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { StoreContext } from './context.ts';
import { readJson } from './json.ts';
import { link, linkPair } from './schema/records.ts';
import type { LinkTable } from './journal/link-table.ts';

/** Record links, as people look at them. Runs read and write them through the journal. */
export interface LinkRepository {
  /** The target key of each source key that is linked. */
  targetKeys(sides: LinkSides, sourceKeys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Every link of an entity with the values both sides last agreed on, a page at a time. */
  bases(entity: string): AsyncIterable<LinkedBase>;
}

/** A link seen from neither side. */
export interface LinkedBase {
  readonly id: number;
  readonly keys: readonly { readonly connectionId: string; readonly key: string }[];
  readonly base: LinkBase;
}

const linksAtATime = 500;
const baseSchema = z.record(z.string(), z.unknown());

export function createLinks({ db }: StoreContext, links: LinkTable): LinkRepository {
  return {
    async targetKeys(sides, sourceKeys) {
      const found = links.find(sides, '', sourceKeys);
      return new Map([...found.values()].map(({ sourceKey, targetKey }) => [sourceKey, targetKey]));
    },
    async *bases(entity) {
      for (let after = 0; ;) {
        const rows = db
          .select({
            id: link.id,
            keyA: link.keyA,
            keyB: link.keyB,
            base: link.base,
            a: linkPair.connectionA,
            b: linkPair.connectionB,
          })
          .from(link)
          .innerJoin(linkPair, eq(linkPair.id, link.pairId))
          .where(and(eq(linkPair.entity, entity), gt(link.id, after)))
          .orderBy(asc(link.id))
          .limit(linksAtATime)
          .all();
        for (const { id, keyA, keyB, base, a, b } of rows) {
          yield {
            id,
            keys: [
              { connectionId: a, key: keyA },
              { connectionId: b, key: keyB },
            ],
            base: readJson(baseSchema, base, `the base of record link ${id}`) as LinkBase,
          };
        }
        if (rows.length < linksAtATime) return;
        after = rows.at(-1)!.id;
        // Others are served between the pages.
        await nextTurn();
      }
    },
  };
}
