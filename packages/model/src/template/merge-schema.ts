import { z } from 'zod';

/** What a change or a conflict is of. A screen has words for each. */
const mergePartKinds = [
  /** A flow as a whole: it is new, or was removed on one side. */
  'flow',
  /** Title, summary, group or translated titles of a flow. */
  'flowText',
  'slot',
  'parameter',
  /** A node as a whole: added, removed, or of another type. */
  'node',
  'nodeTitle',
  /** The slot, entity, switch or a setting of a node. */
  'nodeSetting',
  'mappingRow',
  /** A single edge. */
  'edge',
  /** Where the records of one port go next: both sides led them elsewhere. */
  'wire',
  /** Edges of both sides that together would lead in a circle. */
  'loop',
  'note',
  'group',
  /** A moved box. Never a conflict. */
  'position',
  'valueList',
  'valueListRow',
  'mastershipCell',
] as const;

const mergePart = {
  /** Permanent for the same thing: `flows/accounts-erp-to-crm/nodes/map/config/rows/account.creditLimit`. */
  id: z.string(),
  kind: z.enum(mergePartKinds),
  /** As the workspace calls it; null outside a flow. */
  flowId: z.string().nullable(),
  nodeId: z.string().nullable(),
  nodeTitle: z.string().nullable(),
  /** What of it: the target field, the setting, the code of a value list, `account.finance master`. */
  name: z.string(),
};

/** Something that one side changed and that fits. A value that is left out was, or is, not there. */
export const mergeChangeSchema = z.object({
  ...mergePart,
  change: z.enum(['added', 'removed', 'changed']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** It changes how the flow looks on the canvas and nothing else. */
  isLayoutOnly: z.boolean(),
});
export type MergeChange = z.infer<typeof mergeChangeSchema>;

/**
 * Something that a person must decide. `bothChanged`: differently. `removedHere`, `removedThere`: one side removed what the
 * other changed. `bothAdded`: differently under one name. `rewired`, `loop`: see the kinds. `asked`: only the new version
 * changes it, and it is of the mastership table, which never changes silently.
 */
export const mergeConflictSchema = z.object({
  ...mergePart,
  reason: z.enum(['bothChanged', 'removedHere', 'removedThere', 'bothAdded', 'rewired', 'loop', 'asked']),
  /** As installed, as this workspace has it, and as the new version has it. One that is left out is not there. */
  base: z.unknown().optional(),
  ours: z.unknown().optional(),
  theirs: z.unknown().optional(),
  /** Whether something of both, in the same form, can be put in its place. */
  canCombine: z.boolean(),
});
export type MergeConflict = z.infer<typeof mergeConflictSchema>;
export type MergePart = Pick<MergeConflict, 'id' | 'kind' | 'flowId' | 'nodeId' | 'nodeTitle' | 'name'>;

/** How a conflict is solved. One without a choice counts as `ours` until it has one. */
export interface MergeChoice {
  readonly take: 'ours' | 'theirs' | 'combined';
  /** Of a combination: in the form that base, ours and theirs have. */
  readonly value?: unknown;
}
export type MergeChoices = Readonly<Record<string, MergeChoice>>;
