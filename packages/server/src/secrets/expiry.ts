import type { Connection } from '@koppel/protocol';
import { dayOf } from '@koppel/runtime';
import type { StoredConnection, StoredGrant } from '@koppel/store';

const dayMs = 86_400_000;
const soonDays = 14;
const urgentDays = 3;

type Titles = (credential: string) => Connection['expiring'][number]['title'];

/** What of a connection runs out within 14 days or has run out, the first one first. A credential holds through its last day. */
export function expiringOf(
  { secrets }: Pick<StoredConnection, 'secrets'>,
  grant: Pick<StoredGrant, 'expiresAt' | 'endedAt'> | null,
  { now, titleOf }: { readonly now: Date; readonly titleOf: Titles },
): Connection['expiring'] {
  const today = dayOf(now);
  const known = Object.entries(secrets).flatMap(([credential, { expiresOn }]) =>
    expiresOn === undefined ? [] : [{ credential, on: expiresOn }],
  );
  // A sign-in that ended says so itself, and what lives for hours is renewed in time.
  const isLasting = grant?.expiresAt && grant.endedAt === null && grant.expiresAt.getTime() - now.getTime() > dayMs;
  const all = isLasting ? [...known, { credential: 'grant', on: dayOf(grant.expiresAt!) }] : known;
  return all
    .map(({ credential, on }) => ({ credential, on, days: (Date.parse(on) - Date.parse(today)) / dayMs }))
    .filter(({ days }) => days <= soonDays)
    .toSorted((a, b) => a.days - b.days)
    .map(({ credential, on, days }) => ({
      credential,
      title: titleOf(credential),
      on,
      state: days < 0 ? 'expired' : days <= urgentDays ? 'urgent' : 'soon',
    }));
}
