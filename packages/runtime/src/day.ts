const days = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels', dateStyle: 'short' });

/** The day of a moment where the firm is: `2026-11-23`. Around midnight it is another one than in UTC. */
export function dayOf(moment: Date): string {
  return days.format(moment);
}
