import { Environment } from '@marcbachmann/cel-js';
import type { FieldType, FieldValue, GoneField, LineField, ValueList } from '@koppel/model';
import { Decimal } from '../decimal.ts';
import { isEmpty } from '../normalise.ts';
import { defaultTimeZone, type RecordField, type RuleContext } from '../record-type.ts';
import { noTranslation, translationOf } from '../value-lists.ts';
import { dayOfMomentOverload } from './date-functions.ts';
import { registerEmptyMacros } from './empty-functions.ts';
import type { Overload } from './library.ts';
import { libraryFunctions } from './library-functions.ts';
import { limits } from './limits.ts';
import { registerOperators } from './operators.ts';
import {
  expressionTypes,
  fieldTree,
  held,
  viewClass,
  type FieldGroup,
  type LinesView,
  type View,
  type ViewClass,
} from './record-view.ts';
import { CalendarDay, TextPattern } from './values.ts';

/** Names that the parser or the language keeps for itself: an entity of such a name is called `record`. */
const takenNames = new Set(
  (
    'as break const continue else for function if import let loop package namespace return var void while ' +
    '__proto__ prototype true false null in param'
  ).split(' '),
);

/** What the expressions of one context share: the language with this record's types, and the variables' values. */
export interface ExpressionWorld {
  readonly environment: Environment;
  readonly entity: string;
  /** The record's name in expressions: its entity, or `record` where that is not a plain name. */
  readonly recordName: string;
  readonly record: FieldGroup;
  readonly gone: readonly GoneField[];
  readonly parameters: FieldGroup;
  /** By the name of their type: what fields of lines hold. */
  readonly lines: ReadonlyMap<string, Extract<FieldType, { kind: 'lines' }>>;
  /** Makes the variables, and the function that puts a record's values into them. */
  readonly variables: () => {
    readonly scope: Record<string, View>;
    readonly show: (values: readonly FieldValue[]) => void;
  };
}

/** The language and its library, without any record. Never changed after this line. */
const language = createLanguage();

function createLanguage(): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    limits: {
      maxAstNodes: limits.maxNodes,
      maxDepth: limits.maxDepth,
      maxListElements: limits.maxElements,
      maxMapEntries: limits.maxElements,
      maxCallArguments: 8,
    },
  });
  environment.registerType('Decimal', { ctor: Decimal, fields: {} });
  environment.registerType('Date', { ctor: CalendarDay, fields: {} });
  environment.registerType('Pattern', { ctor: TextPattern, fields: {} });
  registerOperators(environment);
  registerEmptyMacros(environment);
  for (const { overloads } of libraryFunctions) overloads.forEach((overload) => register(environment, overload));
  return environment;
}

function register(environment: Environment, { signature, handler }: Overload): void {
  environment.registerFunction(signature, handler as (...values: unknown[]) => unknown, { async: false });
}

/** Making a world takes a fraction of a millisecond, and a mapping has many expressions over one context. */
const worlds = new WeakMap<RuleContext, ExpressionWorld>();

/** The world of a context, made once per context object. */
export function worldOf(context: RuleContext): ExpressionWorld {
  const known = worlds.get(context);
  if (known) return known;
  const world = createWorld(context);
  worlds.set(context, world);
  return world;
}

function createWorld(context: RuleContext): ExpressionWorld {
  const environment = language.clone();
  const record = fieldTree(context.record.fields);
  const parameterFields = parametersAsFields(context);
  const parameters = fieldTree(parameterFields);
  const lines = new Map<string, Extract<FieldType, { kind: 'lines' }>>();
  const RecordView = registerGroup({ environment, lines }, 'Record', record);
  const ParameterView = registerGroup({ environment, lines }, 'Parameters', parameters);
  const recordName = nameInExpressions(context.record.entity, environment);
  environment.registerVariable(recordName, 'Record');
  environment.registerVariable('param', 'Parameters');
  register(environment, dayOfMomentOverload(context.timeZone ?? defaultTimeZone));
  translateOverloads(context.valueLists).forEach((overload) => register(environment, overload));
  const parameterValues = parameterFields.map(({ field }) => context.parameters[field]!.value);
  const variables = () => {
    const view = new RecordView([]);
    const scope = { [recordName]: view, param: new ParameterView(parameterValues) };
    return {
      scope,
      show: (values: readonly FieldValue[]) => {
        view[held] = values;
      },
    };
  };
  const { entity, gone = [] } = context.record;
  return { environment, entity, recordName, record, gone, parameters, lines, variables };
}

function nameInExpressions(entity: string, environment: Environment): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(entity);
  return isPlain && !takenNames.has(entity) && !environment.hasVariable(entity) ? entity : 'record';
}

interface Registry {
  readonly environment: Environment;
  readonly lines: Map<string, Extract<FieldType, { kind: 'lines' }>>;
}

/** Registers a group and the groups in it. Their names are fixed, because the library keeps type names for good. */
function registerGroup(registry: Registry, name: string, group: FieldGroup): ViewClass {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  const views = new Map<string, ViewClass>();
  const lines = new Map<string, LinesView>();
  for (const [key, child] of group.groups) {
    // A field of the same name wins; the fields of the group keep their full names.
    if (group.fields.has(key)) continue;
    const childName = `${name}.${views.size}`;
    views.set(key, registerGroup(registry, childName, child));
    fields[key] = childName;
  }
  for (const [key, { field }] of group.fields) {
    if (field.type.kind !== 'lines') {
      fields[key] = expressionTypes[field.type.kind];
      continue;
    }
    const lineName = `${name}.line${lines.size}`;
    const Line = registerGroup(registry, lineName, fieldTree(field.type.fields.map(lineRecordField)));
    lines.set(key, { Line, fields: field.type.fields });
    registry.lines.set(lineName, field.type);
    fields[key] = `list<${lineName}>`;
  }
  const view = viewClass(group, views, lines);
  registry.environment.registerType(name, { ctor: view, fields });
  return view;
}

function lineRecordField({ field, type, label }: LineField): RecordField {
  return label === undefined ? { field, type } : { field, type, label };
}

/** Parameters as fields, so that they are read and converted like those of a record. */
function parametersAsFields(context: RuleContext): RecordField[] {
  return Object.entries(context.parameters).map(([field, { type }]) => ({ field, type: { kind: type } }));
}

function translateOverloads(lists: ReadonlyMap<string, ValueList>): Overload[] {
  const find = (value: string, id: string, otherwise?: string) => {
    if (isEmpty(value)) return '';
    const list = lists.get(id);
    const found = (list && translationOf(list, value)) ?? otherwise;
    if (found !== undefined) return found;
    // The check has made sure that the list is there.
    throw list ? noTranslation(list, value) : new Error(`There is no value list "${id}".`);
  };
  return [
    { signature: 'translate(string, string): string', handler: find },
    { signature: 'translate(string, string, string): string', handler: find },
  ];
}
