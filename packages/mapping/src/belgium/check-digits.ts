/**
 * The remainder of a number of any length by 97, as Belgian numbers and IBANs are checked. `digits` must be digits only.
 */
export function mod97(digits: string): number {
  let remainder = 0;
  for (let at = 0; at < digits.length; at++) remainder = (remainder * 10 + digits.charCodeAt(at) - 48) % 97;
  return remainder;
}

/** ISO 7064 mod 97-10 over letters and digits, A being 10 and Z 35: valid texts give 1. */
export function mod97OfAlphanumeric(text: string): number {
  return mod97(text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)));
}

/** Nothing that these checks read is longer than this; longer texts are refused unread. */
export const longestNumber = 64;
