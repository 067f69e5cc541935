import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { Icon } from '../kit/icon.tsx';
import { useLasting, useNow } from '../kit/timing.ts';
import type { ConnectionState } from '../live/connection.ts';
import { useLive, useLiveConnection } from '../live/use-live.tsx';

/** A thin bar while the socket is away. Short interruptions that heal by themselves are not worth a word. */
export function ConnectionBar(): ReactElement | null {
  const text = useText();
  const live = useLive();
  const connection = useLiveConnection();
  const isAway = useLasting(isLost(connection), 1_500);
  const now = useNow(1_000, isAway);
  if (connection.status === 'refused' && connection.reason !== 'signedOut') {
    return (
      <Bar>
        {text(connection.reason === 'outdated' ? 'connection.outdated' : 'connection.forbidden')}
        <button type="button" onClick={() => location.reload()} className="ml-auto underline underline-offset-2">
          {text('connection.reload')}
        </button>
      </Bar>
    );
  }
  if (!isAway) return null;
  const seconds = connection.status === 'lost' ? Math.ceil((connection.retryAt - now) / 1000) : 0;
  return (
    <Bar>
      {seconds > 0 ? text('connection.lostIn', { seconds }) : text('connection.lost')}
      <button type="button" onClick={() => live.tryNow()} className="ml-auto underline underline-offset-2">
        {text('connection.tryNow')}
      </button>
    </Bar>
  );
}

function isLost(connection: ConnectionState): boolean {
  return connection.status === 'lost' || (connection.status === 'connecting' && connection.lostAt !== null);
}

function Bar({ children }: { readonly children: React.ReactNode }): ReactElement {
  return (
    <div
      role="alert"
      className="flex min-h-8.5 flex-none items-center gap-2.25 bg-warn-soft px-3.5 text-20 font-medium text-warn-text"
    >
      <Icon of={TriangleAlert} size="s" className="text-warn" />
      {children}
    </div>
  );
}
