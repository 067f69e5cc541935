import { createApiTokenSchema, type ApiToken, type Permission } from '@koppel/protocol';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ConfirmDialog } from '../app/confirm-dialog.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { useToast } from '../app/services.tsx';
import { useSession } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Checkbox } from '../kit/checkbox.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Select } from '../kit/select.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { CopyButton } from '../kit/states.tsx';
import { useNow } from '../kit/timing.ts';

const stale = { stale: ['listApiTokens'] } as const;
const lives = [30, 90, 180, 365] as const;

/** What programs sign in with in this workspace. */
export function ApiTokens(): ReactElement {
  const tokens = useRead('listApiTokens', {});
  return (
    <div className="grid gap-3.5">
      <MakeToken />
      <QueryView query={tokens} skeleton={<SkeletonRows count={3} height={52} />}>
        {(all) => <TokenList tokens={all} />}
      </QueryView>
    </div>
  );
}

function MakeToken(): ReactElement {
  const text = useText();
  const { permissions: mine } = useSession();
  const make = useCall('createApiToken', stale);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Permission[]>([]);
  const [days, setDays] = useState<number>(lives[1]);
  const body = { name, permissions: [...chosen], expiresInDays: days };
  const isReady = createApiTokenSchema.safeParse(body).success;
  const submit = () => {
    make.mutate(
      { body },
      {
        onSuccess: () => {
          setName('');
          setChosen([]);
        },
      },
    );
  };
  return (
    <Card title={text('token.make')}>
      <form
        className="grid gap-3.5 px-3.5 py-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !make.isPending) submit();
        }}
      >
        <p className="text-ink-2">{text('token.makeText')}</p>
        <ProblemNote error={make.error} />
        <div className="flex flex-wrap gap-3">
          <div className="min-w-60 flex-1">
            <Field label={text('token.name')} help={text('token.nameHelp')}>
              {(ids) => (
                <Input {...ids} maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
              )}
            </Field>
          </div>
          <Field label={text('token.expiry')}>
            {(ids) => (
              <Select
                ids={ids}
                value={String(days)}
                options={lives.map((n) => ({ value: String(n), label: text('token.days', { n }) }))}
                onChange={(value) => setDays(Number(value))}
                className="w-40"
              />
            )}
          </Field>
        </div>
        <Rights mine={mine} chosen={chosen} onChange={setChosen} />
        <div>
          <Button
            type="submit"
            look="primary"
            icon={KeyRound}
            isBusy={make.isPending}
            reason={isReady ? null : text('token.notReady')}
          >
            {text('token.submit')}
          </Button>
        </div>
      </form>
      {make.data && (
        <div role="status" className="border-t border-line px-3.5 py-3">
          <p className="font-medium">{text('token.made', { name: make.data.token.name })}</p>
          <p className="mt-1.5 flex items-center gap-2">
            <code className="min-w-0 flex-1 rounded-2 bg-surface-2 px-2 py-1 break-all">{make.data.text}</code>
            <CopyButton text={make.data.text} label={text('token.copy')} doneLabel={text('action.copied')} />
          </p>
        </div>
      )}
    </Card>
  );
}

/** A tick for each right that the person has: a token never has more. */
function Rights({
  mine,
  chosen,
  onChange,
}: {
  readonly mine: readonly Permission[];
  readonly chosen: readonly Permission[];
  readonly onChange: (chosen: readonly Permission[]) => void;
}): ReactElement {
  const text = useText();
  const reading = mine.filter((permission) => permission.endsWith('.read'));
  return (
    <fieldset>
      <legend className="mb-0.75 text-20 text-ink-2">{text('token.rights')}</legend>
      <ul className="grid grid-cols-2 gap-x-6 max-narrow:grid-cols-1">
        {mine.map((permission) => (
          <li key={permission}>
            <label className="flex min-h-7 items-center gap-2">
              <Checkbox
                value={chosen.includes(permission)}
                onChange={(isChosen) =>
                  onChange(isChosen ? [...chosen, permission] : chosen.filter((one) => one !== permission))
                }
              />
              {text(`right.${permission}`)}
            </label>
          </li>
        ))}
      </ul>
      <div className="mt-1 flex flex-wrap gap-2">
        <Button size="s" onClick={() => onChange(reading)}>
          {text('token.onlyRead')}
        </Button>
        <Button size="s" onClick={() => onChange(mine)}>
          {text('token.allRights')}
        </Button>
        <Button size="s" look="quiet" onClick={() => onChange([])}>
          {text('token.noRights')}
        </Button>
      </div>
    </fieldset>
  );
}

function TokenList({ tokens }: { readonly tokens: readonly ApiToken[] }): ReactElement {
  const text = useText();
  const toast = useToast();
  const revoke = useCall('revokeApiToken', stale);
  const [leaving, setLeaving] = useState<ApiToken | null>(null);
  const close = () => {
    setLeaving(null);
    revoke.reset();
  };
  return (
    <Card title={text('token.count', { n: tokens.length })}>
      {tokens.length === 0 && <p className="px-3.5 py-3 text-ink-2">{text('token.none')}</p>}
      <ul>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} onRevoke={() => setLeaving(token)} />
        ))}
      </ul>
      {leaving && (
        <ConfirmDialog
          title={text('token.revokeTitle', { name: leaving.name })}
          description={text('token.revokeText')}
          act={text('token.revoke')}
          call={revoke}
          onClose={close}
          onAct={() =>
            revoke.mutate(
              { params: { id: leaving.id } },
              {
                onSuccess: () => {
                  toast({ text: text('token.revoked', { name: leaving.name }) });
                  close();
                },
              },
            )
          }
        />
      )}
    </Card>
  );
}

function TokenRow({ token, onRevoke }: { readonly token: ApiToken; readonly onRevoke: () => void }): ReactElement {
  const text = useText();
  const format = useFormat();
  const { user } = useSession();
  const now = useNow(60_000);
  const { name, owner, permissions, expiresAt, lastUsedAt } = token;
  const day = format.date(expiresAt);
  const hasRunOut = Date.parse(expiresAt) <= now;
  const rights = permissions.map((permission) => text(`right.${permission}`)).join(', ');
  return (
    <li className="flex items-center gap-3 border-t border-line px-3.5 py-2 first:border-t-0">
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {name}
          {owner.id !== user.id && (
            <span className="font-regular text-ink-3"> {text('token.of', { owner: owner.name })}</span>
          )}
        </p>
        <p className="text-20 text-ink-2">{rights ? text('token.may', { rights }) : text('token.mayNothing')}</p>
        <p className="text-20 text-ink-2">
          <span className={hasRunOut ? 'text-fail-text' : ''}>
            {text(hasRunOut ? 'token.ranOut' : 'token.until', { day })}
          </span>
          {', '}
          {lastUsedAt ? text('token.used', { at: format.dateTime(lastUsedAt) }) : text('token.neverUsed')}
        </p>
      </div>
      <IconButton icon={Trash2} size="s" label={text('token.revokeOne', { name })} onClick={onRevoke} />
    </li>
  );
}
