type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Whether a form was sent by a page of the address it goes to. Browsers say so in `Sec-Fetch-Site`, older ones in
 * `Origin`; what says neither is no form of ours.
 */
export function isSameSite(headers: Headers): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  return (
    origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
  );
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a host is this machine itself, whatever its port. */
export function isLoopback(host: string): boolean {
  return loopback.has(nameOf(host));
}

/**
 * Whether a request came under one of the names the listener is known by. Another name that leads here is how a strange
 * page makes a browser believe that it and the listener are one (DNS rebinding).
 */
export function isKnownHost(headers: Headers, names: readonly string[]): boolean {
  const name = nameOf(headers['host'] ?? '');
  return loopback.has(name) || names.includes(name);
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}
