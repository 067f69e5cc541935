import type { Caller } from '../odata-service.ts';
import type { FilterDialect } from '../odata/evaluate.ts';
import type { Crm } from './crm.ts';
import { parsePreferences, type Preferences } from './protocol/preferences.ts';
import { problems } from './protocol/problem.ts';
import type { Rights } from './security.ts';

/** Who asks, and what holds for everything that is done for one request. */
export interface Session {
  readonly caller: Caller;
  /** The user of the organisation who counts as the author: the caller's own, or the one it acts for. */
  readonly userId: string;
  readonly preferences: Preferences;
  /** What this user may do with secured columns. */
  readonly rights: Rights;
  readonly dialect: FilterDialect;
  /** Inside a change set: what `$1` and its kind stand for, as a path below the root. */
  readonly references?: ReadonlyMap<string, string>;
}

/** One request, in or outside a batch. `path` is below the root of the API, percent-encoded. */
export interface CrmRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of the CRM. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Makes sessions for one caller; a batch makes one for each of its parts. */
export function sessions(crm: Crm, caller: Caller): (headers: CrmRequest['headers']) => Session {
  const ownId = crm.userOf(caller);
  const dialects = new Map<string, FilterDialect>();
  const preferences = new Map<string, Preferences>();
  return (headers) => {
    const userId = actingUser(crm, headers, caller) ?? ownId;
    const prefer = headers['prefer'] ?? '';
    let dialect = dialects.get(userId);
    if (dialect === undefined) dialects.set(userId, (dialect = crm.dialectFor(userId)));
    let parsed = preferences.get(prefer);
    if (parsed === undefined) preferences.set(prefer, (parsed = parsePreferences(prefer)));
    return { caller, userId, preferences: parsed, dialect, rights: crm.security.rightsOf(userId) };
  };
}

/** An application or administrator may act for another user, named by directory id or by user id. */
function actingUser(crm: Crm, headers: CrmRequest['headers'], caller: Caller): string | undefined {
  const directoryId = headers['callerobjectid'];
  const id = headers['mscrmcallerid'];
  if (directoryId === undefined && id === undefined) return undefined;
  const { table, definition } = crm.entity('systemusers');
  const user =
    directoryId === undefined
      ? table.get(id!.toLowerCase())
      : table.find('azureactivedirectoryobjectid', [directoryId.toLowerCase()])[0];
  if (user === undefined) throw problems.notFound(definition.type, directoryId ?? id!);
  if (caller.kind === 'salesperson') {
    const own = crm.userOf(caller);
    throw problems.noPrivilege({ user: own, privilege: 'ActOnBehalfOfAnotherUser', table: 'systemuser', title: 'User', typeCode: 8 }); // prettier-ignore
  }
  return user.id;
}

const jsonType = 'application/json; odata.metadata=minimal';
const version = { 'OData-Version': '4.0' };

export function json(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'Content-Type': jsonType, ...version, ...headers }, body };
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...version, ...headers }, body: '' };
}

export function plainText(body: string): Answer {
  return { status: 200, headers: { 'Content-Type': 'text/plain', ...version }, body };
}

/** The answer to a write: where the record is, and the record itself when it was asked for. */
export function written(location: string, shown?: Answer): Answer {
  const headers = { Location: location, 'OData-EntityId': location };
  return shown === undefined ? empty(204, headers) : { ...shown, headers: { ...headers, ...shown.headers } };
}
