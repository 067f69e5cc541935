import type { Filter } from '../../odata/filter.ts';
import { parseFilter } from '../../odata/filter.ts';
import { parseCount, split, type QueryString } from '../../odata/query-options.ts';
import { problems } from '../protocol/problem.ts';
import type { MetadataRow } from './definitions.ts';

/** What may be expanded of a row, by name. */
export type Expandable = Readonly<Record<string, (row: MetadataRow) => unknown>>;

/** Shows rows of metadata as a query asks for them. `$filter` compares, as the vendor's does; functions are refused. */
export function queryRows(rows: readonly MetadataRow[], query: QueryString, expandable: Expandable): MetadataRow[] {
  const filter = query.get('$filter');
  const found = filter === undefined ? rows : rows.filter(predicate(parsedFilter(filter)));
  const top = parseCount(query.get('$top'), '$top');
  const show = shower(query, expandable);
  return (top === undefined ? found : found.slice(0, top)).map(show);
}

export function showRow(row: MetadataRow, query: QueryString, expandable: Expandable): MetadataRow {
  return shower(query, expandable)(row);
}

function shower(query: QueryString, expandable: Expandable): (row: MetadataRow) => MetadataRow {
  const names = namesOf(query.get('$select'));
  const expansions = split(query.get('$expand') ?? '', ',').map((text) => expansion(text, expandable));
  // Complex properties come in full; those that have to be expanded come only when they are.
  const hidden = new Set(Object.keys(expandable));
  return (row) => {
    const shown: Record<string, unknown> = {};
    for (const name in row)
      if (
        !hidden.has(name) &&
        (names === undefined || names.has(name) || name === 'MetadataId' || name.startsWith('@'))
      )
        shown[name] = row[name];
    for (const expand of expansions) expand(shown, row);
    return shown;
  };
}

function expansion(text: string, expandable: Expandable): (shown: Record<string, unknown>, row: MetadataRow) => void {
  const open = text.indexOf('(');
  const name = open === -1 ? text : text.slice(0, open);
  const get = expandable[name];
  if (get === undefined) throw problems.unknownProperty(name, 'MetadataBase');
  const options = new Map(
    split(open === -1 ? '' : text.slice(open + 1, -1), ';').map((option) => {
      const equals = option.indexOf('=');
      return [option.slice(0, equals).trim(), option.slice(equals + 1)] as const;
    }),
  );
  return (shown, row) => {
    const value = get(row);
    if (Array.isArray(value)) shown[name] = queryRows(value as MetadataRow[], options, {});
    else shown[name] = value === null || value === undefined ? null : showRow(value as MetadataRow, options, {});
  };
}

function namesOf(select: string | undefined): ReadonlySet<string> | undefined {
  if (select === undefined || select.trim() === '') return undefined;
  return new Set(select.split(',').map((name) => name.trim()));
}

/** Values of enumerations are compared by their member: `Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist'`. */
function parsedFilter(text: string): Filter {
  return parseFilter(text.replaceAll(/Microsoft\.Dynamics\.CRM\.\w+(?=')/g, ''));
}

function predicate(filter: Filter): (row: MetadataRow) => boolean {
  switch (filter.kind) {
    case 'and': {
      const terms = filter.terms.map(predicate);
      return (row) => terms.every((term) => term(row));
    }
    case 'or': {
      const terms = filter.terms.map(predicate);
      return (row) => terms.some((term) => term(row));
    }
    case 'not': {
      const term = predicate(filter.term);
      return (row) => !term(row);
    }
    case 'in': {
      const get = valueOf(filter.left);
      const values = new Set(filter.items.map((item) => (item.kind === 'literal' ? item.value : undefined)));
      return (row) => values.has(get(row) as string);
    }
    case 'compare': {
      const [left, right] = [valueOf(filter.left), valueOf(filter.right)];
      if (filter.operator === 'eq') return (row) => left(row) === right(row);
      if (filter.operator === 'ne') return (row) => left(row) !== right(row);
      break;
    }
    case 'property': {
      const get = valueOf(filter);
      return (row) => get(row) === true;
    }
    default:
  }
  throw problems.query('The metadata of this CRM is filtered by comparisons for equality only.');
}

function valueOf(operand: Filter): (row: MetadataRow) => unknown {
  if (operand.kind === 'literal') return () => operand.value;
  if (operand.kind !== 'property') throw problems.query('The metadata of this CRM is filtered by its properties only.');
  const { path } = operand;
  return (row) => {
    let at: unknown = row;
    for (const name of path) at = typeof at === 'object' && at !== null ? (at as MetadataRow)[name] : undefined;
    return at;
  };
}
