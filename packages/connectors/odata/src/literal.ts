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

const keptCharacters: Readonly<Record<string, string>> = {
  '%2C': ',',
  '%3A': ':',
  '%2F': '/',
  '%24': '$',
  '%3B': ';',
  '%3D': '=',
  '%40': '@',
};

/** Percent-encodes what may not stand in the value of a query option, and no more: filters are long enough as it is. */
export function encodeQueryValue(text: string): string {
  return encodeURIComponent(text).replaceAll(/%(?:2C|3A|2F|24|3B|3D|40)/g, (encoded) => keptCharacters[encoded]!);
}

/** As long as a text at most becomes by `encodeQueryValue`, without the work. */
function encodedLength(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isLetterOrDigit = (code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123);
    if (isLetterOrDigit || code === 45) length += 1;
    else length += code < 128 ? 3 : 9;
  }
  return length;
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
  const separatorLength = encodedLength(' or ');
  const filters: string[] = [];
  let open: string[] = [];
  let length = 0;
  for (const term of terms) {
    const termLength = encodedLength(term) + separatorLength;
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
