import type { Filter } from '../../odata/filter.ts';
import { syntaxError } from '../../odata/query-error.ts';
import type { Entity } from '../../records/catalogue.ts';
import type { CrmColumn } from '../column.ts';

type Literal = Filter & { readonly kind: 'literal' };
type Call = Filter & { readonly kind: 'vendor-call' };

const namespace = 'Microsoft.Dynamics.CRM.';
const day = 86_400_000;
const units: Readonly<Record<string, number>> = { Minutes: 60_000, Hours: 3_600_000, Days: day, Weeks: 7 * day };

/** Who asks; `EqualUserId` compares with it. */
export interface Asker {
  readonly userId: string;
  readonly businessUnitId: string;
}

/** Puts a query function of the vendor into standard terms, by the calendar in UTC. */
export function rewriteQueryFunction(call: Call, entity: Entity<CrmColumn>, now: number, asker: Asker): Filter {
  if (!call.name.startsWith(namespace)) throw unknown(call.name);
  const name = call.name.slice(namespace.length);
  const column = columnOf(call, entity);
  const property: Filter = { kind: 'property', path: [column.name] };
  const compare = (operator: 'eq' | 'ne' | 'ge' | 'gt' | 'le' | 'lt', right: Filter): Filter =>
    ({ kind: 'compare', operator, left: property, right }); // prettier-ignore
  const within = (from: number, to: number): Filter =>
    ({ kind: 'and', terms: [compare('ge', moment(from, column)), compare('lt', moment(to, column))] }); // prettier-ignore
  const values = () => listOf(call).map((value) => literalFor(column, value));

  switch (name) {
    case 'In':
      return { kind: 'in', left: property, items: values() };
    case 'NotIn':
      return { kind: 'not', term: { kind: 'in', left: property, items: values() } };
    case 'Between':
    case 'NotBetween': {
      const [low, high] = values();
      if (low === undefined || high === undefined) throw syntaxError(`The function '${name}' takes two values.`);
      const between: Filter = { kind: 'and', terms: [compare('ge', low), compare('le', high)] };
      return name === 'Between' ? between : { kind: 'not', term: between };
    }
    case 'EqualUserId':
    case 'NotEqualUserId':
      return compare(name === 'EqualUserId' ? 'eq' : 'ne', { kind: 'literal', type: 'guid', value: asker.userId });
    case 'EqualBusinessId':
    case 'NotEqualBusinessId':
      return compare(name === 'EqualBusinessId' ? 'eq' : 'ne', { kind: 'literal', type: 'guid', value: asker.businessUnitId }); // prettier-ignore
    case 'On':
    case 'NotOn': {
      const start = dayOf(valueOf(call));
      return name === 'On' ? within(start, start + day) : { kind: 'not', term: within(start, start + day) };
    }
    case 'OnOrAfter':
      return compare('ge', moment(dayOf(valueOf(call)), column));
    case 'OnOrBefore':
      return compare('lt', moment(dayOf(valueOf(call)) + day, column));
    default:
      return period(name, call, { now, within, before: (at) => compare('lt', moment(at, column)) });
  }
}

interface Bounds {
  readonly now: number;
  readonly within: (from: number, to: number) => Filter;
  readonly before: (at: number) => Filter;
}

/** `Today`, `LastMonth`, `LastXDays`, `OlderThanXHours` and their kind. */
function period(name: string, call: Call, { now, within, before }: Bounds): Filter {
  const today = Math.floor(now / day) * day;
  const fixed = /^(Today|Yesterday|Tomorrow|Last7Days|Next7Days|(?:This|Last|Next)(?:Week|Month|Year))$/.exec(name);
  if (fixed !== null) return within(...fixedPeriod(name, today, now));
  const relative = /^(Last|Next|OlderThan)X(Minutes|Hours|Days|Weeks|Months|Years)$/.exec(name);
  if (relative === null) throw unknown(call.name);
  const [, way = '', unit = ''] = relative;
  const count = Number(valueOf(call).value);
  if (!Number.isInteger(count) || count <= 0) throw syntaxError(`The function '${name}' takes a whole number above 0.`);
  const whole = unit === 'Minutes' || unit === 'Hours' ? now : today;
  if (way === 'OlderThan') return before(moved(now, unit, -count));
  return way === 'Last' ? within(moved(whole, unit, -count), now) : within(now, moved(whole, unit, count) + day);
}

function moved(at: number, unit: string, count: number): number {
  const ms = units[unit];
  if (ms !== undefined) return at + count * ms;
  const date = new Date(at);
  date.setUTCMonth(date.getUTCMonth() + count * (unit === 'Years' ? 12 : 1));
  return date.getTime();
}

function fixedPeriod(name: string, today: number, now: number): [number, number] {
  if (name === 'Today') return [today, today + day];
  if (name === 'Yesterday') return [today - day, today];
  if (name === 'Tomorrow') return [today + day, today + 2 * day];
  if (name === 'Last7Days') return [today - 7 * day, now];
  if (name === 'Next7Days') return [now, today + 8 * day];
  const shift = name.startsWith('Last') ? -1 : name.startsWith('Next') ? 1 : 0;
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (name.endsWith('Year')) return [Date.UTC(year + shift, 0), Date.UTC(year + shift + 1, 0)];
  if (name.endsWith('Month')) return [Date.UTC(year, month + shift), Date.UTC(year, month + shift + 1)];
  const week = today - date.getUTCDay() * day + shift * 7 * day;
  return [week, week + 7 * day];
}

function columnOf(call: Call, entity: Entity<CrmColumn>): CrmColumn {
  const given = call.named['PropertyName'];
  if (given?.kind !== 'literal' || typeof given.value !== 'string')
    throw syntaxError(`The function '${call.name}' needs the parameter 'PropertyName'.`);
  const name = given.value;
  const column = entity.column(name) ?? entity.column(`_${name}_value`);
  if (column === undefined)
    throw syntaxError(`'${entity.definition.type}' entity doesn't contain attribute with Name = '${name}'.`);
  return column;
}

function valueOf(call: Call): Literal {
  const value = call.named['PropertyValue'];
  if (value?.kind !== 'literal') throw syntaxError(`The function '${call.name}' needs the parameter 'PropertyValue'.`);
  return value;
}

function listOf(call: Call): Literal[] {
  const list = call.named['PropertyValues'];
  if (list?.kind !== 'list') throw syntaxError(`The function '${call.name}' needs the parameter 'PropertyValues'.`);
  return list.items.map((item) => {
    if (item.kind !== 'literal') throw syntaxError(`The function '${call.name}' takes values only.`);
    return item;
  });
}

/** Values of query functions come as texts, whatever the column holds. */
function literalFor(column: CrmColumn, { type, value }: Literal): Literal {
  if (type !== 'text') return { kind: 'literal', type, value };
  const text = String(value);
  switch (column.type) {
    case 'guid':
    case 'lookup':
      return { kind: 'literal', type: 'guid', value: text.toLowerCase().replaceAll(/[{}]/g, '') };
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'money':
    case 'double':
    case 'choice':
      return { kind: 'literal', type: 'number', value: Number(text) };
    case 'boolean':
      return { kind: 'literal', type: 'boolean', value: text === 'true' || text === '1' };
    case 'instant':
      return { kind: 'literal', type: 'instant', value: Date.parse(text) };
    case 'date':
      return { kind: 'literal', type: 'date', value: text.slice(0, 10) };
    default:
      return { kind: 'literal', type, value };
  }
}

function dayOf({ value }: Literal): number {
  const at = typeof value === 'number' ? value : Date.parse(String(value));
  if (Number.isNaN(at)) throw syntaxError(`'${String(value)}' is not a date.`);
  return Math.floor(at / day) * day;
}

function moment(at: number, column: CrmColumn): Literal {
  return column.type === 'date'
    ? { kind: 'literal', type: 'date', value: new Date(at).toISOString().slice(0, 10) }
    : { kind: 'literal', type: 'instant', value: at };
}

function unknown(name: string): Error {
  return syntaxError(`An unknown function with name '${name}' was found.`);
}
