import type { code as en } from '../en/code.ts';
import type { Translated } from '../texts.ts';

export const code: Translated<typeof en> = {
  'code.tab': 'Code',
  'code.fills': 'Champs qu’il remplit',
  'code.fillsAdd': 'Ajouter un champ',
  'code.fillsFind': 'Trouver un champ',
  'code.fillsNot': 'Ne remplit pas {field}',
  'code.about':
    'Un nombre décimal ou un montant est un texte, pour ne perdre aucun centime\xa0: (12.5).toFixed(2). Ce qui n’est pas donné reste inchangé. Lancez une erreur pour un enregistrement qui ne doit pas continuer.',
  'code.empty': 'Il n’y a pas encore de code.',
  'code.begin': 'Commencer par une fonction',
  'code.label': 'Code de cette étape',
  'code.mistake': 'Erreur dans le code',
  'code.mistakeAt': 'Ligne {line}\xa0: {message}',
  'code.tabIndents': 'Tab met en retrait. Avec Ctrl+M, Tab quitte le code.',
  'code.tabLeaves': 'Tab quitte le code. Avec Ctrl+M, Tab met de nouveau en retrait.',
  'keys.code': 'Dans du code\xa0: si Tab met en retrait ou le quitte',
  'code.result': 'Ce qu’il donne',
  'code.resultOf': 'Ce que le code donne pour cet enregistrement',
  'code.count':
    '{n, plural, one {# exemple} other {# exemples}}, {failing, plural, =0 {aucun échec} one {# échec} other {# échecs}}',
  'code.intent.fields': 'Modifier ce que le code remplit',
  'code.intent.code': 'Écrire du code',
};
