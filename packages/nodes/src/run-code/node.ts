import {
  defineCode,
  fieldIndex,
  RecordError,
  type Cell,
  type CodeProblem,
  type FieldType,
  type FieldValue,
} from '@koppel/sdk';
import { filledField, filledShape, runCodeSpec } from './spec.ts';

export const runCode = defineCode(runCodeSpec, ({ config, input, context }, runner) => {
  const { entity } = input;
  const fills = config.fields.flatMap((name) => filledField(name, input, context) ?? []);
  const output = filledShape(input, fills);
  const names = input.fields.map(({ field }) => field);
  const places = new Map(fills.map((field) => [field.field, { field, at: fieldIndex(output, field.field) }]));

  /** The values that leave. Throws a RecordError for what the code may not give. */
  const taken = (values: readonly Cell[], given: Readonly<Record<string, unknown>>): Cell[] => {
    const result: Cell[] = output.fields.map((_field, at) => values[at]);
    for (const [name, value] of Object.entries(given)) {
      const place = places.get(name.startsWith(`${entity}.`) ? name.slice(entity.length + 1) : name);
      if (!place) throw notNamed(name);
      const { field, type } = place.field;
      if (value !== null && !fits(value, type)) throw doesNotFit(`${entity}.${field}`, value, type);
      result[place.at] = value as FieldValue;
    }
    return result;
  };

  return async (records, run) => {
    const answers = await runner.run({
      code: config.code,
      fields: names,
      records: records.map(({ values }) => names.map((_name, at) => values[at] ?? null)),
      run,
    });
    return records.map((record, index) => {
      const answer = answers[index]!;
      if (!answer.ok) return stopped(answer.problem);
      try {
        record.values = taken(record.values, { ...answer.values, ...editedOf(record.edits, entity, places) });
        return null;
      } catch (error) {
        if (error instanceof RecordError) return error;
        throw error;
      }
    });
  };
});

/** What a person filled by hand, for this try: it stands in the place of what the code gives. */
function editedOf(
  edits: Readonly<Record<string, FieldValue>> | null | undefined,
  entity: string,
  places: ReadonlyMap<string, unknown>,
): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(edits ?? {}).filter(([name]) => places.has(name.slice(entity.length + 1))));
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a value has the form in which fields of this type are kept. */
function fits(value: unknown, type: FieldType): boolean {
  switch (type.kind) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'decimal':
    case 'money':
      return isText(value) && /^-?\d+(\.\d+)?$/.test(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'dateTime':
      return isText(value) && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'choice':
      return isText(value) && (type.options.length === 0 || type.options.some((option) => option.value === value));
    default:
      return isText(value);
  }
}

const forms: Partial<Record<FieldType['kind'], string>> = {
  integer: 'a whole number',
  decimal: "a decimal as text, such as '12.50' or (12.5).toFixed(2)",
  money: "an amount as text, such as '12.50' or (12.5).toFixed(2)",
  boolean: 'true or false',
  date: "a day as '2026-11-27'",
  dateTime: "a moment as '2026-11-27T08:30:00Z'",
  choice: 'one of the values that the field knows',
};

function doesNotFit(field: string, value: unknown, type: FieldType): RecordError {
  return new RecordError({
    code: 'code.does-not-fit',
    failureCause: 'doesNotFit',
    message: `The code gave ${JSON.stringify(value).slice(0, 80)} for ${field}, which takes ${forms[type.kind] ?? 'text'}.`,
    remedy: 'Correct the code of the node, then retry.',
    field,
  });
}

function notNamed(name: string): RecordError {
  return new RecordError({
    code: 'code.field-not-named',
    failureCause: 'doesNotFit',
    message: `The code gave "${name.slice(0, 80)}", which is none of the fields that it fills.`,
    remedy: 'Name the field among those that the node fills, or leave it out.',
  });
}

const codes: Readonly<Record<CodeProblem['kind'], string>> = {
  threw: 'code.threw',
  syntax: 'code.cannot-be-read',
  result: 'code.no-record',
  tooSlow: 'code.too-slow',
  tooMuchMemory: 'code.too-much-memory',
  tooLarge: 'code.too-large',
};

function stopped({ kind, message, line, column }: CodeProblem): RecordError {
  const place = line === null ? '' : ` (line ${line}${column === null ? '' : `, column ${column}`})`;
  return new RecordError({
    code: codes[kind],
    failureCause: 'expression',
    message: `${message.replace(/\.$/, '')}${place}.`,
    remedy: 'Correct the code of the node, or the record in the source, then retry.',
  });
}
