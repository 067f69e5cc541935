import { randomUUID } from 'node:crypto';
import type { StoredRecord, Value, Values } from '../records/definition.ts';
import type { CrmColumn } from './column.ts';
import type { CrmEntity } from './crm.ts';
import { targetOf } from './protocol/rendering.ts';

/** What happened to a record, for whoever asked to be told. */
interface Notice {
  readonly message: 'Create' | 'Update' | 'Delete';
  readonly entity: CrmEntity;
  readonly record: Pick<StoredRecord, 'id' | 'values' | 'stamp'>;
  /** Logical names of the columns that changed. */
  readonly changed: readonly string[];
  readonly userId: string;
}

interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Step {
  readonly message: string;
  /** Null for every table. */
  readonly table: string | null;
  /** Updates of these columns only; null for all. */
  readonly columns: ReadonlySet<string> | null;
  readonly endpointId: string;
  readonly endpoint: Endpoint;
}

/** As the vendor: a receiver has a minute, and gets one more chance after these answers. */
const longestMs = 60_000;
const triedAgain = new Set([502, 503, 504]);
/** A larger body comes without what happened: the receiver reads the record. */
const mostBodyBytes = 256 * 1024;
/** Notices that wait for one receiver; the oldest give way. They are hints: who needs every change tracks changes. */
const mostWaiting = 10_000;

export interface NoticePorts {
  entity(set: string): CrmEntity;
  readonly organisationName: string;
  readonly businessUnitId: string;
  origin(): string;
}

/**
 * Posts what happens to records to the endpoints that registered for it, after it is committed and in its order. What a
 * process has not posted when it ends is not posted any more; at the vendor's a queue keeps it.
 */
export class Notices {
  readonly #ports: NoticePorts;
  /** Of the transaction that is going on, and of those that have just ended. */
  readonly #fresh: Notice[] = [];
  readonly #waiting = new Map<string, { readonly step: Step; readonly notice: Notice }[]>();
  readonly #closing = new AbortController();
  #steps: readonly Step[] | undefined;
  #flush: NodeJS.Immediate | undefined;

  constructor(ports: NoticePorts) {
    this.#ports = ports;
  }

  /** To be called when endpoints or steps have changed, or a change of them was undone. */
  forget(): void {
    this.#steps = undefined;
  }

  /** Whether anybody wants to be told of anything. */
  isWanted(): boolean {
    this.#steps ??= this.#readSteps();
    return this.#steps.length > 0;
  }

  add(notice: Notice): void {
    if (!this.isWanted()) return;
    this.#fresh.push(notice);
    // Transactions hold the process, so that when this comes round they are over.
    this.#flush ??= setImmediate(() => this.#hand());
  }

  /** Where the notices of a transaction begin, for when it is undone. */
  mark(): number {
    return this.#fresh.length;
  }

  undo(mark: number): void {
    this.#fresh.length = mark;
    this.forget();
  }

  close(): void {
    this.#closing.abort();
    if (this.#flush !== undefined) clearImmediate(this.#flush);
  }

  #hand(): void {
    this.#flush = undefined;
    this.#steps ??= this.#readSteps();
    for (const notice of this.#fresh.splice(0)) {
      for (const step of this.#steps) {
        if (!concerns(step, notice)) continue;
        const waiting = this.#waiting.get(step.endpointId);
        if (waiting !== undefined) {
          if (waiting.push({ step, notice }) > mostWaiting) waiting.shift();
          continue;
        }
        this.#waiting.set(step.endpointId, [{ step, notice }]);
        void this.#post(step.endpointId);
      }
    }
  }

  /** One after the other, until none waits. */
  async #post(endpointId: string): Promise<void> {
    const waiting = this.#waiting.get(endpointId)!;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (this.#closing.signal.aborted) return;
      const { step, notice } = next;
      const status = await this.#send(step, notice);
      if (triedAgain.has(status)) await this.#send(step, notice);
    }
    this.#waiting.delete(endpointId);
  }

  /** The status of the answer; 0 for none. */
  async #send({ endpoint }: Step, notice: Notice): Promise<number> {
    const { entity, message } = notice;
    const correlation = randomUUID();
    const whole = JSON.stringify(this.#context(notice, correlation, true));
    const isTooLarge = Buffer.byteLength(whole) > mostBodyBytes;
    try {
      const answer = await fetch(endpoint.url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'x-ms-dynamics-organization': new URL(this.#ports.origin()).host,
          'x-ms-dynamics-entity-name': entity.definition.type,
          'x-ms-dynamics-request-name': message,
          'x-ms-correlation-request-id': correlation,
          ...(isTooLarge ? { 'x-ms-dynamics-msg-size-exceeded': 'true' } : {}),
          ...endpoint.headers,
        },
        body: isTooLarge ? JSON.stringify(this.#context(notice, correlation, false)) : whole,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(longestMs)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0;
    }
  }

  /** The vendor's RemoteExecutionContext. */
  #context({ entity, message, record, changed, userId }: Notice, correlation: string, isWhole: boolean): object {
    const { type } = entity.definition;
    const reference = { __type: entityReference, Id: record.id, KeyAttributes: [], LogicalName: type, Name: null, RowVersion: null }; // prettier-ignore
    const target = message === 'Delete' ? reference : this.#target(entity, record, changed);
    return {
      BusinessUnitId: this.#ports.businessUnitId,
      CorrelationId: correlation,
      Depth: 1,
      InitiatingUserId: userId,
      InputParameters: isWhole ? [{ key: 'Target', value: target }] : [],
      IsInTransaction: false,
      IsolationMode: 1,
      MessageName: message,
      Mode: 1,
      OperationCreatedOn: dateText(record.stamp),
      OrganizationName: this.#ports.organisationName,
      OutputParameters: [],
      ParentContext: null,
      PostEntityImages: [],
      PreEntityImages: [],
      PrimaryEntityId: record.id,
      PrimaryEntityName: type,
      RequestId: correlation,
      SecondaryEntityName: 'none',
      SharedVariables: [],
      Stage: 40,
      UserId: userId,
    };
  }

  #target(entity: CrmEntity, record: Notice['record'], changed: readonly string[]): object {
    const columns = entity.definition.columns.filter(({ logicalName }) => changed.includes(logicalName));
    const whole: StoredRecord = { ...record, version: 0 };
    return {
      __type: 'Entity:http://schemas.microsoft.com/xrm/2011/Contracts',
      Attributes: columns.map((column) => ({
        key: column.logicalName,
        value: attribute(column, record.values[column.logicalName] ?? null, whole),
      })),
      EntityState: null,
      FormattedValues: [],
      Id: record.id,
      KeyAttributes: [],
      LogicalName: entity.definition.type,
      RelatedEntities: [],
      RowVersion: null,
    };
  }

  #readSteps(): Step[] {
    const { entity } = this.#ports;
    const all = { order: 'key', descending: false, minStamp: -1, maxStamp: 8.64e15, minId: '', maxId: '~' } as const;
    return [...entity('sdkmessageprocessingsteps').table.read(all)].flatMap(({ values }) => {
      const endpoint = entity('serviceendpoints').table.get(String(values['eventhandler'] ?? ''));
      const message = entity('sdkmessages').table.get(String(values['sdkmessageid'] ?? ''));
      const filter = entity('sdkmessagefilters').table.get(String(values['sdkmessagefilterid'] ?? ''));
      if (values['statecode'] === 1 || endpoint === undefined || message === undefined) return [];
      const columns = String(values['filteringattributes'] ?? '').split(',').map((name) => name.trim()).filter(Boolean); // prettier-ignore
      return [
        {
          message: String(message.values['name']),
          table: filter === undefined ? null : String(filter.values['primaryobjecttypecode']),
          columns: columns.length === 0 ? null : new Set(columns),
          endpointId: endpoint.id,
          endpoint: endpointOf(endpoint.values),
        },
      ];
    });
  }
}

const entityReference = 'EntityReference:http://schemas.microsoft.com/xrm/2011/Contracts';

function concerns({ message, table, columns }: Step, notice: Notice): boolean {
  if (message !== notice.message || (table !== null && table !== notice.entity.definition.type)) return false;
  return notice.message !== 'Update' || columns === null || notice.changed.some((name) => columns.has(name));
}

/** The address and the secret of an endpoint: a key in the address, or pairs of name and value in either. */
function endpointOf(values: Values): Endpoint {
  const url = new URL(String(values['url']));
  const secret = String(values['authvalue'] ?? '');
  if (values['authtype'] === 4) {
    if (secret !== '') url.searchParams.set('code', secret);
    return { url: url.href, headers: {} };
  }
  const settings = [...secret.matchAll(/<setting\s+name="([^"]*)"\s+value="([^"]*)"\s*\/>/g)].map(
    ([, name = '', value = '']) => [unescaped(name), unescaped(value)] as const,
  );
  if (values['authtype'] === 5) return { url: url.href, headers: Object.fromEntries(settings) };
  for (const [name, value] of settings) url.searchParams.set(name, value);
  return { url: url.href, headers: {} };
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }; // prettier-ignore

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (name) => entities[name]!);
}

function dateText(at: number): string {
  return `/Date(${at})/`;
}

function attribute(column: CrmColumn, value: Value, record: StoredRecord): unknown {
  const { type } = column;
  if (value === null) return null;
  const typed = (name: string) => `${name}:http://schemas.microsoft.com/xrm/2011/Contracts`;
  if (type === 'choice') return { __type: typed('OptionSetValue'), Value: value };
  if (type === 'money') return { __type: typed('Money'), Value: value };
  if (type === 'instant') return dateText(Number(value));
  if (type === 'date') return dateText(Date.parse(`${String(value)}T00:00:00Z`));
  if (column.targets === undefined) return value;
  return { __type: entityReference, Id: value, KeyAttributes: [], LogicalName: targetOf(column, record).type, Name: null, RowVersion: null }; // prettier-ignore
}
