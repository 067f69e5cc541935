import type { CheckedNode } from '@koppel/compiler';
import type { FlowDocument, Issue, LocalizedText } from '@koppel/model';
import type { CheckContextBody } from '@koppel/protocol';

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

/** To the worker. The context stays until another one comes. */
export type CheckRequest =
  | { readonly kind: 'context'; readonly context: CheckContextBody }
  | { readonly kind: 'check'; readonly id: number; readonly document: FlowDocument };

/** From the worker. `failure` is a defect of the check itself; mistakes in the flow are issues. */
export type CheckAnswer =
  | { readonly kind: 'facts'; readonly id: number; readonly facts: FlowFacts }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };
