import type { Connection } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useReason } from '../app/session.tsx';
import { useFormat, useSentence, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Note } from '../kit/status-pill.tsx';

/** The sign-in of a person at the provider: who, since when, and the way there and out again. Nothing where none is needed. */
export function GrantCard({ connection }: { readonly connection: Connection }): ReactElement | null {
  const text = useText();
  const sentence = useSentence();
  const format = useFormat();
  const reason = useReason('connections.edit');
  const connect = useCall('connectConnection');
  const disconnect = useCall('disconnectConnection', { stale: ['listConnections'] });
  const { grant, id } = connection;
  if (!grant) return null;
  const { state, account, connectedAt, connectedBy, problem, redirectUri } = grant;
  const isKnown = state !== 'open';
  return (
    <Card title={text('connections.grant')}>
      <div className="grid gap-2.5 px-3.5 py-3">
        <ProblemNote error={connect.error ?? disconnect.error} />
        {problem && (
          <Note status="fail">
            {sentence(problem.message)} {problem.answer && `“${problem.answer}”`} {sentence(problem.remedy)}
          </Note>
        )}
        {state === 'connected' && (
          <p>
            {account === ''
              ? text('connections.grantSomebody', { date: format.date(connectedAt ?? ''), by: connectedBy })
              : text('connections.grantOf', { account, date: format.date(connectedAt ?? ''), by: connectedBy })}
          </p>
        )}
        {state === 'open' && !problem && <p className="text-ink-2">{text('connections.grantOpen')}</p>}
        <div className="flex flex-wrap gap-2">
          <Button
            look={state === 'connected' ? 'plain' : 'primary'}
            reason={reason}
            isBusy={connect.isPending || connect.isSuccess}
            onClick={() => connect.mutate({ params: { id } }, { onSuccess: ({ url }) => window.location.assign(url) })}
          >
            {text(isKnown ? 'connections.connectAgain' : 'connections.connect')}
          </Button>
          {isKnown && (
            <Button
              look="quiet"
              reason={reason}
              isBusy={disconnect.isPending}
              onClick={() => disconnect.mutate({ params: { id } })}
            >
              {text('connections.disconnect')}
            </Button>
          )}
        </div>
        <p className="text-20 break-words text-ink-3">
          {text('connections.redirectUri')} <code className="select-all">{redirectUri}</code>
        </p>
      </div>
    </Card>
  );
}
