import type { SignedIn } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';

/** E-mail and password. */
export function PasswordSignIn({ onSignedIn }: { readonly onSignedIn: (answer: SignedIn) => void }): ReactElement {
  const text = useText();
  const signIn = useCall('signIn');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (signIn.isPending) return;
        signIn.mutate({ body: { email, password } }, { onSuccess: onSignedIn, onError: () => setPassword('') });
      }}
    >
      <h1 className="text-60 leading-tight font-bold">{text('signIn.title')}</h1>
      <ProblemNote error={signIn.error} />
      <Field label={text('signIn.email')}>
        {(ids) => (
          <Input
            {...ids}
            type="email"
            autoComplete="username"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label={text('signIn.password')}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" isBusy={signIn.isPending} className="w-full">
        {text('signIn.submit')}
      </Button>
      <p className="text-20 text-ink-3">{text('signIn.noAccount')}</p>
    </form>
  );
}
