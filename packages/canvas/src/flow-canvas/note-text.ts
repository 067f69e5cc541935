/** A piece of a note's text in one look. */
export interface NotePart {
  readonly text: string;
  readonly look: 'plain' | 'bold' | 'italic' | 'code';
}
/** A block of a note. */
export type NoteBlock =
  | { readonly kind: 'text' | 'heading'; readonly parts: readonly NotePart[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly NotePart[])[] };

/** Reads the few marks of Markdown that notes know: `# heading`, `- list`, **bold**, *italic* and `code`. */
export function readNote(text: string): NoteBlock[] {
  const blocks: NoteBlock[] = [];
  for (const line of text.split('\n')) {
    const item = /^\s*[-*] +(.*)$/.exec(line);
    const heading = /^#{1,3} +(.*)$/.exec(line);
    const last = blocks.at(-1);
    if (item && last?.kind === 'list')
      blocks[blocks.length - 1] = { kind: 'list', items: [...last.items, parts(item[1]!)] };
    else if (item) blocks.push({ kind: 'list', items: [parts(item[1]!)] });
    else if (heading) blocks.push({ kind: 'heading', parts: parts(heading[1]!) });
    else if (line.trim() !== '') blocks.push({ kind: 'text', parts: parts(line) });
  }
  return blocks;
}

function parts(line: string): NotePart[] {
  return line
    .split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/)
    .filter((piece) => piece !== '')
    .map((piece): NotePart => {
      if (/^\*\*[^*]+\*\*$/.test(piece)) return { text: piece.slice(2, -2), look: 'bold' };
      if (/^\*[^*]+\*$/.test(piece)) return { text: piece.slice(1, -1), look: 'italic' };
      if (/^`[^`]+`$/.test(piece)) return { text: piece.slice(1, -1), look: 'code' };
      return { text: piece, look: 'plain' };
    });
}
