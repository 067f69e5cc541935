import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the store. */
export const store: SentenceCatalogue = {
  'Enter all credentials of this connection again: ….':
    'Saisissez à nouveau tous les identifiants de cette connexion : {1}.',
  'The store … is in use by another Koppel.': 'Le stockage {1} est utilisé par un autre Koppel.',
  'Stop the other one, or choose another data folder.': 'Arrêtez l’autre, ou choisissez un autre dossier de données.',
  'The file … is a database of another program.': 'Le fichier {1} est une base de données d’un autre programme.',
  'Choose another data folder.': 'Choisissez un autre dossier de données.',
  'The store cannot read …. …': 'Le stockage ne peut pas lire {1}. {2}',
  'Put the store back from a backup.': 'Rétablissez le stockage depuis une sauvegarde.',
  'The draft is of the flow "…" and cannot be saved as "…".':
    'Le brouillon est du flux « {1} » et ne peut pas être enregistré comme « {2} ».',
  'Give the document the id "…", or make a new flow of it.':
    'Donnez au document l’id « {1} », ou faites-en un nouveau flux.',
  'The … "…" was created or linked meanwhile.': '{1} « {2} » a été créé ou lié entre-temps.',
  'Start the run again: it finds the record link. Nothing was sent.':
    'Relancez l’exécution : elle trouve la correspondance. Rien n’a été envoyé.',
  'The … "…" is being created by another run, or an earlier create may still arrive.':
    '{1} « {2} » est en cours de création par une autre exécution, ou une création antérieure peut encore arriver.',
  'Start the run again later: it looks the record up first. Nothing was sent.':
    'Relancez l’exécution plus tard : elle cherche d’abord l’enregistrement. Rien n’a été envoyé.',
  'The … "…" cannot be linked to "…": one of the two is linked to another record.':
    '{1} « {2} » ne peut pas être lié à « {3} » : l’un des deux est lié à un autre enregistrement.',
  'Look at the links of both records and remove the wrong one. Nothing of this batch was stored.':
    'Regardez les correspondances des deux enregistrements et supprimez la mauvaise. Rien de ce lot n’a été enregistré.',
  'The store cannot read ….': 'Le stockage ne peut pas lire {1}.',
  'Put the store back from a backup, or send this message to support.':
    'Rétablissez le stockage depuis une sauvegarde, ou envoyez ce message au support.',
  'The keys come from …, which Koppel cannot change.': 'Les clés viennent de {1}, que Koppel ne peut pas modifier.',
  'Change … and start Koppel again: a new key goes in front, an old one stays behind it for as long as it is in use.':
    'Modifiez {1} et relancez Koppel : une nouvelle clé va devant, une ancienne reste derrière tant qu’elle est utilisée.',
  'The key file … can be read by others.': 'Le fichier de clés {1} peut être lu par d’autres.',
  'Run: chmod 600 …. If someone else may have read it, enter the credentials anew as well.':
    'Exécutez : chmod 600 {1}. Si quelqu’un d’autre a pu le lire, saisissez aussi à nouveau les identifiants.',
  'There is no key file ….': 'Il n’y a pas de fichier de clés {1}.',
  'Correct KOPPEL_KEY_FILE. For a new Koppel make it: npm run -s koppel -- key new > …; chmod 600 …':
    'Corrigez KOPPEL_KEY_FILE. Pour un nouveau Koppel, faites-le : npm run -s koppel -- key new > {1}; chmod 600 {2}',
  'There is no key in …, or not only keys.': 'Il n’y a pas de clé dans {1}, ou pas seulement des clés.',
  'Put it back from a backup, as `koppel key new` wrote it: 44 characters, one key a line.':
    'Rétablissez-le depuis une sauvegarde, tel que `koppel key new` l’a écrit : 44 caractères, une clé par ligne.',
  'The store … was made by a newer Koppel (schema …, this one knows …).':
    'Le stockage {1} a été fait par un Koppel plus récent (schéma {2}, celui-ci connaît {3}).',
  'Start the newer Koppel again, or put back the backup from before it. Nothing was changed.':
    'Relancez le Koppel plus récent, ou rétablissez la sauvegarde d’avant. Rien n’a été modifié.',
  'The store … was made by another build of Koppel: its schema differs in step ….':
    'Le stockage {1} a été fait par une autre version de Koppel : son schéma diffère à l’étape {2}.',
  'Start the Koppel that made it, or choose another data folder. Nothing was changed.':
    'Lancez le Koppel qui l’a fait, ou choisissez un autre dossier de données. Rien n’a été modifié.',
  'The store … could not be brought to schema … ("…").':
    'Le stockage {1} n’a pas pu être porté au schéma {2} (« {3} »).',
  'Nothing was changed: the older Koppel still runs on it. Send this message to support.':
    'Rien n’a été modifié : l’ancien Koppel y fonctionne encore. Envoyez ce message au support.',
  'What is sealed in … needs the key …. This Koppel was given …, from ….':
    'Ce qui est scellé dans {1} demande la clé {2}. Ce Koppel a reçu {3}, de {4}.',
  'What is sealed in … needs the keys …. This Koppel was given …, from ….':
    'Ce qui est scellé dans {1} demande les clés {2}. Ce Koppel a reçu {3}, de {4}.',
  'Put the right key back: in the key file, or by KOPPEL_KEY or KOPPEL_KEY_FILE. Where it is gone for good, start once with KOPPEL_LOST_KEY=… and enter all credentials again.':
    'Remettez la bonne clé : dans le fichier de clés, ou par KOPPEL_KEY ou KOPPEL_KEY_FILE. Si elle est perdue pour de bon, lancez une fois avec KOPPEL_LOST_KEY={1} et saisissez à nouveau tous les identifiants.',
  'The file … is not a database.': 'Le fichier {1} n’est pas une base de données.',
  'Choose another data folder, or put the store back from a backup.':
    'Choisissez un autre dossier de données, ou rétablissez le stockage depuis une sauvegarde.',
  'The store … is damaged.': 'Le stockage {1} est endommagé.',
  'Stop Koppel and put the store back from a backup.':
    'Arrêtez Koppel et rétablissez le stockage depuis une sauvegarde.',
  'The disk that holds … is full, so nothing can be stored.':
    'Le disque qui contient {1} est plein : rien ne peut être enregistré.',
  'Make room on the disk; Koppel goes on by itself.': 'Faites de la place sur le disque ; Koppel continue de lui-même.',
  'The disk that holds … failed to read or write.': 'Le disque qui contient {1} n’a pas pu lire ou écrire.',
  'Check the disk, then start Koppel again.': 'Vérifiez le disque, puis relancez Koppel.',
  'Another program keeps … locked.': 'Un autre programme garde {1} verrouillé.',
  'Close the program that has the file open, then try again.':
    'Fermez le programme qui a le fichier ouvert, puis réessayez.',
  'The store … cannot be written.': 'Le stockage {1} ne peut pas être écrit.',
  'Give the user that runs Koppel the right to write in this folder, or choose another data folder.':
    'Donnez à l’utilisateur qui fait tourner Koppel le droit d’écrire dans ce dossier, ou choisissez un autre dossier de données.',
  'The credentials were stored with the key …, which this Koppel does not have.':
    'Les identifiants ont été enregistrés avec la clé {1}, que ce Koppel n’a pas.',
  'Put that key back from a backup, or enter the credentials again.':
    'Rétablissez cette clé depuis une sauvegarde, ou saisissez à nouveau les identifiants.',
  'The stored credentials were altered or belong to another connection.':
    'Les identifiants enregistrés ont été altérés ou appartiennent à une autre connexion.',
  'Enter the credentials again.': 'Saisissez à nouveau les identifiants.',
  'The store was closed already.': 'Le stockage était déjà fermé.',
  'Start Koppel again.': 'Relancez Koppel.',
};
