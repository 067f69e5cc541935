import type { ApiToken } from '@koppel/protocol';
import type { StoredApiToken } from '@koppel/store';
import { scopeOf } from '../auth/api-tokens.ts';
import { hashToken, newToken } from '../auth/tokens.ts';
import type { Handlers } from '../http/handlers.ts';
import { may, type Principal } from '../http/principal.ts';
import { HttpProblem, notFound } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';
import type { Services } from './services.ts';

const dayMs = 86_400_000;

type ApiTokenRoutes = 'listApiTokens' | 'createApiToken' | 'revokeApiToken';

/** The own tokens for the API, of this workspace. */
export function apiTokenHandlers(
  { about }: Services,
  { instance, clock, workspaces }: InstanceServices,
): Pick<Handlers, ApiTokenRoutes> {
  const { people } = instance;
  const ownerOf = ({ userId }: Principal) => ({ userId, workspaceId: about().id });

  return {
    async listApiTokens({ principal }) {
      return (await people.apiTokensOf(ownerOf(principal))).map(viewOf);
    },

    async createApiToken({ principal, body: { name, permissions, expiresInDays } }) {
      if (principal.kind !== 'person') {
        throw new HttpProblem(403, {
          code: 'api-token.needs-person',
          message: 'A token belongs to a person, and the command line of this machine is none.',
          remedy: 'Sign in on the screen and make the token there.',
        });
      }
      const missing = permissions.find((permission) => !may(principal, permission));
      if (missing !== undefined) {
        throw new HttpProblem(403, {
          code: 'api.not-allowed',
          message: `Your role does not have the right "${missing}", so no token of yours can.`,
          remedy: 'Leave it out, or ask an administrator for it.',
        });
      }
      const text = `koppel_${newToken()}`;
      const token = await people.createApiToken({
        ...ownerOf(principal),
        tokenHash: hashToken(text),
        name,
        permissions,
        expiresAt: new Date(clock.now().getTime() + expiresInDays * dayMs),
      });
      return { token: viewOf(token), text };
    },

    async revokeApiToken({ principal, params: { id } }) {
      if (!(await people.deleteApiToken(ownerOf(principal), id))) throw notFound('API token', id);
      workspaces.revalidateSockets();
      return null;
    },
  };
}

function viewOf(token: StoredApiToken): ApiToken {
  const { id, name, createdAt, expiresAt, lastUsedAt } = token;
  return {
    id,
    name,
    permissions: [...scopeOf(token)],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
