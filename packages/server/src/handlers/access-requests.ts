import { permissions, userRoles, type Permission, type UserRole } from '@koppel/protocol';
import type { StoredAccessRequest } from '@koppel/store';
import { permissionsOfRole } from '../auth/permissions.ts';
import type { Handlers } from '../http/handlers.ts';
import { may } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

type AccessRoutes = 'getAccess' | 'askAccess' | 'listAccessRequests' | 'decideAccess';

/** Who lacks a right asks the administrators of the workspace for it. */
export function accessRequestHandlers(
  { about, members }: Services,
  { instance, workspaces }: InstanceServices,
): Pick<Handlers, AccessRoutes> {
  const { people } = instance;

  /** Without those who have the right by now: to give them a role would only take something away. */
  const waiting = async () =>
    (await people.openAccessRequests(about().id)).filter(
      ({ request, role }) => !permissionsOfRole[role as UserRole].includes(viewOf(request).permission),
    );

  return {
    async getAccess({ principal }) {
      const administrators = (await members()).filter(
        ({ user, role }) => role === 'administrator' && !user.isDisabled && user.id !== principal.userId,
      );
      const requests = await people.accessRequestsOf({ userId: principal.userId, workspaceId: about().id });
      return { administrators: administrators.map(({ user }) => user.name), requests: requests.map(viewOf) };
    },

    async askAccess({ body: { permission, message }, principal, audit }) {
      audit.change(null, { permission }).because(message ?? '');
      if (may(principal, permission)) {
        throw new HttpProblem(409, {
          code: 'access.has-it',
          message: 'You have this right already.',
          remedy: 'Load the page again.',
        });
      }
      const { userId } = principal;
      const asked = await people.askAccess({
        userId,
        workspaceId: about().id,
        permission,
        message: message || null,
      });
      // The role may have been taken away since the request came in.
      if (asked === 'notMember') throw notFound('workspace', about().slug);
      if (asked === 'refused') {
        throw new HttpProblem(409, {
          code: 'access.refused-today',
          message: 'An administrator refused this within the last day.',
          remedy: 'Talk to one of them, or ask again tomorrow.',
        });
      }
      if (asked === 'limited') {
        throw new HttpProblem(429, {
          code: 'access.too-many',
          message: 'You asked for rights five times within a day.',
          remedy: 'Talk to an administrator, or ask again tomorrow.',
        });
      }
      return viewOf(asked);
    },

    async listAccessRequests() {
      return (await waiting()).map(({ request, user, role }) => {
        const { decision: _decision, ...view } = viewOf(request);
        return {
          ...view,
          person: { id: user.id, name: user.name, email: user.email, role: role as UserRole },
          roles: rolesWith(view.permission, role as UserRole),
        };
      });
    },

    async decideAccess({ params: { id }, body: { role, comment }, principal, audit }) {
      audit.because(comment ?? '');
      const asked = (await waiting()).find(({ request }) => request.id === id);
      if (asked && role !== null && !permissionsOfRole[role].includes(viewOf(asked.request).permission)) {
        throw new HttpProblem(400, {
          code: 'access.role-without-right',
          message: `The role "${role}" does not have the right that was asked for.`,
          remedy: 'Choose another role, or refuse.',
          fields: { role: 'This role does not have the right.' },
        });
      }
      const decided =
        asked &&
        (await people.decideAccess(
          { id, workspaceId: about().id },
          { presentRole: asked.role, role, by: principal.name, comment: comment || null },
        ));
      if (!decided || decided === 'missing') throw notFound('request', id);
      if (decided === 'decided') {
        throw new HttpProblem(409, {
          code: 'access.decided',
          message: 'Somebody decided about this request already.',
          remedy: 'Load the list again.',
        });
      }
      audit.about({ title: asked.user.name }).change({ role: asked.role }, { role: role ?? asked.role });
      if (role !== null) workspaces.revalidateSockets();
      return viewOf(decided);
    },
  };
}

/** The roles that have a right: those that keep all the person has now first, and of these the one that gives least. */
function rolesWith(permission: Permission, present: UserRole): UserRole[] {
  const lost = (role: UserRole) =>
    permissionsOfRole[present].filter((one) => !permissionsOfRole[role].includes(one)).length;
  return userRoles
    .filter((role) => permissionsOfRole[role].includes(permission))
    .toSorted((a, b) => lost(a) - lost(b) || permissionsOfRole[a].length - permissionsOfRole[b].length);
}

function viewOf({ id, permission, message, askedAt, decision }: StoredAccessRequest) {
  return {
    id,
    permission: permissions.find((one) => one === permission) ?? 'flows.read',
    message,
    askedAt: askedAt.toISOString(),
    decision: decision && { ...decision, at: decision.at.toISOString(), role: decision.role as UserRole | null },
  };
}
