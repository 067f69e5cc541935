import type { PeopleRepository, StoredUser } from '@koppel/store';
import { hashPassword } from '../auth/passwords.ts';
import type { SignInLinks } from '../auth/sign-in-links.ts';
import type { Config } from '../config.ts';

/** Until the first administrator says who they are. */
const unnamed = { email: 'admin@koppel.local', name: 'Administrator' } as const;

/**
 * Sees to it that somebody can sign in as administrator. The one that the configuration names is made, or gets its password
 * when it has none; a password that a person set is never replaced. Without a configured one, and as long as no administrator
 * has a password, gives a new one-time link.
 */
export async function ensureAdministrator(
  config: Pick<Config, 'admin'>,
  { people, links, workspaceId }: { people: PeopleRepository; links: SignInLinks; workspaceId: string },
): Promise<{ url: string; expiresAt: Date } | null> {
  if (config.admin) {
    const { email, password } = config.admin;
    const known = await people.byEmail(email);
    if (!known) {
      const passwordHash = await hashPassword(password);
      await create(people, { workspaceId, email, passwordHash });
    } else if (known.passwordHash === null) {
      await people.update(known.id, { passwordHash: await hashPassword(password) });
    }
  }
  const administrators = (await people.list()).filter(
    ({ isInstanceAdmin, isDisabled }) => isInstanceAdmin && !isDisabled,
  );
  if (administrators.some(({ passwordHash }) => passwordHash !== null)) return null;
  const first = administrators[0] ?? (await create(people, { workspaceId, passwordHash: null }));
  return links.make(first.id);
}

/** Somebody without the role may have the address: then the machine's owner comes in under the next one. */
async function create(
  people: PeopleRepository,
  { workspaceId, email: wanted, passwordHash }: { workspaceId: string; email?: string; passwordHash: string | null },
): Promise<StoredUser> {
  for (let number = 1; ; number += 1) {
    const email = wanted ?? (number === 1 ? unnamed.email : unnamed.email.replace('@', `-${number}@`));
    const created = await people.create({ ...unnamed, email, isInstanceAdmin: true, passwordHash });
    if (created === 'emailTaken') continue;
    await people.setMembership({ userId: created.id, workspaceId, role: 'administrator' });
    return created;
  }
}
