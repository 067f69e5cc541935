import { readFileSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compile } from 'tailwindcss';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const require = createRequire(new URL('../../package.json', import.meta.url));
/** Classes without a style: what React Flow looks for or styles itself, and what Tailwind's `group-…` looks for. */
const markers = ['nodrag', 'nopan', 'nowheel', 'react-flow__edge-interaction', 'group-title', 'group'];

interface Source {
  readonly file: string;
  readonly text: string;
}

async function files(pattern: string): Promise<Source[]> {
  const found: Source[] = [];
  for await (const file of glob(`${source}/${pattern}`)) found.push({ file, text: await readFile(file, 'utf8') });
  return found;
}

/** Every class that a component names as a plain text, with the file it is in. */
async function classesInUse(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { file, text } of await files('**/*.tsx')) {
    for (const [, names] of text.matchAll(/className="([^"]*)"/g)) {
      for (const name of names!.split(/\s+/).filter(Boolean)) found.set(name, file.slice(source.length + 1));
    }
  }
  return found;
}

test('every class on a component is a utility of the semantic tokens or is written in a style sheet', async () => {
  const written = (await files('**/*.css')).map(({ text }) => text).join('\n');
  const theme = readFileSync(`${source}/styles/theme.css`, 'utf8');
  const utilities = readFileSync(require.resolve('tailwindcss/utilities.css'), 'utf8');
  const tailwind = await compile(`${theme}\n${utilities}`);
  const unknown = [...(await classesInUse())].filter(([name]) => {
    if (markers.includes(name) || written.includes(`.${name}`)) return false;
    const before = tailwind.build([]).length;
    return tailwind.build([name]).length === before;
  });
  expect(unknown).toEqual([]);
});

test('no component and no style sheet but tokens.css names a colour or a primitive token', async () => {
  const sources = [...(await files('**/*.tsx')), ...(await files('**/*.css'))].filter(
    ({ file }) => !file.endsWith('tokens.css'),
  );
  const raw = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/#[0-9a-fA-F]{6,8}\b|\brgba?\(|\bhsla?\(|--p-[a-z]/g)].map(([match]) => `${file}: ${match}`),
  );
  expect(sources.length).toBeGreaterThan(200);
  expect(raw).toEqual([]);
});
