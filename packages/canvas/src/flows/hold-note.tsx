import type { FlowHold } from '@koppel/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useText } from '../i18n/locale.tsx';
import { buttonClass } from '../kit/button.tsx';
import { Note } from '../kit/status-pill.tsx';

/** That a flow which is on rests, why, and the way to mend it. */
export function HoldNote({ hold }: { readonly hold: FlowHold }): ReactElement {
  const text = useText();
  return (
    <div role="status" className="border-b border-line bg-surface px-4 py-2">
      <Note status="fail" action={<ConnectionLink id={hold.connectionId} />}>
        <p className="font-bold">{text('hold.title', { connection: hold.connectionName })}</p>
        <p>{text('hold.text')}</p>
      </Note>
    </div>
  );
}

/** Leads to the connection whose sign-in was refused. */
export function ConnectionLink({ id }: { readonly id: string }): ReactElement {
  const text = useText();
  return (
    <Link to="/connections/$id" params={{ id }} className={buttonClass('plain', 's')}>
      {text('hold.fix')}
    </Link>
  );
}
