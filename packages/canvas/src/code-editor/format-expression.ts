/** A piece of an expression: texts between quotes and remarks are one piece each, whatever is in them. */
interface Piece {
  readonly text: string;
  readonly kind: 'remark' | 'text' | 'word' | 'sign' | 'break';
}

const pieces = /(\/\/[^\n]*)|([bBrR]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))|(\d+(?:\.\d+)?\w*|[\p{L}_][\p{L}\p{N}_]*)|(&&|\|\||[=!<>]=|\.\?|\[\?|\S)|(\n)|[^\S\n]+/gu; // prettier-ignore

function piecesOf(expression: string): Piece[] {
  return [...expression.matchAll(pieces)].flatMap(([, remark, text, word, sign, line]): Piece[] => {
    if (remark !== undefined) return [{ kind: 'remark', text: remark.trimEnd() }];
    if (text !== undefined) return [{ kind: 'text', text }];
    if (word !== undefined) return [{ kind: 'word', text: word }];
    if (sign !== undefined) return [{ kind: 'sign', text: sign }];
    return line === undefined ? [] : [{ kind: 'break', text: '\n' }];
  });
}

const opening = new Set(['(', '[', '[?', '{']);
const closing = new Set([')', ']', '}']);
const spaced = new Set(['==', '!=', '<=', '>=', '<', '>', '&&', '||', '+', '-', '*', '/', '%', '?', ':', 'in']);
const prefixes = new Set(['-', '!']);

/** Whether a sign stands before a value and not between two: nothing that could be a value is in front of it. */
function isPrefix({ text }: Piece, before: Piece | undefined): boolean {
  if (!prefixes.has(text)) return false;
  return (
    text === '!' ||
    before === undefined ||
    (before.kind === 'sign' && !closing.has(before.text)) ||
    before.text === 'in'
  );
}

/**
 * Writes an expression evenly: one blank around what joins two values and behind commas, none inside brackets, lines set in by
 * the brackets that are open. Lines stay lines. Only blanks change, and none inside texts and remarks. What is so broken that
 * this would say something else stays as it is.
 */
export function formatExpression(expression: string): string {
  const given = expression.replace(/\r\n?/g, '\n').trim();
  const read = piecesOf(given);
  const written = write(read);
  return isSame(read, piecesOf(written)) ? written : given;
}

function isSame(before: readonly Piece[], after: readonly Piece[]): boolean {
  return before.length === after.length && before.every(({ text }, at) => text === after[at]!.text);
}

function write(read: readonly Piece[]): string {
  let written = '';
  let depth = 0;
  let before: Piece | undefined;
  let isTight = true;
  for (const piece of read) {
    if (piece.kind === 'break') {
      written = `${written.trimEnd()}\n`;
      isTight = true;
      continue;
    }
    const isClosing = piece.kind === 'sign' && closing.has(piece.text);
    if (isClosing) depth = Math.max(0, depth - 1);
    const asPrefix = isPrefix(piece, before);
    const isJoining = !asPrefix && piece.kind !== 'text' && spaced.has(piece.text);
    if (written.endsWith('\n')) written += '  '.repeat(depth);
    else if (written !== '' && (piece.kind === 'remark' || isJoining || (!isTight && !hugs(piece, before))))
      written += ' ';
    written += piece.text;
    isTight =
      asPrefix || (piece.kind === 'sign' && (opening.has(piece.text) || piece.text === '.' || piece.text === '.?'));
    if (piece.kind === 'sign' && opening.has(piece.text)) depth += 1;
    if (piece.kind !== 'remark') before = piece;
  }
  return written.trim();
}

/** Whether a piece stands right behind the one before it: dots, commas, what closes, and brackets that call or choose. */
function hugs({ kind, text }: Piece, before: Piece | undefined): boolean {
  if (kind !== 'sign') return false;
  if (text === '.' || text === '.?' || text === ',' || closing.has(text)) return true;
  if (!opening.has(text) || text === '{' || before === undefined) return false;
  return (before.kind === 'word' && before.text !== 'in') || before.kind === 'text' || closing.has(before.text);
}
