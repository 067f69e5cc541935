import type { SignedIn } from '@koppel/protocol';
import { useEffect, useRef, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button, Spinner } from '../kit/button.tsx';
import { ProblemNote } from '../app/problem.tsx';

/**
 * Posts the token of a one-time link. It is posted, not fetched by opening the address, so that a mail scanner that opens
 * every link does not use it up.
 */
export function LinkSignIn({
  token,
  onSignedIn,
  onLeave,
}: {
  readonly token: string;
  /** The person signs in with a password instead. */
  readonly onLeave: () => void;
  readonly onSignedIn: (answer: SignedIn) => void;
}): ReactElement {
  const text = useText();
  const signIn = useCall('signInByLink');
  const posted = useRef(false);
  const { mutateAsync } = signIn;
  useEffect(() => {
    if (posted.current) return;
    posted.current = true;
    // The token must not stay in the history of a browser that others use.
    history.replaceState(history.state, '', '/sign-in');
    mutateAsync({ body: { token } }).then(onSignedIn, () => {});
  });
  if (!signIn.error) {
    return (
      <p role="status" className="flex items-center gap-2.5">
        <Spinner />
        {text('signIn.link')}
      </p>
    );
  }
  return (
    <div className="grid gap-3">
      <h1 className="text-60 leading-tight font-bold">{text('signIn.linkRefused')}</h1>
      <p className="text-40 leading-prose text-ink-2">{text('signIn.linkRefusedText')}</p>
      <ProblemNote error={signIn.error} />
      <Button look="primary" onClick={onLeave}>
        {text('signIn.withPassword')}
      </Button>
    </div>
  );
}
