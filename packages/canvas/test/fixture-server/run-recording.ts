import type { Run, RunCounters, RunEvent, RunFact, RunSnapshot, NodeCounters } from '@koppel/model';
import type { PlannedRecord } from '@koppel/protocol';

const names = [
  'De Smet Logistiek BV',
  'Menuiserie Dubois SA',
  'Atelier Lambert SRL',
  'Verhaegen Technics BV',
  'Garage Claes BV',
  'Brouwerij Ter Linde',
  'Construct Hallet SA',
  'Tuincentrum Aerts',
  'Electro Janssens BV',
  'Staalbouw Nijs NV',
  'Delvaux & Fils SRL',
  'Bouwpunt Peeters NV',
];
const fields = ['account.creditLimit', 'account.phone', 'account.paymentTerms', 'account.billingAddress.street'];
const busy = {
  code: 'dataverse.too-busy',
  message: 'CRM answered “too many requests”',
  remedy: 'Nothing to do: it is tried again by itself.',
  answer: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
};
const untranslated = {
  code: 'mapping.no-translation',
  message: 'Delivery terms “DPU” have no CRM value',
  remedy: 'Add DPU to the value list “Delivery terms”, then retry.',
  field: 'account.deliveryTerms',
};
const taken = {
  code: 'dataverse.duplicate',
  message: 'VAT number is already used by another account',
  remedy: 'Link the record to that account, or correct the number in the ERP.',
  answer: 'A record with matching key values already exists.',
  field: 'account.vatNumber',
};

/** The nodes of `flows/accounts-erp-to-crm.json`, as a run passes them. */
const passed = ['read', 'active', 'map', 'mask', 'save'] as const;

/**
 * A run as the runtime would tell it: `advance` handles so many records at a moment. Deterministic: the same calls give the
 * same events, so that a page that was reloaded sees what it saw before.
 */
export class RunRecording {
  readonly events: RunEvent[] = [];
  readonly planned: PlannedRecord[] = [];
  readonly #run: Run;
  readonly #nodes: Record<string, NodeCounters> = {};
  readonly #started = new Set<string>();
  #handled = 0;
  #waitsUntil = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  get run(): Run {
    return this.#run;
  }

  get handled(): number {
    return this.#handled;
  }

  tell(fact: RunFact, atMs: number): void {
    this.events.push({ seq: this.events.length + 1, at: new Date(atMs).toISOString(), fact });
  }

  begin(atMs: number): void {
    this.#run.state = { status: 'running', startedAt: new Date(atMs).toISOString() };
    this.#run.attempt = Math.max(1, this.#run.attempt);
    this.tell({ type: 'run.stateChanged', state: this.#run.state, attempt: this.#run.attempt }, atMs);
  }

  change(state: Run['state'], atMs: number): void {
    this.#run.state = state;
    this.tell({ type: 'run.stateChanged', state, attempt: this.#run.attempt }, atMs);
  }

  end(atMs: number): void {
    for (const nodeId of this.#started) this.tell({ type: 'node.finished', nodeId }, atMs);
    const startedAt = 'startedAt' in this.#run.state ? this.#run.state.startedAt : null;
    this.change(
      { status: 'done', startedAt: startedAt ?? new Date(atMs).toISOString(), endedAt: new Date(atMs).toISOString() },
      atMs,
    );
  }

  /** The target is too busy: nothing is handled until then. */
  wait(atMs: number, ms: number): void {
    this.#waitsUntil = atMs + ms;
    this.tell(
      {
        type: 'node.waited',
        nodeId: 'save',
        until: new Date(this.#waitsUntil).toISOString(),
        reason: busy,
        tryNumber: 2,
        maxTries: 3,
      },
      atMs,
    );
  }

  advance(count: number, atMs: number): void {
    if (atMs < this.#waitsUntil) return;
    const next: RunCounters = { ...this.#run.counters };
    for (let step = 0; step < count; step += 1) this.#handle(next, atMs + step);
    this.#run.counters = next;
  }

  snapshot(atMs: number): RunSnapshot {
    return {
      seq: this.events.length,
      at: new Date(atMs).toISOString(),
      state: this.#run.state,
      attempt: this.#run.attempt,
      counters: this.#run.counters,
      expected: this.#run.expected,
      nodes: structuredClone(this.#nodes),
    };
  }

  #handle(counters: RunCounters, atMs: number): void {
    const index = this.#handled;
    this.#handled += 1;
    const record = { key: String(10_811 + index), name: names[index % names.length]! };
    counters.read += 1;
    this.#enter('read', atMs, 'records');
    if (index % 41 === 17) {
      this.#enter('active', atMs, 'unmatched');
      this.#enter('block', atMs, 'records');
      this.#enter('deactivate', atMs, 'missing');
      counters.skipped += 1;
      this.#plan(record, 'deactivate', 'skipped', 0, 'notInTarget');
      this.tell({ type: 'record.skipped', nodeId: 'deactivate', ...record, reason: 'notInTarget' }, atMs);
      return;
    }
    this.#enter('active', atMs, 'matched');
    if (index % 190 === 23 || index % 190 === 76) {
      const error = index % 190 === 23 ? taken : untranslated;
      const nodeId = index % 190 === 23 ? 'save' : 'map';
      if (nodeId === 'save') for (const id of passed.slice(2)) this.#enter(id, atMs, 'records');
      else this.#enter('map', atMs, 'records');
      this.#nodes[nodeId]!.failed += 1;
      this.#enter('failures', atMs, null, false);
      counters.failed += 1;
      this.#plan(record, nodeId, 'failed', 0, error.message);
      if (this.#run.isDryRun) return;
      this.tell({ type: 'record.failed', nodeId, ...record, failureId: `failure-${1 + (index % 23)}`, error }, atMs);
      return;
    }
    for (const id of passed.slice(2)) this.#enter(id, atMs, id === 'save' ? outcomeOf(index) : 'records');
    const outcome = outcomeOf(index);
    counters[outcome] += 1;
    const count = 1 + (index % 3);
    const targetKey = `8f2c-${(index * 2654435761).toString(16).slice(-4)}`;
    this.#plan(
      record,
      'save',
      outcome === 'created' ? 'create' : outcome === 'updated' ? 'update' : 'unchanged',
      count,
      null,
    );
    if (outcome === 'created') this.tell({ type: 'record.created', nodeId: 'save', ...record, targetKey }, atMs);
    else if (outcome === 'updated') {
      this.tell({ type: 'record.updated', nodeId: 'save', ...record, targetKey, fields: fields.slice(0, count) }, atMs);
    } else this.tell({ type: 'record.unchanged', nodeId: 'save', ...record }, atMs);
  }

  #enter(nodeId: string, atMs: number, port: string | null, isTold = true): void {
    const node = (this.#nodes[nodeId] ??= { in: 0, out: {}, failed: 0, busyMs: 0 });
    if (isTold && !this.#started.has(nodeId)) {
      this.#started.add(nodeId);
      this.tell({ type: 'node.started', nodeId }, atMs);
    }
    node.in += 1;
    node.busyMs += nodeId === 'save' || nodeId === 'deactivate' ? 412 : nodeId === 'read' ? 7.6 : 0.9;
    if (port) node.out[port] = (node.out[port] ?? 0) + 1;
  }

  #plan(
    { key, name }: { key: string; name: string },
    nodeId: string,
    action: PlannedRecord['action'],
    count: number,
    reason: string | null,
  ): void {
    if (!this.#run.isDryRun) return;
    const isNew = action === 'create';
    const values: PlannedRecord['changes'] = [
      { field: 'account.creditLimit', before: isNew ? null : '40000.00', after: '45000.00' },
      { field: 'account.phone', before: isNew ? null : '+32 15 41 22 00', after: '+32 15 41 22 80' },
      { field: 'account.paymentTerms', before: isNew ? null : '4', after: '1' },
      { field: 'account.billingAddress.street', before: isNew ? null : 'Industrielaan 12', after: 'Industrielaan 14' },
    ];
    const changes = action === 'create' ? values : action === 'update' ? values.slice(0, count) : [];
    this.planned.push({ key, name, nodeId, action, changes, reason });
  }
}

function outcomeOf(index: number): 'created' | 'updated' | 'unchanged' {
  if (index % 34 === 5) return 'created';
  return index % 5 === 2 ? 'updated' : 'unchanged';
}

/** A run that is over, told from its beginning to its end. */
export function recordFinished(run: Run): RunRecording {
  const { state, counters } = run;
  if (!('startedAt' in state) || state.startedAt === null) return new RunRecording(run);
  const startMs = Date.parse(state.startedAt);
  const endMs = 'endedAt' in state ? Date.parse(state.endedAt) : Date.now();
  const copy: Run = {
    ...run,
    counters: { ...counters, read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
  };
  const recording = new RunRecording(copy);
  recording.begin(startMs);
  const batches = Math.max(1, Math.min(60, Math.ceil(counters.read / 5)));
  for (let batch = 0; batch < batches; batch += 1) {
    const at = startMs + ((endMs - startMs) * (batch + 0.5)) / batches;
    if (batch === Math.floor(batches / 3) && counters.read > 200)
      recording.wait(at - 1, Math.min(4_000, (endMs - startMs) / 20));
    recording.advance(Math.ceil(counters.read / batches), at);
  }
  if (state.status === 'done') recording.end(endMs);
  else recording.change(state, endMs);
  return recording;
}
