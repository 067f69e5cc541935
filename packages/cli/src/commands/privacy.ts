import { ApiProblem, type ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

/** Records as `entity/connection/key`, and texts. */
export interface PersonOptions {
  readonly record: readonly string[];
  readonly text: readonly string[];
}

/** In days; what is left out stays. */
export interface RetentionOptions {
  readonly runs?: number;
  readonly logs?: number;
  readonly payloads?: number;
}

/** `koppel person find`: where Koppel keeps something about a person. */
export async function findPerson(
  api: ApiClient,
  text: string,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const found = await api.call('findPerson', { body: { text } });
  if (json) output.out(JSON.stringify(found, null, 2));
  else {
    const rows = found.records.map(({ entity, connectionId, key, name }) => [
      `${entity}/${connectionId}/${key}`,
      name ?? '',
    ]);
    output.out(rows.length > 0 ? table(['Record', 'Name'], rows) : 'No record has it in its name, key or values.');
    const places = Object.entries(found.places).map(([place, count]) => `${place} ${count}`);
    output.out(places.length > 0 ? `\nRows that mention it: ${places.join(', ')}` : '\nNo row mentions it.');
  }
  return exitCodes.ok;
}

/** `koppel person export`: all of it, as JSON. */
export async function exportPerson(api: ApiClient, options: PersonOptions, output: Output): Promise<number> {
  output.out(JSON.stringify(await api.call('exportPerson', { body: personOf(options) }), null, 2));
  return exitCodes.ok;
}

/** `koppel person erase`: takes it out of the database. */
export async function erasePerson(
  api: ApiClient,
  { yes, ...options }: PersonOptions & { readonly yes: boolean },
  output: Output,
): Promise<number> {
  const body = personOf(options);
  if (!yes) {
    throw new ApiProblem(400, {
      code: 'cli.erase-needs-yes',
      message: 'What is erased cannot be brought back.',
      remedy: 'Look at it first with `koppel person export`, then add --yes.',
    });
  }
  const { places } = await api.call('erasePerson', { body });
  const rows = Object.entries(places).map(([place, count]) => [place, String(count)]);
  output.out(rows.length > 0 ? table(['Erased in', 'Rows'], rows) : 'Nothing was kept about this person.');
  return exitCodes.ok;
}

/** `koppel retention show`. */
export async function showRetention(
  api: ApiClient,
  { json }: { readonly json: boolean },
  output: Output,
): Promise<number> {
  const [{ retention }, storage] = await Promise.all([api.call('getPrivacy'), api.call('getStorage')]);
  if (json) output.out(JSON.stringify({ retention, storage }, null, 2));
  else {
    const row = (what: string, days: number, { rows, bytes, oldestAt }: typeof storage.runs) => [
      what,
      String(days),
      String(rows),
      megabytes(bytes),
      oldestAt?.slice(0, 10) ?? '',
    ];
    output.out(
      table(
        ['What', 'Days', 'Rows', 'Size', 'Oldest'],
        [
          row('runs', retention.runsDays, storage.runs),
          row('logs', retention.logsDays, storage.logs),
          row('payloads', retention.payloadsDays, storage.payloads),
        ],
      ),
    );
    output.out(`\nThe database takes ${megabytes(storage.databaseBytes)}.`);
  }
  return exitCodes.ok;
}

/** `koppel retention set`. */
export async function changeRetention(
  api: ApiClient,
  { runs, logs, payloads }: RetentionOptions,
  output: Output,
): Promise<number> {
  const { fieldClasses, retention } = await api.call('getPrivacy');
  const wanted = {
    runsDays: runs ?? retention.runsDays,
    logsDays: logs ?? retention.logsDays,
    payloadsDays: payloads ?? retention.payloadsDays,
  };
  await api.call('savePrivacy', { body: { fieldClasses, retention: wanted } });
  return showRetention(api, { json: false }, output);
}

function personOf({ record, text }: PersonOptions) {
  const records = record.map((written) => {
    const [entity, connectionId, ...key] = written.split('/');
    if (entity && connectionId && key.length > 0) return { entity, connectionId, key: key.join('/') };
    throw new ApiProblem(400, {
      code: 'cli.no-record',
      message: `"${written}" does not name a record.`,
      remedy: 'Write entity/connection/key, as `koppel person find` gives it.',
    });
  });
  return { records, texts: [...text] };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
