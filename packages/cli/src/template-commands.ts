import { Option, type Command } from 'commander';
import type { ApiClient } from './api-client.ts';
import { diff, pull, push, type PushOptions } from './commands/git.ts';
import {
  detachTemplate,
  diffTemplate,
  exportTemplate,
  installTemplate,
  listTemplates,
  revertTemplate,
  showDocumentation,
  type ExportOptions,
  type InstallOptions,
} from './commands/template.ts';
import type { Output } from './output.ts';

/** Carries a command out on the workspace and keeps its exit code. */
type OnWorkspace = (use: (api: ApiClient) => Promise<number>) => Promise<void>;

/** `koppel template …`: what a consultant takes from client to client. */
export function addTemplateCommands(program: Command, onWorkspace: OnWorkspace, output: Output): void {
  const template = program.command('template').description('flows as a package: export, install, upgrade, go back');
  template
    .command('list', { isDefault: true })
    .description('installed templates with their state, and the library')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => onWorkspace((api) => listTemplates(api, options, output)));
  template
    .command('export')
    .description('make a package of flows, once every hit of the secrets check is handled')
    .argument('[flows...]', 'ids of flows; default: those in the answers')
    .option('--id <id>', 'of the template')
    .option('--title <text>', 'of the template')
    .option('--version <version>', 'such as 2.3.0; default: the next one')
    .option('--note <text>', 'what changed')
    .option('--answers <file>', 'decisions and parameters, as JSON')
    .option('--write-answers <file>', 'begin such a file: everything found is to be removed', undefined)
    .option('--file <file>', 'where to write the package')
    .option('--without-tests', 'leave the tests of the flows here', false)
    .option('--json', 'print one JSON object', false)
    .action((flows: string[], options: ExportOptions) =>
      onWorkspace((api) => exportTemplate(api, flows, options, output)),
    );
  for (const kind of ['install', 'upgrade'] as const) {
    template
      .command(kind)
      .description(
        kind === 'install'
          ? 'install a package: a file, or one of the library'
          : 'upgrade an installed template without losing what was changed here',
      )
      .argument('<package>', 'file, or id of the library')
      .option('--version <version>', 'of the library; default: the newest')
      .option('--answers <file>', 'connections, fields, parameters and conflicts, as JSON')
      .addOption(
        new Option('--take <side>', 'for every conflict that the answers do not name').choices(['ours', 'theirs']),
      )
      .option('--publish', 'publish the result; without it, it is installed as drafts', false)
      .option('--dry-run', 'only tell what would be done', false)
      .option('--json', 'print one JSON object', false)
      .action((source: string, options: InstallOptions) =>
        onWorkspace((api) => installTemplate(api, source, kind, options, output)),
      );
  }
  template
    .command('diff')
    .description('what was changed here since a template was installed, or what another version changes')
    .argument('<id>')
    .option('--to <version>', 'a version of the library')
    .option('--json', 'print one JSON object', false)
    .action((id: string, options: { to?: string; json: boolean }) =>
      onWorkspace((api) => diffTemplate(api, id, options, output)),
    );
  template
    .command('revert')
    .description('go back to before the last installation of a template')
    .argument('<id>')
    .option('--discard-changes', 'also where something was changed since', false)
    .option('--json', 'print one JSON object', false)
    .action((id: string, options: { discardChanges: boolean; json: boolean }) =>
      onWorkspace((api) => revertTemplate(api, id, options, output)),
    );
  template
    .command('docs')
    .description('the documentation page of a template, in Markdown')
    .argument('<package>', 'id of an installed template, or of one of the library')
    .option('--version <version>', 'of the library; default: what is installed, else the newest')
    .option('--json', 'print one JSON object', false)
    .action((id: string, options: { version?: string; json: boolean }) =>
      onWorkspace((api) => showDocumentation(api, id, options, output)),
    );
  template
    .command('detach')
    .description('let an installed template go: its flows stay, and are upgraded no more')
    .argument('<id>')
    .option('--yes', 'it is meant: there is no way back', false)
    .option('--json', 'print one JSON object', false)
    .action((id: string, options: { yes: boolean; json: boolean }) =>
      onWorkspace((api) => detachTemplate(api, id, options, output)),
    );
}

/** `koppel pull`, `push` and `diff`: the workspace as a folder under version control. */
export function addFolderCommands(program: Command, onWorkspace: OnWorkspace, output: Output): void {
  const folder = ['[folder]', 'the folder', 'flows'] as const;
  program
    .command('pull')
    .description('write drafts, value lists, mastership and bindings of the workspace into a folder')
    .argument(...folder)
    .option('--force', 'also over files that were changed and not pushed', false)
    .action((path: string, options: { force: boolean }) => onWorkspace((api) => pull(api, path, options, output)));
  program
    .command('push')
    .description('save what was changed in the folder as drafts; checked before anything is saved')
    .argument(...folder)
    .option('--publish', 'publish the flows that were changed', false)
    .option('--note <text>', 'what changed, for the versions that are published')
    .option('--overrule <reason>', 'publish although tests do not pass')
    .option('--json', 'print one JSON object', false)
    .action((path: string, options: PushOptions) => onWorkspace((api) => push(api, path, options, output)));
  program
    .command('diff')
    .description('what the folder would change in the workspace')
    .argument(...folder)
    .option('--json', 'print JSON', false)
    .action((path: string, options: { json: boolean }) => onWorkspace((api) => diff(api, path, options, output)));
}
