import type { ReadTrial } from '@koppel/protocol';
import { objectStateOf, type ObjectForm, type ObjectState } from '../../schema-form/object-form.ts';

type ProposedField = ReadTrial['proposal']['fields'][number];

/** The paths of the fields that are described already. */
export function knownPaths(state: ObjectState): ReadonlySet<string> {
  return new Set((state.lists['fields'] ?? []).map(({ plain }) => String(plain['path'])));
}

/** Adds a field of an answer. Without a name in Koppel it keeps the system's own. */
export function addField(form: ObjectForm, state: ObjectState, { path, kind, field }: ProposedField): ObjectState {
  const rows = form.lists.find(({ name }) => name === 'fields');
  if (rows === undefined) return state;
  const taken = (state.lists['fields'] ?? []).some(({ plain }) => plain['field'] === field);
  const row = objectStateOf(rows.form, { path, kind, field: field === null || taken ? `~${path}` : field });
  return { ...state, lists: { ...state.lists, fields: [...(state.lists['fields'] ?? []), row] } };
}

/** Takes over what an answer suggests: the settings of the list, the key, and the fields that Koppel has a name for. */
export function takeOver(form: ObjectForm, state: ObjectState, { key, list, fields }: ReadTrial['proposal']): ObjectState {
  const group = state.groups['list'];
  const settings: ObjectState = {
    ...state,
    plain: { ...state.plain, ...(key === undefined ? {} : { key }) },
    groups: group === undefined ? state.groups : { ...state.groups, list: { ...group, plain: { ...group.plain, ...list } } },
  };
  const known = knownPaths(state);
  return fields
    .filter(({ path, field }) => field !== null && !known.has(path))
    .reduce((before, field) => addField(form, before, field), settings);
} // prettier-ignore
