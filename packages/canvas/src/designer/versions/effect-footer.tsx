import { Eye } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/locale.tsx';
import { Button, Spinner } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { StatusIcon } from '../../kit/status-pill.tsx';
import type { MappingEffect } from './row-effects.ts';
import type { EffectState } from './use-effects.ts';

/** Below the differences: what each changed mapping means for recent records, and the way to see those. */
export function EffectFooter({
  effects,
  names: [before, after],
  titleOf,
  fieldName,
  isOpen,
  onToggle,
}: {
  readonly effects: ReadonlyMap<string, EffectState>;
  /** Of the two versions. */
  readonly names: readonly [string, string];
  readonly titleOf: (nodeId: string) => string;
  readonly fieldName: (row: string) => string;
  /** Whether the samples of all rows of a mapping are shown. */
  readonly isOpen: (nodeId: string, effect: MappingEffect) => boolean;
  readonly onToggle: (nodeId: string, effect: MappingEffect) => void;
}): ReactElement {
  const text = useText();
  return (
    <ul
      aria-label={text('compare.effects')}
      className="max-h-28 flex-none overflow-y-auto border-t border-line bg-surface-2"
    >
      {[...effects].map(([nodeId, state]) => (
        <li key={nodeId} className="flex min-h-11 items-center gap-2.5 px-4 py-1.5">
          {state.status === 'reading' ? (
            <Spinner />
          ) : state.status === 'failed' ? (
            <StatusIcon status="fail" />
          ) : (
            <Icon of={Eye} size="s" className="text-ink-3" />
          )}
          <p role="status" className="min-w-0 flex-1 text-20 leading-ui text-ink-2">
            <b className="font-bold text-ink">{titleOf(nodeId)}</b>{' '}
            {state.status === 'reading' && text('mapping.samplesReading')}
            {state.status === 'hidden' && text('compare.effect.hidden', { reason: state.reason })}
            {state.status === 'failed' &&
              text('compare.effect.failed', { message: state.message, remedy: state.remedy })}
            {state.status === 'read' && <Summary effect={state.effect} names={[before, after]} fieldName={fieldName} />}
          </p>
          {state.status === 'failed' && (
            <Button size="s" onClick={state.retry}>
              {text('action.tryAgain')}
            </Button>
          )}
          {state.status === 'read' && state.effect.differing > 0 && (
            <Button
              size="s"
              aria-expanded={isOpen(nodeId, state.effect)}
              onClick={() => onToggle(nodeId, state.effect)}
            >
              {isOpen(nodeId, state.effect)
                ? text('compare.effect.hide')
                : text('compare.effect.see', { n: state.effect.differing })}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** "On 50 sample records, version 12 and version 14 give another result for 9: Credit limit 6, Main phone 4." */
function Summary({
  effect: { total, differing, apart, rows },
  names: [before, after],
  fieldName,
}: {
  readonly effect: MappingEffect;
  readonly names: readonly [string, string];
  readonly fieldName: (row: string) => string;
}): ReactElement {
  const text = useText();
  const fields = [...rows]
    .filter(([, changed]) => changed.length > 0)
    .map(([row, { length }]) => text('compare.effect.field', { field: fieldName(row), n: length }))
    .join(', ');
  return (
    <>
      {total === 0
        ? text('compare.effect.none')
        : differing === 0
          ? text('compare.effect.same', { total, before, after })
          : text('compare.effect.differ', { total, n: differing, before, after, fields })}
      {apart > 0 && ` ${text('compare.effect.apart', { n: apart })}`}
    </>
  );
}
