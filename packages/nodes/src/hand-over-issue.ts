import {
  canonicalEntity,
  type Comparison,
  type HandOver,
  type NodeContext,
  type NodeIssue,
  type RecordShape,
  type ShapeField,
} from '@koppel/sdk';
import { fieldLabel, roleName } from './role-names.ts';

/** A hand-over with the master before it. */
export interface HandOverOf extends HandOver {
  readonly first: string;
}

/**
 * What is wrong with writing a field that passes from one master to another: the node would also write records whose master
 * the source is not, or not any more. Nothing is wrong behind a read-only field mask, which leaves the field out of those
 * records, behind a filter that lets none of them through, and where only new records are made.
 */
export function handOverIssue(
  field: ShapeField,
  handOver: HandOverOf,
  input: RecordShape,
  context: NodeContext,
): Pick<NodeIssue, 'code' | 'message' | 'remedy'> | undefined {
  const { first, to, when } = handOver;
  const isFromFirst = input.sourceRole === first;
  const what = `${canonicalEntity(input.entity)?.title.en ?? input.entity} ${fieldLabel(input, field.field)}`;
  if (when === 'injected') {
    if (!isFromFirst) return undefined;
    if (context.slot?.role !== to) {
      return {
        code: 'mastership.handed-over',
        message: `${roleName(first)} is master of ${what} until the record is in the ${roleName(to)}. Here nobody can tell whether it is.`,
        remedy:
          'Make only new records here ("Create record"), or let a state of the record hand it over on the mastership table.',
      };
    }
    if (field.isMasked) return undefined;
    return {
      code: 'mastership.handed-over',
      message: `${roleName(first)} is master of ${what} only until the record is in the ${roleName(to)}. This node would go on writing it.`,
      remedy:
        'Use "Create record", which writes it once; or put a read-only field mask before the save; or take the hand-over off the mastership table.',
    };
  }
  if (field.isMasked || isSettled(handOver, input, isFromFirst)) return undefined;
  const state = `${fieldLabel(input, when.field)} is ${when.is.join(' or ')}`;
  return {
    code: 'mastership.handed-over',
    message: isFromFirst
      ? `${roleName(first)} is master of ${what} only until its ${state}. This node would write it afterwards too.`
      : `${roleName(to)} becomes master of ${what} only when its ${state}. This node would write it before too.`,
    remedy: isFromFirst
      ? `Put a read-only field mask before the save, or a filter that lets no record through whose ${state}.`
      : 'Put a read-only field mask before the save: it leaves the field out of records that are not handed over yet.',
  };
}

/** Whether filters let none of the records through that were handed over. Only the first master's records tell that. */
function isSettled({ when }: HandOverOf, { holds = [], entity }: RecordShape, isFromFirst: boolean): boolean {
  if (when === 'injected' || !isFromFirst) return false;
  const name = `${entity}.${when.field}`;
  const said = holds.filter(({ field }) => field === name);
  return when.is.every((state) => said.some((comparison) => excludes(comparison, state)));
}

function excludes({ is, value }: Comparison, state: string): boolean {
  switch (is) {
    case 'equals':
      return value !== state;
    case 'oneOf':
      return Array.isArray(value) && !value.includes(state);
    case 'notEquals':
      return value === state;
    case 'empty':
      return true;
    default:
      return false;
  }
}
