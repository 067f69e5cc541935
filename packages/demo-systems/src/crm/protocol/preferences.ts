/** What the `Prefer` header asks for. */
export interface Preferences {
  readonly returnsRepresentation: boolean;
  readonly maxPageSize: number | undefined;
  readonly tracksChanges: boolean;
  readonly continuesOnError: boolean;
  /** Whether an annotation such as `OData.Community.Display.V1.FormattedValue` was asked for. */
  readonly includes: (annotation: string) => boolean;
  readonly includesAny: boolean;
  /** The annotations as they were asked for, for the answer that tells what was followed. */
  readonly annotations: string;
  /** Every annotation was asked for. */
  readonly includesAll: boolean;
}

/** Of a request that prefers nothing. */
export const noPreferences: Preferences = {
  returnsRepresentation: false,
  maxPageSize: undefined,
  tracksChanges: false,
  continuesOnError: false,
  includes: () => false,
  includesAny: false,
  annotations: '',
  includesAll: false,
};

export function parsePreferences(header: string | undefined): Preferences {
  if (header === undefined || header === '') return noPreferences;
  const preferences: { -readonly [K in keyof Preferences]: Preferences[K] } = { ...noPreferences };
  for (const part of outsideQuotes(header)) {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).trim().toLowerCase();
    const value = equals === -1 ? '' : unquoted(part.slice(equals + 1).trim());
    if (name === 'return') preferences.returnsRepresentation = value.toLowerCase() === 'representation';
    else if (name === 'odata.maxpagesize') preferences.maxPageSize = pageSize(value);
    else if (name === 'odata.track-changes') preferences.tracksChanges = true;
    else if (name === 'odata.continue-on-error') preferences.continuesOnError = value.toLowerCase() !== 'false';
    else if (name === 'odata.include-annotations') Object.assign(preferences, annotations(value));
  }
  return preferences;
}

function pageSize(value: string): number | undefined {
  const size = Number(value);
  return Number.isInteger(size) && size > 0 ? size : undefined;
}

/** A comma list of names, `*` at the end for any; a minus in front takes away. */
function annotations(value: string): Pick<Preferences, 'includes' | 'includesAny' | 'includesAll' | 'annotations'> {
  const patterns = value.split(',').map((pattern) => pattern.trim());
  const matches = (pattern: string, name: string) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  const wanted = patterns.filter((pattern) => pattern !== '' && !pattern.startsWith('-'));
  const unwanted = patterns.filter((pattern) => pattern.startsWith('-')).map((pattern) => pattern.slice(1));
  return {
    includes: (name) =>
      wanted.some((pattern) => matches(pattern, name)) && !unwanted.some((pattern) => matches(pattern, name)),
    includesAny: wanted.length > 0,
    annotations: value,
    includesAll: wanted.includes('*'),
  };
}

function unquoted(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value;
}

function outsideQuotes(header: string): string[] {
  return header.match(/(?:[^,"]|"[^"]*")+/g) ?? [];
}
