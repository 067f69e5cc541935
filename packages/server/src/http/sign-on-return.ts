import type { StoredUser } from '@koppel/store';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Entrance } from '../auth/entrance.ts';
import type { SignOnAccounts } from '../auth/sign-on-accounts.ts';
import { SignOnRefused, signOnReturnPath, type SingleSignOn } from '../auth/single-sign-on.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Log } from '../start/log.ts';
import { addressOf } from './address.ts';
import { HttpProblem } from './problems.ts';
import type { SessionCookie } from './session-cookie.ts';

export interface SignOnReturnPorts {
  readonly singleSignOn: SingleSignOn;
  readonly accounts: SignOnAccounts;
  readonly entrance: Entrance;
  readonly cookie: SessionCookie;
  readonly audit: AuditLog;
  readonly log: Log;
}

/** As the audit log tells it. */
const how = 'single sign-on';

/** Where the provider of sign-ins sends people back to. What goes wrong is told on the sign-in screen. */
export function registerSignOnReturn(app: FastifyInstance, ports: SignOnReturnPorts): void {
  const { singleSignOn, accounts, entrance, cookie, audit, log } = ports;
  app.route({
    method: 'GET',
    url: signOnReturnPath,
    schema: { hide: true, querystring: z.record(z.string().max(100), z.string().max(4000)) },
    onRequest: async (_request, reply) => {
      void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    },
    handler: async (request, reply) => {
      const jar = cookie.jar(request, reply);
      const call = { act: 'session.signIn', workspaceId: null, address: addressOf(request) } as const;
      const refused = async (reason: string, email?: string | null) => {
        await audit.knocked({ ...call, code: `sign-on.${reason}`, apart: email ?? null }, (note) =>
          note.about({ title: email ?? undefined }).because(how),
        );
        return reply.redirect(`/sign-in?refused=${reason}`, 303);
      };
      try {
        entrance.limit('address', request.ip);
        const [, query = ''] = request.url.split('?', 2);
        const { who, next } = await singleSignOn.finish({ query, browser: jar.signOn });
        jar.clearSignOn();
        const user: StoredUser | string = await accounts.of(who);
        if (typeof user === 'string') return await refused(user, who.email);
        const answer = await entrance.admit(user, jar);
        const wants = 'wants' in answer ? `${how}, a second factor to follow` : how;
        await audit.knocked({ ...call, code: null }, (note) =>
          note.by(user).about({ title: user.email }).because(wants),
        );
        const target = next ?? '/';
        const step = `/sign-in?step=second-factor&next=${encodeURIComponent(target)}`;
        return reply.redirect('wants' in answer ? step : target, 303);
      } catch (error) {
        if (error instanceof HttpProblem) return await refused('tooMany');
        if (!(error instanceof SignOnRefused)) throw error;
        log({ level: 'warn', message: error.message, error: error.cause });
        return await refused(error.reason);
      }
    },
  });
}
