import type { Permission } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { TextArea } from '../kit/input.tsx';
import { Note } from '../kit/status-pill.tsx';
import { ProblemNote } from './problem.tsx';

/** Who can grant a right that is missing, and the way to ask for it; what became of it once somebody asked. */
export function RequestAccess({ permission }: { readonly permission: Permission }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const access = useRead('getAccess', {});
  const [isAsking, setIsAsking] = useState(false);
  if (!access.data) return null;
  const { administrators, requests } = access.data;
  const last = requests.find((request) => request.permission === permission);
  const isWaiting = last !== undefined && last.decision === null;
  const refusal = last?.decision?.role === null ? last.decision : null;
  return (
    <div className="flex w-full max-w-[56ch] flex-col items-start gap-2.5">
      <p className="text-ink-2">
        {administrators.length > 0 ? text('access.who', { names: administrators.join(', ') }) : text('access.nobody')}
      </p>
      {isWaiting && <Note status="run">{text('access.waiting', { time: format.dateTime(last.askedAt) })}</Note>}
      {refusal && (
        <Note status="warn">
          {text('access.refused', { who: refusal.by, time: format.dateTime(refusal.at) })} {refusal.comment}
        </Note>
      )}
      {!isWaiting && administrators.length > 0 && (
        <Button look="primary" onClick={() => setIsAsking(true)}>
          {text('access.request')}
        </Button>
      )}
      {isAsking && <AskAccessDialog permission={permission} onClose={() => setIsAsking(false)} />}
    </div>
  );
}

/** Asks for one right. */
export function AskAccessDialog({
  permission,
  onClose,
}: {
  readonly permission: Permission;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const [message, setMessage] = useState('');
  const ask = useCall('askAccess', { stale: ['getAccess'] });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('access.request')}
      description={text('access.requestText', { right: text(`right.${permission}`) })}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            look="primary"
            isBusy={ask.isPending}
            onClick={() =>
              ask.mutate(
                { body: { permission, ...(message.trim() === '' ? {} : { message: message.trim() }) } },
                { onSuccess: onClose },
              )
            }
          >
            {text('access.send')}
          </Button>
        </>
      }
    >
      <Field label={text('access.why')} remark={text('access.optional')}>
        {(ids) => (
          <TextArea
            {...ids}
            rows={3}
            maxLength={500}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Field>
      <ProblemNote error={ask.error} />
    </Dialog>
  );
}
