import {
  canonicalField,
  canonicalType,
  recordErrorOf,
  type BatchFunction,
  type Cell,
  type FieldType,
  type FieldValue,
  type FlowRecord,
  type FoundRecord,
  type NodeCheck,
  type NodeContext,
  type PortType,
  type RecordError,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';
import { inputShape, recordsOf, self, selfField } from '../shapes.ts';

const COMPUTED = 0;
/** Records whose documents are asked for in one go. */
const recordsAtATime = 50;

/** Figures that no system has and that are no amounts. */
const ownTypes: Readonly<Record<string, FieldType>> = { '~asOf': { kind: 'date' } };

/** A field that a node fills in addition to what comes in: canonical, or `~name` for a figure that only later nodes read. */
export function figureField(entity: string, field: string): ShapeField {
  const canonical = canonicalField(entity, field);
  const type = canonical ? canonicalType(canonical) : (ownTypes[field] ?? ({ kind: 'money' } as const));
  return {
    field,
    // Always to the cent, and zero where there is nothing.
    type: type.kind === 'money' ? { kind: 'money', scale: 2 } : type,
    label: canonical?.title.en ?? field.replace('~', ''),
    isRequired: type.kind === 'money' || type.kind === 'choice' || field in ownTypes,
  };
}

/** The shape with these figures; those it has already are replaced. */
export function withFigures(input: RecordShape, figures: readonly string[]): RecordShape {
  const kept = input.fields.filter(({ field }) => !figures.includes(field) && field !== self);
  return { ...input, fields: [...kept, ...figures.map((field) => figureField(input.entity, field)), selfField(input)] };
}

/** What a node gives that adds figures to accounts. */
export function checkFigures(
  inputs: Readonly<Record<string, PortType>>,
  context: NodeContext,
  figures: readonly string[],
): NodeCheck {
  const input = inputShape(inputs, 'records');
  if (!input) return { outputs: {}, issues: [] };
  const output = recordsOf(
    withFigures(
      input,
      figures.map((field) => field),
    ),
  );
  const isOther = context.slot !== null && input.sourceRole !== context.slot.role;
  return {
    outputs: { records: output, rejected: { kind: 'failures' } },
    issues: isOther
      ? [
          {
            code: 'figures.other-system',
            severity: 'error',
            message: 'The documents are looked for by the key of the record, which is of another system than this one.',
            remedy: 'Choose the system that the records come from.',
            path: ['slot'],
          },
        ]
      : [],
  };
}

export interface FiguresOptions {
  readonly input: RecordShape;
  /** The field of the documents that refers to the record. */
  readonly by: string;
  /** The fields of the documents that are needed. */
  readonly reads: readonly string[];
  readonly figures: readonly string[];
  /** Computes the figures of one record from all its documents, in the order of `figures`. `today`: the day the run began. */
  readonly compute: (documents: readonly FoundRecord[], today: string, record: FlowRecord) => readonly FieldValue[];
}

/** Reads all documents of each record and computes its figures from scratch, never by adding to what was there. */
export function figuresOf(options: FiguresOptions): BatchFunction {
  const { input, by, reads, figures, compute } = options;
  const kept = input.fields.flatMap(({ field }, at) => (figures.includes(field) || field === self ? [] : [at]));
  return async (records, context) => {
    const results: (number | RecordError)[] = [];
    for (let from = 0; from < records.length; from += recordsAtATime) {
      const part = records.slice(from, from + recordsAtATime);
      const found = await context.find(
        part.map(({ key }) => ({ by: 'fields', values: { [by]: key } })),
        reads,
      );
      part.forEach((record, index) => {
        try {
          const values = compute(found[index]!, context.today, record);
          record.values = [...kept.map((at): Cell => record.values[at]), ...values, record.key];
          results.push(COMPUTED);
        } catch (error) {
          results.push(recordErrorOf(error, record, input.entity));
        }
      });
    }
    return results;
  };
}
