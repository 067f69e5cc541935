import type { views as english } from '../en/views.ts';
import type { Translated } from '../texts.ts';

export const views: Translated<typeof english> = {
  'views.views': 'Vues',
  'views.differs': 'modifiée depuis son enregistrement',
  'views.own': 'Mes vues',
  'views.shared': 'Partagées avec tous',
  'views.by': 'de {owner}',
  'views.none': 'Pas encore de vues. Réglez des filtres, puis enregistrez-les sous un nom.',
  'views.unreadable': 'Les vues n’ont pas pu être chargées',
  'views.saveChanges': 'Enregistrer les modifications',
  'views.saveAs': 'Enregistrer comme vue…',
  'views.rename': 'Renommer…',
  'views.delete': 'Supprimer…',
  'views.share': 'Partager avec tous dans cet espace de travail',
  'views.unshare': 'Garder pour moi',
  'views.unshareOther': 'Garder pour {owner}',
  'views.saveTitle': 'Enregistrer comme vue',
  'views.saveText': 'Une vue garde les filtres de cette liste sous un nom, pour y revenir d’un seul clic.',
  'views.saveTextColumns':
    'Une vue garde les filtres et les colonnes de cette liste sous un nom, pour y revenir d’un seul clic.',
  'views.renameTitle': 'Renommer la vue',
  'views.name': 'Nom',
  'views.nameMissing': 'Donnez d’abord un nom à la vue',
  'views.shareHelp': 'Qui peut voir cette liste voit le nom et les filtres.',
  'views.mayNotShare': 'Les vues partagées sont tenues par ceux qui peuvent modifier les flux',
  'views.deleteTitle': 'Supprimer la vue « {title} » ?',
  'views.deleteText': 'Son nom et ses filtres sont oubliés. La liste elle-même reste telle quelle.',
  'views.deleteSharedText':
    'Plus personne dans cet espace de travail ne l’aura. La liste elle-même reste telle quelle.',
  'views.saved': 'La vue « {title} » a été enregistrée',
  'views.deleted': 'La vue « {title} » a été supprimée',
  'views.isShared': '« {title} » est partagée avec tous dans cet espace de travail',
  'views.isOwn': '« {title} » n’est plus partagée',
  'views.notDone': 'La vue n’a pas été modifiée',
};
