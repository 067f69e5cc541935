import { syntaxError } from './query-error.ts';
import { tokens, type Token } from './filter-tokens.ts';

/** A parsed `$filter`. Chains of `and` and of `or` are flat, so that a thousand terms need no deep recursion. */
export type Filter =
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Filter[] }
  | { readonly kind: 'property'; readonly path: readonly string[] }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'in'; readonly left: Filter; readonly items: readonly Filter[] }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'not'; readonly term: Filter }
  | { readonly kind: 'arithmetic'; readonly operator: Arithmetic; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Filter[] }
  /** A vendor's function with named arguments, for example `Microsoft.Dynamics.CRM.In(PropertyName='x',…)`. */
  | { readonly kind: 'vendor-call'; readonly name: string; readonly named: Readonly<Record<string, Filter>> }
  | {
      readonly kind: 'lambda';
      readonly quantifier: 'any' | 'all';
      readonly path: readonly string[];
      readonly variable: string;
      /** Absent in `path/any()`: is there any. */
      readonly body?: Filter;
    };

export type LiteralType = 'text' | 'guid' | 'instant' | 'date' | 'number' | 'boolean' | 'null';
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'mod';

const comparisons: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const deepest = 200;

/** Parses a `$filter`; `aliases` are the `@p` parameters of the query. Throws a `QueryError`. */
export function parseFilter(text: string, aliases: Readonly<Record<string, string>> = {}): Filter {
  const parser = new Parser(text, aliases);
  const filter = parser.expression();
  parser.end();
  return filter;
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #aliases: Readonly<Record<string, string>>;
  #at = 0;
  #depth = 0;

  constructor(text: string, aliases: Readonly<Record<string, string>>) {
    this.#text = text;
    this.#tokens = tokens(text);
    this.#aliases = aliases;
  }

  expression(): Filter {
    if (++this.#depth > deepest) throw syntaxError('The filter is nested too deeply.');
    const filter = this.#chain('or', () => this.#chain('and', () => this.#negation()));
    this.#depth--;
    return filter;
  }

  end(): void {
    if (this.#peek().kind !== 'end') throw this.#unexpected();
  }

  #chain(word: 'and' | 'or', part: () => Filter): Filter {
    const first = part();
    if (!this.#isWord(word)) return first;
    const terms = [first];
    while (this.#takeWord(word)) terms.push(part());
    return { kind: word, terms };
  }

  #negation(): Filter {
    if (this.#takeWord('not')) return { kind: 'not', term: this.#negation() };
    return this.#comparison();
  }

  #comparison(): Filter {
    const left = this.#sum();
    const { kind, text } = this.#peek();
    if (kind !== 'name') return left;
    if (text === 'in') {
      this.#at++;
      this.#expect('(');
      return { kind: 'in', left, items: this.#items(')') };
    }
    if (!comparisons.has(text)) return left;
    this.#at++;
    return { kind: 'compare', operator: text as Comparison, left, right: this.#sum() };
  }

  #sum(): Filter {
    return this.#operators(['add', 'sub'], () => this.#operators(['mul', 'div', 'mod'], () => this.#primary()));
  }

  #operators(words: readonly Arithmetic[], part: () => Filter): Filter {
    let left = part();
    while (true) {
      const operator = words.find((word) => this.#takeWord(word));
      if (operator === undefined) return left;
      left = { kind: 'arithmetic', operator, left, right: part() };
    }
  }

  #primary(): Filter {
    const token = this.#take();
    switch (token.kind) {
      case 'string':
        return { kind: 'literal', type: 'text', value: token.text };
      case 'guid':
        return { kind: 'literal', type: 'guid', value: token.text.toLowerCase() };
      case 'instant':
        return { kind: 'literal', type: 'instant', value: this.#instant(token) };
      case 'date':
        return { kind: 'literal', type: 'date', value: token.text };
      case 'number':
        return { kind: 'literal', type: 'number', value: Number(token.text) };
      case 'alias': {
        const aliased = this.#aliases[token.text];
        if (aliased === undefined) throw syntaxError(`The parameter alias '${token.text}' has no value.`, token.at);
        return new Parser(aliased, {}).value();
      }
      case 'name':
        return this.#named(token);
      default:
        if (token.text === '(') {
          const inner = this.expression();
          this.#expect(')');
          return inner;
        }
        if (token.text === '[') return { kind: 'list', items: this.#items(']') };
        this.#at--;
        throw this.#unexpected();
    }
  }

  /** The whole text as one value: what an alias stands for. */
  value(): Filter {
    const value = this.#primary();
    this.end();
    return value;
  }

  #named(token: Token): Filter {
    const { text } = token;
    if (text === 'null') return { kind: 'literal', type: 'null', value: null };
    if (text === 'true' || text === 'false') return { kind: 'literal', type: 'boolean', value: text === 'true' };
    if (this.#peek().text !== '(' || this.#peek().kind !== 'mark') return { kind: 'property', path: text.split('/') };
    this.#at++;
    const path = text.split('/');
    const last = path.at(-1)!;
    if (path.length > 1 && (last === 'any' || last === 'all')) return this.#lambda(path.slice(0, -1), last);
    if (text.includes('.')) return { kind: 'vendor-call', name: text, named: this.#namedArguments() };
    return { kind: 'call', name: text, arguments: this.#items(')') };
  }

  #lambda(path: readonly string[], quantifier: 'any' | 'all'): Filter {
    if (this.#takeMark(')')) return { kind: 'lambda', quantifier, path, variable: '' };
    const variable = this.#take().text;
    this.#expect(':');
    const body = this.expression();
    this.#expect(')');
    return { kind: 'lambda', quantifier, path, variable, body };
  }

  #namedArguments(): Record<string, Filter> {
    const named: Record<string, Filter> = {};
    if (this.#takeMark(')')) return named;
    do {
      const name = this.#take();
      if (name.kind !== 'name') throw this.#unexpected();
      this.#expect('=');
      named[name.text] = this.#primary();
    } while (this.#takeMark(','));
    this.#expect(')');
    return named;
  }

  #items(close: ')' | ']'): Filter[] {
    const items: Filter[] = [];
    if (this.#takeMark(close)) return items;
    do items.push(this.expression());
    while (this.#takeMark(','));
    this.#expect(close);
    return items;
  }

  #instant(token: Token): number {
    const time = Date.parse(token.text);
    if (Number.isNaN(time)) throw syntaxError(`'${token.text}' is not a valid date and time.`, token.at);
    return time;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #isWord(word: string): boolean {
    const { kind, text } = this.#peek();
    return kind === 'name' && text === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at++;
    return true;
  }

  #takeMark(mark: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'mark' || text !== mark) return false;
    this.#at++;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#takeMark(mark)) throw this.#unexpected();
  }

  #unexpected(): Error {
    const { at } = this.#peek();
    return syntaxError(`Syntax error at position ${at} in '${this.#text}'.`, at);
  }
}
