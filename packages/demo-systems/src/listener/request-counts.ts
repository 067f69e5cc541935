/** HTTP requests since the start or the last reset; those to the small page and the fault switches are left out. */
export interface RequestCounts {
  readonly total: number;
  /** `sign-in`, `metadata`, `read`, `create`, `update`, `delete`, `batch`, `other`. */
  readonly byKind: Readonly<Record<string, number>>;
  /** Parts of batches. They are no requests of their own: not in the total. */
  readonly parts: number;
}

/** What a request is, by its method and the path behind the service's root. */
export function kindOfRequest(method: string, path: string): string {
  if (path.endsWith('$batch') || path.endsWith('%24batch')) return 'batch';
  if (path.endsWith('$metadata')) return 'metadata';
  return kinds[method] ?? 'other';
}

const kinds: Readonly<Record<string, string>> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'create',
  PATCH: 'update',
  PUT: 'update',
  DELETE: 'delete',
};

export class RequestCounter {
  #total = 0;
  #byKind: Record<string, number> = {};
  readonly #partsNow: () => number;
  #partsBefore = 0;

  constructor(parts: () => number) {
    this.#partsNow = parts;
  }

  count(kind: string): void {
    this.#total++;
    this.#byKind[kind] = (this.#byKind[kind] ?? 0) + 1;
  }

  read(): RequestCounts {
    return { total: this.#total, byKind: { ...this.#byKind }, parts: this.#partsNow() - this.#partsBefore };
  }

  reset(): void {
    this.#total = 0;
    this.#byKind = {};
    this.#partsBefore = this.#partsNow();
  }
}
