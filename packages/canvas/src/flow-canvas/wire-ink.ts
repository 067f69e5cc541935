import { cx } from '../kit/cx.ts';
import { entityInk } from '../kit/entity.tsx';
import type { WireData } from './drawing.ts';

/** The classes of an edge's line: the colour of what it carries; a start signal is dotted, failed records dashed and red. */
export function wireInk(data: WireData | undefined): string {
  const kind = data?.kind ?? 'records';
  if (kind === 'failures') return 'text-fail [stroke-dasharray:4_4] [stroke-width:1.5]';
  return cx(
    entityInk(kind === 'records' ? (data?.entity ?? 'any') : 'any'),
    kind === 'signal' && '[stroke-dasharray:1_5]',
    '[stroke-width:2]',
  );
}
