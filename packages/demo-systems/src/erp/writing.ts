import { randomUUID } from 'node:crypto';
import type { StoredRecord, Value } from '../records/definition.ts';
import { initialValue, zeroDate, zeroGuid, type Draft, type ErpColumn } from './columns.ts';
import {
  badRequest,
  changedMeanwhile,
  invalidToken,
  noOption,
  noSuchRecord,
  readOnlyControl,
  refused,
  sameKey,
  tooLong,
} from './errors.ts';
import type { ErpPages, PublishedApi, PublishedPage } from './pages.ts';
import { etagOf } from './rendering.ts';

/** Where a write happens: the page, its API (for links to other sets) and the clock. */
export interface WriteScope {
  readonly published: PublishedPage;
  readonly api: PublishedApi;
  readonly pages: ErpPages;
  readonly now: () => Date;
}

/** The identification of a record as messages give it: `No.='K10000'`. */
function identification({ page }: PublishedPage, value: Value | undefined): string {
  return `${page.identity.caption}='${String(value ?? '')}'`;
}

/** The record with this key. Throws the vendor's 404. */
export function existingRecord({ page, entity }: PublishedPage, id: string): StoredRecord {
  const record = entity.table.get(id);
  if (record !== undefined) return record;
  throw noSuchRecord(page.definition.title, `SystemId='{${id.toUpperCase()}}'`);
}

const etagForm = /^(?:\*|(?:W\/)?"[^"]*")$/;

/** Whether a precondition was sent that can be read; throws when it does not hold. */
export function checkMatch(record: StoredRecord, ifMatch: string | undefined): boolean {
  if (ifMatch === undefined) return false;
  const given = ifMatch.trim();
  if (!etagForm.test(given)) throw invalidToken();
  if (given !== '*' && given !== etagOf(record)) throw changedMeanwhile();
  return true;
}

/** Creates a record from the body of a POST. */
export function createRecord(scope: WriteScope, body: unknown): StoredRecord {
  const { page, entity } = scope.published;
  const values: Record<string, Value> = {};
  const children = page.lines === undefined ? undefined : scope.api.page(page.lines.set);
  const [own, lines] = children === undefined ? [body, []] : apart(body, children.page.definition.set);
  const draft: Draft = { values, sent: takeBody(own, values, scope), isNew: true };
  for (const column of page.definition.columns) {
    if (column.isRequired === true) checkGiven(draft, column);
    // Columns that are read from others have no place of their own.
    if (column.read === undefined) values[column.name] ??= initialValue(column);
  }
  page.settle?.(draft);
  const { column: identity } = page.identity;
  if (page.nextNumber !== undefined && (values[identity] ?? '') === '') values[identity] = page.nextNumber();
  else checkUnique(scope.published, values[identity], undefined);
  const record = { id: randomUUID(), version: scope.pages.nextVersion(), stamp: scope.now().getTime(), values };
  entity.table.put(record);
  told(scope, { record, kind: 'created' });
  page.follow?.(undefined, record);
  if (children === undefined || lines.length === 0) return record;
  for (const line of lines) {
    if (typeof line !== 'object' || line === null) throw badRequest('The request body is not valid.');
    createRecord({ ...scope, published: children }, { ...line, [page.lines!.column]: record.id });
  }
  return entity.table.get(record.id) ?? record;
}

/** The lines inside a body, and the rest of it. */
function apart(body: unknown, name: string): readonly [body: unknown, lines: readonly unknown[]] {
  if (typeof body !== 'object' || body === null || !(name in body)) return [body, []];
  const { [name]: lines, ...own } = body as Record<string, unknown>;
  if (!Array.isArray(lines)) throw badRequest('The request body is not valid.');
  return [own, lines];
}

function told({ published, pages }: WriteScope, change: { readonly record: StoredRecord; readonly kind: 'created' | 'updated' | 'deleted' }): void {
  pages.changed({ table: published.page.definition.table, ...change });
} // prettier-ignore

/** Changes a record by the body of a PATCH: only what is in it. */
export function updateRecord(scope: WriteScope, before: StoredRecord, body: unknown): StoredRecord {
  const { page, entity } = scope.published;
  const values: Record<string, Value> = { ...before.values };
  const draft: Draft = { values, sent: takeBody(body, values, scope), isNew: false, before };
  for (const column of page.definition.columns) {
    if (column.isRequired === true && draft.sent.has(column.name)) checkGiven(draft, column);
  }
  page.settle?.(draft);
  const { column: identity } = page.identity;
  if (draft.sent.has(identity)) checkUnique(scope.published, values[identity], before.id);
  const stamp = Math.max(scope.now().getTime(), before.stamp);
  const record = { id: before.id, version: scope.pages.nextVersion(), stamp, values };
  entity.table.put(record);
  told(scope, { record, kind: 'updated' });
  page.follow?.(before, record);
  return record;
}

/** Deletes a record. */
export function deleteRecord(scope: WriteScope, before: StoredRecord): void {
  const { published, pages, now } = scope;
  published.page.checkDelete?.(before);
  published.entity.table.remove(before.id, pages.nextVersion(), Math.max(now().getTime(), before.stamp));
  told(scope, { record: before, kind: 'deleted' });
  published.page.follow?.(before, null);
}

function checkGiven({ values, sent, isNew }: Draft, { name }: ErpColumn): void {
  if (isNew && !sent.has(name)) throw refused(`A "${name}" must be provided.`);
  if (values[name] === '') throw refused(`The blank "${name}" is not allowed.`);
}

function checkUnique({ page, entity }: PublishedPage, value: Value | undefined, own: string | undefined): void {
  const { column, isUnique, caption } = page.identity;
  if (!isUnique || value === undefined) return;
  if (own !== undefined && value === '') throw refused(`${caption} must have a value.`);
  const index = entity.column(column)?.foundBy?.[0];
  if (index === undefined || entity.table.find(index, [value]).every((record) => record.id === own)) return;
  throw sameKey(page.definition.title, identification({ page, entity }, value));
}

/** Puts the properties of a body into `values` and gives their names. */
function takeBody(body: unknown, values: Record<string, Value>, scope: WriteScope): ReadonlySet<string> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('The request body is not valid.');
  const { page, entity } = scope.published;
  const sent = new Set<string>();
  for (const [name, given] of Object.entries(body)) {
    // Annotations such as `@odata.etag` may come back with a record that was read.
    if (name.includes('@')) continue;
    const column = entity.column(name);
    if (column === undefined) {
      throw badRequest(
        `The property '${name}' does not exist on type 'Microsoft.NAV.${page.definition.type}'. Make sure to only use property names that are defined by the type.`,
      );
    }
    if (column.isReadOnly === true) throw readOnlyControl(column.name);
    values[name] = columnValue(column, given, scope.api);
    sent.add(name);
  }
  return sent;
}

const guidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The value of a column as the ERP keeps it. Throws when it cannot. */
function columnValue(column: ErpColumn, given: unknown, api: PublishedApi): Value {
  if (given === null) return initialValue(column);
  switch (column.type) {
    case 'text':
    case 'memo':
      return textValue(column, given);
    case 'enum':
      return enumValue(column, given);
    case 'boolean':
      if (typeof given === 'boolean') return given;
      throw wrongType(given, 'Edm.Boolean');
    case 'date':
      return dateValue(given);
    case 'guid':
    case 'lookup':
      return linkValue(column, given, api);
    case 'instant':
      if (typeof given === 'string' && !Number.isNaN(Date.parse(given))) return Date.parse(given);
      throw wrongType(given, 'Edm.DateTimeOffset');
    default:
      if (typeof given === 'number' && Number.isFinite(given)) return given;
      throw wrongType(given, 'Edm.Decimal');
  }
}

function wrongType(given: unknown, type: string) {
  return badRequest(`Cannot convert the literal '${String(given)}' to the expected type '${type}'.`);
}

function textValue({ isCode, maxLength }: ErpColumn, given: unknown): string {
  if (typeof given !== 'string') throw wrongType(given, 'Edm.String');
  const value = isCode === true ? given.trim().toUpperCase() : given;
  if (maxLength !== undefined && value.length > maxLength) throw tooLong(value.length, maxLength, value);
  return value;
}

/** By name; a blank member may come as `_x0020_`, and is meant by an empty text too. */
function enumValue({ options = [] }: ErpColumn, given: unknown): string {
  if (typeof given !== 'string') throw wrongType(given, 'Edm.String');
  const name = given.replaceAll('_x0020_', ' ');
  const found = options.find((option) => option === name || (name === '' && option === ' '));
  if (found === undefined) throw noOption(given, options);
  return found;
}

function dateValue(given: unknown): string {
  if (given === '') return zeroDate;
  if (typeof given !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(given) || Number.isNaN(Date.parse(given))) {
    throw badRequest('Unable to convert value to Date.');
  }
  return given;
}

function linkValue({ name, reference }: ErpColumn, given: unknown, api: PublishedApi): string {
  if (typeof given !== 'string' || !guidForm.test(given)) throw wrongType(given, 'Edm.Guid');
  const id = given.toLowerCase();
  if (reference === undefined || id === zeroGuid) return id;
  if (api.page(reference.set)?.entity.table.get(id) !== undefined) return id;
  throw refused(`The "${name}" does not match to a ${reference.caption}.`);
}
