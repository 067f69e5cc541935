import type { ReactElement, ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { ProblemNote } from './problem.tsx';

/** Asks before something is done that cannot simply be undone. It stays open until that is done, and tells where it is not. */
export function ConfirmDialog({
  title,
  description,
  act,
  call,
  onAct,
  onClose,
}: {
  readonly title: ReactNode;
  /** What happens when one confirms. */
  readonly description: ReactNode;
  /** What the button that does it says. */
  readonly act: string;
  readonly call: { readonly isPending: boolean; readonly error: ApiError | null };
  readonly onAct: () => void;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button look="danger" isBusy={call.isPending} onClick={onAct}>
            {act}
          </Button>
        </>
      }
    >
      <ProblemNote error={call.error} />
    </Dialog>
  );
}
