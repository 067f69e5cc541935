/** Nothing that is a phone number is longer than this. */
const longestPhone = 40;

/**
 * Reads a phone number as Belgians write it and gives its international form: `015/41.22.80` → `+32 15 41 22 80`,
 * `0475 12 34 56` → `+32 475 12 34 56`, `0032 2 123 45 67` → `+32 2 123 45 67`. A number of another country keeps its
 * own grouping behind the `+`. `null` if it is not a phone number.
 */
export function formatBelgianPhone(text: string): string | null {
  if (text.length > longestPhone || !/^[\s+()\d./-]+$/.test(text)) return null;
  const trimmed = text.trim().replace(/\(0\)/g, '');
  const international = /^(?:\+|00)(.*)$/.exec(trimmed)?.[1];
  if (international === undefined) {
    const national = trimmed.replace(/\D/g, '');
    return national.startsWith('0') ? belgian(national.slice(1)) : null;
  }
  const digits = international.replace(/\D/g, '');
  if (digits.startsWith('32')) return belgian(digits.slice(2).replace(/^0/, ''));
  if (!/^[1-9]\d{6,14}$/.test(digits)) return null;
  return `+${international.replace(/\D+/g, ' ').trim()}`;
}

/** Groups the digits after 0 or +32, as Belgian numbers are usually written. */
function belgian(digits: string): string | null {
  const groups = groupsOf(digits);
  if (!groups) return null;
  let at = 0;
  return `+32 ${groups.map((length) => digits.slice(at, (at += length))).join(' ')}`;
}

function groupsOf(digits: string): readonly number[] | null {
  if (digits.length === 9) return /^4[5-9]/.test(digits) ? [3, 2, 2, 2] : null; // mobile
  if (digits.length !== 8) return null;
  if (/^(?:800|90\d)/.test(digits)) return [3, 2, 3]; // free and paid numbers: 0800, 0900 to 0909
  if (/^(?:[239]|4[23])/.test(digits)) return [1, 3, 2, 2]; // Brussels, Antwerp, Liège, Ghent
  return /^[15678]/.test(digits) ? [2, 2, 2, 2] : null; // the other zones, 070 and 078
}
