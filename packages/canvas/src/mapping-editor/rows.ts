import { masterOf, mayWrite, type FieldRule, type Issue, type MastershipTable } from '@koppel/model';
import type { RecordShape } from '../check-worker/messages.ts';
import type { Suggestion } from './suggestions.ts';
import type { TargetField, TargetSide } from './target-side.ts';

/** How a target field is filled, as its row is drawn. */
export type RowKind =
  | 'direct'
  | 'formatted'
  | 'expression'
  | 'translated'
  | 'fixed'
  | 'suggestion'
  | 'empty'
  | 'locked';

/** Why a flow may not write a field. */
export type RowLock =
  | { readonly kind: 'master'; readonly master: string }
  /** The target lets nobody write it. */
  | { readonly kind: 'readOnly' };

/** One line of the mapping. */
export interface MappingRow {
  /** With its entity in front, as the document names it. */
  readonly name: string;
  readonly field: TargetField;
  /** Whether the target has it. A row for a field that is gone stays until somebody takes it out. */
  readonly isKnown: boolean;
  readonly kind: RowKind;
  readonly rule: FieldRule | null;
  readonly suggestion: Suggestion | null;
  /** The role that is master; null where nobody decided. */
  readonly master: string | null;
  /** The source may fill it only while the record is created. */
  readonly isSeed: boolean;
  /** Set also where a rule was made all the same: then the rule is the mistake. */
  readonly lock: RowLock | null;
  /** The source field of the rule does not arrive here any more. */
  readonly isGone: boolean;
  /** Since when its system does not have it; null where that is not the reason, or not known. */
  readonly goneSince: string | null;
  /** Of this row, worst first. */
  readonly issues: readonly Issue[];
}

export interface RowInput {
  readonly rules: Readonly<Record<string, FieldRule>>;
  /** What arrives; null while nobody can tell. */
  readonly input: RecordShape | null;
  readonly target: TargetSide;
  readonly mastership: MastershipTable;
  readonly suggestions: readonly Suggestion[];
  /** Target fields whose suggestion was waved away. */
  readonly dismissed: ReadonlySet<string>;
  /** Of the node. */
  readonly issues: readonly Issue[];
}

/** The rows of a mapping in the order of the target: required first, then as its schema has them; unknown ones last. */
export function mappingRows(input: RowInput): MappingRow[] {
  const { target, rules } = input;
  const issues = issuesByRow(input.issues);
  const suggestions = new Map(input.suggestions.map((suggestion) => [suggestion.target, suggestion]));
  const known = new Set(target.fields.map(({ field }) => `${target.entity}.${field}`));
  const lost = Object.keys(rules)
    .filter((name) => !known.has(name))
    .map((name): TargetField => ({ ...unknownField, field: name.slice(name.indexOf('.') + 1) }));
  const row = (field: TargetField, name: string, isKnown: boolean) =>
    rowOf(input, { field, name, isKnown }, suggestions.get(name) ?? null, issues.get(name) ?? []);
  return [
    ...target.fields
      .toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired))
      .map((field) => row(field, `${target.entity}.${field.field}`, true)),
    ...lost.map((field, index) => row(field, Object.keys(rules).filter((name) => !known.has(name))[index]!, false)),
  ];
}

const unknownField: Omit<TargetField, 'field'> = {
  type: { kind: 'text' },
  isRequired: false,
  canWrite: true,
};

function rowOf(
  { rules, input, target, mastership, dismissed }: RowInput,
  { field, name, isKnown }: Pick<MappingRow, 'field' | 'name' | 'isKnown'>,
  suggested: Suggestion | null,
  issues: readonly Issue[],
): MappingRow {
  const rule = rules[name] ?? null;
  const decided = masterOf(mastership, target.entity, field.field)?.master;
  const master = decided === undefined || decided === 'undecided' ? null : decided;
  const lock = isKnown ? lockOf(field, master, input, target, mastership) : null;
  const suggestion = rule || lock || dismissed.has(name) ? null : suggested;
  return {
    name,
    field,
    isKnown,
    rule,
    suggestion,
    master,
    isSeed: master !== null && input !== null && master !== input.sourceRole && lock === null,
    lock,
    kind: rule ? kindOf(rule) : lock ? 'locked' : suggestion ? 'suggestion' : 'empty',
    isGone: rule !== null && 'from' in rule && input !== null && !arrives(input, rule.from),
    goneSince: rule && 'from' in rule && input ? goneSince(input, rule.from) : null,
    issues,
  };
}

function lockOf(
  { field, canWrite }: TargetField,
  master: string | null,
  input: RecordShape | null,
  { entity }: TargetSide,
  mastership: MastershipTable,
): RowLock | null {
  if (!canWrite) return { kind: 'readOnly' };
  // Nobody decided: it may be mapped, which proposes the source as its master.
  if (master === null || input === null) return null;
  const isFree = mayWrite(mastership, { entity, field, sourceRole: input.sourceRole, isCreate: true });
  return isFree ? null : { kind: 'master', master };
}

function kindOf(rule: FieldRule): RowKind {
  if ('cel' in rule) return 'expression';
  if ('value' in rule) return 'fixed';
  if (rule.list !== undefined) return 'translated';
  return rule.format === undefined ? 'direct' : 'formatted';
}

/** Whether records that arrive have this field (its entity in front). */
export function arrives({ entity, fields }: RecordShape, name: string): boolean {
  return name.startsWith(`${entity}.`) && fields.some(({ field }) => field === name.slice(entity.length + 1));
}

function goneSince({ entity, gone = [] }: RecordShape, name: string): string | null {
  return gone.find(({ field }) => `${entity}.${field}` === name)?.goneSince ?? null;
}

function issuesByRow(issues: readonly Issue[]): Map<string, Issue[]> {
  const byRow = new Map<string, Issue[]>();
  for (const issue of issues) {
    const [config, rows, name] = issue.path;
    if (config !== 'config' || rows !== 'rows' || typeof name !== 'string') continue;
    const known = byRow.get(name);
    if (known) known.push(issue);
    else byRow.set(name, [issue]);
  }
  return byRow;
}

/** Which rows are listed. */
export interface RowFilter {
  readonly search: string;
  readonly only: 'all' | 'filled' | 'open' | 'problems';
  /** Fields that only the target's system knows, where nothing fills or suggests them. */
  readonly withSystemFields: boolean;
}

/** Whether a row is listed. `names` are the words it is found by. */
export function isListed(
  row: MappingRow,
  { only, withSystemFields }: RowFilter,
  isFound: boolean,
  hasFailures: boolean,
): boolean {
  if (!isFound) return false;
  if (only === 'filled' && !row.rule) return false;
  if (only === 'open' && (row.rule || row.lock)) return false;
  if (only === 'problems' && !hasFailures && !row.issues.some(({ severity }) => severity !== 'hint')) return false;
  const isPlain = row.kind === 'empty' || row.kind === 'locked';
  return withSystemFields || !isPlain || !row.field.field.startsWith('~') || row.field.isRequired;
}
