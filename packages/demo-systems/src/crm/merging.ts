import type { StoredRecord, Values } from '../records/definition.ts';
import type { Call } from './actions.ts';
import { tableOf, type Crm, type CrmEntity } from './crm.ts';
import { parseBody, type Body } from './protocol/body.ts';
import { problems } from './protocol/problem.ts';
import { isGuid } from './protocol/record-address.ts';
import { empty, type Answer } from './session.ts';

const namespace = '#?Microsoft.Dynamics.CRM.';
const mergeable = ['account', 'contact'];

/**
 * Makes one record of two of the same table: the target stays, with what was asked to be written into it and what only the
 * other one had; what belonged to the other one is the target's now. The other one stays too, inactive, and says into which
 * record it was merged.
 */
export function merge({ crm, request, writing, session }: Call): Answer {
  const body = parseBody(request.body, 'Merge');
  if (typeof body['PerformParentingChecks'] !== 'boolean') throw parameterMissing('PerformParentingChecks');
  const { entity, record: target } = recordIn(crm, body, 'Target');
  const { entity: other, record: subordinate } = recordIn(crm, body, 'Subordinate');
  if (other !== entity || subordinate.id === target.id)
    throw problems.refused('The target and the subordinate must be two records of the same table.');
  for (const { id, values } of [target, subordinate]) {
    if (values['merged'] === true) throw problems.refused(`The record with id ${id} has been merged already.`);
  }
  crm.database.transact(() => {
    const content = contentIn(body, entity);
    const written = content === null ? target : writing.update(entity, target, content, session);
    writing.put(entity, written, onlyIn(entity, subordinate, written), session);
    for (const { set, column } of tableOf(entity).dependants) {
      const dependants = crm.entity(set);
      for (const found of dependants.table.find(column, [subordinate.id])) {
        if (found.id !== target.id) writing.put(dependants, found, { [column]: target.id }, session);
      }
    }
    const merged: Values = { merged: true, masterid: target.id, statecode: 1, statuscode: 2 };
    writing.put(entity, entity.table.get(subordinate.id)!, merged, session);
  });
  return empty(204);
}

function parameterMissing(name: string): Error {
  return problems.payload('Merge', `The parameter '${name}' is missing.`);
}

function recordIn(
  crm: Crm,
  body: Body,
  parameter: string,
): { readonly entity: CrmEntity; readonly record: StoredRecord } {
  const given = body[parameter];
  if (typeof given !== 'object' || given === null) throw parameterMissing(parameter);
  const type = String((given as Body)['@odata.type'] ?? '').replace(new RegExp(`^${namespace}`), '');
  const entity = mergeable.includes(type) ? crm.catalogue.byType(type) : undefined;
  if (entity === undefined) throw problems.refused(`Records of the type '${type}' cannot be merged.`);
  const id = (given as Body)[entity.definition.key];
  if (typeof id !== 'string' || !isGuid(id)) throw parameterMissing(`${parameter}.${entity.definition.key}`);
  const record = entity.table.get(id.toLowerCase());
  if (record === undefined) throw problems.notFound(type, id);
  return { entity, record };
}

/** What is to be written into the record that stays; null: nothing. */
function contentIn(body: Body, { definition }: CrmEntity): Body | null {
  const given = body['UpdateContent'];
  if (typeof given !== 'object' || given === null) return null;
  const { '@odata.type': _type, [definition.key]: _id, ...content } = given as Body;
  return Object.keys(content).length === 0 ? null : content;
}

/** The values that the record that stays lacks. Those of alternate keys stay where they are: there they are taken. */
function onlyIn(entity: CrmEntity, from: StoredRecord, into: StoredRecord): Values {
  const { columns, alternateKeys } = tableOf(entity);
  const unique = new Set(alternateKeys.flatMap((key) => key.columns));
  const values: Values = {};
  for (const { logicalName, canUpdate, type } of columns) {
    const value = from.values[logicalName];
    const isPlain = canUpdate && type !== 'lookup' && !unique.has(logicalName);
    if (isPlain && value !== undefined && value !== null && (into.values[logicalName] ?? null) === null) {
      values[logicalName] = value;
    }
  }
  return values;
}
