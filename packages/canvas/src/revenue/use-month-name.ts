import { useMemo } from 'react';
import { useLanguage } from '../i18n/locale.tsx';

/** Writes a month such as `2026-11`: "Nov", or "November 2026". */
export function useMonthName(): (month: string, length: 'short' | 'long') => string {
  const language = useLanguage();
  return useMemo(() => {
    const short = new Intl.DateTimeFormat(`${language}-BE`, { month: 'short', timeZone: 'UTC' });
    const long = new Intl.DateTimeFormat(`${language}-BE`, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    return (month, length) => (length === 'short' ? short : long).format(new Date(`${month}-01`)).replace(/\.$/, '');
  }, [language]);
}
