import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Anything in a syntax tree: its kind, and its parts by name. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly [part: string]: unknown;
}

/** A file of the product as a tree, and the texts that its constants stand for. */
export interface Source {
  readonly file: string;
  readonly program: Syntax;
  readonly constants: ReadonlyMap<string, readonly string[]>;
}

/** Not of the product: outside systems, the screen's own texts, tools. */
const left = /^packages\/(demo-systems|canvas|bench|boot|cli\/src\/reference)\//;
/** More ways to write one sentence than this are values, not ways to say it. */
const mostWays = 16;

/** Every source of the product, parsed: what the page of errors and the list of sentences are read from. */
export function readSources(rootFolder: string): Source[] {
  return globSync(['packages/*/src/**/*.ts', 'packages/connectors/*/src/**/*.ts'], { cwd: rootFolder })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !left.test(file) && !file.endsWith('.test.ts'))
    .sort()
    .map((file) => readSource(file, readFileSync(join(rootFolder, file), 'utf8')));
}

/** One file of the product, parsed. */
export function readSource(file: string, text: string): Source {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]!.message}`);
  const tree = program as unknown as Syntax;
  return { file, program: tree, constants: constantsOf(tree) };
}

/** The nodes right under this one, in the order of the text. */
export function partsOf(node: Syntax): Syntax[] {
  return Object.values(node)
    .flat()
    .filter((part): part is Syntax => typeof part === 'object' && part !== null && 'type' in part);
}

/** The node and all under it, parents first. */
export function* nodesOf(node: Syntax): Generator<Syntax> {
  yield node;
  for (const part of partsOf(node)) yield* nodesOf(part);
}

/**
 * The texts that an expression can be, each value that only the run knows as `…`: both sides of a choice, parts put
 * together, constants of the file. Null for what is no text.
 */
export function textsOf(node: Syntax, constants: Source['constants']): readonly string[] | null {
  const inner = (name: string) => textsOf(node[name] as Syntax, constants);
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : null;
    case 'TemplateLiteral': {
      const fixed = (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => [value.cooked]);
      const values = (node['expressions'] as Syntax[]).map((value) => textsOf(value, constants) ?? ['…']);
      return joined(fixed.flatMap((text, index) => [text, values[index] ?? ['']]));
    }
    case 'ConditionalExpression':
      return either(inner('consequent'), inner('alternate'));
    case 'LogicalExpression':
      return node['operator'] === '&&' ? null : either(inner('left'), inner('right'));
    case 'BinaryExpression': {
      const sides = [inner('left'), inner('right')];
      if (node['operator'] !== '+' || sides.every((side) => side === null)) return null;
      return joined(sides.map((side) => side ?? ['…']));
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return inner('expression');
    case 'Identifier':
      return constants.get(node['name'] as string) ?? null;
    default:
      return null;
  }
}

function either(one: readonly string[] | null, other: readonly string[] | null): readonly string[] | null {
  if (!one && !other) return null;
  const ways = new Set([...(one ?? ['…']), ...(other ?? ['…'])]);
  // A value can be empty too.
  if (ways.has('…')) ways.delete('');
  return [...ways];
}

/** Every way to put one of each part behind the others. A part with too many ways is a value like another. */
function joined(parts: readonly (readonly string[])[]): readonly string[] {
  const ways = parts.reduce((count, part) => count * part.length, 1);
  const kept = ways > mostWays ? parts.map((part) => (part.length > 1 ? ['…'] : part)) : parts;
  return kept.reduce(
    (all, part) => all.flatMap((before) => part.map((text) => (before + text).replace(/…{2,}/g, '…'))),
    [''],
  );
}

/** The constants of a file that are a choice of texts, by name; names that are used twice stand for anything. */
function constantsOf(program: Syntax): Map<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  const taken = new Set<string>();
  for (const node of nodesOf(program)) {
    for (const parameter of (node['params'] as Syntax[] | undefined) ?? []) {
      for (const inner of nodesOf(parameter)) if (inner.type === 'Identifier') taken.add(inner['name'] as string);
    }
    if (node.type !== 'VariableDeclarator') continue;
    for (const inner of nodesOf(node['id'] as Syntax)) {
      if (inner.type !== 'Identifier') continue;
      const name = inner['name'] as string;
      const texts = inner === node['id'] && node['init'] ? textsOf(node['init'] as Syntax, known) : null;
      if (texts && !taken.has(name)) known.set(name, texts);
      else known.delete(name);
      taken.add(name);
    }
  }
  for (const [name, texts] of known) if (texts.some((text) => text === '…')) known.delete(name);
  return known;
}
