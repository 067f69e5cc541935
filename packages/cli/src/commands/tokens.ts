import { permissions, type ApiToken, type Permission } from '@koppel/protocol';
import { ApiProblem, type ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

interface Printed {
  readonly json: boolean;
}

export interface CreateTokenOptions extends Printed {
  /** E-mail of the member whose it becomes. */
  readonly for: string;
  readonly right: readonly string[];
  readonly days: number;
}

/** `koppel token list`: the tokens for the API in the workspace. */
export async function listTokens(api: ApiClient, { json }: Printed, output: Output): Promise<number> {
  const tokens = await api.call('listApiTokens');
  output.out(json ? JSON.stringify(tokens, null, 2) : tokenTable(tokens));
  return exitCodes.ok;
}

/** `koppel token create`: prints the new token, alone on standard output, so that it can be piped to where it belongs. */
export async function createToken(
  api: ApiClient,
  name: string,
  { for: email, right, days, json }: CreateTokenOptions,
  output: Output,
): Promise<number> {
  const made = await api.call('createApiToken', {
    body: { name, email, permissions: right.map(asPermission), expiresInDays: days },
  });
  if (json) {
    output.out(JSON.stringify(made, null, 2));
    return exitCodes.ok;
  }
  const { owner, expiresAt } = made.token;
  output.err(`A token of ${owner.name}, until ${expiresAt}. It cannot be shown again.`);
  output.out(made.text);
  return exitCodes.ok;
}

/** `koppel token revoke`: at once. */
export async function revokeToken(api: ApiClient, id: string, output: Output): Promise<number> {
  await api.call('revokeApiToken', { params: { id } });
  output.out('The token is revoked.');
  return exitCodes.ok;
}

function asPermission(name: string): Permission {
  const known = permissions.find((one) => one === name);
  if (known) return known;
  throw new ApiProblem(400, {
    code: 'cli.no-right',
    message: `There is no right "${name}".`,
    remedy: `Choose from: ${permissions.join(', ')}.`,
  });
}

function tokenTable(tokens: readonly ApiToken[]): string {
  return table(
    ['Id', 'Name', 'Of', 'Until', 'Last used', 'May'],
    tokens.map(({ id, name, owner, expiresAt, lastUsedAt, permissions: rights }) => [
      id,
      name,
      owner.email,
      expiresAt.slice(0, 10),
      lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
      rights.join(' '),
    ]),
  );
}
