import type { Account } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall } from '../api/use-api.tsx';
import { ProblemNote, useFieldErrors } from '../app/problem.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';

/** After a one-time link: offers to set a password, or to go on without. */
export function FirstPassword({
  account,
  onSaved,
  onDone,
}: {
  readonly account: Account;
  readonly onSaved: (account: Account) => void;
  readonly onDone: () => void;
}): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const save = useCall('setPassword');
  const [password, setPassword] = useState('');
  const fieldError = fieldErrors(save.error)['newPassword'];
  return (
    <form
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (save.isPending) return;
        save.mutate(
          { body: { newPassword: password } },
          {
            onSuccess: (saved) => {
              onSaved(saved);
              onDone();
            },
          },
        );
      }}
    >
      <h1 className="text-60 leading-tight font-bold">{text('signIn.welcome', { name: account.user.name })}</h1>
      <p className="text-40 leading-prose text-ink-2">{text('signIn.setPasswordText')}</p>
      {!fieldError && <ProblemNote error={save.error} />}
      {/* Password managers want the name that the password belongs to. */}
      <input type="email" autoComplete="username" value={account.user.email} readOnly hidden />
      <Field label={text('signIn.newPassword')} help={text('signIn.passwordHelp')} error={fieldError}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            autoFocus
            required
            minLength={12}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {text('signIn.setPassword')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {text('signIn.later')}
        </Button>
      </div>
    </form>
  );
}
