import type { app as english } from '../en/app.ts';
import type { Translated } from '../texts.ts';

export const app: Translated<typeof english> = {
  'rail.label': 'Menu principal',
  'rail.design': 'Concevoir',
  'rail.operate': 'Suivre',
  'rail.narrow': 'Réduire',
  'rail.widen': 'Élargir',
  'rail.openFailures': '{n, plural, one {# ouvert} other {# ouverts}}',

  'environment.production': 'production',
  'environment.test': 'test',
  'environment.demo': 'démo',

  'role.administrator': 'Administrateur',
  'role.consultant': 'Consultant',
  'role.analyst': 'Analyste',
  'role.viewer': 'Lecteur',
  'role.sales': 'Ventes',

  'user.light': 'Thème clair',
  'user.dark': 'Thème sombre',
  'user.signOut': 'Se déconnecter',

  'connection.lost': 'Connexion perdue, nouvelle tentative en cours. Vous pouvez continuer à lire.',
  'connection.lostIn': 'Connexion perdue, nouvelle tentative dans {seconds} s. Vous pouvez continuer à lire.',
  'connection.tryNow': 'Essayer maintenant',
  'connection.outdated': 'Koppel a été mis à jour. Rechargez la page pour revoir les chiffres en direct.',
  'connection.forbidden':
    'Cette adresse ne peut pas recevoir de chiffres en direct. Ouvrez Koppel à sa propre adresse.',
  'connection.reload': 'Recharger',

  'palette.open': 'Chercher ou agir',
  'palette.placeholder': 'Recherchez un flux, un écran ou un enregistrement, ou lancez une action',
  'palette.found': 'Résultats',
  'palette.nothing': 'Aucun résultat',
  'palette.count': '{n, plural, one {# résultat} other {# résultats}}',
  'palette.actions': 'actions',
  'palette.record': 'clé d’un enregistrement',
  'palette.screen': 'Écran',
  'palette.flow': 'Flux',
  'palette.connection': 'Connexion',
  'palette.light': 'Utiliser le thème clair',
  'palette.dark': 'Utiliser le thème sombre',
  'palette.runsWith': 'Exécutions avec l’enregistrement {key}',
  'palette.failuresWith': 'Enregistrements à corriger contenant {key}',

  'permission.flowsRead': 'Pour voir les flux, il faut le rôle lecteur, analyste, consultant ou administrateur',
  'permission.flowsEdit': 'Seul un analyste, un consultant ou un administrateur peut modifier les flux',
  'permission.flowsPublish': 'Seul un consultant ou un administrateur peut publier, activer ou supprimer des flux',
  'permission.flowsRun': 'Seul un consultant ou un administrateur peut lancer et arrêter des exécutions',
  'permission.runsRead': 'Pour voir les exécutions, il faut le rôle lecteur, analyste, consultant ou administrateur',
  'permission.failuresRead':
    'Pour voir les enregistrements à corriger, il faut le rôle lecteur, analyste, consultant ou administrateur',
  'permission.failuresRepair':
    'Seul un consultant ou un administrateur peut réessayer ou écarter des enregistrements en échec',
  'permission.connectionsRead':
    'Pour voir les connexions, il faut le rôle lecteur, analyste, consultant ou administrateur',
  'permission.connectionsEdit': 'Seul un consultant ou un administrateur peut modifier les connexions',
  'permission.mastershipRead':
    'Pour voir qui est maître de quoi, il faut le rôle lecteur, analyste, consultant ou administrateur',
  'permission.mastershipEdit': 'Seul un consultant ou un administrateur peut changer qui est maître de quoi',
  'permission.linksRead':
    'Pour voir les correspondances, il faut le rôle lecteur, analyste, consultant ou administrateur',
  'permission.linksEdit': 'Seul un consultant ou un administrateur peut changer des correspondances',
  'permission.valueListsEdit':
    'Seul un analyste, un consultant ou un administrateur peut modifier les listes de valeurs',
  'permission.peopleEdit': 'Seul un administrateur peut changer qui peut se connecter',
  'permission.demoUse': 'Seul un administrateur peut utiliser les systèmes de démonstration',
  'permission.workspaceEdit': 'Seul un administrateur peut modifier l’espace de travail',
  'permission.revenueRead': 'Vous n’avez pas le droit de voir le chiffre d’affaires',
  'permission.revenueAll': 'Vous ne voyez que vos propres clients',
  'permission.templatesRead': 'Seuls les analystes, consultants et administrateurs voient les modèles',
  'permission.templatesUse': 'Seul un consultant ou un administrateur peut échanger des modèles',
  'workspace.none': 'Vous n’appartenez encore à aucun espace de travail',
  'workspace.noneText': 'Demandez à un administrateur de ce Koppel de vous ajouter à un espace.',
};
