import type { Connection } from '@koppel/protocol';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useReason } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { SetSecret } from './secret-field.tsx';
import { useSettingTitles } from './setting-titles.ts';

/** The credentials of a connection: when each was set and by whom, and the way to replace it. */
export function SecretsCard({ connection }: { readonly connection: Connection }): ReactElement | null {
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const reason = useReason('connections.edit');
  const titles = useSettingTitles(connection.connectorId);
  const secrets = Object.entries(connection.secrets);
  if (secrets.length === 0) return null;
  const replace = (name: string) =>
    void navigate({
      to: '/connections/$id',
      params: { id: connection.id },
      search: { tab: 'settings', replace: name },
    });
  return (
    <Card title={text('connections.secrets')}>
      <dl className="grid gap-2.5 px-3.5 py-2.5">
        {secrets.map(([name, { setAt, setBy, expiresOn }]) => {
          const title = titles.get(name) ?? name;
          return (
            <div key={name}>
              <dt className="mb-0.75 text-20 text-ink-2">{title}</dt>
              <dd>
                <SetSecret setAt={setAt} setBy={setBy}>
                  <Button
                    look="quiet"
                    size="s"
                    aria-label={text('connections.replaceOf', { name: title })}
                    reason={reason}
                    onClick={() => replace(name)}
                  >
                    {text('connections.replace')}
                  </Button>
                </SetSecret>
                {expiresOn && (
                  <span className="block pt-1 text-20 text-ink-2">
                    {text('expiry.until', { date: format.date(expiresOn) })}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <p className="px-3.5 pb-3 text-20 text-ink-3">{text('connections.secretHelp')}</p>
    </Card>
  );
}
