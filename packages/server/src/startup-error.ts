/**
 * Why Koppel cannot start, in one plain sentence, and what to do about it. The start prints both and nothing else.
 */
export class StartupError extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor(fields: { code: string; message: string; remedy: string; cause?: unknown }) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = 'StartupError';
    this.code = fields.code;
    this.remedy = fields.remedy;
  }
}
