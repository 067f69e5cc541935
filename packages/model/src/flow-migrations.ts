/** The version of the flow document that this Koppel writes. */
export const newestFlowVersion = 1;

type Json = Record<string, unknown>;

/**
 * Pure steps from one document version to the next: `migrations[n]` takes version n to n + 1. Versions are gapless and a
 * released step is never edited. Each has a before/after test.
 */
const migrations: Record<number, (document: Json) => Json> = {};

/** Brings a document of an older version to the newest, step by step. The result is not validated yet. */
export function migrateFlow(document: Json, version: number): Json {
  let current = document;
  for (let v = version; v < newestFlowVersion; v += 1) {
    const up = migrations[v];
    if (!up) throw new Error(`No migration from flow document version ${v}.`);
    current = { ...up(current), version: v + 1 };
  }
  return current;
}
