import type { Member, UserRole } from '@koppel/protocol';
import type { StoredUser } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

type MemberRoutes = 'listMembers' | 'inviteMember' | 'changeMember' | 'removeMember' | 'signOutMember';

/** Who works in a workspace. What changes here holds from the next request on, and for open sockets at once. */
export function memberHandlers(
  { about, members }: Services,
  { instance, links, sessions, workspaces }: InstanceServices,
): Pick<Handlers, MemberRoutes> {
  const { people } = instance;

  const memberOf = async (id: string) => {
    const member = (await members()).find(({ user }) => user.id === id);
    if (!member) throw notFound('member', id);
    return member;
  };

  /** Nobody could give rights any more: not even the one who takes them away now. */
  const refuseWithoutAdministrator = async (id: string) => {
    const isLeft = (await members()).some(
      ({ user, role }) => user.id !== id && role === 'administrator' && !user.isDisabled,
    );
    if (isLeft) return;
    throw new HttpProblem(409, {
      code: 'people.last-administrator',
      message: 'This is the last administrator of the workspace.',
      remedy: 'Make somebody else an administrator first.',
    });
  };

  const setRole = async (userId: string, role: UserRole | null) => {
    await people.setMembership({ userId, workspaceId: about().id, role });
    workspaces.revalidateSockets();
  };

  return {
    listMembers: async () => (await members()).map(viewOf),

    async inviteMember({ body: { email, name, role } }) {
      const known = await people.byEmail(email);
      if (known && (await members()).some(({ user }) => user.id === known.id)) {
        throw new HttpProblem(409, {
          code: 'people.is-member',
          message: `${known.name} is a member of this workspace already.`,
          remedy: 'Change the role in the list.',
          fields: { email: 'This person is a member already.' },
        });
      }
      const user = known ?? (await people.create({ email, name: name ?? email.split('@')[0]!, passwordHash: null }));
      if (user === 'emailTaken') throw new Error(`${email} was taken meanwhile.`);
      await setRole(user.id, role);
      // Whoever gets the link of somebody known could act as that person in other workspaces.
      const link = known ? null : await links.make(user.id);
      return {
        member: viewOf({ user, role }),
        link: link && { url: link.url, email: user.email, expiresAt: link.expiresAt.toISOString() },
      };
    },

    async changeMember({ params: { id }, body: { role } }) {
      const member = await memberOf(id);
      if (role !== 'administrator' && member.role === 'administrator') await refuseWithoutAdministrator(id);
      await setRole(id, role);
      return viewOf({ ...member, role });
    },

    async removeMember({ params: { id } }) {
      const { role } = await memberOf(id);
      if (role === 'administrator') await refuseWithoutAdministrator(id);
      await setRole(id, null);
      return null;
    },

    async signOutMember({ params: { id } }) {
      await memberOf(id);
      await sessions.endOthers(id, undefined);
      await people.deleteSignInLinks(id);
      workspaces.revalidateSockets();
      return null;
    },
  };
}

/** Who may come in at all. */
export function peopleHandlers({ instance, workspaces }: InstanceServices): Pick<Handlers, 'disablePerson'> {
  const { people } = instance;
  return {
    async disablePerson({ params: { id }, body: { isDisabled } }) {
      const user = await people.byId(id);
      if (!user) throw notFound('person', id);
      const others = (await people.list()).filter((one) => one.id !== id && one.isInstanceAdmin && !one.isDisabled);
      if (isDisabled && user.isInstanceAdmin && others.length === 0) {
        throw new HttpProblem(409, {
          code: 'people.last-instance-administrator',
          message: 'This is the last administrator of this Koppel.',
          remedy: 'Somebody else must be one first.',
        });
      }
      await people.update(id, { isDisabled });
      workspaces.revalidateSockets();
      return null;
    },
  };
}

function viewOf({ user, role }: { readonly user: StoredUser; readonly role: string }): Member {
  const { id, email, name, isDisabled, isInstanceAdmin, passwordHash } = user;
  return { id, email, name, role: role as UserRole, isDisabled, isInstanceAdmin, hasPassword: passwordHash !== null };
}
