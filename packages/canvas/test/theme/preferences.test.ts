import { expect, test } from 'vitest';
import { createPreferences } from '../../src/theme/preferences.ts';

test('what one tab chooses holds in the other tabs of the browser, and what another program keeps does not matter', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const tabs = new EventTarget();
  const here = createPreferences(storage, tabs as Window);
  const told = (key: string) => tabs.dispatchEvent(Object.assign(new Event('storage'), { key }));

  createPreferences(storage).change({ language: 'fr', theme: 'dark' });
  expect(here.getState().language).toBeNull();
  told('something else');
  expect(here.getState().language).toBeNull();
  told([...kept.keys()][0]!);
  expect(here.getState()).toMatchObject({ language: 'fr', theme: 'dark' });
});
