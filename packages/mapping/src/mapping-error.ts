import type { FieldValue, LocalizedText } from '@koppel/model';

/** The codes of a `MappingError`. Permanent: failures are searched and documented by them. */
export const mappingErrorCodes = [
  'mapping.field-empty',
  'mapping.no-translation',
  'mapping.does-not-fit',
  'mapping.not-a-number',
  'mapping.not-a-date',
  'mapping.not-valid',
  'mapping.expression-failed',
  'mapping.rule-not-usable',
] as const;
export type MappingErrorCode = (typeof mappingErrorCodes)[number];

interface MappingErrorFacts {
  readonly code: MappingErrorCode;
  /** What happened, with the value quoted. */
  readonly message: string;
  /** What the reader can do. */
  readonly remedy: string;
  /** The target field being filled, without entity prefix. */
  readonly field?: string | undefined;
  readonly value?: FieldValue | undefined;
  /** The id of the value list, for `mapping.no-translation`. */
  readonly list?: string | undefined;
  /** How many characters fit, where the value is too long. */
  readonly maxLength?: number | undefined;
  /** `message` and `remedy` in every language, where whoever wrote them knows them. */
  readonly names?: readonly LocalizedText[] | undefined;
}

/**
 * A record whose field cannot be filled. It concerns this record alone: the caller keeps the record as a failure and
 * goes on. `mapping.rule-not-usable` is the exception: the rule itself has errors and was compiled all the same.
 */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly code: MappingErrorCode;
  readonly remedy: string;
  readonly field: string | undefined;
  readonly value: FieldValue | undefined;
  readonly list: string | undefined;
  readonly maxLength: number | undefined;
  readonly names: readonly LocalizedText[];

  constructor(facts: MappingErrorFacts) {
    super(facts.message);
    this.code = facts.code;
    this.remedy = facts.remedy;
    this.field = facts.field;
    this.value = facts.value;
    this.list = facts.list;
    this.maxLength = facts.maxLength;
    this.names = facts.names ?? [];
  }

  /** The same error, saying which target field was being filled. */
  inField(field: string): MappingError {
    const { code, message, remedy, value, list, maxLength, names } = this;
    return new MappingError({ code, message, remedy, field, value, list, maxLength, names });
  }
}

const longestQuote = 60;

/** A value as messages quote it: in double quotes, cut after 60 characters. */
export function quoted(value: FieldValue): string {
  const text = String(value);
  return text.length > longestQuote ? `"${text.slice(0, longestQuote)}…"` : `"${text}"`;
}
