import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the connector of systems with an HTTP API. */
export const http: SentenceCatalogue = {
  '"…" cannot be written in a new record.': '« {1} » ne peut pas être écrit dans un nouvel enregistrement.',
  '"…" cannot be written in a record that is there.': '« {1} » ne peut pas être écrit dans un enregistrement existant.',
  'Take the field out of the mapping, or change its use in the records of the connection.':
    'Retirez le champ de la correspondance, ou changez son usage dans les enregistrements de la connexion.',
  '… gave a next link that leads to another system: "…".':
    '{1} a donné un lien suivant qui mène à un autre système : « {2} ».',
  'Check the settings of the pages. Koppel sends its sign-in only to the address of the connection.':
    'Vérifiez les paramètres des pages. Koppel n’envoie son authentification qu’à l’adresse de la connexion.',
  '… sends requests on to another address (status …).': '{1} renvoie les demandes vers une autre adresse (statut {2}).',
  'Enter the address itself in the connection. Koppel follows no redirect, so that its sign-in goes nowhere else.':
    'Saisissez l’adresse elle-même dans la connexion. Koppel ne suit aucune redirection, pour que son authentification n’aille nulle part ailleurs.',
  '… refused the sign-in of this connection.': '{1} a refusé l’authentification de cette connexion.',
  'Enter a key or password that is valid in the connection. It may have expired.':
    'Saisissez dans la connexion une clé ou un mot de passe en vigueur. Il est peut-être expiré.',
  '… does not let this connection do that.': '{1} ne laisse pas cette connexion faire cela.',
  'Give the user or key of the connection permission for these records.':
    'Donnez à l’utilisateur ou à la clé de la connexion des droits sur ces enregistrements.',
  '… is too busy (status …).': '{1} est trop occupé (statut {2}).',
  '… answers, but not well (status …).': '{1} répond, mais mal (statut {2}).',
  'Koppel tries again by itself. If it lasts, ask whoever runs that system.':
    'Koppel réessaie de lui-même. Si cela dure, demandez à qui gère ce système.',
  '… refused the request (status …).': '{1} a refusé la demande (statut {2}).',
  'Check the addresses and parameters that the connection has for these records.':
    'Vérifiez les adresses et les paramètres que la connexion a pour ces enregistrements.',
  '"…" is not ….': '« {1} » ne convient pas : il faut {2}.',
  '… gave more than … … for one value of "…".': '{1} a donné plus de {2} {3} pour une valeur de « {4} ».',
  'Check the parameter under "Look up by": the system does not seem to know it.':
    'Vérifiez le paramètre sous « Rechercher par » : le système ne semble pas le connaître.',
  '… has more than … …: too many to look them up by reading them all.':
    '{1} a plus de {2} {3} : trop pour les rechercher en les lisant tous.',
  'Name a parameter of the list under "Look up by" in the records of the connection.':
    'Nommez un paramètre de la liste sous « Rechercher par » dans les enregistrements de la connexion.',
  'The connection does not say how … of … are looked up by ….':
    'La connexion ne dit pas comment {1} de {2} sont recherchés par {3}.',
  'Add the field under "Look up by" in the records of the connection, or match by another field in the flow.':
    'Ajoutez le champ sous « Rechercher par » dans les enregistrements de la connexion, ou reconnaissez par un autre champ dans le flux.',
  '… does not send … with the oldest change first.':
    '{1} n’envoie pas {2} avec la modification la plus ancienne en premier.',
  'Add the parameter that sorts them to the fixed parameters, or say that the list has no such order.':
    'Ajoutez aux paramètres fixes celui qui les trie, ou indiquez que la liste n’a pas cet ordre.',
  'The system refused it.': 'Le système l’a refusé.',
  'Correct the record as the system says, then retry.':
    'Corrigez l’enregistrement comme le système l’indique, puis réessayez.',
  'A record with these values exists already.': 'Un enregistrement avec ces valeurs existe déjà.',
  'Link the record to the existing one, or correct its values, then retry.':
    'Liez l’enregistrement à celui qui existe, ou corrigez ses valeurs, puis réessayez.',
  'Restore it in the system, or remove the record link, then retry.':
    'Rétablissez-le dans le système, ou supprimez la correspondance, puis réessayez.',
  'The connection has no permission to write it.': 'La connexion n’a pas le droit de l’écrire.',
  'Give the user or key of the connection permission for these records, then retry.':
    'Donnez à l’utilisateur ou à la clé de la connexion des droits sur ces enregistrements, puis réessayez.',
  '… did not carry out a write (status …).': '{1} n’a pas exécuté une écriture (statut {2}).',
  '… was not updated. Its key "…" can be no key of this system.':
    '{1} n’a pas été mis à jour. Sa clé « {2} » ne peut pas être de ce système.',
  '… did not send a list of ….': '{1} n’a pas envoyé de liste de {2}.',
  '… did not send a list of … in "…".': '{1} n’a pas envoyé de liste de {2} dans « {3} ».',
  'Check where the records are in the answer, in the records of the connection.':
    'Vérifiez, dans les enregistrements de la connexion, où se trouvent les enregistrements dans la réponse.',
  '… gave the same page of … twice.': '{1} a donné deux fois la même page de {2}.',
  'Check the parameters of the pages, or name where the answer has the total, so that Koppel knows the last page.':
    'Vérifiez les paramètres des pages, ou indiquez où se trouve le total dans la réponse, pour que Koppel connaisse la dernière page.',
  'Check where the next link or cursor is, in the records of the connection.':
    'Vérifiez, dans les enregistrements de la connexion, où se trouve le lien ou curseur suivant.',
  '… of … have no field "…".': '{1} de {2} n’ont pas de champ « {3} ».',
  'Add the field to the records of the connection, or take it out of the flow.':
    'Ajoutez le champ aux enregistrements de la connexion, ou retirez-le du flux.',
  '… sent a record of … without a key in "…".': '{1} a envoyé un enregistrement de {2} sans clé dans « {3} ».',
  'Check where the key is, in the records of the connection.':
    'Vérifiez, dans les enregistrements de la connexion, où se trouve la clé.',
  '… did not send one record of ….': '{1} n’a pas envoyé un enregistrement de {2}.',
  'Check where the record is in the answer, in the records of the connection.':
    'Vérifiez, dans les enregistrements de la connexion, où se trouve l’enregistrement dans la réponse.',
  'Names with dots between them, such as data.items.': 'Des noms séparés par des points, comme data.items.',
  'Begins with a slash and has no blanks: /customers.':
    'Commence par une barre oblique et n’a pas d’espaces : /customers.',
  'Must not contain . or .. as a folder.': 'Ne peut pas contenir . ou .. comme dossier.',
  'The name of a parameter, such as page.': 'Le nom d’un paramètre, comme page.',
  'The name of a header, such as Idempotency-Key.': 'Le nom d’un en-tête, comme Idempotency-Key.',
  'One parameter a line: name=value.': 'Un paramètre par ligne : nom=valeur.',
  'Where the field is in the line.': 'Où se trouve le champ dans la ligne.',
  'Where the field is in the record.': 'Où se trouve le champ dans l’enregistrement.',
  'A status such as 409 or 4xx.': 'Un statut comme 409 ou 4xx.',
  'Where the key is in the record.': 'Où se trouve la clé dans l’enregistrement.',
  '… sent a record of … without the time of its last change.':
    '{1} a envoyé un enregistrement de {2} sans l’heure de sa dernière modification.',
  'Check where the last change is, in the records of the connection.':
    'Vérifiez, dans les enregistrements de la connexion, où se trouve la dernière modification.',
  'The connection does not say how … are made.': 'La connexion ne dit pas comment {1} sont créés.',
  'Fill in "Make a record" in the records of the connection.':
    'Remplissez « Créer un enregistrement » dans les enregistrements de la connexion.',
  'The connection does not say how … are changed.': 'La connexion ne dit pas comment {1} sont modifiés.',
  'Fill in "Change a record" in the records of the connection.':
    'Remplissez « Modifier un enregistrement » dans les enregistrements de la connexion.',
  'Its version can stand in no header.': 'Sa version ne peut figurer dans aucun en-tête.',
  'Check where the version is, in the records of the connection.':
    'Vérifiez, dans les enregistrements de la connexion, où se trouve la version.',
  'The connection does not say how one record of … is read.':
    'La connexion ne dit pas comment un enregistrement de {1} est lu.',
  'Fill in "Read one record" in the records of the connection.':
    'Remplissez « Lire un enregistrement » dans les enregistrements de la connexion.',
  'Only an address, without ?, # or a sign-in.': 'Une adresse seule, sans « ? », « # » ni authentification.',
  'The name of a header, such as X-Api-Key.': 'Le nom d’un en-tête, comme X-Api-Key.',
  'Koppel sets this header itself.': 'Koppel remplit cet en-tête lui-même.',
  'A word such as Bearer.': 'Un mot comme Bearer.',
  'Fill it in for this kind of sign-in.': 'Remplissez-le pour ce type d’authentification.',
  'A key has only plain characters, on one line.': 'Une clé n’a que des caractères simples, sur une ligne.',
  'The connection has no records to read yet.': 'La connexion n’a pas encore d’enregistrements à lire.',
  'Describe the records of the system under "Records", and try them there.':
    'Décrivez les enregistrements du système sous « Enregistrements », et essayez-les là.',
  'Signed in as ….': 'Connecté comme {1}.',
  'There is no record of … yet.': 'Il n’y a pas encore d’enregistrement de {1}.',
  'There is no time of the last change in "…".': 'Il n’y a pas d’heure de la dernière modification dans « {1} ».',
  'Read … records of …, the first is ….': '{1} enregistrements de {2} lus, le premier est {3}.',
  'Add a field under "Look up by", or a header against doubles.':
    'Ajoutez un champ sous « Rechercher par », ou un en-tête contre les doublons.',
  'The description of the records is not complete: … …':
    'La description des enregistrements n’est pas complète : {1} {2}',
  'Correct it, then try again.': 'Corrigez-la, puis réessayez.',
};
