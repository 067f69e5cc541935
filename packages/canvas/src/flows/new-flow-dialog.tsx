import type { FlowSummary } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote, useFieldErrors } from '../app/problem.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Select } from '../kit/select.tsx';

const blank = 'blank';

/** Creates a flow, blank or as a copy, and opens it. */
export function NewFlowDialog({
  flows,
  copyOf,
  onClose,
}: {
  readonly flows: readonly FlowSummary[];
  /** The flow to copy when the dialog opens. */
  readonly copyOf: FlowSummary | null;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const localized = useLocalized();
  const navigate = useNavigate();
  const formId = useId();
  const create = useCall('createFlow', { stale: ['listFlows'] });
  const [title, setTitle] = useState(copyOf ? text('flows.copyTitle', { flow: localized(copyOf.title) }) : '');
  const [origin, setOrigin] = useState(copyOf?.id ?? blank);
  const submit = () =>
    create.mutate(
      { body: { title: title.trim(), ...(origin === blank ? {} : { copyOf: origin }) } },
      { onSuccess: ({ summary }) => void navigate({ to: '/flows/$id', params: { id: summary.id } }) },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('flows.new')}
      description={text('flows.newText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isBusy={create.isPending}
            reason={title.trim() === '' ? text('flows.titleMissing') : null}
          >
            {text('flows.create')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '' && !create.isPending) submit();
        }}
      >
        <ProblemNote error={create.error} />
        <Field label={text('flows.name')} error={fieldErrors(create.error)['title']}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={120}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label={text('flows.beginWith')}>
          {(ids) => (
            <Select
              ids={ids}
              value={origin}
              onChange={setOrigin}
              options={[
                { value: blank, label: text('flows.blank') },
                ...flows
                  .filter(({ damage }) => damage === null)
                  .map((flow) => ({
                    value: flow.id,
                    label: text('flows.copyOption', { flow: localized(flow.title) }),
                  })),
              ]}
              className="w-full"
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
