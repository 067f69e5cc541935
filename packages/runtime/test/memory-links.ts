import type { LinkBase, LinkedKeys, LinkSides, LinkWrite, StoredLink, VanishedRecord } from '../src/index.ts';

interface Link {
  readonly id: number;
  readonly entity: string;
  /** Key and version per connection. */
  readonly ends: Map<string, { key: string; version: string | null; isGone?: boolean }>;
  writer: string;
  hash: string;
  base: LinkBase;
  /** The direction it was made in. */
  readonly madeIn: LinkSides;
}

/** Record links in memory, the same for flows in both directions. */
export class MemoryLinks {
  #links: Link[] = [];

  find(sides: LinkSides, writer: string, keys: readonly string[]): Map<string, StoredLink> {
    const found = this.#between(sides).filter((link) => keys.includes(sourceOf(link, sides).key));
    return new Map(
      found.map((link) => {
        const { key: sourceKey } = sourceOf(link, sides);
        const { key: targetKey, version: targetVersion } = targetOf(link, sides);
        const hash = link.writer === writer ? link.hash : null;
        return [sourceKey, { id: link.id, sourceKey, targetKey, targetVersion, hash }];
      }),
    );
  }

  bases(ids: readonly number[]): Map<number, LinkBase> {
    return new Map(this.#links.filter(({ id }) => ids.includes(id)).map(({ id, base }) => [id, base]));
  }

  claims(sides: LinkSides, targetKeys: readonly string[]): Map<string, string> {
    const taken = this.#between(sides).filter((link) => targetKeys.includes(targetOf(link, sides).key));
    return new Map(taken.map((link) => [targetOf(link, sides).key, sourceOf(link, sides).key]));
  }

  linkedKeys(sides: LinkSides, after: number, limit: number): LinkedKeys[] {
    return this.#between(sides)
      .filter(({ id }) => id > after)
      .slice(0, limit)
      .map((link) => ({
        id: link.id,
        sourceKey: sourceOf(link, sides).key,
        targetKey: targetOf(link, sides).key,
        name: null,
      }));
  }

  all(): { sourceKey: string; targetKey: string }[] {
    return this.#links.map((link) => ({
      sourceKey: sourceOf(link, link.madeIn).key,
      targetKey: targetOf(link, link.madeIn).key,
    }));
  }

  gone(): string[] {
    return this.#links.flatMap(({ ends }) => [...ends.values()].flatMap(({ key, isGone }) => (isGone ? [key] : [])));
  }

  markGone(records: readonly VanishedRecord[]): void {
    for (const { connectionId, entity, key } of records) {
      for (const link of this.#links) {
        const end = link.entity === entity ? link.ends.get(connectionId) : undefined;
        if (end?.key === key) end.isGone = true;
      }
    }
  }

  /** Takes all of them or, when one claims a record that is taken, none. */
  write(writes: readonly LinkWrite[]): void {
    const before = this.#links;
    this.#links = before.map((link) => ({
      ...link,
      ends: new Map([...link.ends].map(([connection, end]) => [connection, { ...end }])),
    }));
    try {
      for (const write of writes) this.#write(write);
    } catch (error) {
      this.#links = before;
      throw error;
    }
  }

  #between({ entity, sourceConnectionId, targetConnectionId }: LinkSides): Link[] {
    return this.#links.filter(
      (link) => link.entity === entity && link.ends.has(sourceConnectionId) && link.ends.has(targetConnectionId),
    );
  }

  #write(write: LinkWrite): void {
    const { entity, sourceKey, targetKey, targetVersion, targetConnectionId, sourceConnectionId } = write;
    const between = this.#between(write);
    const own = between.find((link) => sourceOf(link, write).key === sourceKey);
    const known = write.id === null ? own : between.find(({ id }) => id === write.id);
    const other = between.find((link) => link !== known && targetOf(link, write).key === targetKey);
    const isMoved = known !== undefined && targetOf(known, write).key !== targetKey;
    if (other || (write.id === null && isMoved)) throw new Error(`${sourceKey} → ${targetKey} would be a second link.`);
    if (known) {
      known.ends.set(targetConnectionId, { key: targetKey, version: targetVersion });
      for (const end of known.ends.values()) end.isGone = false;
      Object.assign(known, { writer: write.writer, hash: write.hash, base: { ...known.base, ...write.base } });
      return;
    }
    // A link that somebody removed meanwhile stays removed.
    if (write.id !== null) return;
    this.#links.push({
      id: this.#links.length + 1,
      entity,
      ends: new Map([
        [sourceConnectionId, { key: sourceKey, version: null }],
        [targetConnectionId, { key: targetKey, version: targetVersion }],
      ]),
      writer: write.writer,
      hash: write.hash,
      base: write.base,
      madeIn: { entity, sourceConnectionId, targetConnectionId },
    });
  }
}

function sourceOf({ ends }: Link, { sourceConnectionId }: LinkSides) {
  return ends.get(sourceConnectionId)!;
}

function targetOf({ ends }: Link, { targetConnectionId }: LinkSides) {
  return ends.get(targetConnectionId)!;
}
