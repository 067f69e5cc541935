/**
 * A system's own notices that something changed. They are hints and carry no data: what changed is always read, and a notice
 * that never comes costs no more than the wait for the next poll.
 */

/** What a subscription is made with. */
export interface SubscriptionRequest {
  /** Canonical entity. */
  readonly entity: string;
  /** Where the system sends its notices. It is ours alone: no other subscription has it. */
  readonly address: string;
  /** Comes back with every notice, in the way the vendor provides for. */
  readonly secret: string;
  /** What an earlier call gave; null: none did, or its outcome was lost. */
  readonly handle: string | null;
  readonly signal: AbortSignal;
}

/** A subscription that stands in the system. */
export interface StandingSubscription {
  /** What the connector needs to find it again. Opaque, at most 64 kB; kept by the caller. */
  readonly handle: string;
  /** When the system forgets it unless it is renewed before, ISO 8601 in UTC; null: never. */
  readonly expiresAt: string | null;
  /** When it wants to be looked at again at the latest, ISO 8601 in UTC; null: as often as the caller likes. */
  readonly renewBy: string | null;
}

/** Subscribes one connection to notices of changes. */
export interface ChangeNotices {
  /** Whether the system tells of changes of this entity at all. */
  covers(entity: string): boolean;
  /**
   * Sees to it that the system tells of changes of an entity: subscribes, renews what is due, puts right what somebody changed
   * and makes anew what the system dropped. May be repeated, also after it broke off halfway: it never leaves a second one.
   */
  keep(request: SubscriptionRequest): Promise<StandingSubscription>;
  /** Ends what `keep` made for this address. What is gone already is fine. */
  end(request: Pick<SubscriptionRequest, 'address' | 'handle' | 'signal'>): Promise<void>;
}

/** A call at the address of a subscription, as it came. */
export interface NoticeCall {
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The one that the subscription was made with. */
  readonly secret: string;
}

/**
 * What a call is. `handshake`: the system asks whether we want its notices; `answer` is to be said back as plain text.
 * `notice`: something changed. `refused`: it does not know the secret. `unreadable`: it is not of this vendor's form.
 */
export type NoticeReading =
  | { readonly kind: 'handshake'; readonly answer: string }
  | { readonly kind: 'notice' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreadable' };

/** Whether two secrets are the same, in a time that tells nothing about where they differ. */
export function isSameSecret(given: string | undefined, wanted: string): boolean {
  if (given?.length !== wanted.length) return false;
  let difference = 0;
  for (let at = 0; at < wanted.length; at += 1) difference |= given.charCodeAt(at) ^ wanted.charCodeAt(at);
  return difference === 0;
}
