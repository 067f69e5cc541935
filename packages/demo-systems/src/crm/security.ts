import type { RecordDatabase } from '../records/database.ts';
import type { CrmEntity } from './crm.ts';
import { tableOf } from './crm.ts';

/** What a user may do with secured columns. Columns that are not secured are open to everybody. */
export interface Rights {
  mayRead(table: string, column: string): boolean;
  mayCreate(table: string, column: string): boolean;
  mayUpdate(table: string, column: string): boolean;
}

/** Of system administrators, whom column security does not bind. */
export const allRights: Rights = { mayRead: () => true, mayCreate: () => true, mayUpdate: () => true };

interface Permission {
  readonly read: boolean;
  readonly create: boolean;
  readonly update: boolean;
}

const factName = 'crm.secured-columns';
const allowed = 4;

/**
 * Which columns are secured, and who may do what with them: the union over the profiles of a user and of its teams.
 * The real system takes up to 30 seconds until a change counts; here it counts at once.
 */
export class ColumnSecurity {
  readonly #database: RecordDatabase;
  readonly #entity: (set: string) => CrmEntity;
  readonly #administratorId: string;
  readonly #secured: Set<string>;
  readonly #known = new Map<string, Rights>();

  constructor(ports: { database: RecordDatabase; entity: (set: string) => CrmEntity; administratorId: string }) {
    this.#database = ports.database;
    this.#entity = ports.entity;
    this.#administratorId = ports.administratorId;
    this.#secured = new Set(JSON.parse(ports.database.readFact(factName) ?? '[]') as string[]);
  }

  isSecured(table: string, column: string): boolean {
    return this.#secured.has(`${table}.${column}`);
  }

  /** Whether it can be: not where the vendor excludes it, and not in an alternate key. */
  canBeSecured(entity: CrmEntity, column: string): boolean {
    const { columns, alternateKeys } = tableOf(entity);
    const found = columns.find(({ logicalName }) => logicalName === column);
    return found?.canBeSecured === true && alternateKeys.every((key) => !key.columns.includes(column));
  }

  setSecured(table: string, column: string, isSecured: boolean): void {
    const name = `${table}.${column}`;
    if (isSecured) this.#secured.add(name);
    else this.#secured.delete(name);
    this.#database.writeFact(factName, JSON.stringify([...this.#secured]));
    this.forget();
  }

  rightsOf(userId: string): Rights {
    if (this.#secured.size === 0 || userId === this.#administratorId) return allRights;
    let rights = this.#known.get(userId);
    if (rights === undefined) this.#known.set(userId, (rights = this.#read(userId)));
    return rights;
  }

  /** To be called when profiles, permissions or members have changed, or a change of them was undone. */
  forget(): void {
    this.#known.clear();
  }

  #read(userId: string): Rights {
    const linked = (set: string, own: string, id: string, other: string) =>
      this.#entity(set)
        .table.find(own, [id])
        .map(({ values }) => String(values[other]));
    const teams = linked('teammemberships', 'systemuserid', userId, 'teamid');
    const profiles = new Set([
      ...linked('systemuserprofilescollection', 'systemuserid', userId, 'fieldsecurityprofileid'),
      ...teams.flatMap((team) => linked('teamprofilescollection', 'teamid', team, 'fieldsecurityprofileid')),
    ]);
    const permissions = new Map<string, Permission>();
    for (const { values } of this.#entity('fieldpermissions').table.find('fieldsecurityprofileid', [...profiles])) {
      const name = `${String(values['entityname'])}.${String(values['attributelogicalname'])}`;
      const before = permissions.get(name);
      permissions.set(name, {
        read: before?.read === true || values['canread'] === allowed,
        create: before?.create === true || values['cancreate'] === allowed,
        update: before?.update === true || values['canupdate'] === allowed,
      });
    }
    const may = (action: keyof Permission) => (table: string, column: string) =>
      !this.isSecured(table, column) || permissions.get(`${table}.${column}`)?.[action] === true;
    return { mayRead: may('read'), mayCreate: may('create'), mayUpdate: may('update') };
  }
}
