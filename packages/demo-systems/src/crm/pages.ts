import type { PageSet } from '../odata-service.ts';
import { reader, type Entity } from '../records/catalogue.ts';
import type { Value, Values } from '../records/definition.ts';
import { tableOf, type Crm, type CrmEntity } from './crm.ts';
import { noPreferences } from './protocol/preferences.ts';
import { crmErrorOf } from './protocol/problem.ts';
import { Labels } from './protocol/rendering.ts';
import { allRights } from './security.ts';
import type { Session } from './session.ts';
import type { Writing } from './writing.ts';

interface Shape {
  readonly set: string;
  readonly listed: readonly string[];
  readonly foundBy: readonly string[];
  readonly containedIn: readonly string[];
}

const shapes: readonly Shape[] = [
  {
    set: 'accounts',
    listed: ['name', 'accountnumber', 'kop_companynumber', 'kop_vatnumber', 'address1_city', '_ownerid_value', 'statecode'],
    foundBy: ['accountnumber', 'kop_companynumber', 'kop_vatnumber', 'name'],
    containedIn: ['name', 'address1_city', 'emailaddress1'],
  },
  {
    set: 'contacts',
    listed: ['fullname', 'jobtitle', 'emailaddress1', 'telephone1', '_parentcustomerid_value', 'statecode'],
    foundBy: [],
    containedIn: ['fullname', 'emailaddress1'],
  },
]; // prettier-ignore

/** More records than this are no list to choose from. */
const mostOptions = 50;

/** The CRM as its users see it: what the small page shows and lets them change. */
export function pagesOf(crm: Crm, writing: Writing): PageSet[] {
  const userId = crm.organisation.administratorId;
  const session: Session = {
    caller: { kind: 'administrator', name: 'Demo page' },
    userId,
    rights: allRights,
    dialect: crm.dialectFor(userId),
    preferences: noPreferences,
  };
  return shapes.map(({ set, ...shape }) => {
    const entity = crm.entity(set);
    return {
      ...shape,
      entity: entity as unknown as Entity,
      editable: tableOf(entity)
        .columns.filter(({ canUpdate, role }) => role === undefined && canUpdate)
        .map(({ name }) => name),
      label: (column, value) => labelOf(crm, entity, column, value),
      options: (column) => optionsOf(crm, entity, column),
      edit: ({ id, version, values }) => edit({ crm, writing, session, entity }, { id, version, values }),
    };
  });
}

function labelOf(crm: Crm, entity: CrmEntity, name: string, value: Value): string | undefined {
  const column = entity.column(name);
  if (column === undefined || value === null) return undefined;
  if (column.targets !== undefined) {
    const found = column.targets
      .map(({ set }) => ({ target: crm.entity(set), record: crm.entity(set).table.get(String(value)) }))
      .find(({ record }) => record !== undefined);
    if (found?.record === undefined) return undefined;
    const naming = found.target.column(tableOf(found.target).nameColumn);
    return naming === undefined ? undefined : String(reader(naming)(found.record) ?? '');
  }
  return new Labels(crm).of(column)?.(value, { id: '', version: 0, stamp: 0, values: {} });
}

function optionsOf(crm: Crm, entity: CrmEntity, name: string): { value: string; label: string }[] | undefined {
  const column = entity.column(name);
  if (column?.choices !== undefined) return column.choices.map(({ value, label }) => ({ value: String(value), label }));
  if (column?.targets === undefined) return undefined;
  const sets = column.targets.map(({ set }) => crm.entity(set));
  if (sets.some(({ table }) => table.count() > mostOptions)) return undefined;
  return sets.flatMap((target) => {
    const naming = reader(target.column(tableOf(target).nameColumn)!);
    const all = { order: 'key', descending: false, minStamp: -1, maxStamp: 8.64e15, minId: '', maxId: '~' } as const;
    const options = [...target.table.read(all)].map((record) => ({
      value: record.id,
      label: String(naming(record) ?? ''),
    }));
    return options.sort((a, b) => a.label.localeCompare(b.label));
  });
}

/** Turns stored values into a body, and sends it the way every change goes. */
function edit(
  { crm, writing, session, entity }: { crm: Crm; writing: Writing; session: Session; entity: CrmEntity },
  change: { readonly id: string; readonly version: number; readonly values: Readonly<Values> },
): string | null {
  const record = entity.table.get(change.id);
  if (record === undefined) return 'This record is no longer there.';
  if (record.version !== change.version) return 'Somebody else has changed this record in the meantime.';
  try {
    const body: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(change.values)) {
      const column = entity.column(name);
      if (column?.targets === undefined) {
        body[name] = column?.type === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value;
        continue;
      }
      const target = column.targets.find(({ set }) => crm.entity(set).table.get(String(value)) !== undefined);
      body[`${(target ?? column.targets[0]!).navigation}@odata.bind`] = value === null ? null : `/${(target ?? column.targets[0]!).set}(${String(value)})`; // prettier-ignore
    }
    crm.database.transact(() => writing.update(entity, record, body, session));
    return null;
  } catch (thrown) {
    return crmErrorOf(thrown).message;
  }
}
