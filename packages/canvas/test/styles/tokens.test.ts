import { readFileSync } from 'node:fs';
import {
  blend,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
  wcagContrast,
  type Color,
} from 'culori';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8').replaceAll(
  /\/\*[\s\S]*?\*\//g,
  '',
);

/** The custom properties of one block of tokens.css. */
function blockOf(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('\n}', start));
  return new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]));
}

const light = new Map([...blockOf(':root {'), ...blockOf(":root,\n[data-theme='light']")]);
// What dark does not say stays as in light.
const dark = new Map([...light, ...blockOf("\n[data-theme='dark']")]);

function colour(tokens: ReadonlyMap<string, string>, name: string): Color {
  const value = tokens.get(name);
  const reference = /^var\(--([\w-]+)\)$/.exec(value ?? '');
  if (reference) return colour(tokens, reference[1]!);
  const parsed = parse(value ?? '');
  if (!parsed) throw new Error(`--${name} is no colour: ${value}`);
  return parsed;
}

const surfaces = ['c-app', 'c-surface', 'c-surface-2', 'c-surface-3', 'c-hover', 'c-canvas', 'c-selected'];
const entities = ['account', 'contact', 'product', 'order', 'invoice', 'any'];
const statuses = ['ok', 'run', 'warn', 'fail', 'idle'];
const papers = ['yellow', 'green', 'blue', 'rose', 'violet', 'grey'];

/** What is written on what. */
const textPairs: readonly (readonly [text: string, on: string])[] = [
  ...['c-text', 'c-text-2', 'c-text-3', 'c-accent-text'].flatMap((text) =>
    surfaces.map((surface) => [text, surface] as const),
  ),
  ['c-on-accent', 'c-accent'],
  ['c-on-accent', 'c-accent-hover'],
  ['c-accent-text', 'c-accent-soft'],
  ['c-on-float', 'c-float'],
  ['c-on-float', 'c-float-hover'],
  ['c-on-avatar', 'c-avatar'],
  ['c-rail-text', 'c-rail'],
  ['c-rail-muted', 'c-rail'],
  ['c-rail-strong', 'c-rail-active'],
  ['c-rail-on-badge', 'c-rail-badge'],
  ...['erp', 'crm'].flatMap((system) => [
    [`sys-${system}-text`, `sys-${system}-soft`] as const,
    [`sys-on-${system}`, `sys-${system}`] as const,
    [`node-${system}-ink`, `node-${system}`] as const,
  ]),
  ...entities.map((entity) => [`ent-${entity}-text`, `ent-${entity}-soft`] as const),
  ...statuses.flatMap((status) => [
    [`st-${status}-text`, `st-${status}-soft`] as const,
    [`st-${status}-text`, 'c-surface'] as const,
  ]),
  ...['add', 'del', 'mod'].map((kind) => [`diff-${kind}-ink`, `diff-${kind}`] as const),
  ...papers.map((paper) => [`note-${paper}-ink`, `note-${paper}`] as const),
  ...['text', 'key', 'fn', 'str', 'num', 'dim'].map((kind) => [`code-${kind}`, 'code-bg'] as const),
  ['ch-down-text', 'c-surface'],
];

/** What has to be told apart from what is behind it: glyphs, ports, edges of controls, the ring of the focus. */
const shapePairs: readonly (readonly [shape: string, on: string])[] = [
  ...['c-surface', 'c-surface-2', 'c-app', 'c-canvas'].flatMap((surface) => [
    ['c-edge-control', surface] as const,
    ['c-focus', surface] as const,
    ...entities.map((entity) => [`ent-${entity}`, surface] as const),
  ]),
  ...entities.map((entity) => [`ent-${entity}`, `ent-${entity}-soft`] as const),
  ...statuses.flatMap((status) => [
    [`st-${status}`, 'c-surface'] as const,
    [`st-${status}`, `st-${status}-soft`] as const,
  ]),
  ...['ch-1', 'ch-up', 'ch-down'].map((series) => [series, 'c-surface'] as const),
];

const visions = {
  normal: (seen: Color) => seen,
  protan: filterDeficiencyProt(1),
  deutan: filterDeficiencyDeuter(1),
  tritan: filterDeficiencyTrit(1),
};
const distance = differenceCiede2000();

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('in the %s theme', (_, tokens) => {
  const contrast = ([front, back]: readonly [string, string]): number => {
    const behind = colour(tokens, back);
    return wcagContrast(blend([behind, colour(tokens, front)]), behind);
  };
  const below = (pairs: typeof textPairs, least: number) =>
    pairs.filter((pair) => contrast(pair) < least).map((pair) => `${pair.join(' on ')}: ${contrast(pair).toFixed(2)}`);

  it('text is readable: 4.5 to 1', () => {
    expect(below(textPairs, 4.5)).toEqual([]);
  });

  it('glyphs and edges of controls can be seen: 3 to 1', () => {
    expect(below(shapePairs, 3)).toEqual([]);
  });

  it.each(Object.entries(visions))('the entities are told apart in %s vision', (_vision, see) => {
    const seen = entities
      .filter((entity) => entity !== 'any')
      .map((entity) => [entity, see(colour(tokens, `ent-${entity}`)) as Color] as const);
    const close = seen.flatMap(([one, first], index) =>
      seen
        .slice(index + 1)
        .filter(([, second]) => distance(first, second) < 13)
        .map(([other, second]) => `${one} and ${other}: ${distance(first, second).toFixed(1)}`),
    );
    expect(close).toEqual([]);
  });
});
