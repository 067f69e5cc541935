import type { RunScope } from '@koppel/model';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { TextArea } from '../kit/input.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { Select } from '../kit/select.tsx';

type ScopeKind = RunScope['kind'];

/** The keys in a text, one a line or separated by commas or semicolons, each once. */
export function readKeys(typed: string): string[] {
  const keys = typed
    .split(/[\n,;]+/)
    .map((key) => key.trim())
    .filter(Boolean);
  return [...new Set(keys)];
}

/** Starts a run of a published flow: which records, and whether it really writes. */
export function StartRunDialog({
  flowId = '',
  onClose,
}: {
  readonly flowId?: string;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const navigate = useNavigate();
  const dryId = useId();
  const flows = useRead('listFlows', {});
  const start = useCall('startRun', { stale: ['listRuns', 'listFlows'] });
  const [chosen, setChosen] = useState(flowId);
  const [scope, setScope] = useState<ScopeKind>('changes');
  const [typedKeys, setTypedKeys] = useState('');
  const [isDryRun, setIsDryRun] = useState(false);
  const keys = readKeys(typedKeys);
  const reason =
    chosen === ''
      ? text('startRun.chooseFlow')
      : scope === 'keys' && keys.length === 0
        ? text('startRun.noKeys')
        : null;

  const submit = () =>
    start.mutate(
      {
        params: { id: chosen },
        body: { scope: scope === 'keys' ? { kind: 'keys', keys } : { kind: scope }, isDryRun },
      },
      { onSuccess: (run) => void navigate({ to: '/runs/$id', params: { id: run.id } }) },
    );

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('startRun.title')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="primary" isBusy={start.isPending} reason={reason} onClick={submit}>
            {text(isDryRun ? 'startRun.try' : 'startRun.start')}
          </Button>
        </>
      }
    >
      <ProblemNote error={start.error} />
      <Field label={text('startRun.flow')}>
        {(ids) => (
          <Select
            ids={ids}
            value={chosen}
            onChange={setChosen}
            placeholder={text('startRun.chooseFlow')}
            options={(flows.data ?? [])
              .filter(({ publishedVersion }) => publishedVersion !== null)
              .map((flow) => ({ value: flow.id, label: localized(flow.title) }))}
            className="w-full"
          />
        )}
      </Field>
      <Field label={text('startRun.records')} help={text(`startRun.help.${scope}`)}>
        {() => (
          <div>
            <Segmented<ScopeKind>
              label={text('startRun.records')}
              value={scope}
              onChange={setScope}
              options={[
                { value: 'changes', label: text('startRun.changes') },
                { value: 'all', label: text('startRun.all') },
                { value: 'keys', label: text('startRun.keys') },
                { value: 'drift', label: text('startRun.drift') },
              ]}
            />
          </div>
        )}
      </Field>
      {scope === 'keys' && (
        <Field label={text('startRun.keysLabel')} help={text('startRun.keysCount', { n: keys.length })}>
          {(ids) => (
            <TextArea {...ids} rows={4} value={typedKeys} onChange={(event) => setTypedKeys(event.target.value)} />
          )}
        </Field>
      )}
      <div className="flex items-start gap-2.5">
        <span className="pt-0.5">
          <Checkbox
            ids={{ id: dryId, 'aria-describedby': `${dryId}-help`, 'aria-invalid': undefined }}
            value={isDryRun}
            onChange={setIsDryRun}
          />
        </span>
        <span>
          <label htmlFor={dryId}>{text('startRun.dryRun')}</label>
          <span id={`${dryId}-help`} className="block text-20 text-ink-3">
            {text('startRun.dryRunHelp')}
          </span>
        </span>
      </div>
    </Dialog>
  );
}
