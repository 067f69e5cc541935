import type { NodeProps } from '@xyflow/react';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { memo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { CheckState } from '../check-worker/checker.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { NamedIcon } from '../kit/named-icon.tsx';
import { bankOf, roleLabel } from '../kit/system-badge.tsx';
import { useCanvas, useDetail, useIsWriting } from './canvas-context.ts';
import type { CardNode } from './drawing.ts';
import { NameField } from './name-field.tsx';
import { OpenOutput, Port } from './port.tsx';

const nothingKnown = createStore<Pick<CheckState, 'nodes' | 'byNode'>>(() => ({ nodes: {}, byNode: {} }));

/** Square on the side of the ERP, round on that of the CRM. */
const frames = { erp: 'rounded-1', crm: 'rounded-[13px]', other: 'rounded-3' } as const;
const strips = {
  erp: 'bg-node-erp text-node-erp-ink rounded-t-1 px-2',
  crm: 'bg-node-crm text-node-crm-ink rounded-t-[13px] px-2.75',
  other: 'bg-surface-3 text-ink-2 rounded-t-3 px-2',
} as const;
const blocks = { erp: 'bg-node-erp', crm: 'bg-node-crm', other: 'bg-line-strong' } as const;

/** A node on the canvas: what it is, its name and its most telling setting. */
export const Card = memo(function Card({ id, data, selected }: NodeProps<CardNode>): ReactElement {
  const { types, moment, idPrefix, describe, mode, actions, nodeOverlay } = useCanvas();
  const isFar = useDetail() === 'far';
  const text = useText();
  const localized = useLocalized();
  const isWriting = useIsWriting(id);
  const [isNear, setIsNear] = useState(false);
  const isActive = isNear || (selected && data.isAlone);
  const isPulsing = useStore(moment, ({ pulse }) => pulse === id);
  const isDiffering = useStore(moment, ({ differing }) => differing.has(id));
  const selectedBy = useStore(moment, ({ theirs }) => (theirs?.nodes.has(id) ? theirs.name : null));
  const descriptor = types.get(data.type);
  const bank = data.role === null ? 'other' : bankOf(data.role);
  const kind = descriptor ? localized(descriptor.title) : data.type;
  const name = data.title === null ? kind : localized({ en: data.title, ...data.phrase });
  return (
    <div
      id={`${idPrefix}${id}`}
      role="group"
      aria-roledescription={text('canvas.node')}
      aria-label={[
        selected ? describe(id) : name,
        ...(isDiffering ? [text('canvas.differs')] : []),
        ...(selectedBy === null ? [] : [text('seat.selectedBy', { who: selectedBy })]),
      ].join(', ')}
      data-outline
      style={{ height: data.height }}
      onPointerEnter={() => setIsNear(true)}
      onPointerLeave={() => setIsNear(false)}
      className={cx(
        'relative w-40 text-ink',
        !isFar && 'bg-surface',
        frames[bank],
        // From afar a shadow is not seen, and hundreds of them take long to paint.
        selected ? 'shadow-selected' : !isFar && 'shadow-2',
        isPulsing && 'animate-pulse-once',
        data.isDisabled && 'text-ink-3',
      )}
    >
      {isFar ? (
        <div aria-hidden="true" className={cx('absolute inset-0', frames[bank], blocks[bank])} />
      ) : (
        <>
          <div
            className={cx(
              'flex h-5 items-center gap-1.25 text-[10.5px] font-medium whitespace-nowrap',
              strips[bank],
              // The run view marks the state of the node at the end of the strip.
              nodeOverlay && 'pr-6.5',
            )}
          >
            <NamedIcon name={descriptor?.icon ?? 'box'} size="xs" />
            <span className="min-w-0 truncate">{data.role === null ? kind : `${roleLabel(data.role)} · ${kind}`}</span>
            <span className="ml-auto flex flex-none items-center gap-1">
              <Marks ids={[id]} />
              {isDiffering && <DiffersDot />}
            </span>
          </div>
          <div className={cx('pt-1.5', bank === 'crm' ? 'px-2.75' : 'px-2')}>
            {isWriting ? (
              <NameField
                name={name}
                onDone={(written) => {
                  if (written !== null) actions?.onRename(id, written);
                  moment.setState({ writing: null });
                }}
                className="nodrag -mx-1 block w-[calc(100%+8px)] text-[12.5px] leading-[1.25]"
              />
            ) : (
              <p className="truncate text-[12.5px] leading-[1.25] font-bold">{name}</p>
            )}
            {mode === 'edit' && <SecondLine id={id} />}
          </div>
        </>
      )}
      {data.isDisabled && (
        <div aria-hidden="true" className={cx('pointer-events-none absolute inset-0 hatched', frames[bank])} />
      )}
      {selectedBy !== null && <TheirSelection who={selectedBy} />}
      {nodeOverlay?.(id)}
      {data.ports.map((port) => (
        <Port key={`${port.side}${port.id}`} nodeId={id} port={port} isActive={isActive} isBare={isFar} />
      ))}
      {actions &&
        !isFar &&
        isActive &&
        data.ports
          .filter(({ side, isConnected }) => side === 'out' && !isConnected)
          .map((port, index, open) => (
            <OpenOutput
              key={port.id}
              nodeId={id}
              port={port}
              isNamed={selected}
              below={open.slice(index + 1).filter(({ isLesser }) => isLesser).length}
            />
          ))}
    </div>
  );
});

/** That the node is not, or says something else, in the version that is live. */
function DiffersDot(): ReactElement {
  const text = useText();
  return (
    <span
      aria-hidden="true"
      title={text('canvas.differs')}
      className="size-2 flex-none rounded-round bg-diff-mod-ink ring-1 ring-surface"
    />
  );
}

/** That whoever edits the flow has selected this node. */
function TheirSelection({ who }: { readonly who: string }): ReactElement {
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute -inset-1.25 rounded-[inherit] border-2 border-dashed border-accent"
    >
      <span className="absolute -top-2.5 left-2 max-w-36 truncate rounded-round bg-accent px-1.5 text-10 leading-[16px] font-medium text-on-accent in-data-[detail=far]:hidden">
        {who}
      </span>
    </span>
  );
}

/** The most telling setting, in words. */
function SecondLine({ id }: { readonly id: string }): ReactElement {
  const localized = useLocalized();
  const { checker } = useCanvas();
  const telling = useStore(checker?.store ?? nothingKnown, ({ nodes }) => nodes[id]?.telling ?? null);
  return (
    <p className="truncate text-10 leading-[1.35] text-ink-3 in-data-[detail=mid]:hidden">
      {telling === null ? '\u00a0' : localized(telling)}
    </p>
  );
}

/** Errors, warnings and hints of one node, or of several together, at the end of the title strip. */
export function Marks({ ids }: { readonly ids: readonly string[] }): ReactElement | null {
  const { checker, mode } = useCanvas();
  const count = (severity: 'error' | 'warning' | 'hint') => (state: Pick<CheckState, 'byNode'>) =>
    ids.reduce((sum, id) => sum + (state.byNode[id]?.filter((issue) => issue.severity === severity).length ?? 0), 0);
  const store = checker?.store ?? nothingKnown;
  const errors = useStore(store, count('error'));
  const warnings = useStore(store, count('warning'));
  const hints = useStore(store, count('hint'));
  if (errors + warnings + hints === 0 || mode === 'view') return null;
  return (
    <span className="ml-auto flex flex-none items-center gap-1">
      {errors > 0 && <Mark icon={CircleAlert} count={errors} className="bg-surface text-fail-text" />}
      {errors === 0 && warnings > 0 && (
        <Mark icon={TriangleAlert} count={warnings} className="bg-surface text-warn-text" />
      )}
      {errors === 0 && warnings === 0 && hints > 0 && <Icon of={Info} size="xs" className="opacity-70" />}
    </span>
  );
}

function Mark({
  icon,
  count,
  className,
}: {
  readonly icon: typeof CircleAlert;
  readonly count: number;
  readonly className: string;
}): ReactElement {
  return (
    <span className={cx('flex items-center gap-0.5 rounded-round px-1 leading-[14px] font-bold', className)}>
      <Icon of={icon} size="xs" />
      {count}
    </span>
  );
}
