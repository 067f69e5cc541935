import type { Command } from 'commander';
import type { ApiClient } from './api-client.ts';
import { compareVersions, keepDraft, listVersions, restoreDraft, rollBack } from './commands/versions.ts';
import type { Output } from './output.ts';

/** Carries a command out on the workspace and keeps its exit code. */
type OnWorkspace = (use: (api: ApiClient) => Promise<number>) => Promise<void>;

/** `koppel version …`: published versions of a flow, drafts that were kept, and the way back to them. */
export function addVersionCommands(program: Command, onWorkspace: OnWorkspace, output: Output): void {
  const version = program
    .command('version')
    .description('published versions of a flow, drafts that were kept, and the way back');
  version
    .command('list', { isDefault: true })
    .description('versions and restore points, newest first, with the runs and failures of each version')
    .argument('<flow>', 'id of the flow')
    .option('--json', 'print JSON', false)
    .action((flow: string, options: { json: boolean }) =>
      onWorkspace((api) => listVersions(api, flow, options, output)),
    );
  version
    .command('compare')
    .description('which nodes and edges are new, gone or say something else')
    .argument('<flow>', 'id of the flow')
    .argument('<before>', 'number of a version, id of a restore point, or "draft"')
    .argument('[after]', 'likewise', 'draft')
    .option('--json', 'print JSON', false)
    .action((flow: string, before: string, after: string, options: { json: boolean }) =>
      onWorkspace((api) => compareVersions(api, { flow, before, after }, options, output)),
    );
  version
    .command('keep')
    .description('keep the draft as it is now, as a restore point')
    .argument('<flow>', 'id of the flow')
    .option('--note <text>', 'what it is', '')
    .option('--json', 'print JSON', false)
    .action((flow: string, options: { note: string; json: boolean }) =>
      onWorkspace((api) => keepDraft(api, flow, options, output)),
    );
  version
    .command('restore')
    .description('make a version or a restore point the draft again; the present draft is kept')
    .argument('<flow>', 'id of the flow')
    .argument('<from>', 'number of a version, or id of a restore point')
    .option('--json', 'print JSON', false)
    .action((flow: string, from: string, options: { json: boolean }) =>
      onWorkspace((api) => restoreDraft(api, flow, from, options, output)),
    );
  version
    .command('rollback')
    .description('publish an earlier version again, after the same checks; the present draft is kept')
    .argument('<flow>', 'id of the flow')
    .argument('<version>', 'number of the version')
    .option('--note <text>', 'why; default: "Back to version N"')
    .option('--overrule <text>', 'why it is published although tests or pinned samples do not pass')
    .option('--json', 'print JSON', false)
    .action((flow: string, number: string, options: { note?: string; overrule?: string; json: boolean }) =>
      onWorkspace((api) => rollBack(api, flow, { version: number, ...options }, output)),
    );
}
