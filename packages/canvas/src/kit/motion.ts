/** How long something may take to move from one place to another: no time at all where less motion is wished. */
export function glideMs(usualMs = 160): number {
  const isReduced =
    document.documentElement.dataset['motion'] === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches;
  return isReduced ? 0 : usualMs;
}
