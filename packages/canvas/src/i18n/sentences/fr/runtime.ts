import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of runs. */
export const runtime: SentenceCatalogue = {
  'The run was stopped: … of … records failed.': 'L’exécution a été arrêtée : {1} enregistrements sur {2} ont échoué.',
  'Look at the first failures: they most likely have one cause. Mend it, then retry them.':
    'Regardez les premiers échecs : ils ont très probablement une seule cause. Corrigez-la, puis réessayez-les.',
  'None of the records was there any more.': 'Aucun des enregistrements n’était encore là.',
  'Run the sample again, then choose records from it.': 'Relancez l’essai, puis choisissez-y des enregistrements.',
  'The flow now asks …, which the recording does not have.':
    'Le flux demande maintenant {1}, que l’enregistrement du test n’a pas.',
  'If the change is meant, record the test again.': 'Si la modification est voulue, enregistrez à nouveau le test.',
  'Koppel … of … …': 'Koppel {1} de {2} {3}',
  'for the record link': 'la correspondance',
  'whose counterpart is the record': 'dont le correspondant est l’enregistrement',
  'for the links that a person refused': 'les correspondances que quelqu’un a refusées',
  '… of … records that were open are not found any more. None of them was treated as deleted.':
    '{1} des {2} enregistrements ouverts sont introuvables. Aucun n’a été traité comme supprimé.',
  'Look in that system whether they are there, and whether this connection may see them. Then run the flow again.':
    'Regardez dans ce système s’ils y sont, et si cette connexion peut les voir. Exécutez ensuite à nouveau le flux.',
  'The system bound to "…" cannot read … records.':
    'Le système lié à « {1} » ne peut pas lire des enregistrements de {2}.',
  'Bind another connection to the slot, or choose another entity.':
    'Liez une autre connexion à l’emplacement, ou choisissez une autre entité.',
  'Run … was taken over by another worker.': 'L’exécution {1} a été reprise par un autre processus.',
  '… was not written. … records in the target have the same ….':
    '{1} n’a pas été écrit. {2} enregistrements de la cible ont en commun : {3}.',
  '… was not written. The record it matches in the target is linked to another one already.':
    '{1} n’a pas été écrit. L’enregistrement de la cible qui lui correspond est déjà lié à un autre.',
  'Correct the number they share in one of the two, or merge them, then retry.':
    'Corrigez le numéro qu’ils partagent dans l’un des deux, ou fusionnez-les, puis réessayez.',
  '… was not written. Somebody said that the record it matches in the target is another one.':
    '{1} n’a pas été écrit. Quelqu’un a dit que l’enregistrement de la cible qui lui correspond en est un autre.',
  'Link the two by hand if they are the same after all, or correct what they share, then retry.':
    'Liez les deux à la main s’ils sont bien le même, ou corrigez ce qu’ils partagent, puis réessayez.',
  '… was not updated. Its record in the target is no longer there.':
    '{1} n’a pas été mis à jour. Son enregistrement dans la cible n’existe plus.',
  'Restore it in the target, or remove the record link so that it is matched or created anew, then retry.':
    'Rétablissez-le dans la cible, ou supprimez la correspondance pour qu’il soit à nouveau reconnu ou créé, puis réessayez.',
  '… was not updated. Its record in the target was merged into another one, and that one was said to be another record.':
    '{1} n’a pas été mis à jour. Son enregistrement dans la cible a été fusionné avec un autre, dont il a été dit que c’est un autre enregistrement.',
  '… was not updated. Its record in the target was merged into another one, and that one belongs to ….':
    '{1} n’a pas été mis à jour. Son enregistrement dans la cible a été fusionné avec un autre, qui appartient à {2}.',
  'Decide which of the two records of the source goes on: block or merge the other one there, and remove its record link. Then retry.':
    'Décidez lequel des deux enregistrements de la source continue : bloquez ou fusionnez l’autre là-bas, et supprimez sa correspondance. Puis réessayez.',
  '… was not updated. Somebody else changed it in the target five times while it was being written.':
    '{1} n’a pas été mis à jour. Quelqu’un d’autre l’a modifié cinq fois dans la cible pendant l’écriture.',
  'Find out what else writes this record, then retry.':
    'Cherchez ce qui écrit encore cet enregistrement, puis réessayez.',
  '… was not updated. … changed on both sides: "…" in the source, "…" in the target, "…" before.':
    '{1} n’a pas été mis à jour. {2} a changé des deux côtés : « {3} » dans la source, « {4} » dans la cible, « {5} » avant.',
  'Choose which value is right, correct the other system, then retry.':
    'Choisissez la valeur correcte, corrigez l’autre système, puis réessayez.',
  '… was not written. As soon as it is in the …, the … is master of its ….':
    '{1} n’a pas été écrit. Dès qu’il est dans le {2}, le {3} est maître de son {4}.',
  '… was not written. As soon as its … in the … is …, the … is master of its ….':
    '{1} n’a pas été écrit. Dès que son {2} dans le {3} est {4}, le {5} est maître de son {6}.',
  '… was not written. Until it is in the …, the … is master of its ….':
    '{1} n’a pas été écrit. Jusqu’à ce qu’il soit dans le {2}, le {3} est maître de son {4}.',
  '… was not written. Until its … in the … is …, the … is master of its ….':
    '{1} n’a pas été écrit. Jusqu’à ce que son {2} dans le {3} soit {4}, le {5} est maître de son {6}.',
  'Make the change in the …, or undo it in the …. If flows should leave such records out by themselves, put a read-only field mask before the save.':
    'Faites la modification dans le {1}, ou annulez-la dans le {2}. Si les flux doivent omettre d’eux-mêmes ces enregistrements, placez un masque en lecture seule avant l’enregistrement.',
  'Make the change in the …, or hand the record over first, then retry.':
    'Faites la modification dans le {1}, ou transmettez d’abord l’enregistrement, puis réessayez.',
  '… is not as its master has it. … was edited in the target: "…" there, "…" in the source, "…" before.':
    '{1} n’est pas tel que son maître l’a. {2} a été modifié dans la cible : « {3} » là-bas, « {4} » dans la source, « {5} » avant.',
  '… waits: the … that its … refers to (…) has no counterpart in the target yet.':
    '{1} attend : l’élément {2} auquel son {3} se réfère ({4}) n’a pas encore de correspondant dans la cible.',
  'Nothing to do if a flow brings that … over: this record goes on by itself as soon as the two are linked. Otherwise link them by hand.':
    'Rien à faire si un flux porte l’élément {1} : cet enregistrement continue de lui-même dès que les deux sont liés. Sinon, liez-les à la main.',
  '… was not written. What would be written now is not what was approved: it changed since in one of the two systems.':
    '{1} n’a pas été écrit. Ce qui serait écrit maintenant n’est pas ce qui a été approuvé : cela a changé depuis dans l’un des deux systèmes.',
  'Run with sample or dry again, look at what would be written now, and approve that.':
    'Refaites un essai sur échantillon ou un essai complet, regardez ce qui serait écrit maintenant, et approuvez cela.',
  '… was not kept in step. Something else keeps undoing …: it was written three times within ten minutes.':
    '{1} n’a pas été tenu à jour. Autre chose défait sans cesse {2} : écrit trois fois en dix minutes.',
  'Find out which program or automation writes this field in one of the two systems, then retry.':
    'Cherchez quel programme ou quelle automatisation écrit ce champ dans l’un des deux systèmes, puis réessayez.',
  '… may or may not have been created: the target gave no answer.':
    '{1} a peut-être été créé, peut-être pas : la cible n’a pas donné de réponse.',
  'There is nothing to do: Koppel looks for it again by itself, and creates it as soon as it is certain that it is not there.':
    'Il n’y a rien à faire : Koppel le cherche à nouveau de lui-même, et le crée dès qu’il est certain qu’il n’est pas là.',
  '… may or may not have been created: the target gave no answer, and there is nothing to look for it by.':
    '{1} a peut-être été créé, peut-être pas : la cible n’a pas donné de réponse, et il n’y a rien par quoi le chercher.',
  'See in the target whether it is there. Fill in its number in the source, and in the target if it is there, then retry: it is linked or created.':
    'Regardez dans la cible s’il y est. Remplissez son numéro dans la source, et dans la cible s’il y est, puis réessayez : il est lié ou créé.',
  'See in the target whether it is there. Fill in its … in the source, and in the target if it is there, then retry: it is linked or created.':
    'Regardez dans la cible s’il y est. Remplissez son {1} dans la source, et dans la cible s’il y est, puis réessayez : il est lié ou créé.',
  'The system bound to "…" cannot write … records.':
    'Le système lié à « {1} » ne peut pas écrire des enregistrements de {2}.',
  'The key cannot be written back: "…" is not the system the records come from, or cannot write … records.':
    'La clé ne peut pas être réécrite : « {1} » n’est pas le système d’où viennent les enregistrements, ou ne peut pas écrire des enregistrements de {2}.',
  'Choose the slot that the flow reads from.': 'Choisissez l’emplacement où le flux lit.',
  'The code gave an answer that cannot be read.': 'Le code a donné une réponse illisible.',
  'The code took too long for this record and was stopped.':
    'Le code a pris trop de temps pour cet enregistrement et a été arrêté.',
  'The code took more memory than it may for this record.':
    'Le code a pris plus de mémoire que permis pour cet enregistrement.',
  'The code was not run: it had to be stopped for … records before this one.':
    'Le code n’a pas été exécuté : il a déjà été arrêté pour {1} enregistrements avant celui-ci.',
  'The code was not run: its process could not be started.':
    'Le code n’a pas été exécuté : son processus n’a pas pu démarrer.',
  'The code was not run: Koppel is being stopped.': 'Le code n’a pas été exécuté : Koppel est en cours d’arrêt.',
};
