import type { CheckedNode } from '@koppel/compiler';
import type { ExampleResult } from '@koppel/mapping';
import type {
  Condition,
  FieldRule,
  FieldType,
  FlowDocument,
  Format,
  Issue,
  Language,
  LocalizedText,
} from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';
import type { Suggestion, SuggestionInput } from '../mapping-editor/suggestions.ts';

/** What a port carries in a flow, as the check found it. */
export type PortType = CheckedNode['inputs'][string];
/** The type of records at a port: their entity and fields. */
export type RecordShape = Extract<PortType, { kind: 'records' }>['shape'];
/** A field of records at a port. */
export type ShapeField = RecordShape['fields'][number];

/** What the check found out about one node. */
export interface NodeFacts {
  /** By port: the type of each connected input and of each output, as far as known. */
  readonly inputs: Readonly<Record<string, PortType>>;
  readonly outputs: Readonly<Record<string, PortType>>;
  /** The most telling setting, for the second line of the node. */
  readonly telling: LocalizedText | null;
  /** Where its records end up: the first node behind it that writes. */
  readonly target: { readonly slot: string; readonly role: string; readonly entity: string } | null;
}

/** What the check of a document found. Nodes that could not be read are absent from `nodes`. */
export interface FlowFacts {
  readonly issues: readonly Issue[];
  readonly nodes: Readonly<Record<string, NodeFacts>>;
}

/** A mistake in a rule, found by itself: not yet in a node, so `path` is relative to the rule. */
export type RuleIssue = Omit<Issue, 'nodeId'>;

/** A question about rules of one node, held against the records that arrive there. Fields have their entity in front. */
export type RuleQuestion =
  | { readonly kind: 'rule'; readonly nodeId: string; readonly rule: FieldRule; readonly target: string }
  | { readonly kind: 'condition'; readonly nodeId: string; readonly condition: Condition }
  | {
      readonly kind: 'convert';
      readonly nodeId: string;
      readonly rule: FieldRule;
      readonly to: 'expression' | 'simple';
    }
  | { readonly kind: 'fields'; readonly nodeId: string }
  /** The formats that apply to a field that arrives. */
  | { readonly kind: 'formats'; readonly nodeId: string; readonly field: string }
  /** `targets`: the fields for which a rule is looked for. */
  | ({ readonly kind: 'suggest'; readonly nodeId: string; readonly targets: readonly string[] } & Pick<
      SuggestionInput,
      'learned' | 'alike'
    >)
  /** An example of the function reference, also as a reader changed it: about the sample account, not about a node. */
  | { readonly kind: 'example'; readonly cel: string };

/** What each kind of question is answered with. */
export interface RuleReplies {
  /** `type`: what the rule gives; null where that is nothing, or unknown because of mistakes. */
  readonly rule: { readonly type: FieldType | null; readonly issues: readonly RuleIssue[] };
  readonly condition: { readonly issues: readonly RuleIssue[] };
  /** Null where the other form cannot say the same. */
  readonly convert: { readonly rule: FieldRule | null };
  /** How expressions write each field; those that they cannot reach are absent. */
  readonly formats: { readonly formats: readonly Format[] };
  readonly fields: { readonly written: Readonly<Record<string, string>> };
  readonly suggest: { readonly suggestions: readonly Suggestion[] };
  readonly example: ExampleResult;
}

/** To the worker. The context stays until another one comes; questions are about the document that was checked last. */
export type CheckRequest =
  /** `language`: of the reader; what is wrong is told in it. */
  | { readonly kind: 'context'; readonly context: CheckContextBody; readonly language: Language }
  | { readonly kind: 'check'; readonly id: number; readonly document: FlowDocument }
  | { readonly kind: 'ask'; readonly id: number; readonly question: RuleQuestion };

/** From the worker. `failure` is a defect of the check itself; mistakes in the flow are issues. */
export type CheckAnswer =
  /** All issues; of the nodes only those that changed, with `gone` the ones that are no longer there. Null: all nodes. */
  | { readonly kind: 'facts'; readonly id: number; readonly facts: FlowFacts; readonly gone: readonly string[] | null }
  /** Null while there is nothing to hold the question against. */
  | { readonly kind: 'reply'; readonly id: number; readonly reply: RuleReplies[RuleQuestion['kind']] | null }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };
