import { ConnectionError } from '../errors.ts';
import type { HttpResponse } from '../http-client.ts';

const utf8 = new TextDecoder();

/** A complete answer, as the client gives it. `host` is for messages. */
export class ReceivedResponse implements HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly #host: string;

  constructor(fields: { status: number; headers: Readonly<Record<string, string>>; body: Buffer; host: string }) {
    this.status = fields.status;
    this.headers = fields.headers;
    this.body = fields.body;
    this.#host = fields.host;
  }

  /** The body as text in UTF-8, without a byte order mark. */
  text(): string {
    const { body } = this;
    return body[0] === 0xef ? utf8.decode(body) : body.toString('utf8');
  }

  json(): unknown {
    const text = this.text();
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw notJson(text, { host: this.#host, status: this.status, cause });
    }
  }
}

/** Repeats of what we sent, such as an echoed header, must not come back into messages and logs. */
function withoutCredentials(text: string): string {
  return text
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 …')
    .replaceAll(/(secret|password|token)=[^&\s]+/gi, '$1=…');
}

function notJson(text: string, facts: { host: string; status: number; cause: unknown }): ConnectionError {
  const { host, status, cause } = facts;
  const beginning = withoutCredentials(text.slice(0, 400)).replaceAll(/\s+/g, ' ').trim().slice(0, 200);
  const isPage = /^\s*(<!doctype html|<html|<head|<body)/i.test(text);
  const common = { cause, details: { host, status }, ...(beginning === '' ? {} : { answer: beginning }) };
  if (isPage) {
    return new ConnectionError({
      ...common,
      code: 'http.web-page',
      message: `${host} answered with a web page instead of data.`,
      remedy:
        'Check that the address in the connection is that of the API, not of a page for people or a proxy’s sign-in.',
    });
  }
  return new ConnectionError({
    ...common,
    code: 'http.not-json',
    message:
      text.trim() === ''
        ? `${host} sent an empty answer instead of data.`
        : `${host} sent an answer that is not complete data.`,
    remedy: 'Koppel tries again by itself. If it lasts, check the address in the connection and that system’s log.',
  });
}
