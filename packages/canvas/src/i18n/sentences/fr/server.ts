import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the server. */
export const server: SentenceCatalogue = {
  'There were too many attempts to sign in.': 'Il y a eu trop de tentatives de connexion.',
  'Wait … s, then try again.': 'Attendez {1} s, puis réessayez.',
  'Single sign-on was refused: …': 'L’authentification unique a été refusée : {1}',
  'This workspace cannot be opened now.': 'Cet espace de travail ne peut pas être ouvert pour le moment.',
  'The log of the server says why. Mend it, then open it again: koppel workspace open.':
    'Le journal du serveur dit pourquoi. Corrigez-le, puis rouvrez l’espace : koppel workspace open.',
  'Ask an administrator of this Koppel to look at it.': 'Demandez à un administrateur de ce Koppel de regarder.',
  'Too many requests came in the last minute.': 'Trop de demandes sont arrivées dans la dernière minute.',
  'The request does not fit: …': 'La demande ne convient pas : {1}',
  'The request is larger than it may be.': 'La demande est plus grande que permis.',
  'The request cannot be read.': 'La demande est illisible.',
  'Send less at a time.': 'Envoyez moins à la fois.',
  'Check that it is JSON, as the API page describes.': 'Vérifiez que c’est du JSON, comme le décrit la page de l’API.',
  'The server met a mistake of its own. Nothing was changed by this request.':
    'Le serveur a rencontré une erreur de sa part. Cette demande n’a rien modifié.',
  'Try again. If it happens again, send the request id to support.':
    'Réessayez. Si cela se reproduit, envoyez l’id de la demande au support.',
  'Your role does not have the right "demo.use".': 'Votre rôle n’a pas le droit « demo.use ».',
  'Ask an administrator for it.': 'Demandez-le à un administrateur.',
  'This sign-in was not begun in this browser, was finished before, or took longer than ten minutes.':
    'Cette connexion n’a pas été commencée dans ce navigateur, a déjà été terminée, ou a pris plus de dix minutes.',
  'Go back to the connection in Koppel and choose "Connect" again.':
    'Revenez à la connexion dans Koppel et choisissez à nouveau « Connecter ».',
  'This request did not come from a page of Koppel.': 'Cette demande ne vient pas d’une page de Koppel.',
  'Open Koppel in this browser, reload the page, and try again.':
    'Ouvrez Koppel dans ce navigateur, rechargez la page, et réessayez.',
  'Only an administrator of this Koppel may do this.': 'Seul un administrateur de ce Koppel peut faire cela.',
  'Ask one of them.': 'Demandez à l’un d’eux.',
  'Your token does not have the right "…".': 'Votre jeton n’a pas le droit « {1} ».',
  'Your role does not have the right "…".': 'Votre rôle n’a pas le droit « {1} ».',
  'A token cannot change the account of the person who made it.':
    'Un jeton ne peut pas modifier le compte de qui l’a fait.',
  'Sign in on the screen and do it there.': 'Connectez-vous à l’écran et faites-le là.',
  'There is no … "…".': 'Il n’y a pas de {1} « {2} ».',
  'It may have been deleted. Go back to the list.': 'L’élément a peut-être été supprimé. Revenez à la liste.',
  'Nobody is signed in, or the sign-in has run out.': 'Personne n’est connecté, ou la session a expiré.',
  'Sign in again.': 'Reconnectez-vous.',
  'This workspace wants a second factor, and you have none yet.':
    'Cet espace de travail demande un second facteur, et vous n’en avez pas encore.',
  'Open it on the screen and set one up there.': 'Ouvrez-le à l’écran et configurez-en un.',
  'The caller went away before the answer was ready.': 'L’appelant est parti avant que la réponse soit prête.',
  'Ask again if the answer is still wanted.': 'Redemandez si la réponse est encore voulue.',
  'There is nothing at … ….': 'Il n’y a rien à {1} {2}.',
  'The API is described at /api/docs.': 'L’API est décrite à /api/docs.',
  'Ask an administrator of this Koppel to look at it: koppel workspace list says why.':
    'Demandez à un administrateur de ce Koppel de regarder : koppel workspace list dit pourquoi.',
  'The ERP did not answer in time.': 'L’ERP n’a pas répondu à temps.',
  'This account is not linked to a customer of the ERP.': 'Ce compte n’est pas lié à un client de l’ERP.',
  'Its figures appear once the customer flow has linked it.':
    'Ses chiffres apparaissent dès que le flux des clients l’a lié.',
  'This link is of another account than the one on this page.':
    'Ce lien est d’un autre compte que celui de cette page.',
  'Ask your Koppel administrator to run the flow that writes the links.':
    'Demandez à votre administrateur Koppel d’exécuter le flux qui écrit les liens.',
  'This link is too old.': 'Ce lien est trop ancien.',
  'Ask your Koppel administrator whether the flow that writes the links still runs.':
    'Demandez à votre administrateur Koppel si le flux qui écrit les liens s’exécute encore.',
  'This link was not made by this Koppel, or it was withdrawn.':
    'Ce lien n’a pas été fait par ce Koppel, ou a été révoqué.',
  'No CRM may show this view.': 'Aucun CRM ne peut montrer cette vue.',
  'An administrator allows one under Settings, Revenue in the CRM.':
    'Un administrateur en autorise un sous Paramètres, Chiffre d’affaires dans le CRM.',
  'There are no twelve months up to … to show beside the year before.':
    'Il n’y a pas douze mois jusqu’à {1} à montrer à côté de l’année précédente.',
  'Choose an end from … to ….': 'Choisissez une fin de {1} à {2}.',
  'The CRM did not give the sales targets in time.': 'Le CRM n’a pas donné les objectifs de vente à temps.',
  'The file has no rows.': 'Le fichier n’a pas de lignes.',
  'Choose a file with a row of column names and rows.':
    'Choisissez un fichier avec une ligne de noms de colonnes et des lignes.',
  'The file has one column only.': 'Le fichier n’a qu’une colonne.',
  'Choose another separator, or a file with a column for each system.':
    'Choisissez un autre séparateur, ou un fichier avec une colonne par système.',
  'The file has … rows. One import takes ….': 'Le fichier a {1} lignes. Un import en prend {2}.',
  'Divide it into several files.': 'Divisez-le en plusieurs fichiers.',
  '"…" is not an encoding.': '« {1} » n’est pas un encodage.',
  'Choose UTF-8 or Windows-1252.': 'Choisissez UTF-8 ou Windows-1252.',
  'This system has no … records.': 'Ce système n’a pas d’enregistrements de {1}.',
  'Choose another entity or connection, or look at the fields of the connection anew.':
    'Choisissez une autre entité ou connexion, ou relisez les champs de la connexion.',
  '… can be found by key only.': '{1} ne se trouve que par clé.',
  'Choose the column that holds the keys.': 'Choisissez la colonne qui contient les clés.',
  '… cannot be read from this system.': '{1} ne peut pas être lu dans ce système.',
  'Choose another entity or connection.': 'Choisissez une autre entité ou connexion.',
  'The system took more than a minute to answer.': 'Le système a mis plus d’une minute à répondre.',
  'What happened is told with values of the record, which you may not see.':
    'Ce qui s’est passé est dit avec des valeurs de l’enregistrement, que vous ne pouvez pas voir.',
  'Ask somebody who may see personal data to look at this record.':
    'Demandez à quelqu’un qui peut voir les données personnelles de regarder cet enregistrement.',
  'Nobody has signed the connection "…" in, or its addresses changed since.':
    'Personne n’a authentifié la connexion « {1} », ou ses adresses ont changé depuis.',
  'Open the connection and choose "Connect".': 'Ouvrez la connexion et choisissez « Connecter ».',
  'The sign-in of …': 'L’authentification de {1}',
  'The sign-in was being renewed when Koppel was stopped, and what the provider gave was lost with it.':
    'L’authentification était en cours de renouvellement quand Koppel a été arrêté, et ce que le fournisseur a donné est perdu.',
  'The sign-in of … was being renewed when Koppel was stopped, and what the provider gave was lost with it.':
    'L’authentification de {1} était en cours de renouvellement quand Koppel a été arrêté, et ce que le fournisseur a donné est perdu.',
  'The sign-in has run out, and the provider gives none that lasts longer.':
    'L’authentification a expiré, et le fournisseur n’en donne pas de plus longue.',
  'The sign-in of … has run out, and the provider gives none that lasts longer.':
    'L’authentification de {1} a expiré, et le fournisseur n’en donne pas de plus longue.',
  'The sign-in was withdrawn, or has run out.': 'L’authentification a été révoquée, ou a expiré.',
  'The sign-in of … was withdrawn, or has run out.': 'L’authentification de {1} a été révoquée, ou a expiré.',
  'Open the connection and choose "Connect again". Nothing was lost: flows go on from where they were.':
    'Ouvrez la connexion et choisissez « Reconnecter ». Rien n’est perdu : les flux reprennent où ils en étaient.',
  '… could not sign "…" in at the moment (status …).':
    '{1} n’a pas pu authentifier « {2} » pour le moment (statut {3}).',
  '… refused the sign-in of "…".': '{1} a refusé l’authentification de « {2} ».',
  'Check client id, client secret and addresses of the connection, then choose "Connect again".':
    'Vérifiez id client, secret client et adresses de la connexion, puis choisissez « Reconnecter ».',
  'The sign-in could not be renewed: …': 'L’authentification n’a pas pu être renouvelée : {1}',
  'Check the sign-in address in the connection.': 'Vérifiez l’adresse d’authentification de la connexion.',
  'What … gave belongs to another sign-in.': 'Ce que {1} a donné appartient à une autre authentification.',
  'Choose "Connect" again. If it happens again, check who can change the sign-in address.':
    'Choisissez à nouveau « Connecter ». Si cela se reproduit, vérifiez qui peut changer l’adresse d’authentification.',
  'It must be filled in.': 'Remplissez-le.',
  'Version … is installed.': 'La version {1} est installée.',
  'Choose another version.': 'Choisissez une autre version.',
  'No connection is chosen for "…".': 'Aucune connexion n’est choisie pour « {1} ».',
  'Choose one, or make it first.': 'Choisissez-en une, ou faites-la d’abord.',
  'The system behind "…" has no field "….…".': 'Le système derrière « {1} » n’a pas de champ « {2}.{3} ».',
  'The system behind "…" has no field "….…" (…).': 'Le système derrière « {1} » n’a pas de champ « {2}.{3} » ({4}).',
  'Choose which of its fields it is.': 'Choisissez lequel de ses champs c’est.',
  'The parameter "…": …': 'Le paramètre « {1} » : {2}',
  'Correct its value.': 'Corrigez sa valeur.',
  '… choice is left.': 'Il reste {1} choix à faire.',
  '… choices are left.': 'Il reste {1} choix à faire.',
  'Say of each what is to hold.': 'Dites pour chacun ce qui vaut.',
  '… places may hold data of this workspace, such as … in ….':
    '{1} endroits contiennent peut-être des données de cet espace de travail, comme {2} dans {3}.',
  'Remove each, make it a parameter, or say why it may stay.':
    'Supprimez chacun, faites-en un paramètre, ou dites pourquoi il peut rester.',
  'Version … is not newer than …, which the library has.':
    'La version {1} n’est pas plus récente que {2}, que la bibliothèque a.',
  'Call it …, or anything above.': 'Appelez-la {1}, ou n’importe quoi au-dessus.',
  'The template has no slot "…".': 'Le modèle n’a pas d’emplacement « {1} ».',
  'The template does not use "…".': 'Le modèle n’utilise pas « {1} ».',
  '"…" is no field.': '« {1} » n’est pas un champ.',
  'The template has no parameter "…".': 'Le modèle n’a pas de paramètre « {1} ».',
  'What was chosen for "…" is not of the form that belongs there.':
    'Ce qui a été choisi pour « {1} » n’a pas la forme qui convient là.',
  'Write it in the form of the other values, or choose one of them.':
    'Écrivez-le dans la forme des autres valeurs, ou choisissez l’une d’elles.',
  'Records do not show this difference.': 'Les enregistrements ne montrent pas cette différence.',
  'What was written is not of the form that belongs there.': 'Ce qui a été écrit n’a pas la forme qui convient là.',
  'Nothing was installed: …': 'Rien n’a été installé : {1}',
  'Nothing was installed: the flow "…" could not be published: …':
    'Rien n’a été installé : le flux « {1} » n’a pas pu être publié : {2}',
  '… Or install it as drafts.': '{1} Ou installez-le comme brouillons.',
  'Nothing was installed: somebody saved a flow or the mastership table meanwhile.':
    'Rien n’a été installé : quelqu’un a enregistré entre-temps un flux ou la table de maîtrise.',
  'Look at the comparison again, then install.': 'Regardez à nouveau la comparaison, puis installez.',
  'Nothing was installed: in this workspace somebody else has to approve a draft before it is published.':
    'Rien n’a été installé : dans cet espace de travail, quelqu’un d’autre approuve un brouillon avant qu’il soit publié.',
  'Install it as drafts, and ask for a review of each flow.':
    'Installez-le comme brouillons, et demandez une relecture de chaque flux.',
  'Nothing was taken back: … came with the template and has a run that has not ended.':
    'Rien n’a été repris : {1} est venu avec le modèle et a une exécution qui n’est pas terminée.',
  'Stop the run, or wait for its end, then go back.':
    'Arrêtez l’exécution, ou attendez sa fin, puis revenez en arrière.',
  'Nothing was taken back: since the installation these were changed: ….':
    'Rien n’a été repris : depuis l’installation, ceci a été modifié : {1}.',
  'Go back all the same if those changes may be lost.':
    'Revenez quand même en arrière si ces modifications peuvent se perdre.',
  'The template "…" was changed after it was made: its checksum or its signature does not fit.':
    'Le modèle « {1} » a été modifié après avoir été fait : sa somme de contrôle ou sa signature ne correspond pas.',
  'Ask its publisher for it again. Nothing was installed.': 'Redemandez-le à son éditeur. Rien n’a été installé.',
  'The library has version … of "…" with other content.':
    'La bibliothèque a la version {1} de « {2} » avec un autre contenu.',
  'Give what changed a new version number.': 'Donnez à ce qui a changé un nouveau numéro de version.',
  'It holds real values of people: record it again with made-up values.':
    'Il contient de vraies valeurs de personnes : enregistrez-le à nouveau avec des valeurs inventées.',
  'It says whose records it was made of.': 'Il dit à qui sont les enregistrements dont il est fait.',
  'The flow does nothing with its records.': 'Le flux ne fait rien de ses enregistrements.',
  'The code cannot be run: …': 'Le code ne peut pas être exécuté : {1}',
  'The code cannot be run: … (line …)': 'Le code ne peut pas être exécuté : {1} (ligne {2})',
  'The code exports no function. Write "export default function (record, run)" before it.':
    'Le code n’exporte pas de fonction. Écrivez « export default function (record, run) » devant.',
  'Correct it.': 'Corrigez-le.',
  'The connection "…" needs the connector "…", which this Koppel does not have.':
    'La connexion « {1} » a besoin du connecteur « {2} », que ce Koppel n’a pas.',
  'Update Koppel, or bind another connection.': 'Mettez Koppel à jour, ou liez une autre connexion.',
  'The credentials of "…" were not entered for …, so they are not sent there.':
    'Les identifiants de « {1} » n’ont pas été saisis pour {2}, ils n’y sont donc pas envoyés.',
  'Open the connection, check its addresses, and enter the credentials again.':
    'Ouvrez la connexion, vérifiez ses adresses, et saisissez à nouveau les identifiants.',
  'The connection "…" is not complete: …: …': 'La connexion « {1} » n’est pas complète : {2} : {3}',
  'Open the connection and fill it in.': 'Ouvrez la connexion et remplissez-la.',
  'This is a credential: send it among the secrets.': 'C’est un identifiant : envoyez-le parmi les secrets.',
  'The connector knows no such credential.': 'Le connecteur ne connaît pas un tel identifiant.',
  'The connector knows no such setting.': 'Le connecteur ne connaît pas un tel paramètre.',
  'The system did not answer in time.': 'Le système n’a pas répondu à temps.',
  'The test was not kept: it would take … kB, and at most … kB travel well.':
    'Le test n’a pas été gardé : il prendrait {1} ko, et au plus {2} ko voyagent bien.',
  'Choose fewer records.': 'Choisissez moins d’enregistrements.',
  'The test was not kept: a secret of a connection stands in a record or a setting of the flow.':
    'Le test n’a pas été gardé : un secret d’une connexion se trouve dans un enregistrement ou un paramètre du flux.',
  'Take the secret out of there and replace it in the connection, or choose other records.':
    'Retirez-en le secret et remplacez-le dans la connexion, ou choisissez d’autres enregistrements.',
  'The flow now works with "…", which the recording does not have.':
    'Le flux travaille maintenant avec « {1} », que l’enregistrement du test n’a pas.',
  'Somebody else has to approve its draft first. Ask for a review, publish it, then switch it on.':
    'Quelqu’un d’autre approuve d’abord son brouillon. Demandez une relecture, publiez-le, puis activez-le.',
  'Nothing arrives at this node yet.': 'Rien n’arrive encore à cette étape.',
  'The system it reads from is not connected.': 'Le système où elle lit n’est pas connecté.',
  'The slot "…" of the flow is not bound to a connection.':
    'L’emplacement « {1} » du flux n’est lié à aucune connexion.',
  "Choose a connection under the flow's settings, then run it again.":
    'Choisissez une connexion dans les paramètres du flux, puis exécutez-le à nouveau.',
  'The flow "…" is no longer there.': 'Le flux « {1} » n’existe plus.',
  'Create it again, or leave this run as it is.': 'Recréez-le, ou laissez cette exécution telle qu’elle est.',
  'Version … of the flow no longer fits: …': 'La version {1} du flux ne convient plus : {2}',
  '… Then publish the flow and run it again.': '{1} Publiez ensuite le flux et exécutez-le à nouveau.',
  '… It was not installed. … Then import it on the list of flows.':
    '{1} Il n’a pas été installé. {2} Importez-le ensuite dans la liste des flux.',
  '… is not a value list and was not installed.': '{1} n’est pas une liste de valeurs et n’a pas été installé.',
  'This flow takes no calls now: it is off, or its published version has no such webhook.':
    'Ce flux ne prend pas d’appels : il est désactivé, ou sa version publiée n’a pas un tel webhook.',
  'Publish it and switch it on, then send the message again.': 'Publiez-le et activez-le, puis renvoyez le message.',
  'The message is not signed with the secret of this webhook, or its time is more than five minutes off.':
    'Le message n’est pas signé avec le secret de ce webhook, ou son heure s’écarte de plus de cinq minutes.',
  'Sign it as Standard Webhooks describes, with the secret that the flow shows.':
    'Signez-le comme le décrit Standard Webhooks, avec le secret que le flux montre.',
  'There is no answer at this address, or the secret of the webhook was made anew since.':
    'Il n’y a pas de réponse à cette adresse, ou le secret du webhook a été renouvelé depuis.',
  'Send the message again with the same webhook-id.': 'Renvoyez le message avec le même webhook-id.',
  'The body names no records at ….': 'Le corps ne nomme aucun enregistrement à {1}.',
  'Send JSON with a key, or a list of keys, at that place.':
    'Envoyez du JSON avec une clé, ou une liste de clés, à cet endroit.',
};
