import { code, page, table } from './markdown.ts';
import { nodesOf, textsOf, type Source, type Syntax } from './sources.ts';

interface KnownError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const isCode = (text: string) => /^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/.test(text);

/** Every code that an error, an issue or an answer of the API can have, read from where it is thrown. */
export function errorsPage(sources: readonly Source[]): string {
  const known = new Map<string, KnownError>();
  for (const source of sources) {
    for (const error of errorsIn(source)) {
      const before = known.get(error.code);
      if (!before || (before.message === '' && error.message !== '')) known.set(error.code, error);
    }
  }
  const rows = [...known.values()]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((error) => [code(error.code), error.message, error.remedy]);
  return page(
    'Errors',
    'Codes are permanent and safe to search for. `…` stands for the record, value or name at hand; a message that depends on the case is left out. The API says these sentences in English; the screen says them in the language of the reader.',
    [table(['Code', 'What happened', 'What to do'], rows)],
  );
}

function* errorsIn({ program, constants }: Source): Generator<KnownError> {
  const texts = (node: Syntax | undefined) => (node ? (textsOf(node, constants) ?? []) : []);
  /** The text in every case, where these are few. */
  const said = (node: Syntax | undefined) => {
    const ways = texts(node).filter((text) => text !== '…');
    return ways.length > 4 ? '' : ways.join(' / ');
  };
  for (const node of nodesOf(program)) {
    if (node.type === 'ObjectExpression') {
      const property = (name: string) => valueOf(node, name);
      for (const name of texts(property('code')).filter(isCode)) {
        yield { code: name, message: said(property('message')), remedy: said(property('remedy')) };
      }
    } else if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      // A function that takes code, message and remedy in this order.
      const given = node['arguments'] as Syntax[];
      const at = given.findIndex((argument) => argument.type === 'Literal' && texts(argument).some(isCode));
      const [message, remedy] = [said(given[at + 1]), said(given[at + 2])];
      if (at >= 0 && message !== '' && remedy !== '') yield { code: texts(given[at])[0]!, message, remedy };
    }
  }
}

function valueOf(object: Syntax, name: string): Syntax | undefined {
  const found = (object['properties'] as Syntax[]).find(
    (property) => property.type === 'Property' && (property['key'] as Syntax)['name'] === name,
  );
  return found?.['value'] as Syntax | undefined;
}
