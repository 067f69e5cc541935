/**
 * Writes a message of the ICU format in letters that no language uses, and at least 35 % longer. Arguments, plural keywords
 * and marks such as `<b>` stay. It is put into a page as source text, so it refers to nothing outside of itself.
 */
export function pseudo(message: string): string {
  const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const odd = 'áƀčďéƒǧȟíǰķłḿňóƥɋřšťúṽẃẋýžÁƁČĎÉƑǦȞÍǰĶŁḾŇÓƤɊŘŠŤÚṼẂẊÝŽ';
  let letters = 0;
  const disguise = (text: string): string => {
    let isMark = false;
    return [...text]
      .map((letter) => {
        if (letter === '<') isMark = true;
        if (letter === '>') isMark = false;
        const index = isMark ? -1 : plain.indexOf(letter);
        letters += index >= 0 ? 1 : 0;
        return index < 0 ? letter : [...odd][index]!;
      })
      .join('');
  };
  /** From an opening brace: the argument as it is, with the texts of its cases disguised. */
  const argument = (from: number): [written: string, next: number] => {
    let at = from + 1;
    let written = '{';
    while (message[at] !== '}') {
      if (message[at] === '{') {
        const [inner, next] = textUntil(at + 1, '}');
        written += `{${inner}}`;
        at = next + 1;
      } else {
        written += message[at];
        at += 1;
      }
    }
    return [`${written}}`, at + 1];
  };
  const textUntil = (from: number, end: string | null): [written: string, next: number] => {
    let at = from;
    let written = '';
    let text = '';
    while (at < message.length && message[at] !== end) {
      if (message[at] === '{') {
        const [inner, next] = argument(at);
        written += disguise(text) + inner;
        text = '';
        at = next;
      } else {
        text += message[at];
        at += 1;
      }
    }
    return [written + disguise(text), at];
  };
  const [written] = textUntil(0, null);
  // Short words grow by themselves, sentences by further words: as translations do.
  const more = Math.ceil(letters * 0.35);
  if (more === 0) return written;
  if (letters < 12) return written + 'é'.repeat(more);
  return `${written} ${'éóáíúé '
    .repeat(Math.ceil(more / 7))
    .slice(0, more)
    .trim()}`;
}
