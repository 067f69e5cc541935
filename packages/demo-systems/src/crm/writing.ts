import { randomUUID } from 'node:crypto';
import type { StoredRecord, Values } from '../records/definition.ts';
import type { CrmColumn } from './column.ts';
import { tableOf, type Crm, type CrmEntity } from './crm.ts';
import { BodyReader, type Body, type Draft } from './protocol/body.ts';
import { problems } from './protocol/problem.ts';
import { isGuid, recordOfKey } from './protocol/record-address.ts';
import { rules } from './rules.ts';
import type { TableRule } from './rules/rule.ts';
import { allRights } from './security.ts';
import type { Session } from './session.ts';

interface Prepared {
  readonly body: BodyReader;
  /** Values of a new record that is not given them. */
  readonly initial: Values;
  readonly required: readonly string[];
  readonly amounts: readonly string[];
  readonly statuses: CrmColumn | undefined;
  readonly isOwned: boolean;
  readonly hasCurrency: boolean;
  readonly rule: TableRule | undefined;
}

/**
 * Makes, changes and deletes records by the rules of the CRM. Everything that can be refused is refused before the
 * first record is kept, so that one write of one record is whole without a transaction of its own.
 */
export class Writing {
  readonly #crm: Crm;
  readonly #prepared = new Map<string, Prepared>();

  constructor(crm: Crm) {
    this.#crm = crm;
  }

  create(entity: CrmEntity, body: Body, session: Session, given: { id?: string; values?: Values } = {}): StoredRecord {
    this.#allow(entity, session, 'Create');
    const prepared = this.#prepare(entity);
    const id = this.#newId(entity, body, given.id);
    const draft: Draft = { values: { ...given.values }, isNew: true, written: new Set(), nested: [] };
    prepared.body.read(body, draft, session);
    this.#checkRights(entity, draft, session);
    const { values, written } = draft;
    for (const name in prepared.initial) values[name] ??= prepared.initial[name]!;
    if (written.has('statuscode')) this.#checkStatus(entity, values, id);
    const { rule } = prepared;
    rule?.apply?.({ crm: this.#crm, entity, id, values, before: undefined, written, session });
    this.#complete(prepared, draft, session);
    for (const name of prepared.required)
      if ((values[name] ?? null) === null) throw problems.missingColumn(name, entity.definition.type);
    const now = this.#now();
    const created = values['overriddencreatedon'] ?? now;
    Object.assign(values, { createdon: created, createdby: session.userId, modifiedby: session.userId });
    if (draft.nested.length === 0 && rule?.follow === undefined) return this.#keep(entity, id, values, now);
    return this.#crm.database.transact(() => {
      const record = this.#withNested(entity, id, draft, session);
      this.#follow(prepared, record, session);
      // What follows may have changed the record itself: a document has the sum of its lines.
      return entity.table.get(id) ?? record;
    });
  }

  update(entity: CrmEntity, record: StoredRecord, body: Body, session: Session): StoredRecord {
    this.#allow(entity, session, 'Write');
    const prepared = this.#prepare(entity);
    const draft: Draft = { values: { ...record.values }, isNew: false, written: new Set(), nested: [] };
    prepared.body.read(body, draft, session);
    this.#checkRights(entity, draft, session);
    const { values, written } = draft;
    if (written.has('statecode') || written.has('statuscode')) this.#changeState(entity, draft, record.id);
    const { rule } = prepared;
    rule?.apply?.({ crm: this.#crm, entity, id: record.id, values, before: record, written, session });
    this.#complete(prepared, draft, session);
    values['modifiedby'] = session.userId;
    if (rule?.follow === undefined) return this.#keep(entity, record.id, values, this.#now(), record.values);
    return this.#crm.database.transact(() => {
      const kept = this.#keep(entity, record.id, values, this.#now(), record.values);
      this.#follow(prepared, kept, session);
      return kept;
    });
  }

  /** Keeps a change that the system itself makes: no rule and no column security is asked. */
  put(entity: CrmEntity, record: StoredRecord, values: Values, session: Session): StoredRecord {
    const isNew = entity.table.get(record.id) === undefined;
    const made = isNew ? { createdon: this.#now(), createdby: session.userId } : {};
    const all = { ...record.values, ...made, ...values, modifiedby: session.userId };
    return this.#keep(entity, record.id, all, this.#now(), isNew ? undefined : record.values);
  }

  #follow({ rule }: Prepared, record: StoredRecord, session: Session): void {
    rule?.follow?.(this.#crm, record, (entity, other, values) => void this.put(entity, other, values, session));
  }

  /** Deletes a record, and what cannot be without it. */
  remove(entity: CrmEntity, record: StoredRecord, session: Session): void {
    this.#allow(entity, session, 'Delete');
    const prepared = this.#prepare(entity);
    prepared.rule?.removal?.(this.#crm, record, session);
    this.#removeWithDependants(entity, record, session);
  }

  #removeWithDependants(entity: CrmEntity, record: StoredRecord, session: Session): void {
    const prepared = this.#prepare(entity);
    const { dependants } = tableOf(entity);
    const links = dependants.flatMap((dependant) => {
      const other = this.#crm.entity(dependant.set);
      return other.table.find(dependant.column, [record.id]).map((found) => ({ ...dependant, other, found }));
    });
    const work = () => {
      // First, so that records that lead to each other in a circle end it.
      this.#remove(entity, record.id, session);
      for (const { other, found, column, onDelete } of links) {
        if (onDelete === 'removeLink') {
          this.#keep(other, found.id, { ...found.values, [column]: null }, this.#now(), found.values);
        } else if (other.table.get(found.id) !== undefined) this.#removeWithDependants(other, found, session);
      }
      this.#follow(prepared, record, session);
    };
    if (links.length === 0 && prepared.rule?.follow === undefined) work();
    else this.#crm.database.transact(work);
  }

  /** Keeps a record of a table that only links others. */
  link(entity: CrmEntity, values: Values, session: Session): void {
    this.#allowSetting(entity, session, 'Append');
    this.#keep(entity, randomUUID(), values, this.#now());
  }

  unlink(entity: CrmEntity, record: StoredRecord, session: Session): void {
    this.#allowSetting(entity, session, 'Append');
    this.#remove(entity, record.id, session);
  }

  #now(): number {
    return Math.floor(this.#crm.now().getTime() / 1000) * 1000;
  }

  #prepare(entity: CrmEntity): Prepared {
    const { set, columns, ownership } = tableOf(entity);
    const known = this.#prepared.get(set);
    if (known !== undefined) return known;
    const initial: Values = {};
    for (const { logicalName, initial: value } of columns) if (value !== undefined) initial[logicalName] = value;
    const prepared: Prepared = {
      body: new BodyReader(this.#crm, entity),
      initial,
      required: columns
        .filter(
          ({ required, role, canCreate, logicalName }) =>
            required === 'SystemRequired' && role === undefined && canCreate && logicalName !== 'ownerid',
        ) // prettier-ignore
        .map(({ logicalName }) => logicalName),
      amounts: columns
        .filter(({ type, canUpdate }) => type === 'money' && canUpdate)
        .map(({ logicalName }) => logicalName),
      statuses: columns.find(({ attributeType }) => attributeType === 'Status'),
      isOwned: ownership === 'UserOwned',
      rule: rules[set],
      hasCurrency: columns.some(({ logicalName }) => logicalName === 'transactioncurrencyid'),
    };
    this.#prepared.set(set, prepared);
    return prepared;
  }

  #allow(entity: CrmEntity, session: Session, action: 'Create' | 'Write' | 'Delete'): void {
    const { canCreate, canUpdate, canDelete, type } = tableOf(entity);
    const isPossible = action === 'Create' ? canCreate : action === 'Write' ? canUpdate : canDelete;
    if (!isPossible) throw problems.refused(`The '${action}' method does not support entities of type '${type}'.`);
    this.#allowSetting(entity, session, action);
  }

  /** What concerns the whole organisation is not for salespeople to change. */
  #allowSetting(entity: CrmEntity, { caller, userId }: Session, action: string): void {
    const { isSetting, type, schemaName, title, objectTypeCode } = tableOf(entity);
    if (!isSetting || caller.kind !== 'salesperson') return;
    const privilege = `${action}${schemaName}`;
    throw problems.noPrivilege({ user: userId, privilege, table: type, title, typeCode: objectTypeCode });
  }

  /** One secured column the user may not write refuses the whole change. */
  #checkRights(entity: CrmEntity, { written, isNew }: Draft, { rights, userId }: Session): void {
    if (rights === allRights) return;
    const { type, title } = entity.definition;
    for (const name of written) {
      if (isNew ? rights.mayCreate(type, name) : rights.mayUpdate(type, name)) continue;
      if (isNew) throw problems.createNotAllowed();
      const column = entity.definition.columns.find(({ logicalName }) => logicalName === name);
      throw problems.updateNotAllowed(userId, column?.title ?? name, title);
    }
  }

  /** The id the client chose, which must be free, or a new one. */
  #newId(entity: CrmEntity, body: Body, given: string | undefined): string {
    const { key, set } = entity.definition;
    const own = given ?? body[key];
    if (own === undefined || own === null) return randomUUID();
    if (typeof own !== 'string' || !isGuid(own))
      throw problems.payload(set, `Cannot convert the literal '${String(own)}' to the expected type 'Edm.Guid'.`);
    const id = own.toLowerCase();
    if (entity.table.get(id) !== undefined) throw problems.exists();
    return id;
  }

  /** What follows from the columns that were written: owner, currency and its rate. */
  #complete({ isOwned, hasCurrency, amounts }: Prepared, { values, written, isNew }: Draft, { userId }: Session): void {
    const { organisation } = this.#crm;
    if (isOwned && (values['ownerid'] ?? null) === null) {
      values['ownerid'] = userId;
      values['owneridtype'] = 'systemuser';
    }
    if (isOwned && isNew) values['owningbusinessunit'] = organisation.businessUnitId;
    if (!hasCurrency) return;
    const hasAmount = (values['transactioncurrencyid'] ?? null) === null && amounts.some((name) => written.has(name) && values[name] !== null); // prettier-ignore
    if (hasAmount) values['transactioncurrencyid'] = organisation.euroId;
    if (hasAmount || written.has('transactioncurrencyid')) {
      const currency = values['transactioncurrencyid'];
      const record = typeof currency === 'string' ? this.#crm.entity('transactioncurrencies').table.get(currency) : undefined; // prettier-ignore
      values['exchangerate'] = record?.values['exchangerate'] ?? null;
    }
  }

  /** A status alone must belong to the record's state; a state alone brings its default status. */
  #changeState(entity: CrmEntity, { values, written }: Draft, id: string): void {
    const statuses = this.#prepare(entity).statuses;
    if (written.has('statecode') && !written.has('statuscode')) {
      const state = values['statecode'];
      values['statuscode'] = statuses?.choices?.find(({ value }) => statuses.stateOf?.[value] === state)?.value ?? null;
    }
    this.#checkStatus(entity, values, id);
  }

  #checkStatus(entity: CrmEntity, values: Values, id: string): void {
    const { type, schemaName } = tableOf(entity);
    const state = values['statecode'] ?? 0;
    const status = values['statuscode'];
    if (this.#prepare(entity).statuses?.stateOf?.[Number(status)] === state) return;
    const label = entity.column('statecode')?.choices?.find(({ value }) => value === state)?.label ?? String(state);
    throw problems.wrongStatus({ status, state: label, table: type, schemaName, id });
  }

  /** Keeps a record. `before` is what it was: an alternate key that has not changed need not be looked up. */
  #keep(entity: CrmEntity, id: string, values: Values, stamp: number, before?: Values): StoredRecord {
    for (const key of tableOf(entity).alternateKeys) {
      const { columns, schemaName } = key;
      if (columns.some((name) => (values[name] ?? null) === null)) continue;
      if (before !== undefined && columns.every((name) => before[name] === values[name])) continue;
      const other = recordOfKey(entity, key, values);
      if (other !== undefined && other.id !== id) throw problems.keyTaken(schemaName, columns.join(','));
    }
    const kept: Values = {};
    for (const name in values) if (values[name] !== null && values[name] !== undefined) kept[name] = values[name];
    const record: StoredRecord = { id, version: this.#crm.versions.next(), stamp, values: kept };
    entity.table.put(record);
    this.#settled(entity);
    this.#tell(entity, record, before);
    return record;
  }

  #remove(entity: CrmEntity, id: string, { userId }: Session): void {
    const now = this.#now();
    entity.table.remove(id, this.#crm.versions.next(), now);
    this.#settled(entity);
    const record = { id, stamp: now, values: {} };
    this.#crm.notices.add({ message: 'Delete', entity, record, changed: [], userId });
  }

  /** What was known of permissions and endpoints may be so no more. */
  #settled(entity: CrmEntity): void {
    if (!tableOf(entity).isSetting) return;
    this.#crm.security.forget();
    this.#crm.notices.forget();
  }

  #tell(entity: CrmEntity, record: StoredRecord, before: Values | undefined): void {
    if (!this.#crm.notices.isWanted()) return;
    const { values } = record;
    const names = new Set([...Object.keys(values), ...Object.keys(before ?? {})]);
    const changed = [...names].filter((name) => before === undefined || before[name] !== values[name]);
    const message = before === undefined ? 'Create' : 'Update';
    this.#crm.notices.add({ message, entity, record, changed, userId: String(values['modifiedby'] ?? '') });
  }

  /** A record with others inside: those it leads to come first, those that lead to it afterwards. */
  #withNested(entity: CrmEntity, id: string, { values, nested }: Draft, session: Session): StoredRecord {
    const { type } = entity.definition;
    const later: (() => void)[] = [];
    for (const { navigation: name, bodies } of nested) {
      const navigation = entity.navigation(name)!;
      const target = this.#crm.catalogue.target(navigation);
      for (const body of bodies) {
        if (navigation.kind === 'one') {
          const column = entity.column(navigation.column)!;
          values[column.logicalName] = this.create(target, body, session).id;
          if (navigation.when !== undefined) values[navigation.when.column] = navigation.when.type;
        } else {
          const own: Values = { [navigation.column]: id, ...(navigation.when === undefined ? {} : { [navigation.when.column]: type }) }; // prettier-ignore
          later.push(() => this.create(target, body, session, { values: own }));
        }
      }
    }
    const record = this.#keep(entity, id, values, this.#now());
    for (const make of later) make();
    return record;
  }
}
