import type { seat as english } from '../en/seat.ts';
import type { Translated } from '../texts.ts';

export const seat: Translated<typeof english> = {
  'seat.editing': '{who} modifie ce flux depuis {time}. Vous voyez chaque modification dès qu’elle est enregistrée.',
  'seat.isEditing': '{who} modifie ce flux',
  'seat.away':
    '{who} modifie ce flux depuis {time}, et sa connexion est perdue. Des modifications ne sont peut-être pas encore enregistrées.',
  'seat.otherTab': 'Vous avez ce flux ouvert dans un autre onglet.',
  'seat.nobody': 'Personne ne modifie ce flux pour le moment.',
  'seat.catchingUp': 'Lecture du dernier brouillon',
  'seat.edit': 'Modifier',
  'seat.goOnHere': 'Continuer ici',
  'seat.takeOver': 'Reprendre…',
  'seat.asked': 'La demande est posée à {who}. Sans réponse, vous reprenez.',
  'seat.withdraw': 'Retirer la demande',
  'seat.othersAsk': '{who} a demandé à reprendre.',
  'seat.kept': '{who} garde la main.',
  'seat.wants':
    '{who} souhaite reprendre. Sans réponse de votre part, c’est fait. Vos modifications sont conservées dans tous les cas.',
  'seat.secondsLeft': 'encore {seconds, plural, one {# seconde} other {# secondes}}',
  'seat.keep': 'Garder la main',
  'seat.handOver': 'Passer la main',
  'seat.watchers': '{n, plural, one {# observe} other {# observent}}',
  'seat.selectedBy': 'sélectionné par {who}',
  'seat.unsent':
    '{who} a repris avant que vos dernières modifications ne soient enregistrées. Elles restent dans ce navigateur, et vous les voyez ici.',
  'seat.unsentHere':
    'Vos dernières modifications n’ont pas été enregistrées, car ce flux est modifié ailleurs. Elles restent dans ce navigateur, et vous les voyez ici.',
  'seat.saveCopy': 'Enregistrer comme nouveau flux',
  'seat.letGo': 'Les abandonner',
  'seat.youEdit': 'Vous modifiez maintenant ce flux',
  'owner.title': 'Responsable',
  'owner.help': 'Qui veille sur ce flux et sur son brouillon.',
  'owner.nobody': 'Personne',
  'flows.column.owner': 'Responsable',
  'flows.editing': '{who} modifie',
};
