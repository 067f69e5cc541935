import {
  canonicalField,
  fieldClassOf,
  type EntitySchema,
  type FieldClassChanges,
  type FieldValue,
} from '@koppel/model';

const firstNames = [
  'An',
  'Bram',
  'Céline',
  'Dirk',
  'Eva',
  'Finn',
  'Greet',
  'Hugo',
  'Ines',
  'Joris',
  'Katrien',
  'Louis',
];
const lastNames = [
  'Aerts',
  'Baert',
  'Claes',
  'Dubois',
  'Evrard',
  'Faes',
  'Geens',
  'Hendrickx',
  'Ickx',
  'Jacobs',
  'Lambert',
];

type Maker = (nth: number, raw: string) => string;

/** A list's entry; where the list is through, with a number. */
const from =
  (list: readonly string[]): Maker =>
  (nth) => {
    const round = Math.floor(nth / list.length);
    return list[nth % list.length]! + (round === 0 ? '' : ` ${round + 1}`);
  };

/** By the end of a field's name. */
const makers: readonly (readonly [pattern: RegExp, make: Maker])[] = [
  [/e-?mail/i, (nth) => `person-${nth + 1}@example.com`],
  [/first-?name$/i, from(firstNames)],
  [/last-?name$/i, from(lastNames)],
  [/iban/i, (nth) => iban(nth + 1)],
  [/street|address/i, (nth) => `Voorbeeldstraat ${nth + 1}`],
  [/postal-?code|zip/i, (nth) => String(1000 + (nth % 9000))],
  [/city/i, (nth) => `Voorbeeldstad ${nth + 1}`],
  [/name$|owner|salesperson/i, (nth) => `${from(firstNames)(nth, '')} ${from(lastNames)(nth * 7 + 3, '')}`],
];

/**
 * Gives made-up values for those of personal fields: always the same for the same one, however it is written, so that what
 * matched still matches. What a company, a product or a document is called stays.
 */
export class MadeUp {
  readonly #changes: FieldClassChanges;
  readonly #schemas: readonly EntitySchema[];
  /** What was given out, by what it stands for. */
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** What came out of made-up values where those that they stand for had come out, in the same place. */
  readonly #learned = new Map<string, string>();
  #next = 0;

  constructor(changes: FieldClassChanges, schemas: readonly EntitySchema[]) {
    this.#changes = changes;
    this.#schemas = schemas;
  }

  /** Short texts stand for too much. */
  learn(real: string, madeUp: string): void {
    if (real.length >= 4 && !this.#learned.has(real)) this.#learned.set(real, madeUp);
  }

  /** A value of a field of an entity. */
  value(entity: string, field: string, value: FieldValue): FieldValue {
    if (typeof value !== 'string' || value === '') return value;
    const learned = this.#learned.get(value);
    if (learned !== undefined) return learned;
    if (fieldClassOf(`${entity}.${field}`, this.#changes) !== 'personal') return value;
    const kind = this.#kindOf(entity, field);
    if (kind === 'date' || kind === 'dateTime') return `${value.slice(0, 4)}-01-01${value.slice(10)}`;
    return kind === 'text' ? this.#text(field, value) : value;
  }

  values<Value extends FieldValue>(
    entity: string,
    values: Readonly<Record<string, Value>>,
  ): Record<string, FieldValue> {
    return Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, this.value(entity, field, value)]),
    );
  }

  /** Codes, references and numbers say which one, not who: rules depend on them. */
  #kindOf(entity: string, field: string): string {
    const known = this.#schemas
      .filter((schema) => schema.entity === entity)
      .flatMap(({ fields }) => fields.find((one) => one.field === field) ?? []);
    const kinds = new Set(known.map(({ type }) => type.kind as string));
    const [only = canonicalField(entity, field)?.kind ?? 'text'] = kinds;
    return kinds.size > 1 ? (kinds.has('text') ? 'text' : only) : only;
  }

  #text(field: string, raw: string): string {
    const digits = digitsOf(raw);
    const name = digits === null ? raw.trim().toLowerCase() : `tel:${digits}`;
    const known = this.#given.get(name);
    const made = known ?? this.#new(field, raw, digits);
    this.#given.set(name, made);
    this.#taken.add(made.toLowerCase());
    if (digits !== null) return inDigitsOf(raw, made);
    if (raw === raw.toUpperCase() && raw !== raw.toLowerCase()) return made.toUpperCase();
    return raw === raw.toLowerCase() && raw !== raw.toUpperCase() ? made.toLowerCase() : made;
  }

  #new(field: string, raw: string, digits: string | null): string {
    if (digits !== null) return phone(digits, (this.#next += 1));
    const make = raw.includes('@') ? makers[0]![1] : makers.find(([pattern]) => pattern.test(field))?.[1];
    for (let nth = this.#given.size; ; nth += 1) {
      const made = make ? make(nth, raw) : `Tekst ${nth + 1}`;
      // A short text, such as initials, must not grow out of its field.
      const fitting = made.length <= Math.max(raw.length, 12) || make ? made : `t${nth}`;
      if (!this.#taken.has(fitting.toLowerCase())) return fitting;
    }
  }
}

/** The digits of a phone number without its country, or null for another text. */
function digitsOf(text: string): string | null {
  if (!/^[+(]?\d[\d ./()-]{6,}\d$/.test(text.trim())) return null;
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length > 15) return null;
  return digits.replace(/^(?:00)?32(?=\d{8})/, '').replace(/^0+/, '');
}

/** As many digits, beginning alike: a mobile number stays one. */
function phone(digits: string, nth: number): string {
  const start = digits.startsWith('4') && digits.length === 9 ? '470' : '2';
  return (
    start +
    String(nth)
      .padStart(digits.length - start.length, '0')
      .slice(start.length - digits.length)
  );
}

/** Writes digits in the way in which a number was written: its country, its zero and its spaces. */
function inDigitsOf(raw: string, made: string): string {
  const total = raw.replaceAll(/\D/g, '').length;
  let at = 0;
  return raw.replaceAll(/\d/g, (digit) => {
    const index = at - (total - made.length);
    at += 1;
    return index < 0 ? digit : made[index]!;
  });
}

function iban(nth: number): string {
  const account = `539${String(nth).padStart(7, '0')}`;
  const check = String(Number(account) % 97 || 97).padStart(2, '0');
  const bban = account + check;
  const rest = Number(BigInt(`${bban}111400`) % 97n);
  return `BE${String(98 - rest).padStart(2, '0')}${bban}`;
}
