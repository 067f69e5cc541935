import { masterOf, type MastershipTable } from '@koppel/model';
import type { RecordShape } from '@koppel/sdk';
import type { FieldHandOver, SinkStep } from './plan.ts';

/** What a writing node must know of fields that pass from one master to another; nothing where it writes none. */
export function handOversOf(
  shape: RecordShape,
  targetRole: string,
  mastership: MastershipTable,
): Pick<SinkStep, 'handOvers'> {
  const handOvers = shape.fields.map(({ field, isMasked }): FieldHandOver | null => {
    const row = masterOf(mastership, shape.entity, field);
    const source = shape.sourceRole;
    if (!row?.handOver || (source !== row.master && source !== row.handOver.to)) return null;
    const { to: next, when } = row.handOver;
    return {
      when,
      first: row.master,
      next,
      isFromFirst: source === row.master,
      toldBy: targetRole === row.master ? 'target' : source === row.master ? 'source' : null,
      isTargetNext: targetRole === next,
      maySeed: row.maySeed.includes(source),
      isMasked: isMasked === true,
    };
  });
  return handOvers.some((one) => one !== null) ? { handOvers } : {};
}
