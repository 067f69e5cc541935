/** A number as documents write it, from any usual way of writing; null when it is none. */
export function plainNumber(typed: string, groupMark: string): string | null {
  const text = typed.replace(/[\s\u00a0\u202f'’]/g, '');
  const [dot, comma] = [text.lastIndexOf('.'), text.lastIndexOf(',')];
  const decimalMark = decimalMarkOf(text, dot, comma, groupMark);
  const group = decimalMark === ',' ? '.' : ',';
  const plain = text.replaceAll(group, '').replace(decimalMark ?? '.', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
}

function decimalMarkOf(text: string, dot: number, comma: number, groupMark: string): '.' | ',' | null {
  // Both occur: the last one is before the decimals.
  if (dot >= 0 && comma >= 0) return dot > comma ? '.' : ',';
  const mark = dot >= 0 ? '.' : comma >= 0 ? ',' : null;
  if (mark === null) return null;
  const isGrouped = new RegExp(`^-?\\d{1,3}(\\${mark}\\d{3})+$`).test(text);
  // "45.000" is forty-five thousand where thousands are marked so, and forty-five elsewhere.
  if (isGrouped && (mark === groupMark || text.indexOf(mark) !== text.lastIndexOf(mark))) {
    return mark === '.' ? ',' : '.';
  }
  return mark;
}
