import type { Command } from 'commander';
import type { ApiClient } from './api-client.ts';
import { createToken, listTokens, revokeToken, type CreateTokenOptions } from './commands/tokens.ts';
import type { Output } from './output.ts';

/** `koppel token …`: what programs, and this command line elsewhere, sign in with. */
export function addTokenCommands(
  program: Command,
  onWorkspace: (use: (api: ApiClient) => Promise<number>) => Promise<void>,
  output: Output,
): void {
  const token = program.command('token').description('API tokens: what programs sign in with in the workspace');
  token
    .command('list', { isDefault: true })
    .description('list them, with what they may and when they were used')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => onWorkspace((api) => listTokens(api, options, output)));
  token
    .command('create')
    .description('make one for a member and print it; it cannot be shown again')
    .argument('<name>', 'what it is for')
    .requiredOption('--for <email>', 'whose it becomes: it never may more than that member')
    .requiredOption('--right <rights...>', 'what it may do, such as flows.read')
    .option('--days <number>', 'how long it holds, at most 365', (text) => Number.parseInt(text, 10), 90)
    .option('--json', 'print one JSON object', false)
    .action((name: string, options: CreateTokenOptions) =>
      onWorkspace((api) => createToken(api, name, options, output)),
    );
  token
    .command('revoke')
    .description('revoke one, at once')
    .argument('<id>', 'as `token list` gives it')
    .action((id: string) => onWorkspace((api) => revokeToken(api, id, output)));
}
