import type { TemplateContents } from './template-package.ts';

/** What kind of place a text stands in. */
export type TextKind =
  | 'mapping'
  | 'condition'
  | 'setting'
  | 'title'
  | 'note'
  | 'parameter'
  | 'valueList'
  | 'mastership'
  | 'documentation'
  | 'description';

/** A value somewhere in a template. */
export interface TextPlace {
  /** Keys from the contents on, such as `['flows', id, 'nodes', …]`. */
  readonly path: readonly (string | number)[];
  readonly kind: TextKind;
  readonly flowId: string | null;
  readonly nodeId: string | null;
  /** The field, setting, list or parameter. */
  readonly name: string;
  /** `cel`: the text of an expression. `key`: it names something rather than being a value. */
  readonly form: 'plain' | 'cel' | 'key';
  readonly value: string | number | boolean;
}

export function placeId({ path, form }: Pick<TextPlace, 'path' | 'form'>): string {
  return path.join('/') + (form === 'key' ? '#key' : '');
}

type Base = Omit<TextPlace, 'value' | 'path' | 'form'>;

/** Every value of the contents that a person or a system wrote. */
export function textsOf({ flows, valueLists }: TemplateContents): TextPlace[] {
  const texts: TextPlace[] = [];
  const add = (base: Base, path: TextPlace['path'], value: unknown, form: TextPlace['form'] = 'plain') => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      texts.push({ ...base, path, value, form });
    }
  };
  const addWords = (base: Base, path: TextPlace['path'], words: object | undefined) => {
    for (const [language, text] of Object.entries(words ?? {})) add(base, [...path, language], text);
  };
  for (const [id, flow] of Object.entries(flows)) {
    const root = ['flows', id];
    const of = (kind: TextKind, name: string, nodeId: string | null = null): Base => ({
      kind,
      flowId: id,
      nodeId,
      name,
    });
    // Made from the first title, so it may still say whose it was.
    add(of('title', 'id'), [...root, 'id'], id, 'key');
    addWords(of('title', 'title'), [...root, 'title'], flow.title);
    addWords(of('description', 'summary'), [...root, 'summary'], flow.summary);
    add(of('title', 'integration'), [...root, 'integration'], flow.integration);
    for (const [slot, { title }] of Object.entries(flow.slots)) {
      addWords(of('title', slot), [...root, 'slots', slot, 'title'], title);
    }
    for (const [name, parameter] of Object.entries(flow.parameters)) {
      addWords(of('parameter', name), [...root, 'parameters', name, 'title'], parameter.title);
      add(of('parameter', name), [...root, 'parameters', name, 'default'], parameter.default);
    }
    for (const [title, words] of Object.entries(flow.phrases ?? {})) {
      add(of('title', 'phrases'), [...root, 'phrases', title], title, 'key');
      addWords(of('title', 'phrases'), [...root, 'phrases', title], words);
    }
    for (const [nodeId, { title, config }] of Object.entries(flow.nodes)) {
      add(of('title', 'title', nodeId), [...root, 'nodes', nodeId, 'title'], title);
      for (const [setting, value] of Object.entries(config)) {
        walk(value, [...root, 'nodes', nodeId, 'config', setting], of('setting', setting, nodeId), add);
      }
    }
    for (const [note, { text }] of Object.entries(flow.layout.notes)) {
      add(of('note', note), [...root, 'layout', 'notes', note, 'text'], text);
    }
    for (const [group, { title, description }] of Object.entries(flow.layout.groups)) {
      add(of('note', group), [...root, 'layout', 'groups', group, 'title'], title);
      add(of('note', group), [...root, 'layout', 'groups', group, 'description'], description);
    }
  }
  for (const [id, list] of Object.entries(valueLists)) {
    const base: Base = { kind: 'valueList', flowId: null, nodeId: null, name: id };
    addWords(base, ['valueLists', id, 'title'], list.title);
    for (const [code, value] of Object.entries(list.entries)) {
      add(base, ['valueLists', id, 'entries', code], code, 'key');
      add(base, ['valueLists', id, 'entries', code], value);
    }
  }
  return texts;
}

function walk(
  value: unknown,
  path: TextPlace['path'],
  base: Base,
  add: (base: Base, path: TextPlace['path'], value: unknown, form?: TextPlace['form']) => void,
): void {
  if (Array.isArray(value)) {
    for (const [at, inner] of value.entries()) walk(inner, [...path, at], base, add);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const isRow = base.name === 'rows' && path.length === 6;
      const kind: TextKind = isRow
        ? 'mapping'
        : key === 'when' || key === 'all' || key === 'any'
          ? 'condition'
          : base.kind;
      walk(inner, [...path, key], { ...base, kind, ...(isRow ? { name: key } : {}) }, add);
    }
  } else {
    add(base, path, value, path.at(-1) === 'cel' ? 'cel' : 'plain');
  }
}

/** The contents with other values at some places; undefined takes a place away. The contents given are not changed. */
export function withTexts(
  contents: TemplateContents,
  changes: readonly { readonly path: TextPlace['path']; readonly value: unknown }[],
): unknown {
  const copy = structuredClone(contents) as unknown as Record<string | number, unknown>;
  for (const { path, value } of changes) {
    const place = placeAt(copy, path.slice(0, -1));
    const last = path.at(-1)!;
    // What it stood in was taken away by an earlier change.
    if (!place) continue;
    if (value === undefined) delete place[last];
    else Object.defineProperty(place, last, { value, writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

function placeAt(root: Record<string | number, unknown>, path: TextPlace['path']): typeof root | null {
  let place = root;
  for (const part of path) {
    const inner = Object.hasOwn(place, part) ? place[part] : undefined;
    if (typeof inner !== 'object' || inner === null) return null;
    place = inner as typeof root;
  }
  return place;
}
