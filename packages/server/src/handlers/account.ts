import type { StoredUser } from '@koppel/store';
import { SignOnRefused } from '../auth/single-sign-on.ts';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Principal } from '../http/principal.ts';
import { HttpProblem, notFound, signInNeeded } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';

const wrongPassword = () =>
  new HttpProblem(401, {
    code: 'session.wrong-password',
    message: 'E-mail and password do not belong together.',
    remedy: 'Check both, or ask an administrator for a sign-in link.',
  });

type AccountRoutes =
  | 'getAccount'
  | 'getSignInWays'
  | 'signIn'
  | 'signInByLink'
  | 'beginSingleSignOn'
  | 'signOut'
  | 'saveTour'
  | 'setPassword'
  | 'createSignInLink';

/** Signing in and out, and the own account: what belongs to no workspace. */
export function accountHandlers(services: InstanceServices): Pick<Handlers, AccountRoutes> {
  const { instance, entrance, singleSignOn, sessions, links, workspaces, clock } = services;
  const { people } = instance;
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
      return entrance.accountOf(await userOf(principal), principal, principal.csrfToken ?? '');
    },

    async signIn({ body: { email, password }, address, cookies, audit }) {
      const account = email.trim().toLowerCase();
      audit.about({ title: account });
      entrance.limit('address', address);
      entrance.limit('account', account);
      const user = await people.byEmail(account);
      const { isRight, isOutdated } = await verifyPassword(password, user?.passwordHash ?? null);
      if (!user || !isRight || user.isDisabled) throw wrongPassword();
      audit.by(user);
      entrance.forget(account);
      if (isOutdated) await people.update(user.id, { passwordHash: await hashPassword(password) });
      return entrance.admit(user, cookies);
    },

    async signInByLink({ body: { token }, address, cookies, audit }) {
      entrance.limit('address', address);
      const userId = await links.take(token);
      const user = userId === null ? null : await people.byId(userId);
      if (!user || user.isDisabled) {
        throw new HttpProblem(401, {
          code: 'session.link-used-up',
          message: 'This link was used before, or is older than half an hour.',
          remedy: 'Make a new one on the machine that runs Koppel: npm run koppel -- sign-in-link',
        });
      }
      audit.by(user).about({ title: user.email }).because('one-time link');
      return entrance.admit(user, cookies);
    },

    getSignInWays: async () => ({ singleSignOn: singleSignOn && { name: singleSignOn.name } }),

    async beginSingleSignOn({ body: { next = null }, address, cookies }) {
      entrance.limit('address', address);
      if (!singleSignOn) throw notFound('provider of sign-ins', 'single sign-on');
      try {
        const { url, browser } = await singleSignOn.begin(next);
        cookies.setSignOn(browser);
        return { url };
      } catch (error) {
        if (!(error instanceof SignOnRefused)) throw error;
        throw new HttpProblem(502, {
          code: 'session.provider-unreachable',
          message: `${singleSignOn.name} does not answer.`,
          remedy: 'Try again later, or sign in with a password or a link.',
        });
      }
    },

    async signOut({ cookies }) {
      if (cookies.session !== undefined) await sessions.end(cookies.session);
      cookies.clearSession();
      workspaces.revalidateSockets();
      return null;
    },

    async saveTour({ body: { hasSeen }, principal }) {
      const user = await userOf(principal);
      await people.update(user.id, { tourSeenAt: hasSeen ? clock.now() : null });
      return null;
    },

    async setPassword({ body, principal, cookies, audit }) {
      const user = await userOf(principal);
      const email = body.email?.trim().toLowerCase();
      // With single sign-on the address says whose account it becomes: nobody may take the one of somebody yet to come.
      if (email !== undefined && email !== user.email && singleSignOn && !user.isInstanceAdmin)
        throw wrongField('email', 'People sign in by this address at the provider of the company, so it stays.');
      if (user.passwordHash !== null) {
        entrance.limit('account', user.email.toLowerCase());
        const { isRight } = await verifyPassword(body.currentPassword ?? '', user.passwordHash);
        if (!isRight) throw wrongField('currentPassword', 'This is not your password.');
        entrance.forget(user.email.toLowerCase());
      }
      const changed = await people.update(user.id, {
        passwordHash: await hashPassword(body.newPassword),
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(email === undefined ? {} : { email }),
      });
      if (changed === 'missing') throw signInNeeded();
      if (changed === 'emailTaken') throw wrongField('email', 'Somebody else has this e-mail address.');
      audit
        .by(changed)
        .about({ id: user.id, title: changed.name })
        .change({ name: user.name, email: user.email }, { name: changed.name, email: changed.email });
      // Whoever else is signed in as this person, or holds a link, no longer is and no longer can.
      await sessions.endOthers(user.id, cookies.session);
      await people.deleteSignInLinks(user.id);
      workspaces.revalidateSockets();
      return entrance.accountOf(changed, principal, principal.csrfToken ?? '');
    },

    async createSignInLink({ body: { email }, audit }) {
      const user = email === undefined ? await firstAdministrator(services) : await people.byEmail(email.trim());
      if (!user || user.isDisabled) throw notFound('person', email ?? 'administrator');
      audit.about({ id: user.id, title: user.name });
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

function wrongField(field: string, message: string): HttpProblem {
  return new HttpProblem(400, {
    code: 'api.does-not-fit',
    message,
    remedy: 'Correct the marked field.',
    fields: { [field]: message },
  });
}
