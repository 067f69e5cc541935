import type { LocalizedText } from '@koppel/model';
import { z } from 'zod';
import { readFormFields, type FormField } from './form-fields.ts';
import { readForm, stateOf, type FieldProblem, type FormState } from './form-values.ts';

/** A part of an object that is an object itself, or a list of objects. */
export interface ObjectPart {
  readonly name: string;
  readonly kind: 'groups' | 'lists';
  readonly label: string | LocalizedText;
  readonly help: string | LocalizedText | null;
  readonly form: ObjectForm;
}

/** A form for an object with objects and lists of objects in it. */
export interface ObjectForm {
  readonly plain: readonly FormField[];
  readonly groups: readonly ObjectPart[];
  readonly lists: readonly ObjectPart[];
  /** Both, in the order of the schema. */
  readonly parts: readonly ObjectPart[];
}

/** What stands in the controls of such a form. */
export interface ObjectState {
  readonly plain: FormState;
  readonly groups: Readonly<Record<string, ObjectState>>;
  readonly lists: Readonly<Record<string, readonly ObjectState[]>>;
}

/** By the path of the field: `list.path`, `fields.0.kind`. */
export type ObjectProblems = Readonly<Record<string, FieldProblem>>;

const objectSchema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional(), items: z.unknown().optional() })),
});

/** The form of a JSON schema of an object. */
export function readObjectForm(schema: unknown): ObjectForm {
  const { properties } = objectSchema.parse(schema);
  const inner = new Map<string, { kind: 'groups' | 'lists'; form: ObjectForm }>();
  for (const [name, property] of Object.entries(properties)) {
    const group = objectSchema.safeParse(property);
    const list = objectSchema.safeParse(property.items);
    if (group.success) inner.set(name, { kind: 'groups', form: readObjectForm(group.data) });
    else if (property.type === 'array' && list.success) inner.set(name, { kind: 'lists', form: readObjectForm(list.data) });
  }
  const fields = readFormFields(schema);
  const parts = (kind: 'groups' | 'lists') =>
    fields.flatMap(({ name, label, help }): ObjectPart[] => {
      const part = inner.get(name);
      return part?.kind === kind ? [{ name, kind, label, help, form: part.form }] : [];
    });
  const [groups, lists] = [parts('groups'), parts('lists')];
  const place = ({ name }: ObjectPart) => fields.findIndex((field) => field.name === name);
  return {
    plain: fields.filter(({ name }) => !inner.has(name)),
    groups,
    lists,
    parts: [...groups, ...lists].sort((a, b) => place(a) - place(b)),
  };
} // prettier-ignore

type Value = Readonly<Record<string, unknown>>;

const objectIn = (value: unknown): Value => (typeof value === 'object' && value !== null ? (value as Value) : {});

/** The controls filled with an object; what is absent shows its default. */
export function objectStateOf(form: ObjectForm, value: unknown): ObjectState {
  const object = objectIn(value);
  return {
    plain: stateOf(form.plain, object),
    groups: Object.fromEntries(form.groups.map(({ name, form: inner }) => [name, objectStateOf(inner, object[name])])),
    lists: Object.fromEntries(
      form.lists.map(({ name, form: inner }) => [name, (Array.isArray(object[name]) ? (object[name] as unknown[]) : []).map((row) => objectStateOf(inner, row))]),
    ),
  };
} // prettier-ignore

/** The object that the controls stand for. With problems it must not be used. */
export function readObject(
  form: ObjectForm,
  state: ObjectState,
  groupMark: string,
): { readonly value: Record<string, unknown>; readonly problems: ObjectProblems } {
  const { values, problems: own } = readForm(form.plain, state.plain, groupMark);
  const problems: Record<string, FieldProblem> = { ...own };
  const value: Record<string, unknown> = { ...values };
  const take = (path: string, found: ReturnType<typeof readObject>) => {
    for (const [name, problem] of Object.entries(found.problems)) problems[`${path}.${name}`] = problem;
    return found.value;
  };
  for (const { name, form: inner } of form.groups)
    value[name] = take(name, readObject(inner, state.groups[name]!, groupMark));
  for (const { name, form: inner } of form.lists) {
    const rows = (state.lists[name] ?? []).map((row, index) =>
      take(`${name}.${index}`, readObject(inner, row, groupMark)),
    );
    if (rows.length > 0) value[name] = rows;
  }
  return { value, problems };
}

/** The problems below a path, named from there. */
export function below<Problem>(problems: Readonly<Record<string, Problem>>, path: string): Record<string, Problem> {
  const prefix = `${path}.`;
  return Object.fromEntries(
    Object.entries(problems).flatMap(([name, problem]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), problem]] : [],
    ),
  );
}
