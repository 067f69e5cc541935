/** Where the Web API is, below the origin. */
export const apiPath = '/api/data/v9.2/';

/** Addresses as the CRM writes them into its answers. */
export class Addresses {
  readonly #origin: () => string;

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** The absolute address of what lies at `path` below the root of the API. */
  of(path: string): string {
    return `${this.#origin()}${apiPath}${path}`;
  }

  context(fragment: string): string {
    return `${this.#origin()}${apiPath}$metadata${fragment === '' ? '' : `#${fragment}`}`;
  }

  /** What stands behind the root of the API in an address that may be absolute, rooted or relative. */
  pathIn(address: string): string {
    const at = address.indexOf(apiPath);
    if (at !== -1 && (at === 0 || /^https?:\/\/[^/]*$/i.test(address.slice(0, at))))
      return address.slice(at + apiPath.length);
    return address.startsWith('/') ? address.slice(1) : address;
  }
}
