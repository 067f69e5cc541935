import { ChevronLeft, ChevronRight, Pin } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { ProblemPanel } from '../app/problem.tsx';
import { useNodeTitle } from '../designer/use-drawing-facts.ts';
import { matches } from '../format/fold.ts';
import { useSentence, useText } from '../i18n/locale.tsx';
import { Spinner } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Icon } from '../kit/icon.tsx';
import { controlClass } from '../kit/input.tsx';
import { PickList, type PickItem } from '../kit/pick-list.tsx';
import { Popover } from '../kit/popover.tsx';
import { Tooltip } from '../kit/tooltip.tsx';
import { spotOf } from './pick-field.tsx';
import { sampleNumber, sampleTitle } from './sample-title.ts';
import type { Samples } from './use-samples.ts';

/** Which record is looked at, and how to come to another: step, pick by name or key, pin. */
export function SampleStepper({
  samples,
  entity,
}: {
  readonly samples: Samples;
  /** Of the records. */
  readonly entity: string;
}): ReactElement {
  const text = useText();
  const sentence = useSentence();
  const nodeTitle = useNodeTitle();
  const box = useRef<HTMLDivElement>(null);
  const name = useRef<HTMLButtonElement>(null);
  const [pickingAt, setPickingAt] = useState<{ x: number; y: number } | null>(null);
  const { records, current, index, hidden, isReading, isRenewing, error, problem, missing, pinned } = samples;

  if (hidden !== null) return <p className="text-20 text-ink-3">{hidden}</p>;
  if (problem || error) {
    return (
      <Popover
        label={text('mapping.samplesFailed')}
        align="end"
        trigger={
          <button type="button" className="h-control-s rounded-2 bg-fail-soft px-2 text-20 font-medium text-fail-text">
            {text('mapping.samplesFailed')}
          </button>
        }
      >
        <div className="w-90">
          {problem ? (
            <ProblemPanel error={problem} onRetry={samples.retry} />
          ) : (
            <div role="alert" className="leading-ui">
              <p className="font-medium">{sentence(error!.message)}</p>
              <p className="text-ink-2">{sentence(error!.remedy)}</p>
            </div>
          )}
        </div>
      </Popover>
    );
  }

  const find = (typed: string): readonly (PickItem & { key: string })[] => {
    const found = records
      .filter((record) => matches(`${sampleTitle(record, entity)} ${record.key}`, typed))
      .map((record) => ({
        id: record.key,
        key: record.key,
        title: sampleTitle(record, entity),
        aside: pinned.has(record.key) ? <Icon of={Pin} size="xs" className="fill-current" /> : undefined,
      }));
    const asked = typed.trim();
    if (asked === '' || records.some((record) => record.key === asked || sampleNumber(record, entity) === asked))
      return found;
    return [
      ...found,
      {
        id: `ask ${asked}`,
        key: asked,
        title: text('mapping.sampleAsk', { key: asked }),
        detail: text('mapping.sampleAskDetail'),
      },
    ];
  };
  const isPinned = current !== null && pinned.has(current.key);
  const said = missing
    ? text('mapping.sampleMissing', { key: missing })
    : current?.input === null && current.stoppedBy
      ? text('mapping.sampleStopped', { name: current.name, node: nodeTitle(current.stoppedBy.nodeId) })
      : current
        ? text('mapping.sampleSaid', { n: index + 1, total: records.length, name: sampleTitle(current, entity) })
        : '';
  return (
    <>
      <span className="text-20 text-ink-3">{text('mapping.sample')}</span>
      <div
        ref={box}
        className={cx(
          controlClass,
          'flex h-control-s w-59 min-w-40 items-center text-20 has-[:focus-visible]:focus-ring',
        )}
      >
        <Step label={text('mapping.samplePrevious')} icon={ChevronLeft} onClick={() => samples.step(-1)} />
        <button
          ref={name}
          type="button"
          aria-haspopup="listbox"
          aria-expanded={pickingAt !== null}
          aria-label={`${text('mapping.samplePick')}. ${said}`}
          title={said}
          onClick={() => box.current && setPickingAt(spotOf(box.current))}
          className="min-w-0 flex-1 truncate text-left outline-none"
        >
          {current ? (
            <span className={cx(current.input === null && 'text-ink-3 line-through')}>
              {sampleTitle(current, entity)}
            </span>
          ) : (
            <span className="text-ink-3">{text(isReading ? 'mapping.samplesReading' : 'mapping.samplesNone')}</span>
          )}
        </button>
        {isRenewing && (
          <span className="px-1">
            <Spinner size="xs" />
          </span>
        )}
        {current && (
          <>
            <Tooltip text={samples.pinReason ?? text(isPinned ? 'mapping.sampleUnpin' : 'mapping.samplePin')}>
              <button
                type="button"
                aria-disabled={samples.pinReason !== null || undefined}
                aria-label={text(isPinned ? 'mapping.sampleUnpin' : 'mapping.samplePin')}
                onClick={() => samples.pinReason === null && samples.togglePin(current.key)}
                className={cx(
                  'grid size-6 flex-none place-items-center rounded-1 outline-none hover:text-ink',
                  isPinned ? 'text-accent-text' : 'text-ink-3',
                )}
              >
                <Icon of={Pin} size="xs" className={isPinned ? 'fill-current' : ''} />
              </button>
            </Tooltip>
            <span className="flex-none text-ink-3 tabular-nums">
              {text('mapping.sampleOf', { n: index + 1, total: records.length })}
            </span>
          </>
        )}
        <Step label={text('mapping.sampleNext')} icon={ChevronRight} onClick={() => samples.step(1)} />
      </div>
      <span role="status" className="sr-only">
        {said}
      </span>
      {pickingAt && (
        <PickList
          label={text('mapping.samplePick')}
          placeholder={text('mapping.sampleFind')}
          emptyText={text('mapping.sampleNone')}
          find={find}
          foot={text('mapping.sampleFoot')}
          onPick={({ key }) => {
            samples.pick(key);
            setPickingAt(null);
            name.current?.focus();
          }}
          onClose={() => {
            setPickingAt(null);
            name.current?.focus();
          }}
          at={pickingAt}
        />
      )}
    </>
  );
}

function Step({
  label,
  icon,
  onClick,
}: {
  readonly label: string;
  readonly icon: typeof ChevronLeft;
  readonly onClick: () => void;
}): ReactElement {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        onClick={onClick}
        className="grid size-6 flex-none place-items-center rounded-1 text-ink-3 outline-none hover:text-ink"
      >
        <Icon of={icon} size="xs" />
      </button>
    </Tooltip>
  );
}
