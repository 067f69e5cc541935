import * as monaco from 'monaco-editor/editor';
import { argumentNames, emptyScope, isMethod, type ExpressionScope, type ScopeFunction } from './expression-scope.ts';
import { callAt, functionCalled, lineFieldsAt, nameAt, plainPath, writingAt } from './expression-text.ts';

/** The language of expressions, as the editor knows it. */
export const languageId = 'koppel-expression';

const scopes = new WeakMap<monaco.editor.ITextModel, ExpressionScope>();

/** Says what the expression in a model may refer to. */
export function setScope(model: monaco.editor.ITextModel, scope: ExpressionScope): void {
  scopes.set(model, scope);
}

const scopeOf = (model: monaco.editor.ITextModel) => scopes.get(model) ?? emptyScope;

function rangeOf(model: monaco.editor.ITextModel, start: number, end: number): monaco.IRange {
  const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}

let isRegistered = false;

/** Teaches the editor expressions: colours, completion, explanations and help with arguments. Once for all editors. */
export function registerLanguage(): void {
  if (isRegistered) return;
  isRegistered = true;
  monaco.languages.register({ id: languageId });
  monaco.languages.setLanguageConfiguration(languageId, {
    comments: { lineComment: '//' },
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '[', close: ']' },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
    surroundingPairs: [
      { open: '(', close: ')' },
      { open: '"', close: '"' },
    ],
  });
  monaco.languages.setMonarchTokensProvider(languageId, {
    tokenizer: {
      root: [
        [/\/\/.*$/, 'comment'],
        [/"(?:[^"\\]|\\.)*"?/, 'string'],
        [/'(?:[^'\\]|\\.)*'?/, 'string'],
        [/\d+(?:\.\d+)?/, 'number'],
        [/\b(?:true|false|in)\b/, 'keyword'],
        [/(\.\??)([A-Za-z_]\w*)(?=\s*\()/, ['delimiter', 'function']],
        [/(\.\??)([A-Za-z_]\w*)/, ['delimiter', 'field']],
        [/[A-Za-z_]\w*(?=\s*\()/, 'function'],
        [/[A-Za-z_]\w*/, 'identifier'],
        [/[()[\]{}]/, '@brackets'],
        [/[-+*/%<>=!&|?:,]/, 'delimiter'],
      ],
    },
  });
  monaco.languages.registerCompletionItemProvider(languageId, {
    triggerCharacters: ['.', '"', '['],
    provideCompletionItems: (model, position) => ({ suggestions: completions(model, model.getOffsetAt(position)) }),
  });
  monaco.languages.registerHoverProvider(languageId, {
    provideHover: (model, position) => explanation(model, model.getOffsetAt(position)),
  });
  monaco.languages.registerSignatureHelpProvider(languageId, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [')'],
    provideSignatureHelp: (model, position) => argumentHelp(model, model.getOffsetAt(position)),
  });
}

type Item = monaco.languages.CompletionItem;
const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;

const fieldKinds: Readonly<Record<string, monaco.languages.CompletionItemKind>> = {
  integer: CompletionItemKind.Value,
  decimal: CompletionItemKind.Value,
  money: CompletionItemKind.Value,
  boolean: CompletionItemKind.Property,
  date: CompletionItemKind.Event,
  dateTime: CompletionItemKind.Event,
  choice: CompletionItemKind.Enum,
};

function completions(model: monaco.editor.ITextModel, offset: number): Item[] {
  const scope = scopeOf(model);
  const writing = writingAt(model.getValue(), offset);
  if (writing.kind === 'nothing') return [];
  const range = rangeOf(model, writing.start, writing.end);
  if (writing.kind === 'list') {
    return scope.lists.map(({ id, title }) => ({
      label: { label: id, description: title },
      kind: CompletionItemKind.EnumMember,
      insertText: id,
      filterText: `${id} ${title}`,
      range,
    }));
  }
  if (writing.kind === 'method') {
    return scope.functions.filter(isMethod).map((method) => functionItem(method, range));
  }
  const ofLine = lineFieldsAt(model.getValue(), writing, scope);
  if (ofLine) {
    const head = writing.path.slice(0, writing.path.indexOf('.') + 1);
    return ofLine.map(({ name, label, typeName }) => ({
      label: { label: name, description: typeName },
      kind: CompletionItemKind.Field,
      detail: label,
      insertText: `${head}${name}`,
      filterText: `${head}${name} ${label}`,
      range,
    }));
  }
  return [...fieldItems(scope, writing.path, range), ...nameItems(scope, writing.path, range)];
}

/** Fields whose beginning is written; what is written of them is replaced, so that parts of an address come as a whole. */
function fieldItems({ fields }: ExpressionScope, path: string, range: monaco.IRange): Item[] {
  const isOptional = /\.\?\w*$/.test(path);
  const head = plainPath(path).replace(/(\.|\[")[^.[]*$/, '$1');
  const isDeep = head.endsWith('.') || head.endsWith('["');
  return fields.flatMap(({ written, label, kind, typeName, sample }) => {
    if (isDeep && !written.startsWith(head) && !(head.endsWith('.') && written.startsWith(`${head.slice(0, -1)}["`))) {
      return [];
    }
    const insertText = isOptional ? written.replace(/\.(\w+)$/, '.?$1') : written;
    return [
      {
        label: {
          label: isDeep ? written.slice(head.length - (written.startsWith(head) ? 0 : 1)) : written,
          description: sample ?? '',
        },
        kind: fieldKinds[kind] ?? CompletionItemKind.Field,
        detail: label,
        documentation: { value: `**${label}** · ${typeName}${sample === null ? '' : `\n\n\`${sample}\``}` },
        insertText,
        filterText: `${insertText} ${label}`,
        sortText: `0${written}`,
        range,
      },
    ];
  });
}

/** Functions and parameters, where a name begins. */
function nameItems({ functions, parameters }: ExpressionScope, path: string, range: monaco.IRange): Item[] {
  const named = parameters.map(({ name, typeName }): Item => ({
    label: { label: `param.${name}`, description: typeName },
    kind: CompletionItemKind.Constant,
    insertText: `param.${name}`,
    sortText: `1${name}`,
    range,
  }));
  if (path.startsWith('param.')) return named;
  if (path.includes('.') || path.includes('[')) {
    return functions
      .filter(
        (candidate) =>
          candidate.name.startsWith(path.slice(0, path.lastIndexOf('.') + 1)) && candidate.name.includes('.'),
      )
      .map((candidate) => functionItem(candidate, range));
  }
  return [...named, ...functions.filter((candidate) => !isMethod(candidate)).map((one) => functionItem(one, range))];
}

function functionItem(entry: ScopeFunction, range: monaco.IRange): Item {
  const isEmpty = argumentNames(entry).length === 0;
  return {
    label: { label: entry.name, detail: entry.signature.slice(entry.signature.indexOf('(')) },
    kind: CompletionItemKind.Function,
    detail: entry.signature,
    documentation: { value: docs(entry) },
    insertText: isEmpty ? `${entry.name}()` : `${entry.name}($0)`,
    insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet,
    sortText: `2${entry.name}`,
    range,
    ...(isEmpty ? {} : { command: { id: 'editor.action.triggerParameterHints', title: '' } }),
  };
}

/** A call with places to fill in, as the editor's snippets write it. */
export function callSnippet(entry: ScopeFunction): string {
  const places = argumentNames(entry).map((name, index) => `\${${index + 1}:${name.replace(/[$}\\]/g, '')}}`);
  const head = isMethod(entry) ? `.${entry.name}` : entry.name;
  return `${head}(${places.join(', ')})$0`;
}

const code = (text: string) => `\`${text.replaceAll('`', "'")}\``;

function docs({ signature, summary, example, result }: ScopeFunction): string {
  return `**${signature}**\n\n${summary}\n\n${code(example)} → ${code(result)}`;
}

function explanation(model: monaco.editor.ITextModel, offset: number): monaco.languages.Hover | null {
  const scope = scopeOf(model);
  const text = model.getValue();
  const found = nameAt(text, offset);
  if (!found) return null;
  const range = rangeOf(model, found.start, found.end);
  const path = plainPath(found.name);
  const field = scope.fields.find(({ written }) => written === path);
  if (field) {
    const { label, typeName, sample } = field;
    const value = sample === null ? '' : `\n\n${code(sample)}`;
    return { range, contents: [{ value: `**${label}** · ${typeName}${value}` }] };
  }
  const parameter = scope.parameters.find(({ name }) => path === `param.${name}`);
  if (parameter) return { range, contents: [{ value: `**${parameter.name}** · ${parameter.typeName}` }] };
  const isCalled = /^\s*\(/.test(text.slice(found.end));
  const called = isCalled ? functionCalled(scope, path) : null;
  return called && { range, contents: [{ value: docs(called) }] };
}

function argumentHelp(model: monaco.editor.ITextModel, offset: number): monaco.languages.SignatureHelpResult | null {
  const call = callAt(model.getValue(), offset);
  const called = call && functionCalled(scopeOf(model), plainPath(call.name));
  if (!call || !called) return null;
  const parameters = argumentNames(called);
  return {
    value: {
      activeSignature: 0,
      activeParameter: Math.min(call.argument, Math.max(0, parameters.length - 1)),
      signatures: [
        {
          label: called.signature,
          documentation: { value: called.summary },
          parameters: parameters.map((label) => ({ label })),
        },
      ],
    },
    dispose: () => {},
  };
}
