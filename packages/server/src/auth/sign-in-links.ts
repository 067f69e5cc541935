import type { Clock } from '@koppel/sdk';
import type { PeopleRepository } from '@koppel/store';
import { hashToken, newToken } from './tokens.ts';

/** How long a one-time link can be used. */
export const linkLifetimeMs = 30 * 60_000;

/** One-time links that sign a person in: 256 random bits, stored as a hash, gone with their first use. */
export class SignInLinks {
  readonly #people: PeopleRepository;
  readonly #clock: Clock;
  readonly #publicUrl: string;

  constructor({ people, clock, publicUrl }: { people: PeopleRepository; clock: Clock; publicUrl: string }) {
    this.#people = people;
    this.#clock = clock;
    this.#publicUrl = publicUrl;
  }

  /** A new link. Earlier ones of the same person stop working, so that a lost link is harmless. */
  async make(userId: string): Promise<{ url: string; expiresAt: Date }> {
    const token = newToken();
    await this.#people.deleteSignInLinks(userId);
    await this.#people.saveSignInLink({ tokenHash: hashToken(token), userId });
    return {
      url: `${this.#publicUrl}/sign-in?token=${token}`,
      expiresAt: new Date(this.#clock.now().getTime() + linkLifetimeMs),
    };
  }

  /** Uses a link up and gives whose it is; null when it is unknown, used, or too old. */
  async take(token: string): Promise<string | null> {
    const link = await this.#people.takeSignInLink(hashToken(token));
    if (!link) return null;
    return this.#clock.now().getTime() - link.createdAt.getTime() > linkLifetimeMs ? null : link.userId;
  }
}
