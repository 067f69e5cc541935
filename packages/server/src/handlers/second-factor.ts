import type { StoredUser } from '@koppel/store';
import type { Handlers } from '../http/handlers.ts';
import type { Principal } from '../http/principal.ts';
import { HttpProblem, signInNeeded } from '../http/problems.ts';
import type { InstanceServices } from './instance-services.ts';

type SecondFactorRoutes =
  | 'finishSignIn'
  | 'getSecondFactor'
  | 'beginSecondFactor'
  | 'confirmSecondFactor'
  | 'renewRecoveryCodes'
  | 'removeSecondFactor';

/** Signing in with a second factor, and the own one. */
export function secondFactorHandlers(services: InstanceServices): Pick<Handlers, SecondFactorRoutes> {
  const { instance, entrance, pending, secondFactors, sessions, workspaces } = services;
  const { people } = instance;

  const userOf = async (principal: Principal): Promise<StoredUser> => {
    const user = await people.byId(principal.userId);
    if (!user) throw signInNeeded();
    return user;
  };

  /** Slows down who guesses, and refuses a code that is wrong or was used. */
  const guarded = async <T>(userId: string, check: () => Promise<T | null>): Promise<T> => {
    const account = `second-factor:${userId}`;
    entrance.limit('account', account);
    const right = await check();
    if (right === null) throw wrongCode();
    entrance.forget(account);
    return right;
  };
  const take = (userId: string, code: string) =>
    guarded(userId, async () => ((await secondFactors.take(userId, code)) ? true : null));

  return {
    async finishSignIn({ body: { code }, address, cookies, audit }) {
      entrance.limit('address', address);
      const token = cookies.pending;
      const userId = pending.try(token);
      const user = userId === null ? null : await people.byId(userId);
      if (token === undefined || !user || user.isDisabled) {
        throw new HttpProblem(401, {
          code: 'session.begin-again',
          message: 'This sign-in was begun too long ago, or tried too often.',
          remedy: 'Sign in again from the start.',
        });
      }
      audit.about({ title: user.email });
      await take(user.id, code);
      audit.by(user).because('second factor');
      pending.end(token);
      cookies.clearPending();
      return entrance.begin(user, cookies);
    },

    async getSecondFactor({ principal }) {
      const factor = await people.secondFactor(principal.userId);
      const isOn = factor !== null && factor.since !== null;
      return {
        since: isOn ? factor.since!.toISOString() : null,
        recoveryCodesLeft: isOn ? factor.recoveryCodesLeft : 0,
      };
    },

    async beginSecondFactor({ principal }) {
      const { id, email } = await userOf(principal);
      const begun = await secondFactors.begin(id, email);
      if (begun) return begun;
      throw new HttpProblem(409, {
        code: 'second-factor.is-on',
        message: 'A second factor is asked for already.',
        remedy: 'Turn it off first, with a code of it.',
      });
    },

    async confirmSecondFactor({ body: { code }, principal, cookies, afterwards }) {
      const { id } = await userOf(principal);
      const recoveryCodes = await guarded(id, () => secondFactors.confirm(id, code));
      // Whoever is signed in elsewhere never showed the second factor.
      await sessions.endOthers(id, undefined);
      const account = await entrance.begin(await userOf(principal), cookies);
      // The socket of this page goes too: told before the new session is here, the page would look for a session and find none.
      afterwards(() => workspaces.revalidateSockets());
      return { recoveryCodes: [...recoveryCodes], account };
    },

    async renewRecoveryCodes({ body: { code }, principal }) {
      await take(principal.userId, code);
      return { recoveryCodes: [...(await secondFactors.renewRecoveryCodes(principal.userId))] };
    },

    async removeSecondFactor({ body: { code }, principal }) {
      await take(principal.userId, code);
      await people.removeSecondFactor(principal.userId);
      workspaces.revalidateSockets();
      return null;
    },
  };
}

function wrongCode(): HttpProblem {
  const message = 'This code is wrong, too old, or was used before.';
  return new HttpProblem(400, {
    code: 'second-factor.wrong-code',
    message,
    remedy: 'Wait for the next code of your app, or use one of your recovery codes.',
    fields: { code: message },
  });
}
