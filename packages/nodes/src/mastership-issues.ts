import {
  canonicalEntity,
  decidingRowId,
  masterOf,
  mayWrite,
  type MastershipRow,
  type NodeContext,
  type NodeIssue,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';
import { handOverIssue } from './hand-over-issue.ts';
import { fieldLabel, roleName } from './role-names.ts';

/** What a node does to records: makes new ones only, or changes those that are there. */
interface WriteKind {
  readonly isCreate: boolean;
}

/**
 * The fields of `input` that this node would write although their master is somebody else, or nobody decided. Each
 * issue belongs to the node and row that fills the field, and names the row of the table. `isCreate`: seeding counts.
 */
export function mastershipIssues(input: RecordShape, context: NodeContext, kind: WriteKind): NodeIssue[] {
  return input.fields.flatMap((field): NodeIssue[] => {
    const { entity, sourceRole } = input;
    const row = masterOf(context.mastership, entity, field.field);
    const isFree = mayWrite(context.mastership, { entity, field: field.field, sourceRole, isCreate: kind.isCreate });
    const said = isFree
      ? handedOver(field, row, input, context, kind)
      : notItsMaster(field, row?.master ?? 'undecided', input);
    if (!said) return [];
    const { madeBy } = field;
    return [
      {
        severity: 'error',
        ...said,
        matrixRow: decidingRowId(context.mastership, entity, field.field),
        ...(madeBy ? { nodeId: madeBy.nodeId, path: [...madeBy.path] } : { path: [] }),
      },
    ];
  });
}

type Said = Pick<NodeIssue, 'code' | 'message' | 'remedy'>;

/** New records are the first master's to make, and the next one's where its system has them. */
function handedOver(
  field: ShapeField,
  row: MastershipRow | undefined,
  input: RecordShape,
  context: NodeContext,
  { isCreate }: WriteKind,
): Said | undefined {
  const { sourceRole } = input;
  if (!row?.handOver || (isCreate && [row.master, ...row.maySeed].includes(sourceRole))) return undefined;
  return handOverIssue(field, { ...row.handOver, first: row.master }, input, context);
}

function notItsMaster({ field }: ShapeField, master: string, input: RecordShape): Said {
  const label = fieldLabel(input, field);
  const entity = canonicalEntity(input.entity)?.title.en ?? input.entity;
  if (master === 'undecided') {
    return {
      code: 'mastership.undecided',
      message: `Nobody has decided who is master of ${entity} ${label}, so this flow cannot write it.`,
      remedy: `Decide it on the mastership table, or take the row out of the mapping. Proposed: ${roleName(input.sourceRole)} is master.`,
    };
  }
  return {
    code: 'mastership.violation',
    message: `${roleName(master)} is master of ${entity} ${label}, so this flow cannot write it.`,
    remedy: `Take the row out of the mapping, put a read-only field mask before the save, or change the master of ${label} on the mastership table.`,
  };
}
