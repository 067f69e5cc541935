import { useId, useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { TextArea } from '../kit/input.tsx';

/** Gives failed records up, with a reason for whoever looks later. */
export function DismissDialog({
  ids,
  name,
  onClose,
  onDone,
}: {
  readonly ids: readonly string[];
  /** Of the record, where it is one. */
  readonly name: string | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const formId = useId();
  const dismiss = useCall('dismissFailures', { stale: ['listFailures', 'getFailure', 'countOpenFailures'] });
  const [why, setWhy] = useState('');
  const submit = () =>
    dismiss.mutate(
      { body: { ids: [...ids], reason: why.trim() } },
      {
        onSuccess: () => {
          onDone();
          toast({ text: text('failures.dismissed', { n: ids.length }) });
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={name ? text('failures.dismissOne', { name }) : text('failures.dismissMany', { n: ids.length })}
      description={text('failures.dismissText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isBusy={dismiss.isPending}
            reason={why.trim() === '' ? text('failures.reasonMissing') : null}
          >
            {text('failures.dismissConfirm', { n: ids.length })}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (why.trim() !== '' && !dismiss.isPending) submit();
        }}
      >
        <ProblemNote error={dismiss.error} />
        <Field label={text('failures.reason')}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={500}
              autoFocus
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
