import { compileMessage } from '@lingui/message-utils/compileMessage';

/** A compiled ICU message, as Lingui interpolates it: texts and `[argument, type, cases]`. */
type Token = string | [name: string, type?: string, format?: string | Cases];
interface Cases {
  [key: string]: Token[] | number | undefined;
}

/** The name under which a value's written form travels beside the value itself. See `withWrittenForms`. */
const written = (name: string) => `${name}$`;

/**
 * Compiles an ICU message so that every `{count}` and `#` shows the value's written form. Lingui would write numbers by the
 * language; Koppel writes them by the region setting, while plurals still follow the language.
 */
export function compileText(message: string): ReturnType<typeof compileMessage> {
  return (compileMessage(message) as Token[]).map((token) => useWritten(token)) as ReturnType<typeof compileMessage>;
}

function useWritten(token: Token, counted?: string): Token {
  if (token === '#' && counted) return [written(counted)];
  if (typeof token === 'string') return token;
  const [name, type, format] = token;
  if (type === undefined) return [written(name)];
  if (typeof format !== 'object') return token;
  const inner = type === 'plural' || type === 'selectordinal' ? name : counted;
  const cases = Object.entries(format).map(([key, tokens]) => [
    key,
    Array.isArray(tokens) ? tokens.map((part) => useWritten(part, inner)) : tokens,
  ]);
  return [name, type, Object.fromEntries(cases) as Cases];
}

export type TextValues = Readonly<Record<string, string | number>>;

/** The values of a message, each with its written form: numbers by `number`, texts as they are. */
export function withWrittenForms(values: TextValues, number: (value: number) => string): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    all[name] = value;
    all[written(name)] = typeof value === 'number' ? number(value) : value;
  }
  return all;
}
