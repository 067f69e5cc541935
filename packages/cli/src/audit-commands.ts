import { auditObjects, auditVerbs } from '@koppel/protocol';
import { Option, type Command } from 'commander';
import type { ApiClient } from './api-client.ts';
import { exportAudit, listAudit, verifyAudit, type AuditOptions } from './commands/audit.ts';
import type { Output } from './output.ts';

/** `koppel audit …`: who did what, and whether the log of it is as it was written. */
export function addAuditCommands(
  program: Command,
  onWorkspace: (use: (api: ApiClient) => Promise<number>) => Promise<void>,
  output: Output,
): void {
  const audit = program.command('audit').description('who did what, when and from where');
  const withFilter = (command: Command) =>
    command
      .option('--all', 'of all workspaces and of Koppel itself', false)
      .option('--person <name>', 'name or id')
      .addOption(new Option('--object <kind>', 'such as flow').choices([...auditObjects]))
      .option('--id <id>', 'only of this object')
      .addOption(new Option('--verb <verb>', 'such as publish').choices([...auditVerbs]))
      .option('--refused', 'only what was refused or failed', false)
      .option('--since <time>', 'such as 2026-11-01')
      .option('--until <time>')
      .option('--search <text>', 'in names, ids and what changed');
  withFilter(audit.command('list', { isDefault: true }))
    .description('the last events, newest first')
    .option('--limit <number>', 'how many', (text) => Number.parseInt(text, 10), 50)
    .option('--json', 'print one JSON object', false)
    .action((options: AuditOptions & { limit: number; json: boolean }) =>
      onWorkspace((api) => listAudit(api, options, output)),
    );
  withFilter(audit.command('export'))
    .description('events with what changed, as CSV or JSON')
    .addOption(new Option('--format <format>').choices(['csv', 'json']).default('csv'))
    .option('--file <file>', 'instead of standard output')
    .action((options: AuditOptions & { format: 'csv' | 'json'; file?: string }) =>
      onWorkspace((api) => exportAudit(api, options, output)),
    );
  audit
    .command('verify')
    .description('find events that were changed, removed, put in or cut off')
    .option('--anchors <file>', 'also hold it against a copy of the anchors that was kept elsewhere')
    .option('--json', 'print one JSON object', false)
    .action((options: { anchors?: string; json: boolean }) => onWorkspace((api) => verifyAudit(api, options, output)));
}
