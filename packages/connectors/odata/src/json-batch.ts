import type { BatchAnswer } from './batch-answer.ts';

/** One request of a JSON batch. Its id is its place. */
export interface JsonBatchRequest {
  readonly method: string;
  /** Relative to the service root. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The body of a JSON batch. Every request gets its place as id, because answers may come in another order. */
export function jsonBatch(requests: readonly JsonBatchRequest[]): string {
  return JSON.stringify({
    requests: requests.map(({ method, url, headers, body }, index) => ({
      id: String(index),
      method,
      url,
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body,
    })),
  });
}

interface RawAnswer {
  readonly id?: unknown;
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
}

class JsonAnswer implements BatchAnswer {
  readonly status: number;
  readonly #raw: RawAnswer;
  constructor(status: number, raw: RawAnswer) {
    this.status = status;
    this.#raw = raw;
  }
  get body(): string {
    const { body } = this.#raw;
    if (body === undefined || body === null) return '';
    return typeof body === 'string' ? body : JSON.stringify(body);
  }
  header(name: string): string | undefined {
    const { headers } = this.#raw;
    if (typeof headers !== 'object' || headers === null) return undefined;
    const found = Object.entries(headers).find(([candidate]) => candidate.toLowerCase() === name);
    return typeof found?.[1] === 'string' ? found[1] : undefined;
  }
  json(): unknown {
    const { body } = this.#raw;
    if (typeof body !== 'string') return body ?? undefined;
    try {
      return JSON.parse(body);
    } catch {
      return undefined;
    }
  }
}

/**
 * The answers of a JSON batch by the place of their requests; undefined where there is none. Answers without ids are
 * taken in order, but only when there are as many as requests. Gives null when the body is no batch answer.
 */
export function readJsonBatch(body: unknown, count: number): (BatchAnswer | undefined)[] | null {
  const responses = (body as { responses?: unknown } | null)?.responses;
  if (!Array.isArray(responses)) return null;
  const answers = Array.from<BatchAnswer | undefined>({ length: count });
  const seen = new Set<number>();
  const inOrder = responses.length === count && responses.every((raw: RawAnswer | null) => (raw?.id ?? null) === null);
  responses.forEach((raw: RawAnswer | null, index) => {
    const status = Number(raw?.status);
    if (raw === null || !Number.isInteger(status)) return;
    const place = inOrder ? index : placeOf(raw.id);
    if (place === null || place >= count) return;
    // Two answers to one request contradict each other or not: neither can be believed.
    answers[place] = seen.has(place) ? undefined : new JsonAnswer(status, raw);
    seen.add(place);
  });
  return answers;
}

function placeOf(id: unknown): number | null {
  const text = typeof id === 'number' ? String(id) : id;
  return typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
