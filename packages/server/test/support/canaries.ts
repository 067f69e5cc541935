import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Secrets that must be found nowhere, by what they are. */
export class Canaries {
  readonly #texts = new Map<string, string>();
  readonly #seen = new Map<string, Buffer>();

  /** A new one, with characters that are written differently in JSON, addresses and base64. */
  of(what: string): string {
    return this.know(what, `canary-${what}-${crypto.randomUUID()}/"+é`);
  }

  /** One that the server or a system made. */
  know(what: string, text: string): string {
    this.#texts.set(what, text);
    return text;
  }

  /** Something that left the server or lies in a file. */
  look(where: string, content: string | Uint8Array): void {
    this.#seen.set(`${where} (${this.#seen.size})`, Buffer.from(content));
  }

  async lookAtFolder(folder: string): Promise<void> {
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      if ((await stat(file)).isDirectory()) await this.lookAtFolder(file);
      else this.look(`file ${name}`, await readFile(file));
    }
  }

  /** Where one was seen, in which form. */
  hits(): string[] {
    const hits: string[] = [];
    for (const [what, text] of this.#texts) {
      for (const [form, written] of Object.entries(formsOf(text))) {
        for (const [where, content] of this.#seen) {
          const at = content.indexOf(written);
          if (at === -1) continue;
          const around = content
            .subarray(Math.max(0, at - 80), at)
            .toString('utf8')
            .replaceAll(/\s+/g, ' ');
          hits.push(`${what} in ${form}: ${where}: ${around}…`);
        }
      }
    }
    return hits;
  }

  get looks(): number {
    return this.#seen.size;
  }
}

function formsOf(text: string): Record<string, string> {
  const bytes = Buffer.from(text, 'utf8');
  const base64 = (skipped: number) => {
    // Whatever stands before it, the middle of it is written in one of three ways.
    const shifted = Buffer.concat([Buffer.alloc(skipped), bytes]).toString('base64');
    return shifted.slice(skipped === 0 ? 0 : 4, -4);
  };
  return {
    plain: text,
    json: JSON.stringify(text).slice(1, -1),
    url: encodeURIComponent(text),
    form: new URLSearchParams({ x: text }).toString().slice(2),
    base64: base64(0),
    'base64 behind one byte': base64(1),
    'base64 behind two bytes': base64(2),
    hex: bytes.toString('hex'),
  };
}
