import { newKeyText } from '@koppel/server';
import { customerSortings, userRoles } from '@koppel/protocol';
import { Argument, Command, CommanderError, Option } from 'commander';
import { ApiProblem, type ApiClient } from './api-client.ts';
import { listClients } from './commands/clients.ts';
import { addAuditCommands } from './audit-commands.ts';
import { testConnections } from './commands/connections.ts';
import { checkDrift, listDrift } from './commands/drift.ts';
import {
  dismissFailures,
  listFailures,
  mendFailure,
  retryFailures,
  showFailure,
  type ListFailuresOptions,
  type RetryOptions,
} from './commands/failures.ts';
import { addShipped, listFlows, listShipped, setOwner } from './commands/flows.ts';
import { figures, makeCrmLink, showCustomer, showInsight, type InsightOptions } from './commands/insight.ts';
import {
  exportLinks,
  importLinks,
  linkRecords,
  listLinks,
  unlinkRecords,
  type ImportOptions,
  type PairOptions,
} from './commands/links.ts';
import { removeKey, rotateKeys, showKeys } from './commands/keys.ts';
import { listLocks, setLocks } from './commands/locks.ts';
import { listNotices } from './commands/notices.ts';
import { showPlan } from './commands/plan.ts';
import {
  actOnPerson,
  changeRole,
  decideRequest,
  invitePerson,
  listPeople,
  listRequests,
  personActs,
} from './commands/people.ts';
import { applyPlan, runFlow } from './commands/run.ts';
import {
  checkMastership,
  exportMastership,
  importMastership,
  mastershipHistory,
  restoreMastership,
  setMastership,
  showMastership,
  type SetOptions,
} from './commands/mastership.ts';
import { listRuns } from './commands/runs.ts';
import { makeSignInLink } from './commands/sign-in-link.ts';
import { testFlows, type TestOptions } from './commands/test.ts';
import { validate } from './commands/validate.ts';
import { createWorkspace, listWorkspaces, openWorkspace } from './commands/workspaces.ts';
import { exitCodes } from './exit-codes.ts';
import { complaint, type Output } from './output.ts';
import { addPrivacyCommands } from './privacy-commands.ts';
import { addReviewCommands } from './review-commands.ts';
import { addVersionCommands } from './version-commands.ts';
import { addFolderCommands, addTemplateCommands } from './template-commands.ts';
import { addTokenCommands } from './token-commands.ts';
import { withWorkspace, WorkspaceUnavailable, type Environment } from './workspace.ts';

/** Runs one command and gives its exit code. Everything a command prints goes through `output`. */
export async function runCommandLine(args: readonly string[], given: Environment, output: Output): Promise<number> {
  let code: number = exitCodes.ok;
  let environment = given;
  const program = new Command('koppel')
    .description('Koppel on the command line. Talks to the running server, or does the work itself when none runs.')
    .option('--workspace <short name>', 'the workspace to work in, where there are several')
    .hook('preAction', (command) => {
      const { workspace } = command.opts<{ workspace?: string }>();
      if (workspace !== undefined) environment = { ...given, KOPPEL_WORKSPACE: workspace };
    })
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
    .command('test')
    .description('run the tests of flows over their recordings; touches no system')
    .argument('[flows...]', 'ids of flows; default: all that have tests')
    .option('--published', 'of the published versions instead of the drafts', false)
    .option('--junit <file>', 'write the results for a build server')
    .option('--json', 'print one JSON object', false)
    .action(async (ids: string[], options: TestOptions) => {
      code = await withWorkspace(environment, (api) => testFlows(api, ids, options, output));
    });
  const flows = program.command('flows').description('the flows of the workspace');
  flows
    .command('shipped')
    .description('flows that ship with this version and that the workspace does not have')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => listShipped(api, options, output));
    });
  flows
    .command('add')
    .description('put shipped flows into the workspace, switched off; one that is there is never changed')
    .argument('[ids...]', 'default: those that are new')
    .option('--json', 'print JSON', false)
    .action(async (ids: string[], options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => addShipped(api, ids, options, output));
    });
  flows
    .command('owner')
    .description('say who looks after a flow')
    .argument('<flow>', 'id of the flow')
    .argument('[owner]', 'name or id of somebody who may edit flows; default: nobody')
    .action(async (flow: string, owner: string | undefined) => {
      code = await withWorkspace(environment, (api) => setOwner(api, { flow, owner: owner ?? null }, output));
    });
  flows
    .command('list', { isDefault: true })
    .description('list them')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => listFlows(api, options, output));
    });
  program
    .command('notices')
    .description('whether the systems that flows read tell them of changes')
    .argument('[flow]', 'id of the flow; default: all that are on')
    .option('--retry', 'ask the systems again now', false)
    .option('--json', 'print JSON', false)
    .action(async (flow: string | undefined, options: { json: boolean; retry: boolean }) => {
      code = await withWorkspace(environment, (api) => listNotices(api, flow, options, output));
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
    .command('plan')
    .description('what a dry run would write, to look at or to sign')
    .argument('<run>', 'number or id of the dry run')
    .option('--csv', 'print the whole plan as CSV, a line per field', false)
    .option('--json', 'print the whole plan as one JSON object', false)
    .action(async (run: string, options: { csv: boolean; json: boolean }) => {
      code = await withWorkspace(environment, (api) => showPlan(api, run, options, output));
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
  const failures = program.command('failures').description('records that a flow could not handle');
  failures
    .command('list')
    .description('list failed records, newest first')
    .option('--state <state>', 'open, waiting, retrying, solved or dismissed', 'open')
    .option('--cause <cause>', 'only of this cause, such as noTranslation')
    .option('--flow <id>', 'only of this flow')
    .option('--search <text>', 'in names, keys and messages')
    .option('--limit <number>', 'how many', (text) => Number.parseInt(text, 10), 50)
    .option('--json', 'print JSON', false)
    .action(async (options: ListFailuresOptions) => {
      code = await withWorkspace(environment, (api) => listFailures(api, options, output));
    });
  failures
    .command('show')
    .description('what happened to a record, why, what can be done, its values and what was tried')
    .argument('<failure>', 'id of the failure, as `failures list` gives it')
    .option('--json', 'print one JSON object', false)
    .action(async (id: string, options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => showFailure(api, id, options, output));
    });
  failures
    .command('retry')
    .description('try failed records again and wait for the end; a value that is set holds for this try alone')
    .argument('[failures...]', 'ids of failures; or all open ones of a cause or a flow')
    .option('--set <field=value...>', 'write this value instead of what the flow makes', [])
    .option('--set-input <field=value...>', 'take this value as if the source had given it', [])
    .option('--cause <cause>', 'all open ones of this cause')
    .option('--flow <id>', 'all open ones of this flow')
    .option('--json', 'print JSON', false)
    .action(async (ids: string[], options: RetryOptions) => {
      code = await withWorkspace(environment, (api) => retryFailures(api, ids, options, output));
    });
  failures
    .command('mend')
    .description('carry out a remedy, try the record again and wait for the end')
    .argument('<failure>', 'id of the failure')
    .option('--link <key>', 'it is this record of the target')
    .option('--unlink', 'forget its counterpart: it is matched or created anew', false)
    .option('--choose <field=side...>', 'whose value is right: source or target', [])
    .option('--json', 'print JSON', false)
    .action(async (id: string, options: Parameters<typeof mendFailure>[2]) => {
      code = await withWorkspace(environment, (api) => mendFailure(api, id, options, output));
    });
  failures
    .command('dismiss')
    .description('give failed records up')
    .argument('<failures...>', 'ids of failures')
    .requiredOption('--reason <text>', 'why, for whoever looks later')
    .action(async (ids: string[], options: { reason: string }) => {
      code = await withWorkspace(environment, (api) => dismissFailures(api, ids, options, output));
    });
  const links = program.command('links').description('which record of one system is which of the other');
  const withPair = (command: Command) =>
    command
      .option('--entity <id>', 'of these records', 'account')
      .option('--left <connection>', 'id or name; the ERP where there is one')
      .option('--right <connection>', 'id or name of the other system')
      .option('--json', 'print JSON', false);
  withPair(links.command('list'))
    .description('list record links, newest first')
    .option('--search <text>', 'in keys and names')
    .option('--suspicious', 'only those that need a look', false)
    .option('--limit <number>', 'how many', (text) => Number.parseInt(text, 10), 50)
    .action(async (options: PairOptions & { search?: string; suspicious: boolean; limit: number }) => {
      code = await withWorkspace(environment, (api) => listLinks(api, options, output));
    });
  withPair(links.command('link'))
    .description('link two records by hand')
    .argument('<leftKey>')
    .argument('<rightKey>')
    .requiredOption('--reason <text>', 'why, for whoever looks later')
    .option('--instead', 'remove the present links of the two', false)
    .action(async (leftKey: string, rightKey: string, options: PairOptions & { reason: string; instead: boolean }) => {
      code = await withWorkspace(environment, (api) => linkRecords(api, { leftKey, rightKey }, options, output));
    });
  links
    .command('unlink')
    .description('remove record links; no record is deleted')
    .argument('<ids...>', 'numbers of the links, as `links list` gives them')
    .requiredOption('--reason <text>', 'why, for whoever looks later')
    .option('--json', 'print JSON', false)
    .action(async (ids: string[], options: { reason: string; json: boolean }) => {
      code = await withWorkspace(environment, (api) => unlinkRecords(api, ids.map(Number), options, output));
    });
  withPair(links.command('import'))
    .description('look a CSV file of key pairs through, and link its sound rows')
    .argument('<file>')
    .option('--left-column <title>', 'the column for the left system; default: found by its title')
    .option('--right-column <title>', 'the column for the right system')
    .option('--left-by <field>', 'what that column holds: key, number, companyNumber, vatNumber or email')
    .option('--right-by <field>', 'what that column holds')
    .option('--apply', 'link what can be linked; without it nothing is', false)
    .option('--refused <file>', 'write the rows that are not linked to this file')
    .action(async (file: string, options: ImportOptions) => {
      code = await withWorkspace(environment, (api) => importLinks(api, file, options, output));
    });
  withPair(links.command('export'))
    .description('all record links as CSV')
    .option('--file <file>', 'instead of standard output')
    .action(async (options: PairOptions & { file?: string }) => {
      code = await withWorkspace(environment, (api) => exportLinks(api, options, output));
    });
  const insight = program.command('insight').description('what customers buy, owe and are worth');
  insight
    .command('show', { isDefault: true })
    .description('a figure as a table, CSV or JSON')
    .argument('[figure]', figures.join(', '), 'months')
    .option('--salesperson <name>', 'only the customers that this salesperson has a target for')
    .option('--end <month>', 'the last of the 12 months, such as 2026-05; default: this month')
    .option('--search <text>', 'customers: by name or number')
    .option(
      '--sort <by>',
      `customers: ${customerSortings.join(', ')}; up to three, divided by commas, a minus turns one round`,
      'revenue',
    )
    .option('--limit <number>', 'customers: how many', (text) => Number.parseInt(text, 10), 50)
    .option('--csv', 'print CSV', false)
    .option('--json', 'print JSON', false)
    .action(async (figure: string, options: InsightOptions) => {
      code = await withWorkspace(environment, (api) => showInsight(api, figure, options, output));
    });
  insight
    .command('customer')
    .description('what one customer buys by month, owes and is worth')
    .argument('<number>', 'its number, or a part of its name')
    .option('--csv', 'print its months as CSV', false)
    .option('--json', 'print JSON', false)
    .action(async (number: string, options: { csv: boolean; json: boolean }) => {
      code = await withWorkspace(environment, (api) => showCustomer(api, number, options, output));
    });
  insight
    .command('crm-link')
    .description('a signed link to the narrow view of a customer, as the page of its account in the CRM shows it')
    .argument('<number>', 'its number, or a part of its name')
    .option('--json', 'print JSON', false)
    .action(async (number: string, options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => makeCrmLink(api, number, options, output));
    });
  const mastership = program.command('mastership').description('who is master of what');
  const languageOption = () =>
    new Option('--language <language>', 'of the sentences').choices(['en', 'nl', 'fr']).default('en');
  const withApply = (command: Command) =>
    command
      .option('--apply', 'save it; without it, what would change is told and nothing is saved', false)
      .option('--json', 'print one JSON object', false);
  mastership
    .command('show', { isDefault: true })
    .description('who decides which data, in sentences')
    .option('--entity <id>', 'only of these records')
    .addOption(languageOption())
    .option('--json', 'print JSON', false)
    .action(async (options: Parameters<typeof showMastership>[1]) => {
      code = await withWorkspace(environment, (api) => showMastership(api, options, output));
    });
  mastership
    .command('check')
    .description('published flows that the table refuses, and what flows do to each other')
    .option('--hints', 'also what no flow brings over', false)
    .option('--json', 'print JSON', false)
    .action(async (options: Parameters<typeof checkMastership>[1]) => {
      code = await withWorkspace(environment, (api) => checkMastership(api, options, output));
    });
  mastership
    .command('history')
    .description('who changed what, newest first')
    .option('--limit <number>', 'how many', (text) => Number.parseInt(text, 10), 20)
    .option('--json', 'print JSON', false)
    .action(async (options: Parameters<typeof mastershipHistory>[1]) => {
      code = await withWorkspace(environment, (api) => mastershipHistory(api, options, output));
    });
  mastership
    .command('export')
    .description('a page to sign, a spreadsheet, or the table itself for `import`')
    .addOption(new Option('--format <format>', 'of the file').choices(['html', 'csv', 'json']).default('html'))
    .addOption(languageOption())
    .option('--file <file>', 'instead of standard output')
    .action(async (options: Parameters<typeof exportMastership>[1]) => {
      code = await withWorkspace(environment, (api) => exportMastership(api, options, output));
    });
  withApply(mastership.command('set'))
    .description('change a row, or give a field a rule of its own')
    .argument('<row>', 'account.finance, or a field: account/creditLimit')
    .option('--master <role>', 'erp, crm or another role; undecided')
    .addOption(new Option('--conflict <rule>', 'if both changed').choices(['masterWins', 'newestWins', 'ask']))
    .option('--seed <roles>', 'who else may fill it on a new record, or none')
    .addOption(new Option('--shared <yes|no>', 'whether both sides may edit it').choices(['yes', 'no']))
    .option('--hand-over <when>', 'erp: as soon as it has the record; erp:status=submitted,active; or never')
    .action(async (row: string, options: SetOptions) => {
      code = await withWorkspace(environment, (api) => setMastership(api, row, options, output));
    });
  withApply(mastership.command('import'))
    .description('take a table from a file that `export --format json` wrote')
    .argument('<file>')
    .action(async (file: string, options: { apply: boolean; json: boolean }) => {
      code = await withWorkspace(environment, (api) => importMastership(api, file, options, output));
    });
  withApply(mastership.command('restore'))
    .description('go back to an earlier revision')
    .argument('<revision>', 'its number, as `history` gives it', (text) => Number.parseInt(text, 10))
    .action(async (revision: number, options: { apply: boolean; json: boolean }) => {
      code = await withWorkspace(environment, (api) => restoreMastership(api, revision, options, output));
    });
  const locks = program.command('locks').description('fields that people cannot change in a system');
  const withEntity = (command: Command) =>
    command
      .option('--entity <id>', 'of these records', 'account')
      .option('--connection <connection>', 'id or name; default: every system that has them')
      .option('--field <fields...>', 'only these fields', [])
      .option('--json', 'print JSON', false);
  withEntity(locks.command('list'))
    .description('which fields are locked, which should be, and which cannot be')
    .action(async (options: Parameters<typeof listLocks>[1]) => {
      code = await withWorkspace(environment, (api) => listLocks(api, options, output));
    });
  withEntity(locks.command('apply'))
    .description('lock what another system is master of, and open the rest, as the mastership table says')
    .action(async (options: Parameters<typeof listLocks>[1]) => {
      code = await withWorkspace(environment, (api) => setLocks(api, 'apply', options, output));
    });
  withEntity(locks.command('open'))
    .description('open locked fields')
    .action(async (options: Parameters<typeof listLocks>[1]) => {
      code = await withWorkspace(environment, (api) => setLocks(api, 'open', options, output));
    });
  const drift = program.command('drift').description('linked records that depart from their master');
  drift
    .command('check')
    .description('compare linked records with their master now, and put back or hold what people edited in the copy')
    .argument('[flows...]', 'ids of flows; default: all that are on and keep records up to date')
    .option('--dry-run', 'only say what would be put back', false)
    .option('--json', 'print JSON', false)
    .action(async (flows: string[], options: { json: boolean; dryRun: boolean }) => {
      code = await withWorkspace(environment, (api) => checkDrift(api, flows, options, output));
    });
  drift
    .command('list')
    .description('what the checks found, newest first')
    .option('--flow <id>', 'only of this flow')
    .option('--entity <id>', 'only of these records')
    .option('--open', 'only what is neither put back nor settled', false)
    .option('--limit <number>', 'how many', (text) => Number.parseInt(text, 10), 50)
    .option('--json', 'print JSON', false)
    .action(async (options: Parameters<typeof listDrift>[1]) => {
      code = await withWorkspace(environment, (api) => listDrift(api, options, output));
    });
  const key = program.command('key').description('the master key that seals all credentials');
  key
    .command('status', { isDefault: true })
    .description('which keys there are, and how much each of them seals')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => showKeys(api, options, output));
    });
  key
    .command('rotate')
    .description('make a new key and seal everything anew with it, while Koppel runs; goes on where it broke off')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => rotateKeys(api, options, output));
    });
  key
    .command('remove')
    .description('take away an old key that nothing needs any more')
    .argument('<key>', 'its id, as `key status` gives it')
    .option('--json', 'print JSON', false)
    .action(async (id: string, options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => removeKey(api, id, options, output));
    });
  key
    .command('new')
    .description('print a new key, for KOPPEL_KEY or KOPPEL_KEY_FILE; nothing is changed')
    .action(() => {
      output.out(newKeyText());
    });
  const onWorkspace = async (use: (api: ApiClient) => Promise<number>) => {
    code = await withWorkspace(environment, use);
  };
  addTemplateCommands(program, onWorkspace, output);
  addAuditCommands(program, onWorkspace, output);
  addFolderCommands(program, onWorkspace, output);
  addTokenCommands(program, onWorkspace, output);
  addReviewCommands(program, onWorkspace, output);
  addVersionCommands(program, onWorkspace, output);
  addPrivacyCommands(program, onWorkspace, output);
  program
    .command('clients')
    .description('template versions, local changes and health of the workspaces that one works in')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => onWorkspace((api) => listClients(api, options, output)));
  const people = program.command('people').description('who works in the workspace, and as what');
  people
    .command('requests')
    .description('who asks for a right')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => onWorkspace((api) => listRequests(api, options, output)));
  people
    .command('grant')
    .description('give whoever asked a role that has the right, at once')
    .argument('<request>', 'as `people requests` gives it')
    .addOption(new Option('--role <role>').choices([...userRoles]).makeOptionMandatory())
    .option('--json', 'print JSON', false)
    .action((id: string, options: { role: (typeof userRoles)[number]; json: boolean }) =>
      onWorkspace((api) => decideRequest(api, id, options, output)),
    );
  people
    .command('refuse')
    .description('refuse a right that was asked for')
    .argument('<request>', 'as `people requests` gives it')
    .option('--comment <text>', 'why, for whoever asked')
    .option('--json', 'print JSON', false)
    .action((id: string, options: { comment?: string; json: boolean }) =>
      onWorkspace((api) => decideRequest(api, id, { ...options, role: null }, output)),
    );
  people
    .command('list', { isDefault: true })
    .description('list them')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => listPeople(api, options, output));
    });
  people
    .command('invite')
    .description('let somebody in; prints a one-time link for somebody new')
    .argument('<email>')
    .addOption(new Option('--role <role>').choices([...userRoles]).makeOptionMandatory())
    .option('--name <name>', 'of somebody new')
    .option('--json', 'print one JSON object', false)
    .action(async (email: string, options: Parameters<typeof invitePerson>[2]) => {
      code = await withWorkspace(environment, (api) => invitePerson(api, email, options, output));
    });
  people
    .command('role')
    .description('give somebody another role, at once')
    .argument('<email>')
    .addArgument(new Argument('<role>').choices([...userRoles]))
    .option('--json', 'print one JSON object', false)
    .action(async (email: string, role: (typeof userRoles)[number], options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => changeRole(api, { email, role }, options, output));
    });
  for (const act of Object.keys(personActs) as (keyof typeof personActs)[]) {
    people
      .command(act)
      .description(personActs[act].description)
      .argument('<email>')
      .action(async (email: string) => {
        code = await withWorkspace(environment, (api) => actOnPerson(api, act, email, output));
      });
  }
  const workspace = program
    .command('workspace')
    .description('the workspaces of this Koppel, one per client and environment');
  workspace
    .command('list', { isDefault: true })
    .description('list them, also those that are closed')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      code = await withWorkspace(environment, (api) => listWorkspaces(api, options, output));
    });
  workspace
    .command('create')
    .description('make one; it begins with the proposed mastership table, and the flows that ship are on offer')
    .argument('<short-name>', 'in addresses: small letters, digits and hyphens; it never changes')
    .argument('<name>')
    .addOption(new Option('--environment <environment>').choices(['production', 'test', 'demo']).default('production'))
    .option('--time-zone <zone>', 'such as Europe/Brussels')
    .addOption(new Option('--language <language>').choices(['en', 'nl', 'fr']))
    .option('--json', 'print one JSON object', false)
    .action(async (slug: string, name: string, options: Parameters<typeof createWorkspace>[2]) => {
      code = await withWorkspace(environment, (api) => createWorkspace(api, { slug, name }, options, output));
    });
  for (const isOpen of [false, true]) {
    workspace
      .command(isOpen ? 'open' : 'close')
      .description(isOpen ? 'open a closed one again' : 'close one: it is kept, nothing in it runs, and nobody gets in')
      .argument('<short-name>')
      .option('--json', 'print one JSON object', false)
      .action(async (slug: string, options: { json: boolean }) => {
        code = await withWorkspace(environment, (api) => openWorkspace(api, { slug, isOpen }, options, output));
      });
  }
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
