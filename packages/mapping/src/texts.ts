/** The first letter in upper case, the rest as it is: `hallet SA` → `Hallet SA`. */
export function capitalise(text: string): string {
  const first = text.codePointAt(0);
  if (first === undefined) return text;
  const letter = String.fromCodePoint(first);
  return letter.toUpperCase() + text.slice(letter.length);
}

/** Only the digits 0 to 9 of a text. */
export function digitsOf(text: string): string {
  return text.replace(/[^0-9]+/g, '');
}
