/** What stands in place of a secret. */
export const redacted = '[secret]';

/** Shorter texts occur everywhere by chance: taking them out would leave nothing to read. */
const shortestSecret = 4;
/** A secret that was replaced may still come back in an answer that is on its way. */
const generationsKept = 3;
/** How many characters the filter looks at; each takes a quarter of its 16 bits. */
const window = 4;

/**
 * Takes the secrets that are in use out of texts: the second wall, behind the type `Secret`, for what another system repeats
 * of what it was sent. Knows each as it is, as it stands in JSON and in addresses, in base64 and in hexadecimal digits. Goes
 * through a text once, however many secrets there are.
 */
export class Redaction {
  readonly #slots = new Map<string, (readonly string[])[]>();
  /** Which rolling sums of four characters begin a secret, and which secrets those are. */
  #filter = new Uint8Array(0x1_0000);
  #bySum = new Map<number, string[]>();

  /** The secrets of one place, such as a connection, as they are from now on. The last ones of that place count on. */
  learn(slot: string, secrets: readonly string[]): void {
    const known = this.#slots.get(slot) ?? [];
    const [latest] = known;
    if (latest?.length === secrets.length && latest.every((secret, index) => secret === secrets[index])) return;
    this.#slots.set(slot, [[...secrets], ...known].slice(0, generationsKept));
    this.#index();
  }

  text(text: string): string {
    if (this.#bySum.size === 0 || text.length < shortestSecret) return text;
    let clean = '';
    let from = 0;
    let sum = 0;
    for (let at = 0; at < text.length; at += 1) {
      sum = ((sum << 4) ^ text.charCodeAt(at)) & 0xffff;
      if (this.#filter[sum] === 0) continue;
      const start = at - window + 1;
      if (start < from) continue;
      const found = this.#bySum.get(sum)!.find((form) => text.startsWith(form, start));
      if (found === undefined) continue;
      clean += text.slice(from, start) + redacted;
      from = start + found.length;
      at = from - 1;
      sum = 0;
    }
    return from === 0 ? text : clean + text.slice(from);
  }

  /** The same for every text in a value that JSON can hold. */
  value<Value>(value: Value): Value {
    if (typeof value === 'string') return this.text(value) as Value;
    if (Array.isArray(value)) return value.map((one: unknown) => this.value(one)) as Value;
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.value(one as unknown)])) as Value;
  }

  /** An error with its causes, for a log. What is no error is given back as a text. */
  error(error: unknown): unknown {
    if (!(error instanceof Error)) return typeof error === 'string' ? this.text(error) : error;
    const { cause } = error;
    const clean = new Error(this.text(error.message), cause === undefined ? undefined : { cause: this.error(cause) });
    clean.name = error.name;
    clean.stack = this.text(error.stack ?? error.message);
    return clean;
  }

  #index(): void {
    const forms = new Set([...this.#slots.values()].flat(2).flatMap(formsOf));
    this.#filter = new Uint8Array(0x1_0000);
    this.#bySum = new Map();
    // The longest first: one secret may begin like another.
    for (const form of [...forms].toSorted((a, b) => b.length - a.length)) {
      let sum = 0;
      for (let at = 0; at < window; at += 1) sum = ((sum << 4) ^ form.charCodeAt(at)) & 0xffff;
      this.#filter[sum] = 1;
      this.#bySum.set(sum, [...(this.#bySum.get(sum) ?? []), form]);
    }
  }
}

/** All ways in which a secret is written that somebody could read it back from. */
function formsOf(secret: string): string[] {
  if (secret.length < shortestSecret) return [];
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const inAddress = encodeURIComponent(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    inAddress,
    inAddress.replaceAll('%20', '+'),
    inAddress.replaceAll(/%../g, (code) => code.toLowerCase()),
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    hex,
    hex.toUpperCase(),
  ].filter((form) => form.length >= shortestSecret);
}
