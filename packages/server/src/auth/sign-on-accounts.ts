import type { InstanceStore, StoredUser } from '@koppel/store';
import type { SignedOn, SingleSignOn } from './single-sign-on.ts';

/** Why somebody whom the provider knows does not come in here. */
type NotLetIn = 'unverified' | 'notInvited' | 'otherIdentity' | 'disabled';

/**
 * Who somebody of the provider is here. The first time by e-mail, which the provider must have verified, and only somebody who was
 * let in before; from then on by the name that never changes at the provider, whatever the e-mail is.
 */
export class SignOnAccounts {
  readonly #instance: InstanceStore;
  readonly #workspaceFor: SingleSignOn['workspaceFor'];

  constructor({ instance, workspaceFor }: { instance: InstanceStore; workspaceFor: SingleSignOn['workspaceFor'] }) {
    this.#instance = instance;
    this.#workspaceFor = workspaceFor;
  }

  async of(who: SignedOn): Promise<StoredUser | NotLetIn> {
    const { issuer, subject, email, isEmailVerified } = who;
    const { people } = this.#instance;
    const known = await people.byIdentity({ issuer, subject });
    if (known) return known.isDisabled ? 'disabled' : known;
    if (email === null || !isEmailVerified) return 'unverified';
    const invited = await people.byEmail(email);
    if (!invited) return this.#newcomer(who, email);
    if (invited.isDisabled) return 'disabled';
    // The address was another person's at the provider before.
    return (await people.bindIdentity(invited.id, { issuer, subject })) ? invited : 'otherIdentity';
  }

  async #newcomer({ issuer, subject, name }: SignedOn, email: string): Promise<StoredUser | NotLetIn> {
    const slug = this.#workspaceFor(email);
    if (slug === null) return 'notInvited';
    const workspace = (await this.#instance.workspaces.list()).find((one) => one.slug === slug && !one.closedAt);
    if (!workspace) return 'notInvited';
    const made = await this.#instance.people.createWithIdentity({
      email,
      name: name?.slice(0, 80) ?? email.split('@')[0]!,
      identity: { issuer, subject },
      workspaceId: workspace.id,
      role: 'viewer',
    });
    return made === 'taken' ? 'otherIdentity' : made;
  }
}
