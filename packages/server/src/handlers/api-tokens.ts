import type { ApiToken } from '@koppel/protocol';
import type { StoredApiToken, StoredUser } from '@koppel/store';
import { scopeOf } from '../auth/api-tokens.ts';
import { hashToken, newToken } from '../auth/tokens.ts';
import type { Handlers } from '../http/handlers.ts';
import { may, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

const dayMs = 86_400_000;

type ApiTokenRoutes = 'listApiTokens' | 'createApiToken' | 'revokeApiToken';

/** The tokens for the API, of this workspace: everybody has the own ones, and whoever edits people has those of all. */
export function apiTokenHandlers(
  { about, members }: Services,
  { instance, clock, workspaces }: InstanceServices,
): Pick<Handlers, ApiTokenRoutes> {
  const { people } = instance;
  const inReachOf = (principal: Principal) => ({
    workspaceId: about().id,
    userId: may(principal, 'people.edit') ? null : principal.userId,
  });

  /** As whom a token is made: a person makes the own, and the command line those of members, because it is none itself. */
  const makerOf = async (principal: Principal, email: string | undefined) => {
    const isOwn = principal.kind === 'person' && email === undefined;
    if (isOwn) return { who: principal, userId: principal.userId };
    if (principal.kind !== 'commandLine') {
      throw new HttpProblem(403, {
        code: 'api-token.only-own',
        message: 'A token is made by the person whose it is.',
        remedy: 'Leave "email" out. For somebody else: koppel token create --for, on the machine that runs Koppel.',
      });
    }
    if (email === undefined) {
      throw new HttpProblem(400, {
        code: 'api-token.needs-person',
        message: 'A token belongs to a person, and the command line of this machine is none.',
        remedy: 'Say whose it becomes: koppel token create <name> --for <email>',
      });
    }
    const wanted = email.toLowerCase();
    const member = (await members()).find(({ user }) => user.email === wanted && !user.isDisabled);
    if (!member) throw notFound('member', email);
    const { user, role } = member;
    return { who: { role: role as Principal['role'], scope: null }, userId: user.id };
  };

  return {
    listApiTokens: async ({ principal }) => (await people.apiTokensOf(inReachOf(principal))).map(viewOf),

    async createApiToken({ principal, body: { name, permissions, email, expiresInDays }, audit }) {
      audit.about({ title: name });
      const { who, userId } = await makerOf(principal, email);
      const missing = permissions.find((permission) => !may(who, permission));
      if (missing !== undefined) {
        throw new HttpProblem(403, {
          code: 'api.not-allowed',
          message: `The role of who makes it does not have the right "${missing}", so no token can.`,
          remedy: 'Leave it out, or ask an administrator for it.',
        });
      }
      const text = `koppel_${newToken()}`;
      const token = await people.createApiToken({
        userId,
        workspaceId: about().id,
        tokenHash: hashToken(text),
        name,
        permissions,
        expiresAt: new Date(clock.now().getTime() + expiresInDays * dayMs),
      });
      const user = await people.byId(userId);
      if (!user) throw notFound('person', userId);
      audit.about({ id: token.id }).change(null, { owner: user.name, ...toldOf(token) });
      return { token: viewOf({ token, user }), text };
    },

    async revokeApiToken({ principal, params: { id }, audit }) {
      const found = (await people.apiTokensOf(inReachOf(principal))).find(({ token }) => token.id === id);
      if (!(await people.deleteApiToken(inReachOf(principal), id))) throw notFound('API token', id);
      if (found)
        audit.about({ title: found.token.name }).change({ owner: found.user.name, ...toldOf(found.token) }, null);
      workspaces.revalidateSockets();
      return null;
    },
  };
}

/** What the audit log is told: names of rights, and nothing of the token itself. */
function toldOf(token: StoredApiToken) {
  return { permissions: scopeOf(token).toSorted().join(', '), expiresAt: token.expiresAt };
}

function viewOf({ token, user }: { readonly token: StoredApiToken; readonly user: StoredUser }): ApiToken {
  const { id, name, createdAt, expiresAt, lastUsedAt } = token;
  return {
    id,
    name,
    owner: { id: user.id, name: user.name, email: user.email },
    permissions: [...scopeOf(token)],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
