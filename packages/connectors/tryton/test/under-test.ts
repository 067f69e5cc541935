import type { Clock, HttpClient, HttpRequest, System } from '@koppel/sdk';
import { createHttpClient } from '@koppel/sdk/http';
import type { SinkUnderTest, SourceUnderTest } from '@koppel/sdk/testing';
import { DatabaseSync } from 'node:sqlite';
import { tryton, trytonSettings } from '../src/index.ts';
import { callOf, startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import type { Row } from './hands.ts';
import type { Trytond } from './trytond.ts';

/** An entity that keeps the contract, and the way to it at Tryton's own screen. */
export interface EntityUnderTest {
  readonly entity: string;
  readonly model: string;
  /** The column that stands for `name` where there is no such field. */
  readonly nameColumn: string;
  readonly fields: readonly string[];
  readonly values: (erp: Trytond) => Row;
  readonly record: (number: number, erp: Trytond) => SinkUnderTest['refused'];
  readonly refused: (erp: Trytond) => SinkUnderTest['refused'];
  readonly change: SinkUnderTest['change'];
}

export interface Connected {
  readonly system: System;
  readonly proxy: FaultProxy;
  close(): Promise<void>;
}

/** A connection to a Tryton, with something in between that lets things go wrong. */
export async function connectTo(
  erp: Trytond,
  {
    clock,
    intercept = (http) => http,
    settings = {},
    bindings = tryton.spec.bindings,
    cutsOnlyWrites = false,
  }: {
    readonly clock: Clock;
    readonly intercept?: (http: HttpClient) => HttpClient;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly bindings?: typeof tryton.spec.bindings;
    readonly cutsOnlyWrites?: boolean;
  },
): Promise<Connected> {
  const proxy = await startFaultProxy(erp.origin, { cutsOnlyWrites });
  const parsed = trytonSettings.parse({ ...erp.settings, ...erp.secrets, baseUrl: proxy.origin, ...settings });
  const origins = tryton.origins(parsed);
  const http = createHttpClient({ allowedOrigins: origins, loopbackOrigins: origins, pace: tryton.pace, clock });
  // Every call is a POST: only those that change something are taken over.
  const taken = intercept(http);
  const isWrite = ({ body }: HttpRequest) => typeof body === 'string' && callOf(body).isWrite;
  const client: HttpClient = { request: (request) => (isWrite(request) ? taken : http).request(request) };
  return {
    proxy,
    system: tryton.open({ settings: parsed, bindings, http: client, clock }),
    async close() {
      await http.close();
      await proxy.close();
    },
  };
}

/** Sets the stamps of a record and of what belongs to it: what a clock that stands elsewhere would have written. */
export function moveStamps({ file }: Trytond, model: string, { key, ms }: { readonly key: string; readonly ms: number }): void {
  if (ms === 0) return;
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    const table = model.replaceAll('.', '_');
    const parts = model === 'party.party' ? ['party_address', 'party_identifier', 'party_contact_mechanism'] : model === 'sale.sale' ? ['sale_line'] : [];
    const owner = model === 'party.party' ? 'party' : 'sale';
    for (const [name, column] of [[table, 'id'], ...parts.map((part) => [part, owner])]) {
      for (const row of database.prepare(`select id, create_date, write_date from ${name} where ${column} = ?`).all(Number(key))) {
        // Only the last stamp is of now.
        const stamp = row['write_date'] === null ? 'create_date' : 'write_date';
        database.prepare(`update ${name} set ${stamp} = ? where id = ?`).run(moved(String(row[stamp]), ms), row['id']!);
      }
    }
  } finally {
    database.close();
  }
} // prettier-ignore

function moved(stamp: string, ms: number): string {
  const [whole, fraction = '0'] = stamp.split('.');
  const at = new Date(`${whole!.replace(' ', 'T')}Z`).getTime() + ms;
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}.${fraction.padEnd(6, '0')}`;
}

/** One entity of a Tryton as the contract suites want it. What the case before left is taken away first. */
export async function underTest(
  erp: Trytond,
  under: EntityUnderTest,
  ports: {
    readonly clock: Clock;
    readonly intercept: (http: HttpClient) => HttpClient;
    /** Whether answers to reads arrive whole when others are cut: writing an order asks a few things before. */
    readonly cutsOnlyWrites: boolean;
  },
): Promise<SourceUnderTest & SinkUnderTest> {
  const { entity, model, nameColumn, fields } = under;
  const { hands } = erp;
  const company = (await hands.rows('company.company', [], ['party']))[0]!['party'];
  const mine = entity === 'account' ? [['id', '!=', company]] : [];
  const idsOf = async (domain: readonly unknown[]) =>
    (await hands.rows(model, [...mine, ...domain], [nameColumn])).map(({ id }) => String(id));
  const left = (await hands.rows(model, [...mine, ['id', '!=', entity === 'account' ? erp.company.customer : 0]], ['id'])).map(({ id }) => id); // prettier-ignore
  if (left.length > 0) {
    if (entity === 'order') await hands.call(model, 'cancel', left);
    await hands.call(model, 'delete', left);
  }
  const bindings = tryton.spec.bindings.map((binding) =>
    binding.entity === entity && entity !== 'account'
      ? { ...binding, fields: { ...binding.fields, name: { path: nameColumn } } }
      : binding,
  );
  // A sale that is a draft can be taken away again; that it is confirmed otherwise is proved elsewhere.
  const settings = { newOrders: 'draft' };
  const { system, proxy, close } = await connectTo(erp, { ...ports, bindings, settings });
  let offsetMs = 0;
  return {
    system,
    entity,
    fields,
    showsDeletions: false,
    keys: () => idsOf([]),
    named: (name) => idsOf([[nameColumn, '=', name]]),
    async make(names) {
      const made = (await hands.call(
        model,
        'create',
        names.map((name) => ({ ...under.values(erp), [nameColumn]: name })),
      )) as number[];
      for (const id of made) moveStamps(erp, model, { key: String(id), ms: offsetMs });
      return made.map(String);
    },
    async rename(key, name) {
      await hands.call(model, 'write', [Number(key)], { [nameColumn]: name });
      moveStamps(erp, model, { key, ms: offsetMs });
    },
    async remove(key) {
      if (entity === 'order') await hands.call(model, 'cancel', [Number(key)]);
      await hands.call(model, 'delete', [Number(key)]);
    },
    passTime(ms) {
      offsetMs += ms;
    },
    record: (number) => under.record(number, erp),
    refused: under.refused(erp),
    change: under.change,
    withoutIds: (body) => body.replace(/"result": ?\[[^\]]*\]/, '"result": []'),
    faults: proxy.faults,
    close,
  };
}
