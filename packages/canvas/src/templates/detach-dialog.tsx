import type { InstalledTemplate } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ConfirmDialog } from '../app/confirm-dialog.tsx';
import { useToast } from '../app/services.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';

/** Lets an installed template go, after saying that it cannot be undone. */
export function DetachDialog({
  template,
  onClose,
}: {
  readonly template: Pick<InstalledTemplate, 'id' | 'title' | 'flows'>;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const title = useLocalized()(template.title);
  const toast = useToast();
  const detach = useCall('detachTemplate', { stale: ['listTemplates'] });
  const go = () =>
    detach.mutate(
      { params: { id: template.id } },
      {
        onSuccess: () => {
          toast({ text: text('templates.detached', { title }) });
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      title={text('templates.detachTitle', { title })}
      description={text('templates.detachText', { n: template.flows.length })}
      act={text('templates.detach')}
      call={detach}
      onClose={onClose}
      onAct={go}
    />
  );
}
