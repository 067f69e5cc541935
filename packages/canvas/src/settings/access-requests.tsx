import type { UserRole, WaitingAccess } from '@koppel/protocol';
import { useState, type ReactElement } from 'react';
import { useCall, useRead } from '../api/use-api.tsx';
import { ProblemNote } from '../app/problem.tsx';
import { roleNames } from '../app/role-names.ts';
import { useToast } from '../app/services.tsx';
import { useFormat, useText } from '../i18n/locale.tsx';
import { Button } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Input } from '../kit/input.tsx';
import { Avatar } from '../kit/marks.tsx';
import { Select } from '../kit/select.tsx';

/** Who waits for a right; nothing while nobody does. */
export function AccessRequests(): ReactElement | null {
  const text = useText();
  const { data = [], error } = useRead('listAccessRequests', {}, { everyMs: 60_000 });
  if (data.length === 0) return error ? <ProblemNote error={error} /> : null;
  return (
    <Card title={text('access.requests', { n: data.length })}>
      <ul>
        {data.map((request) => (
          <Row key={request.id} request={request} />
        ))}
      </ul>
    </Card>
  );
}

function Row({
  request: { id, person, permission, message, askedAt, roles },
}: {
  readonly request: WaitingAccess;
}): ReactElement {
  const text = useText();
  const format = useFormat();
  const toast = useToast();
  const decide = useCall('decideAccess', { stale: ['listAccessRequests', 'listMembers'] });
  const [role, setRole] = useState<UserRole>(roles[0] ?? 'administrator');
  const [comment, setComment] = useState('');
  const send = (given: UserRole | null) =>
    decide.mutate(
      { params: { id }, body: { role: given, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) } },
      {
        onSuccess: () =>
          toast({ text: text(given === null ? 'access.wasRefused' : 'access.wasGranted', { name: person.name }) }),
      },
    );
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-3.5 py-2.5 first:border-t-0">
      <Avatar name={person.name} />
      <span className="min-w-60 flex-1">
        <span className="block font-medium">
          {text('access.asks', { name: person.name, right: text(`right.${permission}`) })}
        </span>
        <span className="block text-20 text-ink-2">
          {text(roleNames[person.role])}, {format.dateTime(askedAt)}
        </span>
        {message && <span className="block">{message}</span>}
      </span>
      <Select
        label={text('people.roleOf', { name: person.name })}
        value={role}
        options={roles.map((value) => ({ value, label: text(roleNames[value]) }))}
        onChange={setRole}
        size="s"
        className="w-40"
      />
      <Button size="s" look="primary" isBusy={decide.isPending} onClick={() => send(role)}>
        {text('access.grant')}
      </Button>
      <Input
        size="s"
        aria-label={text('access.comment', { name: person.name })}
        placeholder={text('access.commentShort')}
        maxLength={500}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        className="max-w-50"
      />
      <Button size="s" isBusy={decide.isPending} onClick={() => send(null)}>
        {text('access.refuse')}
      </Button>
      <ProblemNote error={decide.error} />
    </li>
  );
}
