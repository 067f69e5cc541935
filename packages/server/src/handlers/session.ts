import type { Language } from '@koppel/model';
import { permissionsOfRole } from '../auth/permissions.ts';
import type { Handlers } from '../http/handlers.ts';
import { may } from '../http/principal.ts';
import { signInNeeded } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

/** Who is signed in, as a member of this workspace. */
export function sessionHandlers(
  { about, isDemoOn }: Services,
  { instance, workspaces }: InstanceServices,
): Pick<Handlers, 'getSession'> {
  return {
    async getSession({ principal }) {
      const { id, slug, name, environment, timeZone, language, isTwoPerson } = about();
      const role = principal.role!;
      const shared = {
        workspace: { id, slug, name, environment, timeZone, language: language as Language, isTwoPerson },
        permissions: permissionsOfRole[role].filter((permission) => may(principal, permission)),
        isDemoOn,
      };
      if (principal.kind === 'commandLine') {
        const { userId, isInstanceAdmin } = principal;
        return {
          ...shared,
          user: {
            id: userId,
            email: '',
            name: principal.name,
            role,
            hasPassword: false,
            isInstanceAdmin,
            hasSeenTour: true,
          },
          workspaces: workspaces.all('administrator'),
          csrfToken: '',
        };
      }
      const user = await instance.people.byId(principal.userId);
      if (!user) throw signInNeeded();
      const { email, isInstanceAdmin, passwordHash, tourSeenAt } = user;
      const hasSeenTour = tourSeenAt !== null;
      return {
        ...shared,
        user: {
          id: user.id,
          email,
          name: user.name,
          role,
          hasPassword: passwordHash !== null,
          isInstanceAdmin,
          hasSeenTour,
        },
        workspaces: workspaces.of(principal.memberships),
        csrfToken: principal.csrfToken ?? '',
      };
    },
  };
}
