import type { SinkStep } from '@koppel/compiler';
import type { FlowRecord } from '@koppel/sdk';
import type { BatchRun } from './batch.ts';
import type { LinkSides } from './ports.ts';
import { waitsForLink } from './record-errors.ts';

/**
 * Puts the keys of the target in the place of those of the source, in every field that refers to another record. A record
 * whose counterpart is not linked yet waits for that link. Gives the others.
 */
export async function translateReferences(
  batch: BatchRun,
  step: SinkStep,
  sides: LinkSides,
  records: readonly FlowRecord[],
): Promise<readonly FlowRecord[]> {
  const { sourceConnectionId, targetConnectionId } = sides;
  const fields = step.shape.fields.flatMap(({ field, type, label = field }, at) =>
    type.kind === 'reference' ? [{ at, label, entity: type.entity }] : [],
  );
  if (fields.length === 0 || sourceConnectionId === targetConnectionId) return records;
  let ready = records;
  for (const { at, label, entity } of fields) {
    const between: LinkSides = { entity, sourceConnectionId, targetConnectionId };
    const keyOf = ({ values }: FlowRecord) => (typeof values[at] === 'string' && values[at] !== '' ? values[at] : null);
    const keys = [...new Set(ready.flatMap((record) => keyOf(record) ?? []))];
    if (keys.length === 0) continue;
    const links = await batch.env.journal.findLinks(between, '', keys);
    ready = ready.filter((record) => {
      const key = keyOf(record);
      if (key === null) return true;
      const link = links.get(key);
      if (!link) {
        batch.waits(step.node, record, waitsForLink(record, step.entity, { entity, label, key }), { ...between, key });
        return false;
      }
      record.values = record.values.with(at, link.targetKey);
      return true;
    });
  }
  return ready;
}
