import type { Member } from '@koppel/protocol';
import { ApiProblem, type ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-codes.ts';
import { table, type Output } from '../output.ts';

interface Printed {
  readonly json: boolean;
}

/** `koppel people list`: who works in the workspace. */
export async function listPeople(api: ApiClient, { json }: Printed, output: Output): Promise<number> {
  const members = await api.call('listMembers');
  output.out(json ? JSON.stringify(members, null, 2) : memberTable(members));
  return exitCodes.ok;
}

/** `koppel people invite`: lets somebody in, and prints the link that somebody new signs in with. */
export async function invitePerson(
  api: ApiClient,
  email: string,
  { role, name, json }: Printed & { readonly role: Member['role']; readonly name?: string },
  output: Output,
): Promise<number> {
  const invited = await api.call('inviteMember', { body: { email, role, ...(name ? { name } : {}) } });
  if (json) output.out(JSON.stringify(invited, null, 2));
  else {
    output.out(memberTable([invited.member]));
    if (invited.link)
      output.out(`\nSigns in once with this link, until ${invited.link.expiresAt}:\n${invited.link.url}`);
  }
  return exitCodes.ok;
}

/** `koppel people role`: another role, at once. */
export async function changeRole(
  api: ApiClient,
  { email, role }: { readonly email: string; readonly role: Member['role'] },
  { json }: Printed,
  output: Output,
): Promise<number> {
  const { id } = await memberOf(api, email);
  const member = await api.call('changeMember', { params: { id }, body: { role } });
  output.out(json ? JSON.stringify(member, null, 2) : memberTable([member]));
  return exitCodes.ok;
}

export const personActs = {
  remove: { description: 'take somebody out of the workspace, at once', done: 'is no member any more' },
  'sign-out': { description: 'end all sessions of somebody, on every machine', done: 'is signed out everywhere' },
  disable: { description: 'keep somebody out of every workspace', done: 'cannot sign in any more' },
  'reset-second-factor': {
    description: 'take the second factor of somebody away who has lost it, and end all sessions of that person',
    done: 'signs in without a second factor, until there is a new one',
  },
  unbind: {
    description: 'forget who somebody is at the provider of sign-ins: the next sign-on binds anew, by e-mail',
    done: 'is bound anew at the next sign-on',
  },
  enable: { description: 'let somebody in again', done: 'can sign in again' },
} as const;

/** `koppel people remove`, `sign-out`, `disable`, `reset-second-factor`, `unbind` and `enable`. */
export async function actOnPerson(
  api: ApiClient,
  act: keyof typeof personActs,
  email: string,
  output: Output,
): Promise<number> {
  const { id, name } = await memberOf(api, email);
  const params = { id };
  if (act === 'remove') await api.call('removeMember', { params });
  else if (act === 'sign-out') await api.call('signOutMember', { params });
  else if (act === 'reset-second-factor') await api.call('resetSecondFactor', { params });
  else if (act === 'unbind') await api.call('unbindIdentities', { params });
  else await api.call('disablePerson', { params, body: { isDisabled: act === 'disable' } });
  output.out(`${name} ${personActs[act].done}.`);
  return exitCodes.ok;
}

/** `koppel people requests`: who waits for a right. */
export async function listRequests(api: ApiClient, { json }: Printed, output: Output): Promise<number> {
  const waiting = await api.call('listAccessRequests');
  if (json) output.out(JSON.stringify(waiting, null, 2));
  else if (waiting.length === 0) output.out('Nobody waits for a right.');
  else {
    const rows = waiting.map(({ id, person, permission, message, roles }) => [
      id,
      person.email,
      person.role,
      permission,
      roles.join(', '),
      message ?? '',
    ]);
    output.out(table(['Request', 'E-mail', 'Role', 'Asks for', 'Roles with it', 'Message'], rows));
  }
  return exitCodes.ok;
}

/** `koppel people grant` and `refuse`: what becomes of a request. */
export async function decideRequest(
  api: ApiClient,
  id: string,
  { role, comment, json }: Printed & { readonly role: Member['role'] | null; readonly comment?: string },
  output: Output,
): Promise<number> {
  const body = { role, ...(comment === undefined ? {} : { comment }) };
  const decided = await api.call('decideAccess', { params: { id }, body });
  if (json) output.out(JSON.stringify(decided, null, 2));
  else output.out(role === null ? 'The request was refused.' : `Whoever asked is ${role} now.`);
  return exitCodes.ok;
}

async function memberOf(api: ApiClient, email: string): Promise<Member> {
  const wanted = email.trim().toLowerCase();
  const member = (await api.call('listMembers')).find((one) => one.email === wanted);
  if (member) return member;
  throw new ApiProblem(404, {
    code: 'cli.no-member',
    message: `Nobody with the e-mail address ${email} works in this workspace.`,
    remedy: 'See who does: koppel people list',
  });
}

function memberTable(members: readonly Member[]): string {
  return table(
    ['Name', 'E-mail', 'Role', 'Second factor', 'State'],
    members.map(({ name, email, role, isDisabled, hasPassword, hasSecondFactor }) => [
      name,
      email,
      role,
      hasSecondFactor ? 'yes' : '',
      isDisabled ? 'disabled' : hasPassword ? '' : 'no password yet',
    ]),
  );
}
