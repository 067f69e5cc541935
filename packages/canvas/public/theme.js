// Sets theme, density, motion and language before the first paint, from what this person chose last
// (src/theme/preferences.ts writes it). A file of its own because the security policy allows no inline script.
(() => {
  const root = document.documentElement;
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem('koppel.preferences') ?? '{}') ?? {};
  } catch {
    // Storage is blocked or damaged: the defaults are fine.
  }
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const isDark = chosen.theme === 'dark' || (chosen.theme !== 'light' && systemIsDark);
  root.dataset.theme = isDark ? 'dark' : 'light';
  root.dataset.density = chosen.density === 'compact' ? 'compact' : 'normal';
  root.dataset.motion = chosen.reduceMotion ? 'reduced' : 'full';
  if (chosen.language) root.lang = chosen.language;
})();
