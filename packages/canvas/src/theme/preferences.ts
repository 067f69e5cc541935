import { languages } from '@koppel/model';
import { columnStateSchema } from '@koppel/protocol';
import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** The ways of writing numbers and amounts on offer; independent of the language of the words. */
export const regions = ['nl-BE', 'fr-BE', 'en-BE', 'nl-NL', 'fr-FR', 'de-DE', 'en-GB'] as const;
export type Region = (typeof regions)[number];

const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  density: z.enum(['normal', 'compact']).catch('normal'),
  language: z.enum(languages).nullable().catch(null),
  region: z.enum(regions).nullable().catch(null),
  reduceMotion: z.boolean().catch(false),
  /** Single-key shortcuts such as J, K and R: WCAG 2.1.4 asks that they can be turned off. */
  singleKeys: z.boolean().catch(true),
  railSlim: z.boolean().catch(false),
  /** Of tables, by their names, where they are not as given. */
  columns: z.record(z.string(), columnStateSchema).catch({}),
});

/**
 * How this person wants the screens, in this browser. `language` and `region` are null until chosen: then the browser's
 * language counts, and the region follows the language.
 */
export type Preferences = z.infer<typeof preferencesSchema>;

/** Read by `public/theme.js` too, before the first paint: keep the key and the shape in step. */
const storageKey = 'koppel.preferences';

export interface PreferenceStore extends StoreApi<Preferences> {
  change(part: Partial<Preferences>): void;
}

/**
 * Preferences kept in `storage`. Damaged or blocked storage gives the defaults, and changes then last until the page
 * is closed. A change in another tab holds here too, told by the `storage` events of `tabs`.
 */
export function createPreferences(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  tabs?: Pick<Window, 'addEventListener'>,
): PreferenceStore {
  const store = createStore<Preferences>(() => read(storage));
  tabs?.addEventListener('storage', ({ key }) => {
    if (key === storageKey) store.setState(read(storage));
  });
  return {
    ...store,
    change(part) {
      store.setState(part);
      try {
        storage.setItem(storageKey, JSON.stringify(store.getState()));
      } catch {
        // Storage is full or blocked: the choice still holds for this page.
      }
    },
  };
}

function read(storage: Pick<Storage, 'getItem'>): Preferences {
  let stored: unknown = {};
  try {
    stored = JSON.parse(storage.getItem(storageKey) ?? '{}');
  } catch {
    // Damaged or blocked: fall through to the defaults.
  }
  return preferencesSchema.parse(typeof stored === 'object' && stored !== null ? stored : {});
}

/** The region that was chosen, else the Belgian one of the language. */
export function preferredRegion(preferences: Preferences, language: string): Region {
  if (preferences.region) return preferences.region;
  return language === 'nl' ? 'nl-BE' : language === 'fr' ? 'fr-BE' : 'en-BE';
}
