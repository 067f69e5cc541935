import type { InstalledTemplate } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ConfirmDialog } from '../app/confirm-dialog.tsx';
import { useToast } from '../app/services.tsx';
import { useLocalized, useText } from '../i18n/locale.tsx';

/** Goes back to before the last installation, after saying what that takes away. */
export function RevertDialog({
  template,
  onClose,
  onReverted = onClose,
}: {
  readonly template: Pick<InstalledTemplate, 'id' | 'title' | 'version' | 'revertsTo'> & {
    readonly flows: readonly unknown[];
  };
  readonly onClose: () => void;
  /** In place of closing, once it is done. */
  readonly onReverted?: () => void;
}): ReactElement {
  const text = useText();
  const localized = useLocalized();
  const toast = useToast();
  const revert = useCall('revertTemplate', {
    stale: ['listTemplates', 'listFlows', 'getFlow', 'getMastership', 'listValueLists'],
  });
  // The server names what would be lost; only then can one say that it may be.
  const isInTheWay = revert.error?.problem !== null && revert.error?.status === 409;
  const go = () =>
    revert.mutate(
      { params: { id: template.id }, body: { discardChanges: isInTheWay } },
      {
        onSuccess: () => {
          toast({ text: text('templates.reverted', { title: localized(template.title) }) });
          onReverted();
        },
      },
    );
  return (
    <ConfirmDialog
      title={text('templates.revertTitle', { title: localized(template.title), version: template.version })}
      description={
        template.revertsTo
          ? text('templates.revertTo', { version: template.revertsTo, n: template.flows.length })
          : text('templates.revertAway', { n: template.flows.length })
      }
      act={text(isInTheWay ? 'templates.revertAnyway' : 'templates.backToBefore')}
      call={revert}
      onClose={onClose}
      onAct={go}
    />
  );
}
