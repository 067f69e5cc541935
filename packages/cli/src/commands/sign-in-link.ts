import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/** `koppel sign-in-link`: a new one-time link, for whoever sits at this machine. */
export async function makeSignInLink(
  api: ApiClient,
  options: { json: boolean; email?: string },
  output: Output,
): Promise<number> {
  const link = await api.call('createSignInLink', { body: options.email ? { email: options.email } : {} });
  if (options.json) output.out(JSON.stringify(link, null, 2));
  else output.out(`${link.url}\nIt signs in ${link.email}, once, until ${link.expiresAt}.`);
  return exitCodes.ok;
}
