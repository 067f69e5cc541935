import type { RunFact } from '@koppel/model';
import { StoreError, openKeyFile, openStore } from '../src/index.ts';

/**
 * A process of its own that writes into a store until it is killed: batch after batch of ten records, each with links, an
 * effect that is still open and a cursor. Prints the number of each batch when it is durable. When the store cannot be
 * opened it prints why.
 */
const [, , file, keyFile] = process.argv as [string, string, string, string];

const print = (line: string) => process.stdout.write(`${line}\n`);

function open() {
  try {
    const now = () => new Date();
    return openStore({
      file,
      keys: openKeyFile({ file: keyFile, isMade: true }),
      now,
      monotonicMs: () => performance.now(),
      newId: () => crypto.randomUUID(),
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    print(`refused ${error.code} ${error.message}`);
    return null;
  }
}

const store = open();
if (store) {
  const cause = { kind: 'person', name: 'test' } as const;
  const scope = { kind: 'all' } as const;
  const { id: runId } = await store.runs.create({ flowId: 'customers', flowVersion: 1, isDryRun: false, scope, cause });
  const { fence } = (await store.queue.claim('child', { at: new Date(), leaseMs: 3_600_000 }))!;
  const sides = { entity: 'account', sourceConnectionId: 'erp-1', targetConnectionId: 'crm-1' };
  print(`run ${runId}`);
  for (let batch = 1; ; batch += 1) {
    const at = new Date();
    const keys = Array.from({ length: 10 }, (_, index) => `C${batch}-${index}`);
    const start = { op: 'create', connectionId: 'crm-1', entity: 'account', sourceConnectionId: 'erp-1' } as const;
    const [effect] = await store.journal.beginEffects(
      { runId, fence },
      [{ ...start, sourceKey: keys[0]!, targetKey: null, payloadHash: 'x', absentAfter: null, lookedForAt: null }],
      at,
    );
    const read = batch * 10;
    await store.journal.commitBatch({
      runId,
      fence,
      at,
      checkpoint: { read: { cursor: String(batch), isDone: false } },
      counters: {
        created: read,
        updated: 0,
        unchanged: 0,
        filtered: 0,
        skipped: 0,
        failed: 0,
        waiting: 0,
        read,
      },
      nodes: {},
      expected: null,
      logLinesLeft: 1_000,
      facts: keys.map((key): RunFact => ({
        type: 'record.created',
        nodeId: 'save',
        key,
        name: key,
        targetKey: `of ${key}`,
      })),
      links: keys.map((key) => ({
        ...sides,
        id: null,
        sourceKey: key,
        targetKey: `of ${key}`,
        targetVersion: null,
        writer: 'customers/save',
        hash: key,
        base: { name: key },
        madeBy: 'created',
      })),
      settled: [{ id: effect!, state: 'confirmed', targetKey: `of ${keys[0]}` }],
      failures: [],
      solved: [],
      cursors: [{ stream: 'customers/read', cursor: String(batch) }],
      planned: [],
      drift: [],
      watch: null,
      vanished: [],
    });
    print(`durable ${batch}`);
  }
}
