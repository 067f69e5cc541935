import type { Connection } from '@koppel/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ConfirmDialog } from '../app/confirm-dialog.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useReason } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { Note } from '../kit/status-pill.tsx';
import { GrantCard } from './grant-card.tsx';
import { ConnectionForm } from './connection-form.tsx';

/** Changes a connection, or removes one that no flow uses. */
export function SettingsTab({ connection }: { readonly connection: Connection }): ReactElement {
  const text = useText();
  const toast = useToast();
  const catalog = useRead('getCatalog', {});
  const save = useCall('saveConnection', {
    stale: ['listConnections', 'getConnectionSchema', 'listFlows', 'getFlow'],
  });
  const reason = useReason('connections.edit');
  const [isRemoving, setIsRemoving] = useState(false);
  const { replace } = useSearch({ from: '/shell/connections' });
  return (
    <QueryView query={catalog} skeleton={<SkeletonRows count={5} />}>
      {({ connectors }) => {
        const connector = connectors.find(({ id }) => id === connection.connectorId);
        if (!connector) return <Note status="warn">{text('connections.unknownConnector')}</Note>;
        return (
          <>
            {connection.grant && (
              <div className="mb-4 max-w-120">
                <GrantCard connection={connection} />
              </div>
            )}
            <ConnectionForm
              key={`${connection.id} ${save.submittedAt} ${replace}`}
              connector={connector}
              connection={connection}
              submitLabel={text('action.save')}
              isBusy={save.isPending}
              error={save.error}
              reason={reason}
              replaces={replace}
              onSubmit={(body) =>
                save.mutate(
                  { params: { id: connection.id }, body },
                  { onSuccess: () => toast({ text: text('connections.saved', { name: body.name }) }) },
                )
              }
            >
              <Button
                look="danger"
                reason={
                  reason ??
                  (connection.usedBy.length > 0
                    ? text('connections.cannotRemove', { n: connection.usedBy.length })
                    : null)
                }
                onClick={() => setIsRemoving(true)}
              >
                {text('connections.remove')}
              </Button>
            </ConnectionForm>
            {isRemoving && <RemoveDialog connection={connection} onClose={() => setIsRemoving(false)} />}
          </>
        );
      }}
    </QueryView>
  );
}

function RemoveDialog({
  connection,
  onClose,
}: {
  readonly connection: Connection;
  readonly onClose: () => void;
}): ReactElement {
  const text = useText();
  const toast = useToast();
  const navigate = useNavigate();
  const remove = useCall('deleteConnection', { stale: ['listConnections'] });
  return (
    <ConfirmDialog
      title={text('connections.removeTitle', { name: connection.name })}
      description={text('connections.removeText')}
      act={text('connections.remove')}
      call={remove}
      onClose={onClose}
      onAct={() =>
        remove.mutate(
          { params: { id: connection.id } },
          {
            onSuccess: () => {
              onClose();
              toast({ text: text('connections.removed', { name: connection.name }) });
              void navigate({ to: '/connections' });
            },
          },
        )
      }
    />
  );
}
