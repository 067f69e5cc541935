import type { Command } from 'commander';
import type { ApiClient } from './api-client.ts';
import {
  changeRetention,
  erasePerson,
  exportPerson,
  findPerson,
  showRetention,
  type PersonOptions,
  type RetentionOptions,
} from './commands/privacy.ts';
import type { Output } from './output.ts';

type OnWorkspace = (use: (api: ApiClient) => Promise<number>) => Promise<void>;

const days = (text: string) => Number.parseInt(text, 10);

/** `koppel person …` and `koppel retention …`: what is kept about people, and for how long. */
export function addPrivacyCommands(program: Command, onWorkspace: OnWorkspace, output: Output): void {
  const person = program.command('person').description('what is kept about one person of the connected systems');
  person
    .command('find')
    .description('find the records and rows that hold a name, an e-mail address or a number')
    .argument('<text>', 'at least three characters')
    .option('--json', 'print one JSON object', false)
    .action((text: string, options: { json: boolean }) => onWorkspace((api) => findPerson(api, text, options, output)));
  const chosen = (command: Command) =>
    command
      .option('--record <records...>', 'a record of the person, as `person find` gives it: contact/crm/10023', [])
      .option('--text <texts...>', 'a text by which the person is mentioned in records about others', []);
  chosen(person.command('export'))
    .description('print everything that is kept about a person as JSON')
    .action((options: PersonOptions) => onWorkspace((api) => exportPerson(api, options, output)));
  chosen(person.command('erase'))
    .description('erase what is kept about a person; keys and links stay, and it cannot be undone')
    .option('--yes', 'really erase it', false)
    .action((options: PersonOptions & { yes: boolean }) => onWorkspace((api) => erasePerson(api, options, output)));

  const retention = program.command('retention').description('for how many days data is kept');
  retention
    .command('show', { isDefault: true })
    .description('show the days that hold and what they keep')
    .option('--json', 'print one JSON object', false)
    .action((options: { json: boolean }) => onWorkspace((api) => showRetention(api, options, output)));
  retention
    .command('set')
    .description('change how long data is kept')
    .option('--runs <days>', 'runs, after their end', days)
    .option('--logs <days>', 'lines about single records', days)
    .option('--payloads <days>', 'values of records that nobody needs any more', days)
    .action((options: RetentionOptions) => onWorkspace((api) => changeRetention(api, options, output)));
}
