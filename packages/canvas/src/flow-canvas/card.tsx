import type { NodeProps } from '@xyflow/react';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { memo, useEffect, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { CheckState } from '../check-worker/checker.ts';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { NamedIcon } from '../kit/named-icon.tsx';
import { bankOf, roleLabel } from '../kit/system-badge.tsx';
import { useCanvas, useDetail } from './canvas-context.ts';
import type { CardNode } from './drawing.ts';
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
  const isWriting = useStore(moment, ({ writing }) => writing === id);
  const [isNear, setIsNear] = useState(false);
  const isActive = isNear || (selected && data.isAlone);
  const isPulsing = useStore(moment, ({ pulse }) => pulse === id);
  const descriptor = types.get(data.type);
  const bank = data.role === null ? 'other' : bankOf(data.role);
  const kind = descriptor ? localized(descriptor.title) : data.type;
  const name = data.title === null ? kind : localized({ en: data.title, ...data.phrase });
  return (
    <div
      id={`${idPrefix}${id}`}
      role="group"
      aria-roledescription={text('canvas.node')}
      aria-label={selected ? describe(id) : name}
      data-outline
      style={{ height: data.height }}
      onPointerEnter={() => setIsNear(true)}
      onPointerLeave={() => setIsNear(false)}
      className={cx(
        'relative w-40 bg-surface text-ink',
        frames[bank],
        selected ? 'shadow-selected' : 'shadow-2',
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
            <Marks id={id} />
          </div>
          <div className={cx('pt-1.5', bank === 'crm' ? 'px-2.75' : 'px-2')}>
            {isWriting && actions ? (
              <NameField id={id} name={name} />
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
      {nodeOverlay?.(id)}
      {data.ports.map((port) => (
        <Port key={`${port.side}${port.id}`} nodeId={id} port={port} isActive={isActive} isBare={isFar} />
      ))}
      {actions &&
        !isFar &&
        isActive &&
        data.ports
          .filter(({ side, isConnected }) => side === 'out' && !isConnected)
          .map((port) => <OpenOutput key={port.id} nodeId={id} port={port} isNamed={selected} />)}
    </div>
  );
});

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

/** Errors, warnings and hints at the end of the title strip. */
function Marks({ id }: { readonly id: string }): ReactElement | null {
  const { checker, mode } = useCanvas();
  const issues = useStore(checker?.store ?? nothingKnown, ({ byNode }) => byNode[id]);
  if (!issues || mode === 'view') return null;
  const count = (severity: 'error' | 'warning' | 'hint') =>
    issues.filter((issue) => issue.severity === severity).length;
  const errors = count('error');
  const warnings = count('warning');
  const hints = count('hint');
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

/** The name being written: Enter takes it, Escape leaves it as it was. */
function NameField({ id, name }: { readonly id: string; readonly name: string }): ReactElement {
  const text = useText();
  const { actions, moment } = useCanvas();
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (title: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    if (title !== null && title.trim() !== name) actions?.onRename(id, title);
    moment.setState({ writing: null });
  };
  return (
    <input
      ref={field}
      aria-label={text('canvas.name')}
      defaultValue={name}
      maxLength={80}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(null);
      }}
      className="nodrag -mx-1 block w-[calc(100%+8px)] rounded-1 bg-surface px-1 text-[12.5px] leading-[1.25] font-bold text-ink"
    />
  );
}
