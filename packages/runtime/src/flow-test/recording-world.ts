import type { Recording, RecordedFind, RecordedLink, RecordedSource } from '@koppel/model';
import type { FindQuery, FoundRecord, Sink, SourceRecord } from '@koppel/sdk';
import type { OpenSlot } from '../environment.ts';
import type { LinkSides, RunJournal, StoredLink } from '../ports.ts';
import { isOfSides, queryName, storedLink } from './recorded-world.ts';
import type { SampleAsked, World } from './world.ts';

/** The answers of a recording. */
export type Answers = Pick<Recording, 'sources' | 'targets' | 'finds' | 'links' | 'claims' | 'refused'>;

/** One look into a system, as it was asked and answered. */
export interface Look {
  readonly system: string;
  readonly entity: string;
  readonly queries: readonly FindQuery[];
  readonly found: readonly (readonly FoundRecord[])[];
}

type Known = Pick<RunJournal, 'findLinks' | 'basesOf' | 'findClaims' | 'findRefused'>;

/** Notes answers, each question once. */
export class Noted {
  readonly answers: Answers = { sources: [], targets: [], finds: [], links: [], claims: [], refused: [] };
  /** In the order in which they were asked. */
  readonly looks: Look[] = [];

  source(system: string, entity: string, overlapMs: number): RecordedSource {
    const known = this.answers.sources.find((one) => one.system === system && one.entity === entity);
    if (known) return known;
    const source: RecordedSource = { system, entity, overlapMs, fields: [], records: [] };
    this.answers.sources.push(source);
    return source;
  }

  target(system: string, entity: string, sink: Sink): void {
    if (this.answers.targets.some((one) => one.system === system && one.entity === entity)) return;
    const { rung, bounds, maxIntents } = sink;
    const { executionMs, visibilityMs, pauseMs } = bounds;
    this.answers.targets.push({
      system,
      entity,
      rung,
      bounds: { executionMs, visibilityMs, pauseMs },
      maxIntents,
      choosesKeys: sink.keyFor !== undefined,
      finishesCreates: sink.finishesCreates === true,
    });
  }

  sampled(source: RecordedSource, fields: readonly string[], records: readonly SourceRecord[]): void {
    source.fields = [...new Set([...source.fields, ...fields])].toSorted();
    for (const { key, version, change, values } of records) {
      const named = Object.fromEntries(
        change === 'deleted' ? [] : fields.map((field, at) => [field, values[at] ?? null]),
      );
      const known = source.records.find((record) => record.key === key);
      if (known) Object.assign(known.values, named);
      else source.records.push({ key, version, change, values: named });
    }
  }

  look(look: Look, fields: readonly string[]): void {
    this.looks.push(look);
    look.queries.forEach((query, index) => this.#found(look, query, fields, look.found[index]!));
  }

  #found({ system, entity }: Look, query: FindQuery, fields: readonly string[], found: readonly FoundRecord[]): void {
    const { finds } = this.answers;
    const name = queryName(query);
    const known = finds.find((one) => one.system === system && one.entity === entity && queryName(one.query) === name);
    if (known) {
      known.fields = [...new Set([...known.fields, ...fields])].toSorted();
      for (const { key, values } of found)
        Object.assign(known.found.find((one) => one.key === key)?.values ?? {}, values);
      return;
    }
    const asked: RecordedFind['query'] =
      query.by === 'key' ? { by: 'key', key: query.key } : { by: 'fields', values: { ...query.values } };
    finds.push({
      system,
      entity,
      query: asked,
      fields: [...new Set(fields)].toSorted(),
      found: found.map(({ key, version, values, changedAt, mergedInto }) => ({
        key,
        version,
        values: { ...values },
        ...(changedAt === undefined ? {} : { changedAt }),
        ...(mergedInto === undefined ? {} : { mergedInto }),
      })),
    });
  }
}

export interface RecordingWorldOptions {
  /** The real systems, by the names that the test gives them. */
  readonly systems: ReadonlyMap<string, OpenSlot>;
  readonly journal: Known;
  readonly flowId: string;
  readonly keys: readonly string[];
}

/** Asks the real world, and notes what it answers. Never sends: a world has no way to. */
export function recordingWorld(options: RecordingWorldOptions): { readonly world: World; readonly noted: Noted } {
  const { systems, journal, flowId, keys } = options;
  const noted = new Noted();
  const systemOf = (name: string) => systems.get(name)!.system;
  const real = (sides: LinkSides): LinkSides => ({
    entity: sides.entity,
    sourceConnectionId: systems.get(sides.sourceConnectionId)!.connectionId,
    targetConnectionId: systems.get(sides.targetConnectionId)!.connectionId,
  });
  const { links } = noted.answers;

  /** Notes the links of these keys; each once, with what each of the writing nodes remembers of it. */
  const noteLinks = async (
    sides: LinkSides,
    nodeId: string,
    sourceKeys: readonly string[],
    found: ReadonlyMap<string, StoredLink>,
  ) => {
    const isOf = isOfSides(sides);
    const fresh = sourceKeys.filter((key) => !links.some((link) => isOf(link) && link.sourceKey === key));
    const ids = fresh.flatMap((key) => found.get(key)?.id ?? []);
    const bases = ids.length > 0 ? await journal.basesOf(ids) : new Map();
    for (const sourceKey of new Set(fresh)) {
      const link = found.get(sourceKey);
      const { entity, sourceConnectionId: source, targetConnectionId: target } = sides;
      links.push({
        entity,
        source,
        target,
        sourceKey,
        link: link
          ? {
              targetKey: link.targetKey,
              targetVersion: link.targetVersion,
              hashes: {},
              base: { ...bases.get(link.id) } as NonNullable<RecordedLink['link']>['base'],
            }
          : null,
      });
    }
    for (const [sourceKey, { hash }] of found) {
      const { link } = links.find((one) => isOf(one) && one.sourceKey === sourceKey)!;
      if (link && hash !== null && nodeId !== '') link.hashes[nodeId] = hash;
    }
  };

  const world: World = {
    overlapMsOf(system, entity) {
      const source = systemOf(system).source(entity);
      if (!source) return undefined;
      return noted.source(system, entity, source.overlapMs).overlapMs;
    },
    async sample(system, entity, { fields, signal }) {
      const source = systemOf(system).source(entity)!;
      const records = await source.sample({ fields, keys, limit: keys.length, signal });
      noted.sampled(noted.source(system, entity, source.overlapMs), fields, records);
      return records;
    },
    target(system, entity) {
      const sink = systemOf(system).sink(entity);
      if (!sink) return undefined;
      noted.target(system, entity, sink);
      return noted.answers.targets.find((one) => one.system === system && one.entity === entity);
    },
    async find(system, entity, queries, { fields, signal }: SampleAsked) {
      const found = await systemOf(system).sink(entity)!.find(queries, { fields, signal });
      noted.look({ system, entity, queries, found }, fields);
      return found;
    },
    async findLinks(sides, nodeId, sourceKeys) {
      const found = await journal.findLinks(real(sides), nodeId === '' ? '' : `${flowId}/${nodeId}`, sourceKeys);
      await noteLinks(sides, nodeId, sourceKeys, found);
      const isOf = isOfSides(sides);
      return new Map(
        [...found].map(([key, { hash }]): [string, StoredLink] => {
          const index = links.findIndex((link) => isOf(link) && link.sourceKey === key);
          return [key, { ...storedLink(links[index]!, index + 1, nodeId)!, hash }];
        }),
      );
    },
    basesOf: (ids) => new Map(ids.map((id) => [id, links[id - 1]!.link!.base])),
    async findClaims(sides, targetKeys) {
      const found = await journal.findClaims(real(sides), targetKeys);
      const { entity, sourceConnectionId: source, targetConnectionId: target } = sides;
      const isOf = isOfSides(sides);
      const { claims } = noted.answers;
      for (const targetKey of new Set(targetKeys)) {
        if (claims.some((claim) => isOf(claim) && claim.targetKey === targetKey)) continue;
        claims.push({ entity, source, target, targetKey, sourceKey: found.get(targetKey) ?? null });
      }
      return found;
    },
    async findRefused(sides, sourceKeys) {
      const found = await journal.findRefused(real(sides), sourceKeys);
      const { entity, sourceConnectionId: source, targetConnectionId: target } = sides;
      const isOf = isOfSides(sides);
      const { refused } = noted.answers;
      for (const sourceKey of new Set(sourceKeys)) {
        if (refused.some((one) => isOf(one) && one.sourceKey === sourceKey)) continue;
        refused.push({ entity, source, target, sourceKey, targetKeys: [...(found.get(sourceKey) ?? [])].toSorted() });
      }
      return found;
    },
  };
  return { world, noted };
}
