import type { Connection } from '@koppel/protocol';
import type { ReactElement } from 'react';
import { useFormat, useLocalized, useText } from '../i18n/locale.tsx';
import { Note } from '../kit/status-pill.tsx';

type Expiring = Connection['expiring'][number];

/** A function that says in a sentence which credential runs out or has run out, and when. */
export function useExpiryText(): (expiring: Expiring) => string {
  const text = useText();
  const format = useFormat();
  const localized = useLocalized();
  return ({ credential, title, on, state }) => {
    const known = title ? localized(title) : credential;
    const values = { name: credential === 'grant' ? text('connections.grant') : known, date: format.date(on) };
    return text(state === 'expired' ? 'expiry.expired' : 'expiry.soon', values);
  };
}

/** What of a connection runs out or has run out. */
export function ExpiryNotes({ connection }: { readonly connection: Connection }): ReactElement[] {
  const text = useText();
  const inWords = useExpiryText();
  return connection.expiring.map((expiring) => (
    <Note key={expiring.credential} status={expiring.state === 'soon' ? 'warn' : 'fail'}>
      {inWords(expiring)} {text(expiring.credential === 'grant' ? 'expiry.connectAgain' : 'expiry.replace')}
    </Note>
  ));
}
