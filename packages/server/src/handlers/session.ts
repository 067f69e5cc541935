import type { Session } from '@koppel/protocol';
import type { StoredUser } from '@koppel/store';
import { AttemptLimit } from '../auth/attempt-limit.ts';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import { permissionsOfRole } from '../auth/permissions.ts';
import { csrfTokenOf } from '../auth/sessions.ts';
import type { CookieJar, Handlers } from '../http/handlers.ts';
import type { Principal } from '../http/principal.ts';
import { HttpProblem, notFound, signInNeeded } from '../http/problems.ts';
import { workspaceOf } from '../workspace/workspace-setting.ts';
import type { Services } from './services.ts';

const perMinute = { account: 5, address: 30 } as const;

const wrongPassword = () =>
  new HttpProblem(401, {
    code: 'session.wrong-password',
    message: 'E-mail and password do not belong together.',
    remedy: 'Check both, or ask an administrator for a sign-in link.',
  });

type SessionRoutes = 'getSession' | 'signIn' | 'signInByLink' | 'signOut' | 'setPassword' | 'createSignInLink';

export function sessionHandlers(services: Services): Pick<Handlers, SessionRoutes> {
  const { store, clock, sessions, links, sockets, isDemoOn } = services;
  const { people } = store;
  const attempts = {
    account: new AttemptLimit({ clock, perMinute: perMinute.account }),
    address: new AttemptLimit({ clock, perMinute: perMinute.address }),
  };

  const limit = (kind: keyof typeof attempts, key: string) => {
    const waitMs = attempts[kind].enter(key);
    if (waitMs === 0) return;
    throw new HttpProblem(429, {
      code: 'session.too-many-attempts',
      message: 'There were too many attempts to sign in.',
      remedy: `Wait ${Math.ceil(waitMs / 1000)} s, then try again.`,
    });
  };

  const sessionOf = async (user: Session['user'], csrfToken: string): Promise<Session> => ({
    user,
    workspace: await workspaceOf(store, { isDemoOn }),
    permissions: [...permissionsOfRole[user.role]],
    csrfToken,
    isDemoOn,
  });

  /** A new session for this person, in the cookie of the answer. */
  const begin = async (user: StoredUser, cookies: CookieJar): Promise<Session> => {
    if (cookies.session !== undefined) await sessions.end(cookies.session);
    const token = await sessions.start(user.id);
    cookies.setSession(token);
    return sessionOf(viewOf(user), csrfTokenOf(token));
  };

  const userOf = async (principal: Principal): Promise<StoredUser> => {
    const user = await people.byId(principal.userId);
    if (!user) throw signInNeeded();
    return user;
  };

  return {
    async getSession({ principal }) {
      if (principal.kind === 'commandLine') {
        const { userId: id, name, role } = principal;
        return sessionOf({ id, name, role, email: '', hasPassword: false }, '');
      }
      return sessionOf(viewOf(await userOf(principal)), principal.csrfToken ?? '');
    },

    async signIn({ body: { email, password }, address, cookies }) {
      const account = email.trim().toLowerCase();
      limit('address', address);
      limit('account', account);
      const user = await people.byEmail(account);
      const { isRight, isOutdated } = await verifyPassword(password, user?.passwordHash ?? null);
      if (!user || !isRight || user.isDisabled) throw wrongPassword();
      attempts.account.forget(account);
      if (isOutdated) await people.update(user.id, { passwordHash: await hashPassword(password) });
      return begin(user, cookies);
    },

    async signInByLink({ body: { token }, address, cookies }) {
      limit('address', address);
      const userId = await links.take(token);
      const user = userId === null ? null : await people.byId(userId);
      if (!user || user.isDisabled) {
        throw new HttpProblem(401, {
          code: 'session.link-used-up',
          message: 'This link was used before, or is older than half an hour.',
          remedy: 'Make a new one on the machine that runs Koppel: npm run koppel -- sign-in-link',
        });
      }
      return begin(user, cookies);
    },

    async signOut({ cookies }) {
      if (cookies.session !== undefined) await sessions.end(cookies.session);
      cookies.clearSession();
      sockets.revalidate();
      return null;
    },

    async setPassword({ body, principal, cookies }) {
      const user = await userOf(principal);
      if (user.passwordHash !== null) {
        limit('account', user.email.toLowerCase());
        const { isRight } = await verifyPassword(body.currentPassword ?? '', user.passwordHash);
        if (!isRight) throw wrongField('currentPassword', 'This is not your password.');
        attempts.account.forget(user.email.toLowerCase());
      }
      const changed = await people.update(user.id, {
        passwordHash: await hashPassword(body.newPassword),
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.email === undefined ? {} : { email: body.email.trim().toLowerCase() }),
      });
      if (changed === 'missing') throw signInNeeded();
      if (changed === 'emailTaken') throw wrongField('email', 'Somebody else has this e-mail address.');
      // Whoever else is signed in as this person, or holds a link, no longer is and no longer can.
      await sessions.endOthers(user.id, cookies.session);
      await people.deleteSignInLinks(user.id);
      sockets.revalidate();
      return sessionOf(viewOf(changed), principal.csrfToken ?? '');
    },

    async createSignInLink({ body: { email } }) {
      const user = email === undefined ? await firstAdministrator(services) : await people.byEmail(email.trim());
      if (!user || user.isDisabled) throw notFound('person', email ?? 'administrator');
      const { url, expiresAt } = await links.make(user.id);
      return { url, email: user.email, expiresAt: expiresAt.toISOString() };
    },
  };
}

/** The administrator who has been there longest. */
async function firstAdministrator({ store }: Services): Promise<StoredUser | undefined> {
  const all = await store.people.list();
  return all
    .filter(({ role, isDisabled }) => role === 'administrator' && !isDisabled)
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
}

function viewOf({ id, email, name, role, passwordHash }: StoredUser): Session['user'] {
  return { id, email, name, role: role as Session['user']['role'], hasPassword: passwordHash !== null };
}

function wrongField(field: string, message: string): HttpProblem {
  return new HttpProblem(400, {
    code: 'api.does-not-fit',
    message,
    remedy: 'Correct the marked field.',
    fields: { [field]: message },
  });
}
