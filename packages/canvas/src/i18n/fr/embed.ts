import type { embed as en } from '../en/embed.ts';
import type { Translated } from '../texts.ts';

/** Textes de la vue étroite dans le CRM et de sa configuration. */
export const embed: Translated<typeof en> = {
  'embed.title': 'CA dans le CRM',
  'embed.intro':
    'La page d’un compte dans le CRM peut afficher son chiffre d’affaires, son encours et sa valeur dans une vue étroite. Seules les pages autorisées ici peuvent l’afficher, et seulement avec un lien que Koppel a signé pour ce compte.',
  'embed.off': 'Désactivé : aucune page ne peut l’afficher.',
  'embed.origins': 'Pages autorisées',
  'embed.origin': 'Adresse du CRM',
  'embed.originHelp': 'Exacte, sans chemin',
  'embed.originWrong': 'Indiquez l’adresse https sans chemin, comme https://verbeke.crm4.dynamics.com',
  'embed.proposal': '{connection} se trouve à {origin}',
  'embed.allow': 'Autoriser',
  'embed.remove': 'Retirer {origin}',
  'embed.saved': 'Enregistré',
  'embed.keyMade': 'Les liens sont signés avec une clé du {time}.',
  'embed.withdraw': 'Révoquer tous les liens',
  'embed.withdrawText':
    'Tous les liens donnés cessent aussitôt de fonctionner. Les pages des comptes affichent de nouveau les chiffres après une exécution du flux Valeur client.',
  'embed.withdrawn': 'Tous les liens sont révoqués',
  'embed.steps': 'Configurer dans Dataverse',
  'embed.step.column':
    'Ajoutez à la table Compte une colonne <b>{column}</b> : texte, format URL, 1000 caractères. Placez-la sur le formulaire du compte ; elle peut être masquée.',
  'embed.step.flow':
    'Activez le flux <link>Valeur client</link>. Chaque matin, il veille à ce que chaque compte lié ait un lien valable.',
  'embed.step.script': 'Créez une ressource web de type JavaScript nommée <b>kop_revenue.js</b> et collez-y ceci :',
  'embed.step.frame':
    'Sur le formulaire du compte, ajoutez un IFRAME nommé <b>IFRAME_koppel</b> avec l’adresse <b>about:blank</b>. Décochez « Restreindre les scripts entre cadres ».',
  'embed.step.load':
    'Dans les événements du formulaire, appelez <b>Koppel.showRevenue</b> de cette ressource au chargement, avec le contexte d’exécution comme premier paramètre. Enregistrez et publiez.',
  'embed.safety':
    'La vue se trouve à {address}. Elle ne dépose aucun cookie et ne modifie rien. Un lien montre un seul compte pendant une à deux semaines ; il est refusé sur la page d’un autre compte. Qui peut lire la colonne dans le CRM voit les chiffres.',
  'embed.tryIt': 'Comme dans le CRM',
};
