import type { Account, SignedIn } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { keyOf } from '../api/use-api.tsx';
import { BrandMark } from '../app/brand.tsx';
import { useText } from '../i18n/locale.tsx';
import { FirstPassword } from './first-password.tsx';
import { LinkSignIn } from './link-sign-in.tsx';
import { PasswordSignIn } from './password-sign-in.tsx';
import { SignOnNote, SingleSignOn } from './single-sign-on.tsx';
import { SecondFactorStep } from './second-factor-step.tsx';

/**
 * Signs in: with a password, or with the one-time link in the address, which then offers to set a password. In between, whoever
 * has a second factor is asked for its code. Or at the provider of the company, and comes back here where that failed.
 */
export function SignInScreen(): ReactElement {
  const text = useText();
  const { token: tokenInAddress, next, step, refused } = useSearch({ from: '/sign-in' });
  // The link takes its token out of the address; it stays the way in until the person chooses another.
  const [token, setToken] = useState(tokenInAddress);
  const client = useQueryClient();
  const [newcomer, setNewcomer] = useState<Account | null>(null);
  const [owesSecondFactor, setOwesSecondFactor] = useState(step === 'second-factor');

  const remember = (account: Account) => {
    // What somebody else read on this page is not this person's to see.
    client.clear();
    client.setQueryData(keyOf('getAccount', {}), account);
  };
  // Another page: whatever was open before it belonged to another session.
  const enter = () => location.replace(next ?? '/');
  const welcome = (account: Account) => {
    remember(account);
    // Whoever came by a link has perhaps no password yet.
    if (token && !account.user.hasPassword) setNewcomer(account);
    else enter();
  };
  const proceed = (answer: SignedIn) => {
    if ('wants' in answer) setOwesSecondFactor(true);
    else welcome(answer);
  };

  return (
    <main className="grid h-full place-items-center overflow-y-auto bg-app px-4 py-8">
      <title>{`${text('signIn.title')} – Koppel`}</title>
      <div className="w-full max-w-90">
        <div className="mb-4 flex items-center gap-2.5">
          <span className="grid h-7.5 w-11 place-items-center rounded-3 bg-rail">
            <BrandMark />
          </span>
          <b className="text-50 font-bold">Koppel</b>
        </div>
        <div className="rounded-4 bg-surface px-5.5 py-5 shadow-2">
          {newcomer ? (
            <FirstPassword account={newcomer} onSaved={remember} onDone={enter} />
          ) : owesSecondFactor ? (
            <SecondFactorStep
              onSignedIn={welcome}
              onLeave={() => {
                setToken(undefined);
                setOwesSecondFactor(false);
              }}
            />
          ) : token ? (
            <LinkSignIn token={token} onLeave={() => setToken(undefined)} onSignedIn={proceed} />
          ) : (
            <>
              {refused && <SignOnNote reason={refused} />}
              <PasswordSignIn onSignedIn={proceed} />
              <SingleSignOn next={next} />
            </>
          )}
        </div>
      </div>
    </main>
  );
}
