/** What the check looks for. */
export const sensitiveKinds = [
  'key',
  'email',
  'host',
  'vatNumber',
  'companyNumber',
  'iban',
  'phone',
  'customer',
  'user',
] as const;
export type SensitiveKind = (typeof sensitiveKinds)[number];

export interface SensitiveHit {
  readonly kind: SensitiveKind;
  readonly start: number;
  readonly end: number;
}

/** What the workspace itself knows: names that must not leave it. */
export interface KnownNames {
  readonly customers: readonly string[];
  readonly users: readonly string[];
}

type Pattern = readonly [kind: SensitiveKind, pattern: RegExp, isOne?: (text: string) => boolean];

const topLevel =
  'com|net|org|info|biz|eu|be|nl|fr|de|lu|uk|ie|es|it|at|ch|pl|pt|dk|se|no|fi|us|ca|io|co|app|dev|cloud|online|shop|tech|brussels|vlaanderen|gent|local|lan|internal|intranet|corp|home|test|example|invalid';

const patterns: readonly Pattern[] = [
  ['key', /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g],
  ['key', /\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/gi],
  ['key', /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g],
  ['key', /\b(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[abprs]|AKIA|ASIA|AIza|SG)[-_.]?[A-Za-z0-9_-]{12,}/g],
  [
    'key',
    /\b(?:password|passwd|pwd|secret|token|api[-_ ]?key|client[-_ ]?secret|access[-_ ]?key|wachtwoord|mot de passe|sleutel)\b["']?\s*(?::|=|\bis\b)\s*["']?[^\s"',;]{4,}/gi,
  ],
  ['email', /(?<![\w.+%-])[A-Za-z0-9][\w.+%-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g],
  ['iban', /\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{2,4}){3,8}\b/g, isIban],
  ['vatNumber', /\bBE[ .-]?[01]?\d{3}[ .-]?\d{3}[ .-]?\d{3}\b/gi, (text) => isBelgianNumber(text.replace(/\D/g, ''))],
  ['vatNumber', /\b(?:NL ?\d{9} ?B ?\d{2}|FR ?[A-Z0-9]{2} ?\d{3} ?\d{3} ?\d{3}|DE ?\d{9}|LU ?\d{8}|GB ?\d{9})\b/g],
  ['companyNumber', /\b[01]\d{3}[ .]?\d{3}[ .]?\d{3}\b/g, (text) => isBelgianNumber(text.replace(/\D/g, ''))],
  [
    'host',
    /(?<=\b[a-z][a-z0-9+]*:\/\/)[^\s/"'?#<>{}]+/gi,
    (text) => !/^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(text),
  ],
  ['host', new RegExp(`(?<![\\w@.~-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+(?:${topLevel})(?![\\w-]|\\.\\w)`, 'gi')],
  [
    'host',
    /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g,
    (text) => text.split('.').every((part) => Number(part) < 256),
  ],
  ['phone', /(?<![\w+])\+\d{2}[\d ./()-]{7,}\d/g, (text) => text.replace(/\D/g, '').length >= 9],
  ['phone', /(?<![\w.,+])0\d{1,3}[ /]\d{2,3}(?:[ .]\d{2,3}){1,3}(?![\w.])/g],
  ['key', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  ['key', /(?<![\w/+.-])[A-Za-z0-9_+/-]{20,}={0,2}(?![\w/+-])/g, isRandom],
];

function isIban(text: string): boolean {
  const plain = text.replace(/[ .-]/g, '').toUpperCase();
  if (plain.length < 15 || plain.length > 34) return false;
  const digits = (plain.slice(4) + plain.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

function isBelgianNumber(digits: string): boolean {
  const ten = digits.padStart(10, '0');
  return ten.length === 10 && 97 - (Number(ten.slice(0, 8)) % 97) === Number(ten.slice(8));
}

/** Whether a long word has the variety of a key: letters and digits mixed as no word mixes them. */
function isRandom(text: string): boolean {
  if (!/\d/.test(text) || !/[A-Za-z]/.test(text)) return false;
  if (/^[0-9a-f]+$/i.test(text)) return text.length >= 24;
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  const changes = text.match(/[a-z](?=\d)|\d(?=[a-zA-Z])|[a-z](?=[A-Z])/g)?.length ?? 0;
  return entropy > 3.6 && changes >= 4;
}

/** What of a name is said of the kind of firm, at its end. */
export const legalForms =
  /[\s,]+(?:nv|sa|bv|bvba|sprl|srl|cv|cvba|sc|scrl|vof|snc|asbl|vzw|gmbh|ag|ltd|llc|inc|plc|sas|sarl|b\.v\.|n\.v\.|s\.a\.)\.?$/i;
const shortestName = 4;

/** Names in the forms in which people write them: with and without the legal form. */
function spellings(names: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of names) {
    const full = name.trim();
    const short = full.replace(legalForms, '').trim();
    for (const spelling of [full, short]) if (spelling.length >= shortestName) found.add(spelling);
  }
  return [...found].toSorted((a, b) => b.length - a.length);
}

const words = /[\p{L}\d]+/gu;

/**
 * Names by their first word, and of those by length, the longest first: a workspace has as many as it has customers, and many of
 * them begin alike.
 */
type Names = ReadonlyMap<string, ReadonlyMap<number, ReadonlyMap<string, SensitiveKind>>>;

/** One of several words is looked for in any case. One word, such as "Post", is a name only as it is written. */
function namesOf({ customers, users }: KnownNames): Names {
  const found = new Map<string, Map<number, Map<string, SensitiveKind>>>();
  const add = (kind: SensitiveKind, spelling: string) => {
    const start = spelling.search(/[\p{L}\d]/u);
    if (start < 0) return;
    const text = spelling.includes(' ') ? spelling.slice(start).toLowerCase() : spelling.slice(start);
    const [first] = text.toLowerCase().match(words)!;
    const byLength = found.get(first) ?? new Map<number, Map<string, SensitiveKind>>();
    const known = byLength.get(text.length) ?? new Map<string, SensitiveKind>();
    if (!known.has(text)) known.set(text, kind);
    byLength.set(text.length, known);
    found.set(first, byLength);
  };
  for (const spelling of spellings(users)) add('user', spelling);
  for (const spelling of spellings(customers)) add('customer', spelling);
  for (const [first, byLength] of found) found.set(first, new Map([...byLength].toSorted(([x], [y]) => y - x)));
  return found;
}

/** Finds what may be a secret or a customer's in texts. */
export function createDetector(known: KnownNames): (text: string) => SensitiveHit[] {
  const names = namesOf(known);
  return (text) => {
    const hits: SensitiveHit[] = [];
    const add = (kind: SensitiveKind, start: number, end: number) => {
      if (hits.every((hit) => end <= hit.start || start >= hit.end)) hits.push({ kind, start, end });
    };
    for (const [kind, pattern, isOne] of patterns) {
      for (const { 0: found, index } of text.matchAll(pattern)) {
        if (!isOne || isOne(found)) add(kind, index, index + found.length);
      }
    }
    const lower = text.toLowerCase();
    for (const { 0: word, index } of lower.matchAll(words)) {
      for (const [length, known] of names.get(word) ?? []) {
        const end = index + length;
        const kind = known.get(lower.slice(index, end)) ?? known.get(text.slice(index, end));
        if (kind && !/[\p{L}\d]/u.test(text[end] ?? ' ')) add(kind, index, end);
      }
    }
    return hits.toSorted((a, b) => a.start - b.start);
  };
}
