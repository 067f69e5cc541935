import { setPasswordSchema } from '@koppel/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { keyOf, useCall } from '../api/use-api.tsx';
import { ProblemNote, useFieldErrors } from '../app/problem.tsx';
import { useToast } from '../app/services.tsx';
import { useSession } from '../app/session.tsx';
import { useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { SecondFactor } from './second-factor.tsx';

/** The signed-in person: name, e-mail and password, and the second factor. */
export function Account(): ReactElement {
  return (
    <div className="grid gap-3.5">
      <NameAndPassword />
      <SecondFactor />
    </div>
  );
}

function NameAndPassword(): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const toast = useToast();
  const client = useQueryClient();
  const { user } = useSession();
  const save = useCall('setPassword');
  const [name, setName] = useState(user.name);
  const [email, setEmail] = useState(user.email);
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const fields = fieldErrors(save.error);

  const body = {
    ...(name === user.name ? {} : { name }),
    ...(email === user.email ? {} : { email }),
    ...(currentPassword === '' ? {} : { currentPassword }),
    newPassword,
  };
  const isReady = setPasswordSchema.safeParse(body).success;

  const submit = () =>
    save.mutate(
      { body },
      {
        onSuccess: () => {
          void client.invalidateQueries({ queryKey: keyOf('getSession') });
          setCurrentPassword('');
          setNewPassword('');
          toast({ text: text('settings.accountSaved') });
        },
      },
    );

  return (
    <Card title={text('settings.account')}>
      <form
        className="grid max-w-100 gap-3.5 px-3.5 py-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !save.isPending) submit();
        }}
      >
        <ProblemNote error={save.error} />
        <Field label={text('settings.name')} error={fields['name']}>
          {(ids) => (
            <Input {...ids} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={text('signIn.email')} error={fields['email']}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        {user.hasPassword && (
          <Field label={text('settings.currentPassword')} error={fields['currentPassword']}>
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="current-password"
                value={currentPassword}
                onChange={(event) => setCurrentPassword(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={text('signIn.newPassword')} help={text('signIn.passwordHelp')} error={fields['newPassword']}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              minLength={12}
              value={newPassword}
              onChange={(event) => setNewPassword(event.target.value)}
            />
          )}
        </Field>
        <div>
          <Button
            type="submit"
            look="primary"
            isBusy={save.isPending}
            reason={isReady ? null : text('settings.accountReason')}
          >
            {text('action.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
