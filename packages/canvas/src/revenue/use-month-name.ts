import { useMemo } from 'react';
import { useLanguage } from '../i18n/locale.tsx';

/** Writes a month such as `2026-11`: "Nov", or "November 2026". */
export function useMonthName(): (month: string, length: 'short' | 'medium' | 'long') => string {
  const language = useLanguage();
  return useMemo(() => {
    const short = new Intl.DateTimeFormat(`${language}-BE`, { month: 'short', timeZone: 'UTC' });
    const long = new Intl.DateTimeFormat(`${language}-BE`, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    const medium = new Intl.DateTimeFormat(`${language}-BE`, { month: 'short', year: 'numeric', timeZone: 'UTC' });
    const by = { short, medium, long };
    return (month, length) => by[length].format(new Date(`${month}-01`)).replace('.', '');
  }, [language]);
}
