import { Command, CommanderError } from 'commander';
import { ApiProblem } from './api-client.ts';
import { testConnections } from './commands/connections.ts';
import { listFlows } from './commands/flows.ts';
import { applyPlan, runFlow } from './commands/run.ts';
import { listRuns } from './commands/runs.ts';
import { makeSignInLink } from './commands/sign-in-link.ts';
import { validate } from './commands/validate.ts';
import { exitCodes } from './exit-codes.ts';
import { complaint, type Output } from './output.ts';
import { withWorkspace, WorkspaceUnavailable, type Environment } from './workspace.ts';

/** Runs one command and gives its exit code. Everything a command prints goes through `output`. */
export async function runCommandLine(
  args: readonly string[],
  environment: Environment,
  output: Output,
): Promise<number> {
  let code: number = exitCodes.ok;
  const program = new Command('koppel')
    .description('Koppel on the command line. Talks to the running server, or does the work itself when none runs.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.err(text.trimEnd()),
    });

  program
    .command('validate')
    .description('check flow files, or folders of them together; needs no server')
    .argument('[paths...]', 'files or folders', ['flows'])
    .option('--json', 'print one JSON object', false)
    .action((paths: string[], options: { json: boolean }) => {
      code = validate(paths, options, output);
    });
  program
    .command('flows')
    .description('list the flows of the workspace')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => listFlows(api, options, output));
    });
  program
    .command('runs')
    .description('list the last runs, newest first')
    .option('--flow <id>', 'only of this flow')
    .option('--limit <number>', 'how many', (text) => Number.parseInt(text, 10), 20)
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean; flow?: string; limit: number }) => {
      code = await withWorkspace(environment, (api) => listRuns(api, options, output));
    });
  program
    .command('run')
    .description('run the published version of a flow and wait for its end')
    .argument('<flow>', 'id of the flow')
    .option('--dry-run', 'read, match and decide, but write nothing', false)
    .option('--all', 'all records instead of those that changed', false)
    .option('--key <keys...>', 'only the records with these keys', [])
    .option('--json', 'print one JSON object', false)
    .action(async (flow: string, options: { json: boolean; dryRun: boolean; all: boolean; key: string[] }) => {
      const { key: keys, ...rest } = options;
      code = await withWorkspace(environment, (api) => runFlow(api, flow, { ...rest, keys }, output));
    });
  program
    .command('apply')
    .description('approve the plan of a dry run, carry out exactly that, and wait for the end')
    .argument('<run>', 'number or id of the dry run')
    .option('--json', 'print one JSON object', false)
    .action(async (run: string, options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => applyPlan(api, run, options, output));
    });
  program
    .command('connections')
    .description('work with connections')
    .command('test')
    .description('test a connection step by step, or all of them')
    .argument('[connection]', 'id or name')
    .option('--json', 'print one JSON object', false)
    .action(async (connection: string | undefined, options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => testConnections(api, connection, options, output));
    });
  program
    .command('sign-in-link')
    .description('make a new one-time sign-in link')
    .option('--email <address>', 'for this person instead of the first administrator')
    .option('--json', 'print one JSON object', false)
    .action(async (options: { json: boolean; email?: string }) => {
      code = await withWorkspace(environment, (api) => makeSignInLink(api, options, output));
    });

  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (error instanceof ApiProblem || error instanceof WorkspaceUnavailable) {
      output.err(complaint(error.message, error.remedy));
      return error instanceof ApiProblem && error.status < 500 ? exitCodes.problems : exitCodes.unavailable;
    }
    throw error;
  }
}
