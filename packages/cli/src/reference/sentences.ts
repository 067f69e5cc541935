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
/** What reads as one and is data: a field of Business Central, answers that a vendor gives, a header. */
const notSentences = new Set(['External Document No.', 'Another user has already changed the record.', 'If-Match: …']);
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
  /^(describe|meta|hints|text3|say|asWritten|invariant|log|warn|info|debug|error|opening|define|includes|startsWith|endsWith|replace|replaceAll|split|join|test|localized|(Type|Range|Syntax)?Error|RegExp|Defect|Refusal)$/;

/** Every English sentence that the server, the check or a connector can tell on the screen, each value in it as `…`, with the file that says it. */
export function sentencesOf(sources: readonly Source[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const source of sources) {
    if (notOnScreen.some((start) => source.file.startsWith(start))) continue;
    collect(source.program, source, '', (written) => {
      // Some are filled in by name, where they are thrown.
      const text = written.replace(/\{[a-z]+\}/g, '…');
      if (!found.has(text) && !notSentences.has(text)) found.set(text, source.file);
    });
  }
  return found;
}

function collect(node: Syntax, source: Source, property: string, add: (text: string) => void): void {
  const texts = node.type === 'Identifier' ? null : textsOf(node, source.constants);
  for (const text of texts ?? []) if (saying.has(property) ? isPiece(text) : isSentence(text)) add(text);
  for (const part of shownPartsOf(node)) {
    // A part of a sentence is in it already; what it is calculated from can say more.
    const name = node.type === 'Property' ? nameOf(node['key'] as Syntax) : isFunction(node) || texts ? property : '';
    if (!texts || !textsOf(part, source.constants)) collect(part, source, name, add);
    else for (const inner of partsOf(part)) if (!textsOf(inner, source.constants)) collect(inner, source, name, add);
  }
}

/** The parts in which something for the screen can stand. */
function shownPartsOf(node: Syntax): readonly Syntax[] {
  if (/^(Import|ExportAll|TS(?!As|Satisfies|NonNull))/.test(node.type)) return [];
  if (node.type === 'TaggedTemplateExpression') return [];
  if (node.type === 'Property') return notSaying.has(nameOf(node['key'] as Syntax)) ? [] : [node['value'] as Syntax];
  // The same in English, Dutch and French.
  if (node.type === 'ArrayExpression' && isTriple(node['elements'] as (Syntax | null)[])) return [];
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return partsOf(node);
  const callee = node['callee'] as Syntax;
  const isMethod = callee.type === 'MemberExpression';
  const name = nameOf(isMethod ? (callee['property'] as Syntax) : callee);
  if (!notTelling.test(name)) return partsOf(node);
  return isMethod ? [callee['object'] as Syntax] : [];
}

const isTriple = (elements: readonly (Syntax | null)[]) =>
  elements.length === 3 && elements.every((element) => typeof element?.['value'] === 'string');
const isFunction = ({ type }: Syntax) => type === 'ArrowFunctionExpression';
const nameOf = (node: Syntax) => String(node['name'] ?? node['value'] ?? '');
const wordsIn = (text: string) => text.match(/\p{L}{2,}/gu)?.length ?? 0;
/** Enough of its own to be told from others. */
const isPiece = (text: string) => wordsIn(text) >= 1 && text.includes(' ') && !/[\r\n$]/.test(text);
const isSentence = (text: string) => isPiece(text) && wordsIn(text) > 1 && /^["“…\p{Lu}].*[.?!…]$/u.test(text);
