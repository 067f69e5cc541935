import { legalForms, type SensitiveHit, type SensitiveKind } from './sensitive.ts';

type Detect = (text: string) => readonly SensitiveHit[];

/**
 * Puts names, numbers and addresses of nobody in the place of those that say whose a text is: the same for the same one, however
 * it is written, so that what belongs together still does.
 */
export class ExampleNames {
  readonly #detect: Detect;
  /** What was given out, by what it stands for. */
  readonly #given = new Map<string, number>();
  readonly #made = new Set<string>();
  /** Names by themselves, in small letters: a flow may have written them so. */
  readonly #names = new Map<string, string>();

  constructor(detect: Detect) {
    this.#detect = detect;
  }

  /** A text without what the check finds in it. */
  text(raw: string): string {
    let result = raw;
    for (const { kind, start, end } of this.#detect(raw).toSorted((a, b) => b.start - a.start)) {
      const hit = raw.slice(start, end);
      if (isOfExamples(hit)) continue;
      const made = this.#exampleOf(kind, hit);
      this.#made.add(made);
      if (kind === 'customer' || kind === 'user') {
        this.#names.set(hit.toLowerCase(), made);
        this.#names.set(hit.toLowerCase().replace(legalForms, ''), made);
      }
      result = result.slice(0, start) + made + result.slice(end);
    }
    return result;
  }

  /** A text that is a name which was replaced elsewhere, written otherwise. */
  sameName(text: string): string {
    const made = this.#names.get(text.toLowerCase());
    return made === undefined ? text : inCaseOf(text, made);
  }

  /** Whether the check finds nothing in a text but what was put there. */
  isClean(text: string): boolean {
    return this.#detect(text).every(({ start, end }) => {
      const hit = text.slice(start, end);
      return this.#made.has(hit) || isOfExamples(hit);
    });
  }

  #exampleOf(kind: SensitiveKind, hit: string): string {
    const digits = hit.replace(/\D/g, '');
    switch (kind) {
      case 'vatNumber':
      case 'companyNumber':
        return inDigitsOf(hit, companyNumber(this.#nth(`company ${digits.replace(/^0+/, '')}`)));
      case 'iban':
        return iban(this.#nth(`iban ${hit.replace(/\W/g, '').toUpperCase()}`));
      case 'phone':
        return inDigitsOf(hit, String(this.#nth(`phone ${digits.slice(-8)}`)).padStart(6, '0'));
      case 'email':
        return `person-${this.#nth(`email ${hit.toLowerCase()}`)}@example.com`;
      case 'host':
        return `host-${this.#nth(`host ${hit.toLowerCase()}`)}.example`;
      case 'key':
        return keyLike(hit, this.#nth(`key ${hit.toLowerCase()}`));
      case 'customer':
        return inCaseOf(hit, `Example company ${this.#nth(`name ${hit.toLowerCase()}`)}`);
      case 'user':
        return inCaseOf(hit, `Example person ${this.#nth(`name ${hit.toLowerCase()}`)}`);
    }
  }

  #nth(name: string): number {
    const known = this.#given.get(name) ?? this.#given.size + 1;
    this.#given.set(name, known);
    return known;
  }
}

/** Of a domain that nobody has: RFC 2606. */
function isOfExamples(hit: string): boolean {
  return /(?:^|@)example\.(?:com|net|org)$/i.test(hit);
}

function inCaseOf(raw: string, made: string): string {
  if (raw === raw.toLowerCase()) return made.toLowerCase();
  return raw === raw.toUpperCase() ? made.toUpperCase() : made;
}

/** The last digits of a text become others; what stands between them stays. */
function inDigitsOf(raw: string, digits: string): string {
  let left = digits.length;
  return [...raw]
    .toReversed()
    .map((letter) => (/\d/.test(letter) && left > 0 ? digits[(left -= 1)]! : letter))
    .toReversed()
    .join('');
}

/** Ten digits with their Belgian check, of no firm that exists: counted from 0999.999.9 down. */
function companyNumber(nth: number): string {
  const counted = 10_000_000 - nth;
  return `0${counted}${String(97 - (counted % 97)).padStart(2, '0')}`;
}

function iban(nth: number): string {
  const account = `000${String(nth).padStart(7, '0')}`;
  const bban = account + String(Number(account) % 97 || 97).padStart(2, '0');
  return `BE${String(98n - (BigInt(`${bban}111400`) % 97n)).padStart(2, '0')}${bban}`;
}

function keyLike(hit: string, nth: number): string {
  const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(hit);
  return isUuid ? `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}` : `example-key-${nth}`;
}
