import type { mastership as english } from '../en/mastership.ts';
import type { Translated } from '../texts.ts';

export const mastership: Translated<typeof english> = {
  'mastership.title': 'Maîtrise des données',
  'mastership.question': 'Qui est maître de quoi ?',
  'mastership.explained': 'Chaque groupe de champs a un seul maître. L’autre système montre une copie.',
  'mastership.print': 'Imprimer pour accord',
  'mastership.printed': '{workspace}, {time}',
  'mastership.signature': 'Pour accord (nom, date, signature)',
  'mastership.masterOf': '{system} est maître de {n, plural, one {# groupe} other {# groupes}}',
  'mastership.toDecide': '{n} à décider',
  'mastership.entity': 'Entité',
  'mastership.group': 'Groupe de champs',
  'mastership.howOften': 'Fréquence',
  'mastership.ifBoth': 'Si conflit',
  'mastership.flow': 'Flux',
  'mastership.noFlow': 'Aucun',
  'mastership.byHand': 'à la main',
  'mastership.switchedOff': 'désactivé',
  'mastership.undecided': 'Non décidé',
  'mastership.deviates': 'Un champ de ce groupe a sa propre règle',
  'mastership.cell.master': 'Maître',
  'mastership.cell.copy': 'Copie',
  'mastership.cell.maySeed': 'Peut créer',
  'mastership.cell.edited': 'Modifié',
  'mastership.copyLocked': 'Copie',
  'mastership.conflict.masterWins': 'Le maître gagne',
  'mastership.conflict.newestWins': 'Le récent gagne',
  'mastership.conflict.ask': 'Demander',
  'mastership.conflictHelp.masterWins': 'La valeur du maître reste.',
  'mastership.conflictHelp.newestWins': 'La valeur modifiée en dernier reste.',
  'mastership.conflictHelp.ask':
    'L’enregistrement devient un enregistrement à corriger, avec les deux valeurs et leur dernière valeur commune.',
  'mastership.master': 'Maître',
  'mastership.maySeed': '{system} peut créer l’enregistrement ; dès lors, {master} en est le maître',
  'mastership.fields': 'Champs',
  'mastership.flows': 'Flux qui les écrivent',
  'mastership.says.copy': '{master} décide de ces valeurs. {copy} les montre et ne les modifie pas.',
  'mastership.says.seeded':
    '{master} décide de ces valeurs. {copy} peut les remplir en créant un enregistrement ; ensuite {master} en est le maître.',
  'mastership.says.undecided':
    'Les deux systèmes écrivent ces valeurs. Tant que personne ne décide, aucun flux qui les écrit ne peut être publié.',
  'mastership.change': 'Changer le maître…',
  'mastership.reset': 'Comme avant',
  'mastership.nothingChanged': 'Choisissez d’abord un autre maître ou une autre règle',
  'mastership.changeTitle': '{system} devient maître de « {group} »',
  'mastership.changeRules': 'Autres règles pour « {group} »',
  'mastership.changeText':
    'Les enregistrements gardent leurs valeurs. Un flux est comparé au nouveau maître lors de sa vérification et de sa publication.',
  'mastership.changeRulesText':
    'Les enregistrements gardent leurs valeurs. Les règles valent dès la prochaine exécution.',
  'mastership.mayBeRefused':
    '{n, plural, one {Ce flux ne peut pas être publié tant qu’il écrit ces champs :} other {Ces flux ne peuvent pas être publiés tant qu’ils écrivent ces champs :}}',
  'mastership.confirm': 'Changer le maître',
  'mastership.saved': '« {group} » a été modifié',
};
