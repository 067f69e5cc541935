import type { start as english } from '../en/start.ts';
import type { Translated } from '../texts.ts';

export const start: Translated<typeof english> = {
  'firstSteps.title': 'Premiers pas',
  'firstSteps.menu': 'Premiers pas',
  'firstSteps.done': '{n} sur {all} faits',
  'firstSteps.putAway': 'Ranger cette liste ; vous la retrouvez dans votre menu',
  'firstSteps.minutes': 'environ {n, plural, one {# minute} other {# minutes}}',
  'firstSteps.doneMark': 'fait',
  'firstSteps.skippedMark': 'passé',
  'firstSteps.skip': 'Passer',
  'firstSteps.skipOf': 'Passer : {step}',
  'firstSteps.resume': 'Reprendre',
  'firstSteps.resumeOf': 'Reprendre : {step}',
  'firstSteps.erp': 'Connectez l’ERP',
  'firstSteps.erpWhy':
    'Les flux y lisent les clients, les produits et les factures. Il vous faut son adresse et un compte pour Koppel.',
  'firstSteps.crm': 'Connectez le CRM',
  'firstSteps.crmWhy': 'C’est l’autre côté de chaque flux. Le test montre aussitôt si tous les droits y sont.',
  'firstSteps.mastership': 'Confirmez qui est maître de quoi',
  'firstSteps.mastershipWhy':
    'Aucun flux n’écrase ce dont l’autre système est maître. Une répartition habituelle est proposée : acceptez-la, ou adaptez-la d’abord.',
  'firstSteps.flows': 'Installez les flux standard',
  'firstSteps.flowsWhy':
    'Ils transportent clients, produits, commandes et chiffre d’affaires. Ils arrivent désactivés : rien ne tourne encore.',
  'firstSteps.sample': 'Essai sur échantillon',
  'firstSteps.sampleWhy':
    'Montre l’avant et l’après d’enregistrements réels, sans rien écrire dans aucun des deux systèmes.',
  'firstSteps.publish': 'Publiez un flux et activez-le',
  'firstSteps.publishWhy':
    'Dès lors, il tourne de lui-même, selon son horaire. Ce qui échoue vous attend sous À corriger.',
  'firstSteps.connect': 'Connecter',
  'firstSteps.look': 'Voir la matrice',
  'firstSteps.confirm': 'Confirmer telle quelle',
  'firstSteps.confirmed': 'La matrice est confirmée',
  'firstSteps.addFlows': '{n, plural, one {Installer # flux} other {Installer # flux}}',
  'firstSteps.try': 'Essayer un flux',
  'firstSteps.openFlow': 'Ouvrir un flux',
  'firstSteps.noFlows': 'Aucun flux pour le moment',
  'firstSteps.noFlowsText': 'Les flux apparaissent ici dès que quelqu’un en crée ou en importe un.',
  'empty.toDrawing': 'Vers le dessin',
  'empty.toRuns': 'Voir les exécutions',
  'tour.title': 'Visite guidée',
  'tour.offer':
    'Nouveau ici ? Une visite en neuf arrêts montre le fonctionnement de Koppel sur les systèmes de démonstration.',
  'tour.again': 'Vous la retrouvez dans votre menu.',
  'tour.start': 'Commencer la visite',
  'tour.no': 'Non merci',
  'tour.step': 'Arrêt {n} sur {all}',
  'tour.next': 'Suivant',
  'tour.back': 'Retour',
  'tour.end': 'Quitter la visite',
  'tour.done': 'Terminé',
  'tour.flows': 'Tous les flux d’un coup d’œil',
  'tour.flowsText':
    'Un flux transporte un type d’enregistrement d’un système à l’autre. Vous voyez ici lesquels sont actifs, comment se sont passées les dernières exécutions, et ce qui demande d’abord votre attention.',
  'tour.canvas': 'Un flux est un dessin',
  'tour.canvasText':
    'Les enregistrements suivent les flèches d’étape en étape. L’ERP est carré et le CRM est rond. Ce qui ne convient pas est refusé pendant que vous dessinez, avec une solution.',
  'tour.mapping': 'Comment chaque champ est rempli',
  'tour.mappingText':
    'Chaque champ de la cible, qui en est maître, et ce qui serait écrit pour un enregistrement réel. Parcourez les exemples pour en voir d’autres.',
  'tour.sample': 'Essayer sans écrire',
  'tour.sampleText':
    'L’essai sur échantillon montre l’avant et l’après de quelques enregistrements. Aucun des deux systèmes ne change.',
  'tour.publish': 'Publier quand c’est bon',
  'tour.publishText':
    'Vous modifiez un brouillon, et c’est la version publiée qui tourne. Une comparaison montre les différences avant de publier.',
  'tour.runs': 'Regardez-le tourner',
  'tour.runsText':
    'Chaque exécution avec ses nombres, en direct. Ouvrez-en une pour voir chaque enregistrement en chemin, la chronologie et le journal.',
  'tour.failures': 'Un mauvais enregistrement n’arrête jamais les bons',
  'tour.failuresText':
    'Ce qui a échoué attend ici avec sa cause et ses données. La plupart des causes offrent une commande qui les corrige et réessaie tout ce qui est du même genre.',
  'tour.mastership': 'Qui est maître de quoi',
  'tour.mastershipText':
    'Cette matrice est le contrat entre les deux systèmes. Flux, éditeurs et verrous la respectent.',
  'tour.demo': 'Modifiez quelque chose à la main',
  'tour.demoText':
    'Les systèmes de démonstration ont leurs propres pages : modifiez-y un client, ou rendez un système lent ou défaillant, et relancez un flux.',
};
