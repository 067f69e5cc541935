import type { Account } from '@koppel/protocol';
import type { StoredUser } from '@koppel/store';
import { AttemptLimit } from '../auth/attempt-limit.ts';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import { csrfTokenOf } from '../auth/sessions.ts';
import type { CookieJar, Handlers } from '../http/handlers.ts';
import type { Principal } from '../http/principal.ts';
import { HttpProblem, notFound, signInNeeded } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';

const perMinute = { account: 5, address: 30 } as const;

const wrongPassword = () =>
  new HttpProblem(401, {
    code: 'session.wrong-password',
    message: 'E-mail and password do not belong together.',
    remedy: 'Check both, or ask an administrator for a sign-in link.',
  });

type AccountRoutes = 'getAccount' | 'signIn' | 'signInByLink' | 'signOut' | 'setPassword' | 'createSignInLink';

/** Signing in and out, and the own account: what belongs to no workspace. */
export function accountHandlers(services: InstanceServices): Pick<Handlers, AccountRoutes> {
  const { instance, clock, sessions, links, workspaces } = services;
  const { people } = instance;
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

  const accountOf = async (user: StoredUser, csrfToken: string): Promise<Account> => ({
    user: viewOf(user),
    workspaces: workspaces.of(await people.membershipsOf(user.id)),
    csrfToken,
  });

  /** A new session for this person, in the cookie of the answer. */
  const begin = async (user: StoredUser, cookies: CookieJar): Promise<Account> => {
    if (cookies.session !== undefined) await sessions.end(cookies.session);
    const token = await sessions.start(user.id);
    cookies.setSession(token);
    return accountOf(user, csrfTokenOf(token));
  };

  const userOf = async (principal: Principal): Promise<StoredUser> => {
    const user = await people.byId(principal.userId);
    if (!user) throw signInNeeded();
    return user;
  };

  return {
    async getAccount({ principal }) {
      if (principal.kind === 'commandLine') {
        const { userId: id, name, isInstanceAdmin } = principal;
        const user = { id, name, isInstanceAdmin, email: '', hasPassword: false };
        return { user, workspaces: workspaces.all('administrator'), csrfToken: '' };
      }
      return accountOf(await userOf(principal), principal.csrfToken ?? '');
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
      workspaces.revalidateSockets();
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
      workspaces.revalidateSockets();
      return accountOf(changed, principal.csrfToken ?? '');
    },

    async createSignInLink({ body: { email } }) {
      const user = email === undefined ? await firstAdministrator(services) : await people.byEmail(email.trim());
      if (!user || user.isDisabled) throw notFound('person', email ?? 'administrator');
      const { url, expiresAt } = await links.make(user.id);
      return { url, email: user.email, expiresAt: expiresAt.toISOString() };
    },
  };
}

/** The administrator of the instance who has been there longest. */
async function firstAdministrator({ instance }: InstanceServices): Promise<StoredUser | undefined> {
  const all = await instance.people.list();
  return all
    .filter(({ isInstanceAdmin, isDisabled }) => isInstanceAdmin && !isDisabled)
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
}

function viewOf({ id, email, name, passwordHash, isInstanceAdmin }: StoredUser): Account['user'] {
  return { id, email, name, hasPassword: passwordHash !== null, isInstanceAdmin };
}

function wrongField(field: string, message: string): HttpProblem {
  return new HttpProblem(400, {
    code: 'api.does-not-fit',
    message,
    remedy: 'Correct the marked field.',
    fields: { [field]: message },
  });
}
