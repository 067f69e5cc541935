import type { PreferenceStore } from './preferences.ts';

/**
 * Keeps `<html>` in step with the preferences and with the system: theme, density and motion as data attributes. Print
 * is always light. Gives back the function that stops it.
 */
export function applyLook(preferences: PreferenceStore, view: Window): () => void {
  const root = view.document.documentElement;
  const systemIsDark = view.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme, density, reduceMotion } = preferences.getState();
    root.dataset['theme'] = theme === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : theme;
    root.dataset['density'] = density;
    root.dataset['motion'] = reduceMotion ? 'reduced' : 'full';
  };
  const lighten = () => {
    root.dataset['theme'] = 'light';
  };
  apply();
  const stop = preferences.subscribe(apply);
  systemIsDark.addEventListener('change', apply);
  view.addEventListener('beforeprint', lighten);
  view.addEventListener('afterprint', apply);
  return () => {
    stop();
    systemIsDark.removeEventListener('change', apply);
    view.removeEventListener('beforeprint', lighten);
    view.removeEventListener('afterprint', apply);
  };
}
