import { parseFilter, type Filter } from './filter.ts';
import { syntaxError } from './query-error.ts';

export interface OrderTerm {
  readonly property: string;
  readonly descending: boolean;
}

/** Which columns of a record are shown and which related records come with it. */
export interface Selection {
  /** All columns when absent. */
  readonly columns?: readonly string[];
  readonly expand: readonly Expansion[];
}

/** One related record, or a list of them, shown inside a record. */
export interface Expansion extends Selection {
  readonly navigation: string;
  readonly filter?: Filter;
  readonly orderBy: readonly OrderTerm[];
  readonly top?: number;
}

/** A query string, decoded. The first of two equal names counts. */
export type QueryString = ReadonlyMap<string, string>;

export function parseQueryString(text: string): QueryString {
  const found = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    if (!found.has(name)) found.set(name, equals === -1 ? '' : decode(part.slice(equals + 1)));
  }
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw syntaxError(`'${text}' is not correctly encoded.`);
  }
}

/** `$select` and `$expand` of a query. */
export function parseSelection(query: QueryString): Selection {
  const select = query.get('$select');
  return { ...columnsOf(select), expand: parseExpand(query.get('$expand') ?? '') };
}

function columnsOf(select: string | undefined): { columns?: string[] } {
  const names = (select ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 || names.includes('*') ? {} : { columns: names };
}

/** `$filter` of a query, with its `@` parameters put in. */
export function filterOf(query: QueryString): Filter | undefined {
  const text = query.get('$filter');
  if (text === undefined || text.trim() === '') return undefined;
  const aliases: Record<string, string> = {};
  for (const [name, value] of query) if (name.startsWith('@')) aliases[name] = value;
  return parseFilter(text, aliases);
}

export function parseOrderBy(text: string | undefined): OrderTerm[] {
  if (text === undefined || text.trim() === '') return [];
  return text.split(',').map((term) => {
    const [property = '', direction = 'asc', ...rest] = term.trim().split(/\s+/);
    if (property === '' || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
      throw syntaxError(`Syntax error in '$orderby=${text}'.`);
    }
    return { property, descending: direction === 'desc' };
  });
}

/** A whole number that is not negative, as `$top` and `$skip` want it. */
export function parseCount(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text.trim())) throw syntaxError(`Invalid value '${text}' for ${option} query option found.`);
  return Number(text);
}

/** `a($select=x;$expand=b),c` */
function parseExpand(text: string): Expansion[] {
  return split(text, ',').map((item) => {
    const open = item.indexOf('(');
    if (open === -1) return { navigation: item.replace(/\/\$ref$/, ''), expand: [], orderBy: [] };
    if (!item.endsWith(')')) throw syntaxError(`Syntax error in '$expand=${text}'.`);
    const options = new Map(
      split(item.slice(open + 1, -1), ';').map((option) => {
        const equals = option.indexOf('=');
        return [option.slice(0, equals).trim(), option.slice(equals + 1)] as const;
      }),
    );
    const filter = filterOf(options);
    const top = parseCount(options.get('$top'), '$top');
    return {
      navigation: item.slice(0, open).trim(),
      ...columnsOf(options.get('$select')),
      expand: parseExpand(options.get('$expand') ?? ''),
      orderBy: parseOrderBy(options.get('$orderby')),
      ...(filter === undefined ? {} : { filter }),
      ...(top === undefined ? {} : { top }),
    };
  });
}

/** Parts between separators that are neither in parentheses nor in quotes. */
export function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [depth, start, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!;
    if (mark === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (mark === '(') depth++;
    else if (mark === ')') depth--;
    else if (mark === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (depth !== 0 || quoted) throw syntaxError(`Parentheses or quotes do not match in '${text}'.`);
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
