import type { Member, UserRole } from '@koppel/protocol';
import type { StoredUser } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

type MemberRoutes = 'listMembers' | 'inviteMember' | 'changeMember' | 'removeMember' | 'signOutMember';

/** Who works in a workspace. What changes here holds from the next request on, and for open sockets at once. */
export function memberHandlers(
  { about, members, store }: Services,
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

    async inviteMember({ body: { email, name, role }, audit }) {
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
      audit.about({ id: user.id, title: user.name }).change(null, { email: user.email, role });
      await setRole(user.id, role);
      // Whoever gets the link of somebody known could act as that person in other workspaces.
      const link = known ? null : await links.make(user.id);
      return {
        member: viewOf({ user, role }),
        link: link && { url: link.url, email: user.email, expiresAt: link.expiresAt.toISOString() },
      };
    },

    async changeMember({ params: { id }, body: { role }, audit }) {
      const member = await memberOf(id);
      audit.about({ title: member.user.name }).change({ role: member.role }, { role });
      if (role !== 'administrator' && member.role === 'administrator') await refuseWithoutAdministrator(id);
      await setRole(id, role);
      return viewOf({ ...member, role });
    },

    async removeMember({ params: { id }, audit }) {
      const { user, role } = await memberOf(id);
      audit.about({ title: user.name }).change({ email: user.email, role }, null);
      if (role === 'administrator') await refuseWithoutAdministrator(id);
      await setRole(id, null);
      // Nobody else saw them, and who comes back begins anew.
      await store.views.forget(id);
      return null;
    },

    async signOutMember({ params: { id }, audit }) {
      audit.about({ title: (await memberOf(id)).user.name });
      await sessions.endOthers(id, undefined);
      await people.deleteSignInLinks(id);
      workspaces.revalidateSockets();
      return null;
    },
  };
}

/** Who may come in at all. */
export function peopleHandlers({
  instance,
  sessions,
  workspaces,
}: InstanceServices): Pick<Handlers, 'disablePerson' | 'resetSecondFactor' | 'unbindIdentities'> {
  const { people } = instance;
  return {
    async unbindIdentities({ params: { id } }) {
      if (!(await people.byId(id))) throw notFound('person', id);
      await people.unbindIdentities(id);
      return null;
    },

    async resetSecondFactor({ params: { id }, principal, audit }) {
      if (principal.userId === id) {
        throw new HttpProblem(409, {
          code: 'second-factor.own',
          message: 'Nobody takes the own second factor away like this.',
          remedy: 'Turn it off under Settings › Account, with a code. Without one: koppel people reset-second-factor.',
        });
      }
      const user = await people.byId(id);
      if (!user) throw notFound('person', id);
      audit.about({ title: user.name });
      await people.removeSecondFactor(id);
      await sessions.endOthers(id, undefined);
      workspaces.revalidateSockets();
      return null;
    },

    async disablePerson({ params: { id }, body: { isDisabled }, audit }) {
      const user = await people.byId(id);
      if (!user) throw notFound('person', id);
      audit.about({ title: user.name }).change({ isDisabled: user.isDisabled }, { isDisabled });
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
  const { id, email, name, isDisabled, isInstanceAdmin, passwordHash, secondFactorSince } = user;
  return {
    id,
    email,
    name,
    role: role as UserRole,
    isDisabled,
    isInstanceAdmin,
    hasPassword: passwordHash !== null,
    hasSecondFactor: secondFactorSince !== null,
  };
}
