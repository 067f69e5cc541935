import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactElement } from 'react';
import { keyOf, useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { cx } from '../kit/cx.ts';
import { Dialog } from '../kit/dialog.tsx';
import { useFigures, useRunView } from './run-context.tsx';

const modes = ['drain', 'now'] as const;
type Mode = (typeof modes)[number];
const words = {
  drain: ['runView.stopDrain', 'runView.stopDrainHelp'],
  now: ['runView.stopNow', 'runView.stopNowHelp'],
} as const;

/** Stops the run in one of two ways, each with what it means for records that are half done. */
export function StopDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const text = useText();
  const toast = useToast();
  const client = useQueryClient();
  const id = useId();
  const { detail } = useRunView();
  const { counters } = useFigures();
  const [mode, setMode] = useState<Mode>('drain');
  const stop = useCall('stopRun', { stale: ['listRuns'] });
  const submit = () =>
    stop.mutate(
      { params: { id: detail.run.id }, body: { mode } },
      {
        onSuccess: () => {
          toast({ text: text('runView.stopDone') });
          void client.invalidateQueries({ queryKey: keyOf('getRun', { params: { id: detail.run.id } }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('runView.stopTitle', { number: String(detail.run.number) })}
      description={text('runView.stopText', { read: counters.read })}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="danger" isBusy={stop.isPending} onClick={submit}>
            {text(words[mode][0])}
          </Button>
        </>
      }
    >
      <ProblemNote error={stop.error} />
      <div role="radiogroup" aria-label={text('runView.stop')} className="flex flex-col gap-2">
        {modes.map((value) => (
          <label
            key={value}
            className={cx(
              'flex cursor-pointer items-start gap-2.5 rounded-2 border p-3',
              mode === value ? 'border-accent bg-selected' : 'border-line hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={id}
              value={value}
              checked={mode === value}
              onChange={() => setMode(value)}
              aria-describedby={`${id}-${value}`}
              className="mt-0.75 size-3.5 flex-none accent-accent"
            />
            <span>
              <span className="font-medium">{text(words[value][0])}</span>
              <span id={`${id}-${value}`} className="mt-0.5 block text-20 leading-ui text-ink-2">
                {text(words[value][1])}
              </span>
            </span>
          </label>
        ))}
      </div>
    </Dialog>
  );
}
