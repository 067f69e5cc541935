import type { drawing as en } from '../en/drawing.ts';
import type { Translated } from '../texts.ts';

export const drawing: Translated<typeof en> = {
  'keys.group': 'Grouper, dissocier, afficher un groupe en une carte',
  'designer.intent.collapse': '{n, plural, one {Replier un groupe} other {Replier # groupes}}',
  'designer.intent.expand': '{n, plural, one {Déplier un groupe} other {Déplier # groupes}}',
  'canvas.groupDescription': 'Description du groupe',
  'canvas.groupNodes': '{n, plural, one {# étape} other {# étapes}}',
  'canvas.foldedGroup': 'Groupe {group}, affiché en une carte : {nodes}',
  'canvas.fold': 'Afficher en une carte (Maj+G)',
  'canvas.unfold': 'Afficher le contenu du groupe (Maj+G)',
  'node.collapseGroup': 'Afficher le groupe « {group} » en une carte',
  'node.expandGroup': 'Déplier le groupe « {group} »',
  'node.describeGroup': 'Titre et description de « {group} »',
  'node.ungroup': 'Dissocier « {group} »',
  'node.selectToo': 'Sélectionner aussi',
  'node.unselect': 'Ne plus sélectionner',
  'node.group': 'Grouper',
  'node.cut': 'Couper',
  'outline.note': 'Ajouter une note',
  'outline.paste': 'Coller',
  'outline.tidy': 'Ranger',
  'outline.notes': 'Notes',
  'outline.writeNote': 'Écrire dans cette note',
  'outline.emptyNote': 'Note vide',
  'outline.removeNote': 'Supprimer cette note',
  'subFlow.open': 'Ouvrir le sous-flux',
  'say.collapsed': '{group} s’affiche en une carte',
  'say.expanded': '{group} est déplié',
  'say.noGroup': 'La sélection n’est dans aucun groupe. Ctrl+G en crée un',
  'copy.blocked':
    'Le navigateur ne laisse pas Koppel écrire dans le presse-papiers : rien n’a été copié ni coupé. Autorisez-le pour cette adresse, puis réessayez.',
  'paste.empty': 'Le presse-papiers est vide',
  'paste.foreign':
    'Le presse-papiers ne contient aucune partie d’un flux. Copiez des étapes depuis un canevas de Koppel, ou le fichier d’un flux. Rien n’a changé.',
  'paste.damaged':
    'Le contenu du presse-papiers est endommagé : une partie manque ou a été modifiée. Copiez-le à nouveau. Rien n’a changé ici.',
  'paste.newer':
    'Le contenu du presse-papiers vient d’un Koppel plus récent. Mettez celui-ci à jour, puis collez à nouveau. Rien n’a changé.',
  'paste.tooLarge':
    'Le contenu du presse-papiers est trop grand pour une partie d’un flux : plus de deux millions de caractères. Rien n’a changé.',
  'paste.blocked':
    'Le navigateur ne laisse pas Koppel lire le presse-papiers. Autorisez-le pour cette adresse, ou appuyez à nouveau sur Ctrl+V.',
  'paste.unbound': '{node} : choisissez une connexion',
  'paste.unknown': '{node} : ce Koppel ne sait pas ce qu’elle fait',
  'notice.label': 'Ce qui a été fait',
  'notice.attention': 'À regarder encore :',
  'note.tooLong':
    'Une note contient au plus {most} caractères et celle-ci en a {n}. Raccourcissez-la ; rien n’est perdu entre-temps.',

  'timetable.rhythm': 'Fréquence',
  'timetable.minutes': 'Toutes les quelques minutes',
  'timetable.hours': 'Toutes les quelques heures',
  'timetable.day': 'Une fois par jour',
  'timetable.month': 'Une fois par mois',
  'timetable.cron': 'En ligne cron',
  'timetable.every': 'Toutes les',
  'timetable.nMinutes': '{n, plural, one {minute} other {# minutes}}',
  'timetable.nHours': '{n, plural, one {heure} other {# heures}}',
  'timetable.hour': 'Heure',
  'timetable.minute': 'Minute',
  'timetable.to': 'Jusqu’à',
  'timetable.days': 'Ces jours',
  'timetable.dayOfMonth': 'Jour',
  'timetable.from': 'De',
};
