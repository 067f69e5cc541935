import { define, defineLoop, type LibraryFunction } from './library.ts';

/** Lists, which come from `split` or are written out: `["nl", "fr"]`. A value is looked for with `"nl" in list`. */
export const listFunctions: readonly LibraryFunction[] = [
  define(
    'lists',
    'size(value)',
    [
      'Characters of a text, or elements of a list.',
      'Tekens van een tekst, of elementen van een lijst.',
      "Caractères d'un texte, ou éléments d'une liste.",
    ],
    ['size("Gent")', '4'],
  ),
  defineLoop(
    'lists',
    'list.map(x, result)',
    [
      'Makes a list of what comes of each element.',
      'Maakt een lijst van wat elk element oplevert.',
      'Fait une liste de ce que donne chaque élément.',
    ],
    ['join(split("gent;aalst", ";").map(x, capitalise(x)), ", ")', '"Gent, Aalst"'],
  ),
  defineLoop(
    'lists',
    'list.filter(x, condition)',
    [
      'Keeps the elements that meet a condition.',
      'Houdt de elementen die aan een voorwaarde voldoen.',
      'Garde les éléments qui remplissent une condition.',
    ],
    ['size(split("12;7;30", ";").filter(x, int(x) > 10))', '2'],
  ),
  defineLoop(
    'lists',
    'list.all(x, condition)',
    [
      'Whether all elements meet a condition.',
      'Of alle elementen aan een voorwaarde voldoen.',
      'Si tous les éléments remplissent une condition.',
    ],
    ['split("nl;fr", ";").all(x, x in ["nl", "fr", "en"])', 'true'],
  ),
  defineLoop(
    'lists',
    'list.exists(x, condition)',
    [
      'Whether some element meets a condition.',
      'Of een element aan een voorwaarde voldoet.',
      'Si un élément remplit une condition.',
    ],
    ['split("nl;fr", ";").exists(x, x == "fr")', 'true'],
  ),
  defineLoop(
    'lists',
    'list.exists_one(x, condition)',
    [
      'Whether exactly one element meets a condition.',
      'Of precies één element aan een voorwaarde voldoet.',
      'Si exactement un élément remplit une condition.',
    ],
    ['split("nl;fr;fr", ";").exists_one(x, x == "fr")', 'false'],
  ),
];
