/** A text as OData writes it inside a filter or key: in single quotes, with those inside doubled. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a guid in the form that stands bare in filters and keys. */
export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}

/** Whether a value may stand in a filter without quotes: a number, a truth value, a date. Anything else could say more. */
export function isBareLiteral(text: string): boolean {
  return /^[+-]?\w[\w.:+-]*$/.test(text);
}

/** The guid that some systems write for "no reference". */
export const zeroGuid = '00000000-0000-0000-0000-000000000000';

/** Percent-encodes what may not stand in the value of a query option, and no more: filters are long enough as it is. */
export function encodeQueryValue(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/')
    .replaceAll('%24', '$')
    .replaceAll('%3B', ';')
    .replaceAll('%3D', '=')
    .replaceAll('%40', '@');
}

/** Query options in the order given, those that are undefined left out: `?$select=a,b&$count=true`, or nothing. */
export function queryOptions(options: Readonly<Record<string, string | undefined>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) parts.push(`${name}=${encodeQueryValue(value)}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/**
 * One or more filters `(a eq 1 or a eq 2 …)` that together ask for all `terms`, none of them longer than
 * `maxLength` characters as it stands in the address, nor of more than `maxTerms` terms.
 */
export function orFilters(
  terms: readonly string[],
  { maxLength = 6000, maxTerms = Number.POSITIVE_INFINITY }: { maxLength?: number; maxTerms?: number } = {},
): string[] {
  const separatorLength = encodeQueryValue(' or ').length;
  const filters: string[] = [];
  let open: string[] = [];
  let length = 0;
  for (const term of terms) {
    const termLength = encodeQueryValue(term).length + separatorLength;
    if (open.length > 0 && (length + termLength > maxLength || open.length >= maxTerms)) {
      filters.push(open.join(' or '));
      open = [];
      length = 0;
    }
    open.push(term);
    length += termLength;
  }
  if (open.length > 0) filters.push(open.join(' or '));
  return filters;
}
