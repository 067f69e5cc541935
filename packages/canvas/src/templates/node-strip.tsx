import type { FlowDocument } from '@koppel/model';
import type { TemplateInstallation } from '@koppel/protocol';
import { Plus, TriangleAlert } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import { curve } from '../flow-canvas/geometry.ts';
import { useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { bankOf } from '../kit/system-badge.tsx';
import { stripOf, type StripNode } from './flow-strip.ts';
import type { PartWords } from './part-words.ts';

const box = { width: 132, height: 28, gapX: 24, gapY: 12, edge: 14 } as const;
const banks = {
  erp: 'rounded-[2px] border-erp bg-erp text-on-erp',
  crm: 'rounded-round border-crm bg-crm text-on-crm',
  other: 'rounded-2 border-line-strong bg-surface text-ink',
} as const;

const placeOf = ({ column, row }: StripNode) => ({
  x: box.edge + column * (box.width + box.gapX),
  y: box.edge + row * (box.height + box.gapY),
});

/** A flow as it will be, drawn small: what is new in it, and what changed on both sides. */
export function NodeStrip({
  document,
  work,
  words,
  current,
}: {
  readonly document: FlowDocument;
  readonly work: TemplateInstallation;
  readonly words: PartWords;
  readonly current: string | null;
}): ReactElement {
  const text = useText();
  const strip = useMemo(() => stripOf(document), [document]);
  const { automatic, conflicts } = work.compare;
  const isNew = (id: string) =>
    automatic.some(
      ({ kind, change, flowId, nodeId }) =>
        kind === 'node' && change === 'added' && flowId === document.id && nodeId === id,
    );
  const isContested = (id: string) => conflicts.some(({ flowId, nodeId }) => flowId === document.id && nodeId === id);
  const places = new Map(strip.nodes.map((node) => [node.id, placeOf(node)]));
  const width = 2 * box.edge + strip.columns * (box.width + box.gapX) - box.gapX;
  const height = 2 * box.edge + strip.rows * (box.height + box.gapY) - box.gapY;
  return (
    <section aria-label={text('templates.strip')} className="rounded-3 border border-line bg-canvas">
      {/* A region that scrolls is reached by key. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div tabIndex={0} role="group" aria-label={text('templates.strip')} className="overflow-x-auto">
        <div className="relative" style={{ width, height }}>
          <svg aria-hidden="true" width={width} height={height} className="absolute inset-0">
            {strip.edges.map(({ id, from, to }) => {
              const [start, end] = [places.get(from.nodeId)!, places.get(to.nodeId)!];
              const middle = box.height / 2;
              return (
                <path
                  key={id}
                  d={curve({ x: start.x + box.width, y: start.y + middle }, { x: end.x, y: end.y + middle })}
                  fill="none"
                  strokeWidth={1.5}
                  className={cx(
                    from.port === 'rejected'
                      ? 'stroke-fail [stroke-dasharray:4_3]'
                      : isNew(from.nodeId) || isNew(to.nodeId)
                        ? 'stroke-ok'
                        : 'stroke-line-strong',
                  )}
                />
              );
            })}
          </svg>
          <ol>
            {strip.nodes.map(({ id }) => {
              const { x, y } = places.get(id)!;
              const slot = document.nodes[id]?.slot;
              const bank = bankOf(slot === undefined ? '' : (document.slots[slot]?.role ?? ''));
              return (
                <li
                  key={id}
                  className={cx(
                    'absolute flex items-center justify-center gap-1.5 border px-2 text-20 font-medium',
                    isContested(id)
                      ? bank === 'other'
                        ? 'rounded-2 border-warn bg-warn-soft text-warn-text'
                        : cx(banks[bank], 'outline-2 outline-offset-1 outline-warn')
                      : isNew(id)
                        ? 'rounded-2 border-ok bg-ok-soft text-ok-text'
                        : banks[bank],
                    id === current && 'shadow-[0_0_0_3px_var(--c-canvas),0_0_0_5px_var(--c-accent)]',
                  )}
                  style={{ left: x, top: y, width: box.width, height: box.height }}
                >
                  {isContested(id) && <Icon of={TriangleAlert} size="xs" className="flex-none" />}
                  {isNew(id) && <Icon of={Plus} size="xs" className="flex-none" />}
                  <span className="truncate" title={words.nodeTitle(document, id)}>
                    {words.nodeTitle(document, id)}
                  </span>
                  {isContested(id) && <span className="sr-only">, {text('templates.bothSides')}</span>}
                  {isNew(id) && <span className="sr-only">, {text('templates.isNew')}</span>}
                </li>
              );
            })}
          </ol>
        </div>
      </div>
      <p aria-hidden="true" className="flex gap-4 px-3.5 pb-2 text-10 text-ink-2">
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-1 border border-ok bg-ok-soft" />
          {text('templates.newNode')}
        </span>
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-1 border border-warn bg-warn-soft" />
          {text('templates.bothSides')}
        </span>
      </p>
    </section>
  );
}
