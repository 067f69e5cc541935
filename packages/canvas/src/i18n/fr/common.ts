import type { common as english } from '../en/common.ts';
import type { Translated } from '../texts.ts';

export const common: Translated<typeof english> = {
  'action.cancel': 'Annuler',
  'action.close': 'Fermer',
  'action.copy': 'Copier',
  'action.copied': 'Copié',
  'action.save': 'Enregistrer',
  'action.delete': 'Supprimer',
  'action.tryAgain': 'Réessayer',
  'action.undo': 'Annuler l’action',
  'action.back': 'Retour',
  'action.clear': 'Vider',
  'action.clearFilters': 'Effacer les filtres',
  'action.more': 'Autres actions',
  'action.open': 'Ouvrir',
  'action.search': 'Rechercher',

  'format.milliseconds': '{n} ms',
  'format.seconds': '{n} s',
  'format.minutes': '{m} min {s}',
  'format.hours': '{h} h {m}',
  'format.days': '{d} j {h} h',
  'format.now': 'à l’instant',
  'format.ageMinutes': '{n} min',
  'format.ageHours': '{n} h',
  'format.ageDays': '{n} j',
  'format.today': 'Aujourd’hui, {day}',
  'format.yesterday': 'Hier, {day}',

  'state.slow': 'Chargement en cours, le serveur est lent',
  'state.stale': 'Ces chiffres datent de {time}. Le serveur n’a plus répondu depuis.',
  'state.noPermission': 'Vous n’avez pas le droit de voir ceci',
  'state.noPermissionWho':
    'Un administrateur de {workspace} peut vous accorder ce droit. Envoyez-lui l’adresse de cette page.',
  'state.copyAddress': 'Copier l’adresse',
  'state.notRequired': 'facultatif',

  'problem.request': 'Requête',
  'problem.unreachable': 'Le serveur ne répond pas',
  'problem.unreachableRemedy': 'Vérifiez que Koppel fonctionne et que vous êtes sur son réseau, puis réessayez.',
  'problem.unreadable': 'Le serveur a donné une réponse que cette page ne comprend pas',
  'problem.unreadableRemedy':
    'Rechargez la page. Si cela se reproduit, communiquez le numéro de la requête à votre administrateur.',

  'screenError.title': 'Cet écran a cessé de fonctionner',
  'screenError.text': 'Ce que vous avez enregistré est conservé. Rechargez la page pour continuer.',
  'screenError.detail': 'Détail',

  'notFound.title': 'Il n’y a rien à cette adresse',
  'notFound.text': 'Le lien est peut-être ancien, ou ce vers quoi il menait a été supprimé.',
  'notFound.back': 'Aller aux flux',

  'toast.area': 'Avis (appuyez sur {hotkey})',

  'columns.title': 'Colonnes',
  'columns.reset': 'Comme avant',
  'columns.narrower': 'Rétrécir « {column} »',
  'columns.wider': 'Élargir « {column} »',
  'columns.narrowest': 'Elle ne peut pas être plus étroite',
  'columns.widest': 'Elle ne peut pas être plus large',
  'columns.hidden': 'Elle n’est pas affichée',
  'columns.sortHint': 'Cliquez sur un en-tête pour trier, avec Maj pour trier selon plusieurs colonnes.',

  'system.erp': 'ERP',
  'system.crm': 'CRM',
  'direction.to': 'de {from} vers {to}',
  'direction.both': '{from} et {to}, dans les deux sens',
  'direction.within': 'au sein de {from}',
  'record.key': 'Clé {key}',
  'record.copyKey': 'Copier la clé',
};
