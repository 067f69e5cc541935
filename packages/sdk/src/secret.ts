import { z } from 'zod';

/** A credential in memory. It shows itself to no log, template or JSON; only `reveal()` gives the text. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/**
 * Marks a setting as a credential: stored encrypted, write-only through the API, a `Secret` in code. The mark is in the
 * schema's metadata (`secret: true`), so that forms, exports and the store see it too.
 */
export function secret() {
  return z
    .string()
    .min(1)
    .transform((text) => new Secret(text))
    .meta({ secret: true });
}

/** The names of the settings of an object schema that are marked with `secret()`. */
export function secretNames(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape)
    .filter(([, field]) => (field as z.ZodType).meta()?.['secret'] === true)
    .map(([name]) => name);
}
