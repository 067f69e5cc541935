import { textLiteral, type ODataRequest, type Row } from '@koppel/connector-odata';
import type { EntityBinding, FieldLock, LocalizedText, Locks } from '@koppel/sdk';
import { idOf, type DataverseClient } from './client.ts';
import { fieldIn } from './fields.ts';
import type { EntityRecords } from './records.ts';
import type { Column, TableMetadata } from './table-metadata.ts';

/**
 * Column security: people may read a locked column, the application of the connection may read and write it. Securing a
 * column takes it away from everybody but system administrators, so the profiles that give it back come first.
 */

const profiles = {
  people: {
    name: 'Koppel: read',
    description: 'What another system is master of: everybody may read it, nobody may change it.',
  },
  application: {
    name: 'Koppel: write',
    description: 'For the application user of Koppel, which keeps these columns up to date.',
  },
} as const;

const allowed = 4;
const notAllowed = 0;
/** Changes of metadata count at once for who asks with it; others see them within 30 seconds. */
const strong = { consistency: 'Strong' };

const reasons = {
  key: {
    en: 'Part of an alternate key, which Dataverse does not lock',
    nl: 'Deel van een alternatieve sleutel, die Dataverse niet vergrendelt',
    fr: 'Fait partie d’une clé secondaire, que Dataverse ne verrouille pas',
  },
  column: {
    en: 'Dataverse does not let this column be locked',
    nl: 'Dataverse laat deze kolom niet vergrendelen',
    fr: 'Dataverse ne permet pas de verrouiller cette colonne',
  },
  lines: {
    en: 'These are records of a table of their own',
    nl: 'Dit zijn records van een eigen tabel',
    fr: 'Ce sont des enregistrements d’une table à part',
  },
} as const satisfies Record<string, LocalizedText>;

export function createLocks(records: EntityRecords, binding: EntityBinding): Locks {
  const { client, definition } = records;
  const { table } = definition;

  async function columnsNow(signal: AbortSignal): Promise<TableMetadata> {
    records.forget();
    return records.metadata(signal);
  }

  async function states(fields: readonly string[], signal: AbortSignal): Promise<FieldLock[]> {
    const metadata = await columnsNow(signal);
    return fields.flatMap((field): FieldLock[] => {
      if (Object.hasOwn(definition.lines, field)) return [{ field, state: 'impossible', reason: reasons.lines }];
      const column = columnOf(field, binding, metadata);
      if (column === undefined) return [];
      if (column.isSecured) return [{ field, state: 'locked' }];
      if (column.canBeSecured) return [{ field, state: 'open' }];
      const isKey = metadata.keys.some(({ columns }) => columns.includes(column.name));
      return [{ field, state: 'impossible', reason: isKey ? reasons.key : reasons.column }];
    });
  }

  return {
    read: states,
    async set(requests, wanted, signal) {
      const metadata = await columnsNow(signal);
      const chosen = requests.flatMap(({ field, maySeed }) => {
        const column = columnOf(field, binding, metadata);
        return column === undefined || (!column.canBeSecured && !column.isSecured)
          ? []
          : [{ column: column.name, maySeed }];
      });
      const columns = new Map(chosen.map(({ column, maySeed }) => [column, maySeed]));
      if (columns.size > 0) {
        if (wanted === 'locked') await lock(client, table, withComposites(columns, metadata), signal);
        else await unlock(client, table, withoutComposites(columns, metadata), signal);
        await done(client, { method: 'POST', url: 'PublishXml', body: publication(table), signal });
      }
      return states(
        requests.map(({ field }) => field),
        signal,
      );
    },
  };
}

/** A write that answers without a body. `alsoFine`: a status that says it was so already. */
async function done(client: DataverseClient, request: ODataRequest, alsoFine?: number): Promise<void> {
  const response = await client.odata.send(request);
  const { status } = response;
  if ((status < 200 || status > 299) && status !== alsoFine) throw client.odata.refusal(response);
}

function publication(table: string): string {
  const xml = `<importexportxml><entities><entity>${table}</entity></entities></importexportxml>`;
  return JSON.stringify({ ParameterXml: xml });
}

function columnOf(field: string, binding: EntityBinding, { columns }: TableMetadata): Column | undefined {
  const path = fieldIn(field, binding)?.path;
  return path === undefined ? undefined : columns.get(path);
}

const compositeOf = (column: string) => /^(address\d)_(?!composite$)/.exec(column)?.[1];

/** A composite shows the parts of an address, so it goes with them: Dataverse would show a locked part through it. */
function withComposites(columns: ReadonlyMap<string, boolean>, metadata: TableMetadata): Map<string, boolean> {
  const all = new Map(columns);
  for (const column of columns.keys()) {
    const composite = `${compositeOf(column) ?? ''}_composite`;
    if (metadata.columns.get(composite)?.canBeSecured === true) all.set(composite, false);
  }
  return all;
}

/** The last part that is opened opens the composite. */
function withoutComposites(columns: ReadonlyMap<string, boolean>, metadata: TableMetadata): string[] {
  const opened = new Set(columns.keys());
  for (const prefix of new Set([...opened].map(compositeOf))) {
    const isPartLocked = (column: Column) => column.isSecured && compositeOf(column.name) === prefix && !opened.has(column.name); // prettier-ignore
    if (prefix === undefined || [...metadata.columns.values()].some(isPartLocked)) continue;
    if (metadata.columns.get(`${prefix}_composite`)?.isSecured === true) opened.add(`${prefix}_composite`);
  }
  return [...opened];
}

async function lock(client: DataverseClient, table: string, columns: ReadonlyMap<string, boolean>, signal: AbortSignal): Promise<void> {
  const people = await profileFor(client, 'people', signal);
  const application = await profileFor(client, 'application', signal);
  await giveToEverybody(client, people, signal);
  await giveToOurselves(client, application, signal);
  const permissions = await permissionsOf(client, table, [people, application], signal);
  for (const [column, maySeed] of columns) {
    const permit = async () => {
      await permitColumn(client, permissions, { table, column, profile: people, create: maySeed ? allowed : notAllowed, update: notAllowed }, signal);
      await permitColumn(client, permissions, { table, column, profile: application, create: allowed, update: allowed }, signal);
    };
    // Documentation shows the permission after the lock; where it is taken before, nobody loses sight of the column meanwhile.
    const isPermitted = await tried(permit);
    await secure(client, { table, column, isSecured: true }, signal);
    if (!isPermitted) await permit();
  }
} // prettier-ignore

async function tried(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Said by Dataverse about what was asked, not about the connection. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'details' in error && (error.details as { status?: unknown } | undefined)?.status === 400; // prettier-ignore
}

async function unlock(client: DataverseClient, table: string, columns: readonly string[], signal: AbortSignal) {
  for (const column of columns) await secure(client, { table, column, isSecured: false }, signal);
  const ours = await Promise.all(Object.values(profiles).map(({ name }) => profileIdsNamed(client, name, signal)));
  const permissions = await permissionsOf(client, table, ours.flat(), signal);
  for (const row of permissions) {
    if (!columns.includes(String(row['attributelogicalname']))) continue;
    const url = `fieldpermissions(${idOf(row, 'fieldpermissionid')})`;
    await done(client, { method: 'DELETE', url, signal }, 404);
  }
}

async function profileIdsNamed(client: DataverseClient, name: string, signal: AbortSignal): Promise<string[]> {
  const url = `fieldsecurityprofiles?$select=fieldsecurityprofileid&$filter=name eq ${textLiteral(name)}`;
  return (await client.rows(url, signal)).map((row) => idOf(row, 'fieldsecurityprofileid'));
}

async function profileFor(client: DataverseClient, kind: keyof typeof profiles, signal: AbortSignal): Promise<string> {
  const profile = profiles[kind];
  const [known] = await profileIdsNamed(client, profile.name, signal);
  if (known !== undefined) return known;
  const prefer = ['return=representation'];
  const url = 'fieldsecurityprofiles?$select=fieldsecurityprofileid';
  const made = await client.odata.json({ method: 'POST', url, prefer, body: JSON.stringify(profile), signal });
  return idOf(made as Row, 'fieldsecurityprofileid');
}

/** The team of a business unit holds all of its users, those to come as well. */
async function giveToEverybody(client: DataverseClient, profile: string, signal: AbortSignal): Promise<void> {
  for (const row of await client.rows('teams?$select=teamid&$filter=isdefault eq true', signal))
    await give(client, { to: `teams(${idOf(row, 'teamid')})/teamprofiles_association`, profile }, signal);
}

async function giveToOurselves(client: DataverseClient, profile: string, signal: AbortSignal): Promise<void> {
  const user = await ownUser(client, signal);
  await give(client, { to: `systemusers(${user})/systemuserprofiles_association`, profile }, signal);
}

/** The user as whom the connection signs in. */
export async function ownUser(client: DataverseClient, signal: AbortSignal): Promise<string> {
  return idOf((await client.odata.json({ method: 'GET', url: 'WhoAmI()', signal })) as Row, 'UserId');
}

async function give(client: DataverseClient, { to, profile }: { readonly to: string; readonly profile: string }, signal: AbortSignal): Promise<void> {
  const there = await client.rows(`${to}?$select=fieldsecurityprofileid&$filter=fieldsecurityprofileid eq ${profile}`, signal);
  if (there.length > 0) return;
  // The address must be absolute.
  const body = JSON.stringify({ '@odata.id': `${client.odata.serviceRoot}/fieldsecurityprofiles(${profile})` });
  await done(client, { method: 'POST', url: `${to}/$ref`, body, signal });
} // prettier-ignore

function permissionsOf(client: DataverseClient, table: string, owners: readonly string[], signal: AbortSignal): Promise<Row[]> {
  if (owners.length === 0) return Promise.resolve([]);
  const filter = owners.map((id) => `_fieldsecurityprofileid_value eq ${id}`).join(' or ');
  const select = 'fieldpermissionid,attributelogicalname,canread,cancreate,canupdate,_fieldsecurityprofileid_value';
  return client.rows(`fieldpermissions?$select=${select}&$filter=entityname eq ${textLiteral(table)} and (${filter})`, signal);
} // prettier-ignore

interface Permission {
  readonly table: string;
  readonly column: string;
  readonly profile: string;
  readonly create: number;
  readonly update: number;
}

async function permitColumn(client: DataverseClient, known: readonly Row[], wanted: Permission, signal: AbortSignal): Promise<void> {
  const { table, column, profile, create, update } = wanted;
  const rights = { canread: allowed, cancreate: create, canupdate: update };
  const row = known.find((one) => one['attributelogicalname'] === column && one['_fieldsecurityprofileid_value'] === profile);
  if (row !== undefined) {
    if (row['canread'] === allowed && row['cancreate'] === create && row['canupdate'] === update) return;
    const url = `fieldpermissions(${idOf(row, 'fieldpermissionid')})`;
    await done(client, { method: 'PATCH', url, headers: { 'if-match': '*' }, body: JSON.stringify(rights), signal });
    return;
  }
  const body = JSON.stringify({
    'fieldsecurityprofileid@odata.bind': `/fieldsecurityprofiles(${profile})`,
    entityname: table,
    attributelogicalname: column,
    ...rights,
  });
  await done(client, { method: 'POST', url: 'fieldpermissions', body, signal }, 412);
} // prettier-ignore

/** The definition is sent whole, because what is left out is lost; with the type of the column and without its context. */
async function secure(client: DataverseClient, wanted: { readonly table: string; readonly column: string; readonly isSecured: boolean }, signal: AbortSignal): Promise<void> {
  const { table, column, isSecured } = wanted;
  const url = `EntityDefinitions(LogicalName='${table}')/Attributes(LogicalName='${column}')`;
  const found = (await client.odata.json({ method: 'GET', url, headers: strong, signal })) as Row;
  if (found['IsSecured'] === isSecured) return;
  const type = String(found['@odata.type']).replace(/^#/, '');
  const whole = (await client.odata.json({ method: 'GET', url: `${url}/${type}`, headers: strong, signal })) as Row;
  const { '@odata.context': _context, ...definition } = whole;
  const body = JSON.stringify({ ...definition, '@odata.type': `#${type}`, IsSecured: isSecured });
  const headers = { ...strong, 'mscrm.mergelabels': 'true' };
  await done(client, { method: 'PUT', url, headers, body, signal });
} // prettier-ignore
