import type { LinkSuggestion, RecordLink } from '@koppel/protocol';
import { useId, useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Field } from '../kit/field.tsx';
import { TextArea } from '../kit/input.tsx';
import { staleWithLinks } from './use-job.ts';

/** What a person is about to decide on links or suggestions. */
export type Decision =
  | { readonly kind: 'unlink'; readonly link: RecordLink }
  | { readonly kind: 'accept'; readonly suggestions: readonly LinkSuggestion[]; readonly isInstead: boolean }
  | { readonly kind: 'dismiss'; readonly suggestions: readonly LinkSuggestion[] };

/** Asks why, and does it. */
export function ReasonDialog({
  decision,
  onClose,
  onDone,
}: {
  readonly decision: Decision;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const formId = useId();
  const [why, setWhy] = useState('');
  const unlink = useCall('unlink', { stale: staleWithLinks });
  const accept = useCall('acceptLinkSuggestions', { stale: staleWithLinks });
  const dismiss = useCall('dismissLinkSuggestions', { stale: staleWithLinks });
  const words = useWords(decision);
  const isBusy = unlink.isPending || accept.isPending || dismiss.isPending;
  const reason = why.trim();

  const submit = () => {
    if (reason === '' || isBusy) return;
    const done = (said: string) => {
      toast({ text: said });
      onDone();
    };
    if (decision.kind === 'unlink') {
      unlink.mutate({ body: { ids: [decision.link.id], reason } }, { onSuccess: () => done(text('links.unlinked')) });
      return;
    }
    const ids = decision.suggestions.map(({ id }) => id);
    if (decision.kind === 'dismiss') {
      dismiss.mutate({ body: { ids, reason } }, { onSuccess: () => done(text('links.dismissed', { n: ids.length })) });
      return;
    }
    accept.mutate(
      { body: { ids, reason, isInstead: decision.isInstead } },
      {
        onSuccess: ({ linked, taken }) =>
          done(taken > 0 ? text('links.linkedSome', { n: linked, taken }) : text('links.linked', { n: linked })),
      },
    );
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      description={words.description}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isBusy={isBusy}
            reason={reason === '' ? text('links.reasonMissing') : null}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ProblemNote error={unlink.error ?? accept.error ?? dismiss.error} />
        <Field label={text('links.reason')}>
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

function useWords(decision: Decision): { title: string; description: string; confirm: string } {
  const text = useText();
  if (decision.kind === 'unlink') {
    const { leftName, leftKey, rightName, rightKey } = decision.link;
    return {
      title: text('links.unlinkTitle', { left: leftName ?? leftKey, right: rightName ?? rightKey }),
      description: text('links.unlinkText'),
      confirm: text('links.unlinkConfirm'),
    };
  }
  const n = decision.suggestions.length;
  if (decision.kind === 'dismiss') {
    return {
      title: text('links.dismissTitle', { n }),
      description: text('links.dismissText'),
      confirm: text('links.dismissConfirm'),
    };
  }
  return {
    title: text('links.acceptTitle', { n }),
    description: text(decision.isInstead ? 'links.acceptInsteadText' : 'links.acceptText'),
    confirm: text(decision.isInstead ? 'links.acceptInstead' : 'links.accept'),
  };
}
