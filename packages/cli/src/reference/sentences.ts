import { partsOf, textsOf, type Source, type Syntax } from './sources.ts';

/** Files whose sentences the screen never shows: the terminal and the log speak English, and examples are data. */
const notOnScreen = [
  'packages/cli/src/',
  'packages/model/src/template/example-names.ts',
  'packages/sdk/src/testing/',
  'packages/server/src/audit/',
  'packages/server/src/config.ts',
  'packages/server/src/handlers/audit.ts',
  'packages/server/src/http/register.ts',
  'packages/server/src/live/',
  'packages/server/src/main.ts',
  'packages/server/src/start/',
];
/** Names of properties that hold a sentence, or a piece of one, however it looks. */
const saying = new Set(['message', 'remedy', 'why', 'what', 'detail', 'reason', 'warning', 'words']);
/** Properties whose texts are for somebody else: the API page, programmers, or translated where they stand. */
const notSaying = new Set([
  'en',
  'nl',
  'fr',
  'summary',
  'description',
  'title',
  'code',
  'examples',
  'text',
  'name',
  'label',
  'filter',
  'body',
  'headers',
]);
/** Calls whose texts are, too. */
const notTelling =
  /^(describe|meta|hints|text3|say|asWritten|invariant|log|warn|info|debug|error|opening|define|z|includes|startsWith|endsWith|replace|replaceAll|split|join|test|localized|Refusal)$/;

/** Every English sentence that the server, the check or a connector can tell on the screen, each value in it as `…`, with the file that says it. */
export function sentencesOf(sources: readonly Source[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const source of sources) {
    if (notOnScreen.some((start) => source.file.startsWith(start))) continue;
    collect(source.program, source, '', (text) => {
      if (!found.has(text)) found.set(text, source.file);
    });
  }
  return found;
}

function collect(node: Syntax, source: Source, property: string, add: (text: string) => void): void {
  if (isLeft(node)) return;
  const texts = node.type === 'Identifier' ? null : textsOf(node, source.constants);
  if (texts) {
    for (const text of texts) if (saying.has(property) ? isPiece(text) : isSentence(text)) add(text);
    return;
  }
  for (const part of partsOf(node)) {
    if (node.type !== 'Property') collect(part, source, isFunction(node) ? property : '', add);
    else if (part !== node['key']) {
      const name = nameOf(node['key'] as Syntax);
      if (!notSaying.has(name)) collect(part, source, name, add);
    }
  }
}

function isLeft(node: Syntax): boolean {
  if (/^(Import|ExportAll|TS(?!As|Satisfies|NonNull))/.test(node.type)) return true;
  if (node.type === 'TaggedTemplateExpression') return true;
  // The same in English, Dutch and French.
  if (node.type === 'ArrayExpression') return isTriple(node['elements'] as (Syntax | null)[]);
  if (node.type === 'NewExpression')
    return /^(Type|Range|Syntax)?Error$|^RegExp$|^Defect$|^Refusal$/.test(nameOf(node['callee'] as Syntax));
  if (node.type === 'CallExpression') {
    const callee = node['callee'] as Syntax;
    return notTelling.test(nameOf(callee.type === 'MemberExpression' ? (callee['property'] as Syntax) : callee));
  }
  return false;
}

const isTriple = (elements: readonly (Syntax | null)[]) =>
  elements.length === 3 && elements.every((element) => typeof element?.['value'] === 'string');
const isFunction = ({ type }: Syntax) => type === 'ArrowFunctionExpression';
const nameOf = (node: Syntax) => String(node['name'] ?? node['value'] ?? '');
const wordsIn = (text: string) => text.match(/\p{L}{2,}/gu)?.length ?? 0;
/** Enough of its own to be told from others. */
const isPiece = (text: string) => wordsIn(text) >= 1 && text.includes(' ') && !/[\r\n$]/.test(text);
const isSentence = (text: string) => isPiece(text) && wordsIn(text) > 1 && /^["“…\p{Lu}].*[.?!…]$/u.test(text);
