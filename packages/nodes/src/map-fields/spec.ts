import { checkRule, goneField, type RecordField } from '@koppel/mapping';
import {
  labelled,
  canonicalEntity,
  canonicalField,
  canonicalType,
  defineSpec,
  fieldRuleSchema,
  splitFieldName,
  type FieldRule,
  type NodeContext,
  type NodeIssue,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';
import { z } from 'zod';
import { recordsIn, rejectedOut } from '../ports.ts';
import { ruleContext } from '../rule-context.ts';
import { inputShape, recordsOf, targetShape } from '../shapes.ts';

/** Fills the fields of the target record, one rule per field. What has no row is left as the target has it. */
export const mapFieldsSpec = defineSpec({
  type: 'map-fields',
  version: 1,
  role: 'transform',
  category: 'shape',
  title: { en: 'Map fields', nl: 'Velden koppelen', fr: 'Relier les champs' },
  summary: {
    en: 'Fills the fields of the target, one rule per field.',
    nl: 'Vult de velden van het doel, één regel per veld.',
    fr: 'Remplit les champs de la cible, une règle par champ.',
  },
  icon: 'shuffle',
  ports: {
    in: [recordsIn],
    out: [
      { id: 'records', kind: 'records', title: { en: 'Records', nl: 'Records', fr: 'Enregistrements' } },
      rejectedOut,
    ],
  },
  needs: { slot: false, entity: false },
  config: z.strictObject({
    rows: z
      .record(z.string(), fieldRuleSchema)
      .default({})
      .meta({
        ...labelled(
          { en: 'Rows', nl: 'Rijen', fr: 'Lignes' },
          {
            en: 'Target field, with its entity in front, and how it is filled.',
            nl: 'Veld van het doel, met zijn entiteit vooraan, en hoe het gevuld wordt.',
            fr: 'Champ de la cible, précédé de son entité, et ce qui le remplit.',
          },
        ),
        editor: 'mapping',
      }),
  }),
  examples: [
    {
      title: 'A field, a list and an expression',
      config: {
        rows: {
          'account.name': { from: 'account.name' },
          'account.paymentTerms': { from: 'account.paymentTerms', list: 'payment-terms' },
          'account.creditLimit': { cel: 'min(account.creditLimit, account.insuredAmount)' },
        },
      },
    },
  ],
  telling({ rows }, context) {
    const count = Object.keys(rows).length;
    const total = targetShape(context)?.fields.length;
    if (total === undefined)
      return {
        en: `${count} field${count === 1 ? '' : 's'}`,
        nl: `${count} veld${count === 1 ? '' : 'en'}`,
        fr: `${count} champ${count > 1 ? 's' : ''}`,
      };
    return {
      en: `${count} of ${total} fields`,
      nl: `${count} van ${total} velden`,
      fr: `${count} champ${count > 1 ? 's' : ''} sur ${total}`,
    };
  },
  reads: ({ rows }, input, context) =>
    Object.values(rows).flatMap((rule) => checkRule(rule, ruleContext(input, context)).reads),
  check({ rows }, inputs, context) {
    const input = inputShape(inputs, 'records');
    const { fields, issues } = mappedFields(rows, input, context);
    const entity = entityOf(rows) ?? context.target?.entity;
    if (!input || !entity) return { outputs: {}, issues };
    return {
      outputs: {
        records: recordsOf({ ...input, entity, fields }),
        rejected: { kind: 'failures' },
      },
      issues,
    };
  },
});

/** The entity that the rows fill: that of the first row with a readable name. */
function entityOf(rows: Readonly<Record<string, FieldRule>>): string | undefined {
  for (const name of Object.keys(rows)) {
    const split = splitFieldName(name);
    if (split) return split.entity;
  }
  return undefined;
}

/** The target field a row fills, as the target's system has it, or as the canonical model says. */
export function targetField(name: string, target: RecordShape | undefined): RecordField | undefined {
  const split = splitFieldName(name);
  if (!split) return undefined;
  const known = target?.entity === split.entity ? target.fields.find(({ field }) => field === split.field) : undefined;
  if (known) return known;
  const canonical = canonicalField(split.entity, split.field);
  if (!canonical) return undefined;
  return { field: split.field, type: canonicalType(canonical), label: canonical.title.en };
}

function mappedFields(
  rows: Readonly<Record<string, FieldRule>>,
  input: RecordShape | undefined,
  context: NodeContext,
): { fields: ShapeField[]; issues: NodeIssue[] } {
  const target = targetShape(context);
  const entity = entityOf(rows);
  const fields: ShapeField[] = [];
  const issues: NodeIssue[] = [];
  for (const [name, rule] of Object.entries(rows)) {
    const path = ['config', 'rows', name];
    const split = splitFieldName(name);
    if (!split || !canonicalEntity(split.entity) || split.entity !== entity) {
      issues.push({
        code: 'mapping.unreadable-target',
        severity: 'error',
        message: `"${name}" is not a field of ${entity ?? 'a known entity'}.`,
        remedy: 'Write the entity, a dot and the field: account.name. All rows of a node fill the same entity.',
        path,
      });
      continue;
    }
    const field = targetField(name, target);
    const isMissing = target?.entity === entity && !target.fields.some((candidate) => candidate.field === split.field);
    if (!field || (isMissing && context.target?.slot.schemas.has(split.entity))) {
      const gone = target?.gone?.find((candidate) => candidate.field === split.field);
      if (gone) {
        issues.push(goneField(gone, path, 'target'));
        continue;
      }
      issues.push({
        code: 'mapping.unknown-target-field',
        severity: 'error',
        message: `The target has no field "${split.field}".`,
        remedy: 'Bind the field on the connection, or take the row out.',
        path,
      });
      continue;
    }
    if (input) {
      const checked = checkRule(rule, ruleContext(input, context), field);
      issues.push(...checked.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
    }
    fields.push({
      field: field.field,
      type: field.type,
      ...(field.label === undefined ? {} : { label: field.label }),
      madeBy: { nodeId: context.nodeId, path },
    });
  }
  if (target && entity === target.entity) issues.push(...missingRequired(rows, target, context));
  return { fields, issues };
}

/** Required fields of the target without a row. Only a hint: an update does not need them. */
function missingRequired(
  rows: Readonly<Record<string, FieldRule>>,
  target: RecordShape,
  context: NodeContext,
): NodeIssue[] {
  if (!context.target?.slot.schemas.has(target.entity)) return [];
  return target.fields
    .filter(({ field, isRequired }) => isRequired && !(`${target.entity}.${field}` in rows))
    .map(({ field, label }) => ({
      code: 'mapping.required-unmapped',
      severity: 'hint',
      message: `The target requires ${label ?? field}, and nothing fills it.`,
      remedy: 'Map it, if this flow creates records.',
      path: ['config', 'rows', `${target.entity}.${field}`],
    }));
}
