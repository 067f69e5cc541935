import { inviteMemberSchema, userRoles, type Invited, type Member } from '@koppel/protocol';
import { LogOut, ShieldOff, Trash2, UserPlus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ConfirmDialog } from '../app/confirm-dialog.tsx';
import { ProblemNote, useFieldErrors } from '../app/problem.tsx';
import { QueryView } from '../app/query-view.tsx';
import { roleNames } from '../app/role-names.ts';
import { useToast } from '../app/services.tsx';
import { useSession } from '../app/session.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button, IconButton } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Field } from '../kit/field.tsx';
import { Input } from '../kit/input.tsx';
import { Avatar } from '../kit/marks.tsx';
import { Select } from '../kit/select.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { CopyButton } from '../kit/states.tsx';
import { Switch } from '../kit/switch.tsx';
import { AccessRequests } from './access-requests.tsx';

const stale = { stale: ['listMembers'] } as const;

/** Who works in this workspace, and as what. */
export function People(): ReactElement {
  const members = useRead('listMembers', {});
  return (
    <div className="grid gap-3.5">
      <AccessRequests />
      <Invite />
      <QueryView
        query={members}
        skeleton={
          <div className="rounded-3 bg-surface shadow-1">
            <SkeletonRows count={4} height={52} />
          </div>
        }
      >
        {(all) => <Members members={all} />}
      </QueryView>
    </div>
  );
}

function useRoleOptions() {
  const text = useText();
  return userRoles.map((value) => ({ value, label: text(roleNames[value]) }));
}

function Invite(): ReactElement {
  const text = useText();
  const fieldErrors = useFieldErrors();
  const invite = useCall('inviteMember', stale);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Member['role']>('analyst');
  const [invited, setInvited] = useState<Invited | null>(null);
  const options = useRoleOptions();
  const body = { email: email.trim(), role };
  const isReady = inviteMemberSchema.safeParse(body).success;
  return (
    <Card title={text('people.invite')}>
      <form
        className="flex flex-wrap items-end gap-3 px-3.5 py-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady || invite.isPending) return;
          invite.mutate(
            { body },
            {
              onSuccess: (made) => {
                setInvited(made);
                setEmail('');
              },
            },
          );
        }}
      >
        <div className="min-w-60 flex-1">
          <Field label={text('signIn.email')} error={fieldErrors(invite.error)['email']}>
            {(ids) => <Input {...ids} type="email" value={email} onChange={(event) => setEmail(event.target.value)} />}
          </Field>
        </div>
        <Field label={text('people.role')}>
          {(ids) => <Select ids={ids} value={role} options={options} onChange={setRole} className="w-45" />}
        </Field>
        <Button
          type="submit"
          look="primary"
          icon={UserPlus}
          isBusy={invite.isPending}
          reason={isReady ? null : text('people.needsEmail')}
        >
          {text('people.let')}
        </Button>
      </form>
      {!invite.error?.problem?.fields?.['email'] && <ProblemNote error={invite.error} />}
      {invited && <Letter invited={invited} />}
    </Card>
  );
}

/** What the person who was invited is to be given. */
function Letter({ invited: { member, link } }: { readonly invited: Invited }): ReactElement {
  const text = useText();
  const format = useFormat();
  return (
    <div role="status" className="border-t border-line px-3.5 py-3">
      <p className="font-medium">{text('people.isIn', { name: member.name })}</p>
      {link ? (
        <>
          <p className="text-ink-2">{text('people.giveLink', { until: format.dateTime(link.expiresAt) })}</p>
          <p className="mt-1.5 flex items-center gap-2">
            <code className="min-w-0 flex-1 truncate rounded-2 bg-surface-2 px-2 py-1">{link.url}</code>
            <CopyButton text={link.url} label={text('people.copyLink')} doneLabel={text('action.copied')} />
          </p>
        </>
      ) : (
        <p className="text-ink-2">{text('people.isKnown')}</p>
      )}
    </div>
  );
}

function Members({ members }: { readonly members: readonly Member[] }): ReactElement {
  const text = useText();
  const change = useCall('changeMember', stale);
  const remove = useCall('removeMember', stale);
  const signOut = useCall('signOutMember', stale);
  const disable = useCall('disablePerson', stale);
  const toast = useToast();
  const reset = useCall('resetSecondFactor', stale);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const [resetting, setResetting] = useState<Member | null>(null);
  const close = () => {
    setLeaving(null);
    setResetting(null);
    remove.reset();
    reset.reset();
  };
  return (
    <Card title={text('people.members', { n: members.length })}>
      <ProblemNote error={change.error ?? signOut.error ?? disable.error} />
      <ul>
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            onRole={(role) => change.mutate({ params: { id: member.id }, body: { role } })}
            onSignOut={() =>
              signOut.mutate(
                { params: { id: member.id } },
                { onSuccess: () => toast({ text: text('people.signedOut', { name: member.name }) }) },
              )
            }
            onEnabled={(isEnabled) => disable.mutate({ params: { id: member.id }, body: { isDisabled: !isEnabled } })}
            onRemove={() => setLeaving(member)}
            onReset={() => setResetting(member)}
          />
        ))}
      </ul>
      {resetting && (
        <ConfirmDialog
          title={text('factor.resetTitle', { name: resetting.name })}
          description={text('factor.resetText', { name: resetting.name })}
          act={text('factor.reset')}
          call={reset}
          onClose={close}
          onAct={() =>
            reset.mutate(
              { params: { id: resetting.id } },
              {
                onSuccess: () => {
                  toast({ text: text('factor.wasReset', { name: resetting.name }) });
                  close();
                },
              },
            )
          }
        />
      )}
      {leaving && (
        <ConfirmDialog
          title={text('people.removeTitle', { name: leaving.name })}
          description={text('people.removeText')}
          act={text('people.remove')}
          call={remove}
          onClose={close}
          onAct={() => remove.mutate({ params: { id: leaving.id } }, { onSuccess: close })}
        />
      )}
    </Card>
  );
}

function MemberRow({
  member,
  onRole,
  onSignOut,
  onEnabled,
  onRemove,
  onReset,
}: {
  readonly member: Member;
  readonly onRole: (role: Member['role']) => void;
  readonly onSignOut: () => void;
  readonly onEnabled: (isEnabled: boolean) => void;
  readonly onRemove: () => void;
  readonly onReset: () => void;
}): ReactElement {
  const text = useText();
  const { user } = useSession();
  const options = useRoleOptions();
  const isMe = member.id === user.id;
  const note = member.isDisabled ? text('people.disabled') : member.hasPassword ? null : text('people.noPassword');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-3.5 py-2 first:border-t-0">
      <Avatar name={member.name} />
      <span className="min-w-45 flex-1">
        <span className="block font-medium">
          {member.name}
          {isMe && <span className="font-regular text-ink-3"> ({text('people.you')})</span>}
        </span>
        <span className="block text-20 text-ink-2">
          {member.email}
          {note && `, ${note}`}
          {member.hasSecondFactor && `, ${text('factor.has')}`}
        </span>
      </span>
      <Select
        label={text('people.roleOf', { name: member.name })}
        value={member.role}
        options={options}
        onChange={onRole}
        size="s"
        className="w-40"
      />
      {user.isInstanceAdmin && (
        <Switch
          label={text('people.maySignIn', { name: member.name })}
          value={!member.isDisabled}
          onChange={onEnabled}
        />
      )}
      {user.isInstanceAdmin && member.hasSecondFactor && !isMe && (
        <IconButton
          icon={ShieldOff}
          size="s"
          label={text('factor.resetOne', { name: member.name })}
          onClick={onReset}
        />
      )}
      <IconButton icon={LogOut} size="s" label={text('people.signOut', { name: member.name })} onClick={onSignOut} />
      <IconButton
        icon={Trash2}
        size="s"
        label={text('people.removeOne', { name: member.name })}
        reason={isMe ? text('people.notYourself') : null}
        onClick={onRemove}
      />
    </li>
  );
}
