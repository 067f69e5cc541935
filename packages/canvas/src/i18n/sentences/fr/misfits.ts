import type { SentenceCatalogue } from '../sentence-in.ts';

/** Why a value does not fit its schema: see misfit.ts of the model. */
export const misfits: SentenceCatalogue = {
  'It is missing.': 'Il manque.',
  'A text is needed.': 'Il faut un texte.',
  'A number is needed.': 'Il faut un nombre.',
  'A whole number is needed.': 'Il faut un nombre entier.',
  'Yes or no is needed.': 'Il faut oui ou non.',
  'A list is needed.': 'Il faut une liste.',
  'A group of settings is needed.': 'Il faut un groupe de paramètres.',
  'Another kind of value is needed.': 'Il faut une autre sorte de valeur.',
  'An address is needed, such as https://example.com.': 'Il faut une adresse, comme https://example.com.',
  'An e-mail address is needed.': 'Il faut une adresse e-mail.',
  'A date is needed, such as 2026-11-27.': 'Il faut une date, comme 2026-11-27.',
  'A date with a time is needed, such as 2026-11-27T14:02:00Z.':
    'Il faut une date avec l’heure, comme 2026-11-27T14:02:00Z.',
  'It is not written in the form that is needed.': 'Ce n’est pas écrit sous la forme requise.',
  'One of these is needed: ….': 'Il faut l’une de ces valeurs : {1}.',
  'There is no "…" here.': 'Il n’y a pas de « {1} » ici.',
  'It has none of the forms that are possible.': 'Ce n’est aucune des formes possibles.',
  'It is empty.': 'C’est vide.',
  'At least … characters are needed.': 'Il faut au moins {1} caractères.',
  'At least … entries are needed.': 'Il faut au moins {1} éléments.',
  '… or more is needed.': 'Il faut {1} ou plus.',
  'It may have … characters at most.': 'Pas plus de {1} caractères.',
  'It may have … entries at most.': 'Pas plus de {1} éléments.',
  '… or less is needed.': 'Il faut {1} ou moins.',
};
