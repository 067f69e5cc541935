import { cx } from '../kit/cx.ts';
import { entityInk } from '../kit/entity.tsx';
import type { WireData } from './drawing.ts';

/** The classes of an edge's line: the colour of what it carries; failed records are red. */
export function wireInk(data: WireData | undefined): string {
  const kind = data?.kind ?? 'records';
  if (kind === 'failures') return 'text-fail [stroke-width:1.5]';
  return cx(entityInk(kind === 'records' ? (data?.entity ?? 'any') : 'any'), '[stroke-width:2]');
}

/** The class of its dashes: a start signal is dotted, failed records are dashed. From afar they cannot be told apart. */
export function wireDashes(data: WireData | undefined): string | undefined {
  const kind = data?.kind ?? 'records';
  if (kind === 'failures') return '[stroke-dasharray:4_4]';
  return kind === 'signal' ? '[stroke-dasharray:1_5]' : undefined;
}
