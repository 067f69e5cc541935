import type { FlowDocument } from '@koppel/model';
import type { PlannedRecord } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type ReactElement } from 'react';
import { useCall } from '../../api/use-api.tsx';
import { ProblemNote } from '../../app/problem.tsx';
import { useToast } from '../../app/services.tsx';
import { useText } from '../../i18n/locale.tsx';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import { Input } from '../../kit/input.tsx';
import { Switch } from '../../kit/switch.tsx';
import { spread } from '../../plan-view/planned.ts';

/** Records chosen before anybody chooses: enough to say something, few enough to look through. */
const usualRecords = 10;

/** Keeps records of a sample as a test: which of them, under what name, and whether in made-up values. */
export function KeepDialog({
  flowId,
  document,
  records,
  onClose,
}: {
  readonly flowId: string;
  readonly document: FlowDocument;
  /** Each once, the most telling first. */
  readonly records: readonly PlannedRecord[];
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const navigate = useNavigate({ from: '/flows/$id' });
  const formId = useId();
  const madeUpId = useId();
  const [title, setTitle] = useState('');
  const [isMadeUp, setIsMadeUp] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(spread(records, usualRecords).map(({ key }) => key)),
  );
  const keep = useCall('keepFlowTest', { stale: ['listFlowTests'] });
  const reason =
    title.trim() === '' ? text('tests.keep.noTitle') : chosen.size === 0 ? text('tests.keep.noRecords') : null;
  const submit = () => {
    if (reason !== null || keep.isPending) return;
    keep.mutate(
      { params: { id: flowId }, body: { title: title.trim(), document, keys: [...chosen], madeUp: isMadeUp } },
      {
        onSuccess: () => {
          toast({ text: text('tests.kept') });
          onClose();
          void navigate({ search: { tab: 'tests' } });
        },
      },
    );
  };
  const toggle = (key: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('tests.keep.title')}
      description={text('tests.keep.text')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="primary" form={formId} type="submit" reason={reason} isBusy={keep.isPending}>
            {text('tests.keep.do')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={text('tests.keep.name')}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={120}
              value={title}
              placeholder={text('tests.keep.placeholder')}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1 font-medium">{text('tests.keep.records', { n: chosen.size })}</legend>
          <ul className="max-h-60 overflow-y-auto rounded-2 border border-line">
            {records.map(({ key, name }) => (
              <li key={key} className="flex items-center gap-2.25 px-3 py-1.5">
                <Checkbox value={chosen.has(key)} label={name} onChange={(isChosen) => toggle(key, isChosen)} />
                <span aria-hidden="true" className="min-w-0 truncate">
                  {name}
                </span>
              </li>
            ))}
          </ul>
        </fieldset>
        <div className="flex items-start gap-3">
          <Switch value={isMadeUp} id={madeUpId} onChange={setIsMadeUp} />
          <label htmlFor={madeUpId} className="min-w-0">
            <span className="block font-medium">{text('tests.keep.madeUp')}</span>
            <span className="block text-20 text-ink-3">{text('tests.keep.madeUpText')}</span>
          </label>
        </div>
      </form>
      <ProblemNote error={keep.error} />
    </Dialog>
  );
}
