import type { CheckedNode, CheckResult } from '@koppel/compiler';
import {
  celToRule,
  checkCondition,
  checkRule,
  fieldInExpression,
  fitsType,
  ruleToCel,
  runExample,
  type RecordField,
  type RuleContext,
} from '@koppel/mapping';
import {
  canonicalField,
  canonicalType,
  formats,
  splitFieldName,
  type FieldRule,
  type FlowDocument,
  type Format,
  type Language,
} from '@koppel/model';
import type { Sentence } from '../i18n/sentences/sentence-in.ts';
import { issueToldIn } from '../i18n/sentences/issue-told.ts';
import { suggestRules } from '../mapping-editor/suggestions.ts';
import type { RuleQuestion, RuleReplies } from './messages.ts';

/** The document that was checked last, and what was found. */
export interface Checked {
  readonly document: FlowDocument;
  readonly result: CheckResult;
}

type Reply = RuleReplies[RuleQuestion['kind']];

/** Answers a question about rules. Null while nothing is checked yet, or no records are known to arrive at its node. */
export function answerRuleQuestion(question: RuleQuestion, checked: Checked | null): Reply | null {
  if (question.kind === 'example') return runExample(question.cel);
  if (!checked) return null;
  const { document, result } = checked;
  const node = result.nodes.get(question.nodeId);
  const context = node && contextOf(node);
  if (!node || !context) return null;
  switch (question.kind) {
    case 'rule': {
      const { type, issues } = checkRule(question.rule, context, targetField(node, question.target));
      return { type, issues };
    }
    case 'condition':
      return { issues: checkCondition(question.condition, context).issues };
    case 'convert':
      return { rule: convert(question.rule, question.to, context) };
    case 'fields':
      return { written: writtenFields(context) };
    case 'formats':
      return { formats: formats.filter((format) => applies(format, question.field, context)) };
    case 'suggest':
      return suggestionsFor(question, node, context, document);
  }
}

/** A reply with its issues in a language. */
export function replyIn(reply: Reply | null, language: Language, sentence: Sentence): Reply | null {
  return reply && 'issues' in reply
    ? { ...reply, issues: reply.issues.map((issue) => issueToldIn(issue, language, sentence)) }
    : reply;
}

const contexts = new WeakMap<CheckedNode, RuleContext>();

/** What rules of the node refer to: the same object for the same check, because checking remembers work by it. */
function contextOf(node: CheckedNode): RuleContext | null {
  const known = contexts.get(node);
  if (known) return known;
  const input = Object.values(node.inputs).find((type) => type.kind === 'records');
  if (input?.kind !== 'records') return null;
  const { parameters, valueLists } = node.context;
  const context: RuleContext = { record: input.shape, parameters, valueLists };
  contexts.set(node, context);
  return context;
}

/** The field that a rule fills, as its system has it, else as the canonical model says. */
function targetField({ context: { target } }: CheckedNode, name: string): RecordField | undefined {
  const split = splitFieldName(name);
  if (!split) return undefined;
  const known =
    target?.entity === split.entity
      ? target.slot.schemas.get(split.entity)?.fields.find(({ field }) => field === split.field)
      : undefined;
  if (known) return { field: known.field, type: known.type, label: known.label, isRequired: known.isRequired };
  const canonical = canonicalField(split.entity, split.field);
  if (!canonical) return undefined;
  return { field: split.field, type: canonicalType(canonical), label: canonical.title.en };
}

function convert(rule: FieldRule, to: 'expression' | 'simple', context: RuleContext): FieldRule | null {
  if (to === 'simple') return 'cel' in rule ? celToRule(rule.cel, context) : rule;
  const cel = ruleToCel(rule, context);
  return cel === null ? null : { cel };
}

function applies(format: Format, from: string, context: RuleContext): boolean {
  return !checkRule({ from, format }, context).issues.some(({ code }) => code === 'mapping.format-does-not-apply');
}

function writtenFields(context: RuleContext): Record<string, string> {
  const { entity, fields } = context.record;
  return Object.fromEntries(
    fields.flatMap(({ field }) => {
      const written = fieldInExpression(field, context);
      return written === null ? [] : [[`${entity}.${field}`, written]];
    }),
  );
}

function suggestionsFor(
  { nodeId, targets, learned, alike }: Extract<RuleQuestion, { kind: 'suggest' }>,
  node: CheckedNode,
  { record, valueLists }: RuleContext,
  document: FlowDocument,
): RuleReplies['suggest'] {
  const { target } = node.context;
  if (!target) return { suggestions: [] };
  const rows = (node.node.config['rows'] ?? {}) as Readonly<Record<string, FieldRule>>;
  const open = new Set(targets);
  const all = target.slot.schemas.get(target.entity)?.fields ?? [];
  return {
    suggestions: suggestRules({
      source: record,
      target: {
        entity: target.entity,
        fields: all.filter(({ field }) => open.has(`${target.entity}.${field}`)),
      },
      used: new Set(Object.values(rows).flatMap((rule) => ('from' in rule ? [rule.from] : []))),
      elsewhere: mappedElsewhere(document, nodeId),
      learned,
      alike,
      lists: [...valueLists.values()],
      fit: (from, to) => fitsType(from, to).fit,
    }),
  };
}

/** Fields that other nodes of the flow fill from a field as it is: who maps them once, means it. */
function mappedElsewhere(document: FlowDocument, nodeId: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const [id, { config }] of Object.entries(document.nodes)) {
    if (id === nodeId || typeof config['rows'] !== 'object') continue;
    for (const [name, rule] of Object.entries(config['rows'] as Record<string, FieldRule>)) {
      if ('from' in rule) pairs.set(name, rule.from);
    }
  }
  return pairs;
}
