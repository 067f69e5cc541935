import type { TemplatePackage } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';

/** Takes the signer of a package among those that are trusted, after showing by which key it is known. */
export function TrustDialog({
  trust: { publisher, publicKey },
  onClose,
}: {
  readonly trust: TemplatePackage['trust'];
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const publishers = useRead('getTemplatePublishers', {});
  const save = useCall('saveTemplatePublishers', { stale: ['listTemplates', 'getTemplatePublishers'] });
  const name = publisher ?? '';
  const trusted = publishers.data?.trusted;
  const go = () =>
    save.mutate(
      { body: { trusted: [...(trusted ?? []), { name, publicKey: publicKey ?? '' }] } },
      {
        onSuccess: () => {
          toast({ text: text('templates.trusted', { publisher: name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('templates.trustTitle', { publisher: name })}
      description={text('templates.trustText')}
      closeLabel={text('action.close')}
      actions={
        <>
          <Button onClick={onClose}>{text('action.cancel')}</Button>
          <Button
            look="primary"
            isBusy={save.isPending}
            // The list is saved as a whole: without the one that is there, those that are trusted would be lost.
            reason={trusted ? null : text('templates.publishersNotRead')}
            onClick={go}
          >
            {text('templates.trustIt')}
          </Button>
        </>
      }
    >
      <p className="font-mono text-20 break-all select-all">{publicKey}</p>
      <ProblemNote error={save.error ?? publishers.error} />
    </Dialog>
  );
}
