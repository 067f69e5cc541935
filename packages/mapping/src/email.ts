const longest = 254;
/** What every mail system takes; the fine print of the standard is left to them. */
const address = /^[^\s@<>(),;:"\\]+@(?:[^\s@<>(),;:"\\.]+\.)+[^\s@<>(),;:"\\.]{2,}$/;

/** Reads an e-mail address: one name, one `@` and a domain with a dot. Gives it without outer blanks, or `null`. */
export function parseEmail(text: string): string | null {
  if (text.length > longest) return null;
  const plain = text.trim();
  return address.test(plain) && !plain.includes('..') ? plain : null;
}
