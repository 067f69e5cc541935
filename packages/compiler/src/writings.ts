import { drawnNodeId, type Comparison, type FlowDocument, type MastershipTable } from '@koppel/model';
import { masterOf } from '@koppel/sdk';
import { check, type CheckResult } from './check.ts';
import type { CheckContext } from './context.ts';

/** A flow with the world it is checked in. */
export interface FlowInWorld {
  readonly document: FlowDocument;
  readonly context: CheckContext;
}

/** That a flow writes a field of records in systems of one role, from those of another. */
export interface Writing {
  readonly flowId: string;
  readonly title: string;
  /** Canonical, with the entity in front. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** Carries edits of either side over, with the base to tell whose they are. */
  readonly isInStep: boolean;
  /** Only fills it when it makes the record. */
  readonly isSeeding: boolean;
  /** Only while the record is the one system's to change: in the opposite direction it is the other's. */
  readonly isHandedOver: boolean;
  /** What filters have made sure of, of the records that are written. */
  readonly holds: readonly Comparison[];
  /** Where in its flow the field is filled. */
  readonly nodeId: string;
  readonly path: readonly (string | number)[];
}

/** What a flow writes, as its check tells: every field of every writing node. */
export function writingsOf({ document, context }: FlowInWorld, mastership: MastershipTable): Writing[] {
  const result: CheckResult = check(document, context);
  const writings: Writing[] = [];
  for (const { id, node, spec, inputs, config } of result.nodes.values()) {
    if (node.isDisabled || !node.slot || !node.entity) continue;
    const { entity } = node;
    const to = document.slots[node.slot]?.role;
    if (to === undefined) continue;
    const common = { flowId: document.id, title: document.title.en };
    if (spec.role === 'sink') {
      const records = inputs['records'];
      if (records?.kind !== 'records') continue;
      const { fields, holds = [], sourceRole } = records.shape;
      for (const { field, madeBy } of fields) {
        writings.push({
          ...common,
          field: `${entity}.${field}`,
          from: sourceRole,
          to,
          isInStep: false,
          isSeeding: spec.type === 'create-record',
          isHandedOver: masterOf(mastership, entity, field)?.handOver !== undefined,
          holds,
          ...(madeBy ? placeOf(madeBy.nodeId, madeBy.path) : placeOf(id)),
        });
      }
    }
    if (spec.role === 'sync') {
      const { other, fields } = config as { other: string; fields: readonly string[] };
      const otherRole = document.slots[other]?.role;
      if (otherRole === undefined) continue;
      fields.forEach((field, index) => {
        const both = {
          ...common,
          field: `${entity}.${field}`,
          isInStep: true,
          isSeeding: false,
          isHandedOver: false,
          holds: [],
          ...placeOf(id, ['config', 'fields', index]),
        };
        writings.push({ ...both, from: otherRole, to }, { ...both, from: to, to: otherRole });
      });
    }
  }
  return writings;
}

/** Where the drawn flow has it: a place inside a sub-flow is told at the node that uses it. */
function placeOf(nodeId: string, path: Writing['path'] = []): Pick<Writing, 'nodeId' | 'path'> {
  return nodeId.includes('/') ? { nodeId: drawnNodeId(nodeId), path: ['config', 'subFlow'] } : { nodeId, path };
}
