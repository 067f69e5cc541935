import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of the API. */
export const handlers: SentenceCatalogue = {
  'You have this right already.': 'Vous avez déjà ce droit.',
  'Load the page again.': 'Rechargez la page.',
  'An administrator refused this within the last day.': 'Un administrateur l’a refusé au cours du dernier jour.',
  'Talk to one of them, or ask again tomorrow.': 'Parlez à l’un d’eux, ou redemandez demain.',
  'You asked for rights five times within a day.': 'Vous avez demandé des droits cinq fois en un jour.',
  'Talk to an administrator, or ask again tomorrow.': 'Parlez à un administrateur, ou redemandez demain.',
  'The role "…" does not have the right that was asked for.': 'Le rôle « {1} » n’a pas le droit demandé.',
  'Choose another role, or refuse.': 'Choisissez un autre rôle, ou refusez.',
  'This role does not have the right.': 'Ce rôle n’a pas le droit.',
  'Somebody decided about this request already.': 'Quelqu’un a déjà décidé de cette demande.',
  'Load the list again.': 'Rechargez la liste.',
  'E-mail and password do not belong together.': 'L’e-mail et le mot de passe ne vont pas ensemble.',
  'Check both, or ask an administrator for a sign-in link.':
    'Vérifiez les deux, ou demandez un lien de connexion à un administrateur.',
  'This link was used before, or is older than half an hour.': 'Ce lien a déjà servi, ou a plus d’une demi-heure.',
  'Make a new one on the machine that runs Koppel: npm run koppel -- sign-in-link':
    'Faites-en un nouveau sur la machine où tourne Koppel : npm run koppel -- sign-in-link',
  '… does not answer.': '{1} ne répond pas.',
  'Try again later, or sign in with a password or a link.':
    'Réessayez plus tard, ou connectez-vous avec un mot de passe ou un lien.',
  'People sign in by this address at the provider of the company, so it stays.':
    'Les personnes se connectent avec cette adresse chez le fournisseur de l’entreprise : elle reste donc.',
  'This is not your password.': 'Ce n’est pas votre mot de passe.',
  'Somebody else has this e-mail address.': 'Quelqu’un d’autre a cette adresse e-mail.',
  'Correct the marked field.': 'Corrigez le champ marqué.',
  'A token is made by the person whose it is.': 'Un jeton est fait par la personne à qui il appartient.',
  'Leave "email" out. For somebody else: koppel token create --for, on the machine that runs Koppel.':
    'Omettez "email". Pour quelqu’un d’autre : koppel token create --for, sur la machine où tourne Koppel.',
  'A token belongs to a person, and the command line of this machine is none.':
    'Un jeton appartient à une personne, et la ligne de commande de cette machine n’en est pas une.',
  'Say whose it becomes: koppel token create <name> --for <email>':
    'Dites à qui il sera : koppel token create <nom> --for <e-mail>',
  'The role of who makes it does not have the right "…", so no token can.':
    'Le rôle de qui le fait n’a pas le droit « {1} », donc aucun jeton ne peut l’avoir.',
  'Leave it out, or ask an administrator for it.': 'Omettez-le, ou demandez-le à un administrateur.',
  'A connection keeps its connector: make a new connection instead.':
    'Une connexion garde son connecteur : faites plutôt une nouvelle connexion.',
  '"…" is used by ….': '« {1} » est utilisée par {2}.',
  'Bind those flows to another connection, then remove this one.':
    'Liez ces flux à une autre connexion, puis supprimez celle-ci.',
  '"…" belongs to the demo systems, which are on.':
    '« {1} » appartient aux systèmes de démonstration, qui sont activés.',
  'Start Koppel with KOPPEL_DEMO=off, then remove it.': 'Lancez Koppel avec KOPPEL_DEMO=off, puis supprimez-la.',
  'Nobody has looked at the fields of "…" yet.': 'Personne n’a encore regardé les champs de « {1} ».',
  'Test the connection, or look at its fields now.': 'Testez la connexion, ou regardez maintenant ses champs.',
  'The records of "…" are known to its connector and need no description.':
    'Les enregistrements de « {1} » sont connus de son connecteur et n’ont pas besoin de description.',
  'Test the connection instead.': 'Testez plutôt la connexion.',
  '"…" did not answer in time.': '« {1} » n’a pas répondu à temps.',
  'Try again later, or check the address.': 'Réessayez plus tard, ou vérifiez l’adresse.',
  'The connection "…" signs in by itself.': 'La connexion « {1} » s’authentifie d’elle-même.',
  'To have a person sign in, choose that in its settings and save it.':
    'Pour qu’une personne se connecte, choisissez cela dans ses paramètres et enregistrez.',
  '"…" is signed in at its provider\'s page, which needs a browser.':
    '« {1} » se connecte sur la page de son fournisseur, ce qui demande un navigateur.',
  'Open the connection on the screen and choose "Connect" there.':
    'Ouvrez la connexion à l’écran et choisissez-y « Connecter ».',
  'The provider did not sign "…" in.': 'Le fournisseur n’a pas authentifié « {1} ».',
  'Choose "Connect" again and allow what it asks for. If the provider refuses, its administrator must.':
    'Choisissez à nouveau « Connecter » et autorisez ce qui est demandé. Si le fournisseur refuse, son administrateur peut l’autoriser.',
  'There is no connector "…".': 'Il n’y a pas de connecteur « {1} ».',
  '"…" does not fit: …': '« {1} » ne convient pas : {2}',
  'Correct the marked fields.': 'Corrigez les champs marqués.',
  'The address changed, so the credentials must be entered again.':
    'L’adresse a changé : les identifiants sont à saisir à nouveau.',
  'Fill in the marked fields. Stored credentials are only sent to the address they were entered for.':
    'Remplissez les champs marqués. Les identifiants enregistrés ne sont envoyés qu’à l’adresse pour laquelle ils ont été saisis.',
  'Enter it again for the new address.': 'Saisissez-le à nouveau pour la nouvelle adresse.',
  'There is already a connection called "…".': 'Il y a déjà une connexion nommée « {1} ».',
  'No flow that is on keeps records as their master has them.':
    'Aucun flux activé ne garde des enregistrements tels que leur maître les a.',
  'Switch on a flow that updates records, or name one that is published.':
    'Activez un flux qui met à jour des enregistrements, ou nommez-en un qui est publié.',
  '"…" is no time zone.': '« {1} » n’est pas un fuseau horaire.',
  'Write the name of a time zone, such as Europe/Brussels.':
    'Écrivez le nom d’un fuseau horaire, comme Europe/Brussels.',
  'The flow "…" has nothing to check.': 'Le flux « {1} » n’a rien à contrôler.',
  'Name a flow that is published, whose connections are chosen, and that updates records.':
    'Nommez un flux publié, dont les connexions sont choisies, et qui met à jour des enregistrements.',
  'None of these records can be retried.': 'Aucun de ces enregistrements ne peut être réessayé.',
  'They were solved or dismissed since, or their flow is no longer published.':
    'Ils ont été résolus ou écartés depuis, ou leur flux n’est plus publié.',
  'The flow does not fill this field.': 'Le flux ne remplit pas ce champ.',
  'The record was read without this field.': 'L’enregistrement a été lu sans ce champ.',
  '"…" of … cannot be set for a retry. The flow does not fill this field.':
    '« {1} » de {2} ne peut pas être fixé pour réessayer. Le flux ne remplit pas ce champ.',
  '"…" of … cannot be set for a retry. The record was read without this field.':
    '« {1} » de {2} ne peut pas être fixé pour réessayer. L’enregistrement a été lu sans ce champ.',
  'Set one of the fields that the failed record shows.': 'Fixez un des champs que montre l’enregistrement en échec.',
  'That cannot be done for ….': 'Cela ne peut pas être fait pour {1}.',
  'Its flow writes into no other system.': 'Son flux n’écrit dans aucun autre système.',
  'The other record is linked to another one. Look under Record links which of them is right.':
    'L’autre enregistrement est lié à un autre. Regardez sous Correspondances lequel est juste.',
  'A run is creating one of the two right now. Wait a moment, then look again.':
    'Une exécution est en train de créer l’un des deux. Attendez un instant, puis regardez à nouveau.',
  'Linked to …': 'Lié à {1}',
  'It is not linked. Retry it: it is matched or created anew.':
    'Il n’est pas lié. Réessayez : il est à nouveau reconnu ou créé.',
  'Retry it: it is compared anew, and says which values differ.':
    'Réessayez : il est à nouveau comparé, et dit quelles valeurs diffèrent.',
  'The flow does something else by now than what was looked at.':
    'Le flux fait désormais autre chose que ce qui a été regardé.',
  'Run the test again, and look at what it says.': 'Relancez le test, et regardez ce qu’il dit.',
  'The flow has … tests already.': 'Le flux a déjà {1} tests.',
  'Delete one that says no more than another.': 'Supprimez-en un qui n’en dit pas plus qu’un autre.',
  'There is already a flow "…".': 'Il y a déjà un flux « {1} ».',
  'Try again.': 'Réessayez.',
  'The flow "…" has a run that has not ended.': 'Le flux « {1} » a une exécution qui n’est pas terminée.',
  'Stop the run, or wait for its end, then delete the flow.':
    'Arrêtez l’exécution, ou attendez sa fin, puis supprimez le flux.',
  'The document is of the flow "…", not of "…".': 'Le document est du flux « {1} », pas de « {2} ».',
  'Save it under its own flow.': 'Enregistrez-le sous son propre flux.',
  'This person does not edit flows in this workspace.':
    'Cette personne ne modifie pas de flux dans cet espace de travail.',
  'Choose somebody who may edit flows, or give them the role.':
    'Choisissez quelqu’un qui peut modifier des flux, ou donnez-lui le rôle.',
  'You have this flow open in another tab.': 'Vous avez ce flux ouvert dans un autre onglet.',
  '… is editing this flow.': '{1} modifie ce flux.',
  'Close it there, or go on here in its place.': 'Fermez-le là, ou continuez ici à sa place.',
  'Open it in the designer to take over, or wait until they are done.':
    'Ouvrez-le dans le concepteur pour prendre la main, ou attendez qu’ils aient fini.',
  '… saved this flow meanwhile, at ….': '{1} a enregistré ce flux entre-temps, à {2}.',
  'Load it again to see the change, then make yours.': 'Rechargez-le pour voir la modification, puis faites la vôtre.',
  'The key … stays: a workspace cannot be opened now, and its credentials may be sealed with it.':
    'La clé {1} reste : un espace de travail ne peut pas être ouvert, et ses identifiants sont peut-être scellés avec elle.',
  'Mend that workspace first: koppel workspace list says which one and why.':
    'Réparez d’abord cet espace de travail : koppel workspace list dit lequel et pourquoi.',
  'The key … is in use: it is the newest.': 'La clé {1} est utilisée : c’est la plus récente.',
  'The key … is in use: credentials are sealed with it.':
    'La clé {1} est utilisée : des identifiants sont scellés avec elle.',
  'Make a new one first.': 'Faites-en d’abord une nouvelle.',
  'Rotate the keys first; then nothing needs it any more.':
    'Renouvelez d’abord les clés ; ensuite plus rien n’en a besoin.',
  'Other work on the links of these systems is going on.':
    'Un autre travail sur les correspondances de ces systèmes est en cours.',
  'Wait for its end, or stop it.': 'Attendez sa fin, ou arrêtez-le.',
  'The file has … columns.': 'Le fichier a {1} colonnes.',
  'Choose the columns that hold the keys.': 'Choisissez les colonnes qui contiennent les clés.',
  'The file does not have this column.': 'Le fichier n’a pas cette colonne.',
  'This is not an import whose rows have all been looked at.':
    'Ce n’est pas un import dont toutes les lignes ont été examinées.',
  'Import the file again.': 'Importez à nouveau le fichier.',
  'Records of one and the same connection are not linked.':
    'Des enregistrements d’une seule et même connexion ne se lient pas.',
  'Choose two connections.': 'Choisissez deux connexions.',
  'Choose another connection.': 'Choisissez une autre connexion.',
  'There is no record "…" in its system.': 'Il n’y a pas d’enregistrement « {1} » dans son système.',
  'Look the record up again: it may have been deleted.':
    'Cherchez à nouveau l’enregistrement : il a peut-être été supprimé.',
  'This record is not there.': 'Cet enregistrement n’est pas là.',
  '"…" is linked to "…". A record has one counterpart at most.':
    '« {1} » est lié à « {2} ». Un enregistrement a au plus un correspondant.',
  'Keep the present link, or link these instead: then the present link is removed.':
    'Gardez la correspondance actuelle, ou liez plutôt ceux-ci : la correspondance actuelle est alors supprimée.',
  'A run is creating one of these records right now.': 'Une exécution est en train de créer un de ces enregistrements.',
  'Wait a moment, then look again.': 'Attendez un instant, puis regardez à nouveau.',
  '"….…" is not a copy in …: nobody else is its only master.':
    '« {1}.{2} » n’est pas une copie dans {3} : personne d’autre n’en est le seul maître.',
  'Decide first on the mastership screen who is its master, then lock it.':
    'Décidez d’abord sur l’écran Maîtrise des données qui est son maître, puis verrouillez-le.',
  '… cannot lock fields of … records.': '{1} ne peut pas verrouiller des champs d’enregistrements de {2}.',
  'Leave the fields open: the drift check finds what people change there, and puts it back.':
    'Laissez les champs ouverts : le contrôle des écarts trouve ce qu’on y modifie, et le rétablit.',
  'This is the last administrator of the workspace.': 'C’est le dernier administrateur de l’espace de travail.',
  'Make somebody else an administrator first.': 'Faites d’abord de quelqu’un d’autre un administrateur.',
  '… is a member of this workspace already.': '{1} est déjà membre de cet espace de travail.',
  'Change the role in the list.': 'Changez le rôle dans la liste.',
  'This person is a member already.': 'Cette personne est déjà membre.',
  'Nobody takes the own second factor away like this.': 'Personne ne retire ainsi son propre second facteur.',
  'Turn it off under Settings › Account, with a code. Without one: koppel people reset-second-factor.':
    'Désactivez-le sous Paramètres › Compte, avec un code. Sans code : koppel people reset-second-factor.',
  'This is the last administrator of this Koppel.': 'C’est le dernier administrateur de ce Koppel.',
  'Somebody else must be one first.': 'Quelqu’un d’autre est d’abord à nommer.',
  'No system that the flow reads has it any more.': 'Aucun système que le flux lit ne l’a encore.',
  'The flow cannot run yet: its slot "…" is not bound to a connection.':
    'Le flux ne peut pas encore s’exécuter : son emplacement « {1} » n’est lié à aucune connexion.',
  'The flow was not published: …': 'Le flux n’a pas été publié : {1}',
  'The flow was not published: it has … errors.': 'Le flux n’a pas été publié : il a {1} erreurs.',
  'Correct them, then publish again.': 'Corrigez-les, puis publiez à nouveau.',
  'The flow was not published: its test … does not pass.': 'Le flux n’a pas été publié : son test {1} ne réussit pas.',
  'The flow was not published: … of its tests do not pass: ….':
    'Le flux n’a pas été publié : {1} de ses tests ne réussissent pas : {2}.',
  'Look at what differs. Mend the flow or accept the new result, or publish it all the same with a reason.':
    'Regardez ce qui diffère. Corrigez le flux ou acceptez le nouveau résultat, ou publiez-le quand même avec une raison.',
  'The flow was not published: it does not work for … of its pinned records: ….':
    'Le flux n’a pas été publié : il ne fonctionne pas pour {1} de ses enregistrements épinglés : {2}.',
  'The flow was not published: it does not work for the pinned record …. …':
    'Le flux n’a pas été publié : il ne fonctionne pas pour l’enregistrement épinglé {1}. {2}',
  'Mend the flow or unpin the record, or publish it all the same with a reason.':
    'Corrigez le flux ou détachez l’enregistrement, ou publiez-le quand même avec une raison.',
  'The flow was not published: … changed the draft after … approved it, so the approval is void.':
    'Le flux n’a pas été publié : {1} a modifié le brouillon après que {2} l’a approuvé, l’approbation est donc caduque.',
  'The flow was not published: in this workspace somebody else has to approve a draft first.':
    'Le flux n’a pas été publié : dans cet espace de travail, quelqu’un d’autre approuve d’abord un brouillon.',
  'Wait for the answer.': 'Attendez la réponse.',
  'Ask for a review.': 'Demandez une relecture.',
  'The flow "…" has never been published, so there is nothing to run.':
    'Le flux « {1} » n’a jamais été publié : il n’y a donc rien à exécuter.',
  'Publish it first.': 'Publiez-le d’abord.',
  'The flow has no slot "…".': 'Le flux n’a pas d’emplacement « {1} ».',
  'There is no connection "…".': 'Il n’y a pas de connexion « {1} ».',
  'The flow has no parameter "…".': 'Le flux n’a pas de paramètre « {1} ».',
  '"…" is no ….': '« {1} » n’est pas de type {2}.',
  'This restore point cannot be opened: …': 'Ce point de restauration ne peut pas être ouvert : {1}',
  'Choose another one, or a published version.': 'Choisissez-en un autre, ou une version publiée.',
  'In this workspace two people stand behind what is published, and the command line is nobody in particular.':
    'Dans cet espace de travail, deux personnes répondent de ce qui est publié, et la ligne de commande n’est personne en particulier.',
  'Do it on the screen, or over the API with a token of your own.':
    'Faites-le à l’écran, ou par l’API avec un jeton à vous.',
  'The draft is the version that is published already.': 'Le brouillon est la version déjà publiée.',
  'Change it first.': 'Modifiez-le d’abord.',
  'Somebody asked for a review of this very draft already.':
    'Quelqu’un a déjà demandé une relecture de ce brouillon même.',
  'Wait for the answer, or take the question back first.': 'Attendez la réponse, ou retirez d’abord la demande.',
  'A draft is sent back with a comment.': 'Un brouillon se renvoie avec un commentaire.',
  'Say what has to change.': 'Dites ce qui est à changer.',
  '… changed the draft after the review was asked for. It was not approved.':
    '{1} a modifié le brouillon après la demande de relecture. Il n’a pas été approuvé.',
  'Look at it again. Whoever changed it asks for a review anew.':
    'Regardez-le à nouveau. Qui l’a modifié redemande une relecture.',
  'Nobody approves a draft that they asked about or changed themselves.':
    'Personne n’approuve un brouillon dont il a demandé la relecture ou qu’il a modifié lui-même.',
  'Somebody else with the right to approve has to look at it.':
    'Demandez à quelqu’un d’autre qui peut approuver de le regarder.',
  '… asked for this review.': '{1} a demandé cette relecture.',
  'Only who asked, or who may approve, takes it back.': 'Seul qui l’a demandée, ou qui peut approuver, la retire.',
  'This review is over.': 'Cette relecture est terminée.',
  '… decided about this draft already.': '{1} a déjà décidé de ce brouillon.',
  'Load it again to see what came of it.': 'Rechargez-la pour voir ce qu’il en est advenu.',
  'Run … really wrote; it has no plan.': 'L’exécution {1} a réellement écrit ; elle n’a pas de plan.',
  'Start a dry run to see what would be written.': 'Lancez un essai complet pour voir ce qui serait écrit.',
  'The plan of run … was removed, because it is older than values of records are kept.':
    'Le plan de l’exécution {1} a été supprimé, car il est plus ancien que la durée de conservation des valeurs.',
  'Start a dry run to see what would be written now.':
    'Lancez un essai complet pour voir ce qui serait écrit maintenant.',
  'The dry run … did not come to its end.': 'L’essai complet {1} n’est pas arrivé à sa fin.',
  'Start a dry run, and approve its plan when it is done.':
    'Lancez un essai complet, et approuvez son plan quand il est fini.',
  'The plan of run … writes nothing.': 'Le plan de l’exécution {1} n’écrit rien.',
  'Run … has not ended yet.': 'L’exécution {1} n’est pas encore terminée.',
  'Wait for its end, then retry what failed.': 'Attendez sa fin, puis réessayez ce qui a échoué.',
  'No failed record of run … is open any more.':
    'Aucun enregistrement en échec de l’exécution {1} n’est encore ouvert.',
  'They were solved or dismissed since.': 'Ils ont été résolus ou écartés depuis.',
  'This sign-in was begun too long ago, or tried too often.':
    'Cette connexion a été commencée il y a trop longtemps, ou essayée trop souvent.',
  'Sign in again from the start.': 'Reconnectez-vous depuis le début.',
  'A second factor is asked for already.': 'Un second facteur est déjà demandé.',
  'Turn it off first, with a code of it.': 'Désactivez-le d’abord, avec un de ses codes.',
  'This code is wrong, too old, or was used before.': 'Ce code est faux, trop ancien, ou a déjà servi.',
  'Wait for the next code of your app, or use one of your recovery codes.':
    'Attendez le prochain code de votre application, ou utilisez un de vos codes de secours.',
  'The draft of "…" does not use a sub-flow "…".': 'Le brouillon de « {1} » n’utilise pas de sous-flux « {2} ».',
  'Version … does not fit this flow: …': 'La version {1} ne convient pas à ce flux : {2}',
  '… The flow keeps the version it has.': '{1} Le flux garde la version qu’il a.',
  'The sub-flow is used by ….': 'Le sous-flux est utilisé par {1}.',
  'Take it out of them and publish them, then delete it.': 'Retirez-le de ceux-ci et publiez-les, puis supprimez-le.',
  'Run a flow that uses it.': 'Exécutez un flux qui l’utilise.',
  'This version does not fit …: …': 'Cette version ne convient pas à {1} : {2}',
  'They keep the version they have. Publish it all the same with a reason, or change it so that it fits.':
    'Ils gardent la version qu’ils ont. Publiez-la quand même avec une raison, ou modifiez-la pour qu’elle convienne.',
  'Somebody else changed the mastership table meanwhile.':
    'Quelqu’un d’autre a modifié entre-temps la table de maîtrise.',
  'Look at what changed, then make your change again.': 'Regardez ce qui a changé, puis refaites votre modification.',
  'There is already a value list "…".': 'Il y a déjà une liste de valeurs « {1} ».',
  'Use it, or give yours another name.': 'Utilisez-la, ou donnez un autre nom à la vôtre.',
  'Somebody else took "…" out of the list meanwhile.': 'Quelqu’un d’autre a entre-temps retiré « {1} » de la liste.',
  'Somebody else set "…" to "…" meanwhile.': 'Quelqu’un d’autre a entre-temps fait de « {1} » « {2} ».',
  'The list is "…", not "…".': 'La liste est « {1} », pas « {2} ».',
  'Save it under its own id.': 'Enregistrez-la sous son propre id.',
  'There is a workspace "…" already.': 'Il y a déjà un espace de travail « {1} ».',
  'Choose another short name.': 'Choisissez un autre nom court.',
  'This one is taken.': 'Celui-ci est déjà pris.',
  'You have no second factor yourself, and would no longer get in.':
    'Vous n’avez pas vous-même de second facteur, et ne pourriez plus entrer.',
  'Set one up under Settings › Account first.': 'Configurez-en d’abord un sous Paramètres › Compte.',
  'Look at the log of the server, mend or put back the database, and open the workspace again.':
    'Regardez le journal du serveur, réparez ou rétablissez la base de données, et rouvrez l’espace de travail.',
  'The workspace "…" cannot be opened: …': 'L’espace de travail « {1} » ne peut pas être ouvert : {2}',
  'A view belongs to a person, and the command line of this machine is none.':
    'Une vue appartient à une personne, et la ligne de commande de cette machine n’en est pas une.',
  'Keep it on the screen.': 'Enregistrez-la à l’écran.',
  'Nobody owns the view "…", so nobody would see it any more.':
    'La vue « {1} » n’est à personne : plus personne ne la verrait.',
  'Delete it, or keep it shared.': 'Supprimez-la, ou laissez-la partagée.',
  'Somebody changed the view "…" meanwhile.': 'Quelqu’un a modifié la vue « {1} » entre-temps.',
  'Load the list again and look at it before you change it.':
    'Rechargez la liste et regardez la vue avant de la modifier.',
  'What a view shows to everybody, only who may edit flows decides.':
    'Ce qu’une vue montre à tous, seuls ceux qui peuvent modifier les flux en décident.',
  'Keep a view of your own, or ask an analyst or an administrator.':
    'Gardez une vue à vous, ou demandez à un analyste ou à un administrateur.',
  'A list has at most … shared views, and this one has them already.':
    'Une liste a au plus {1} vues partagées, et celle-ci les a déjà.',
  'A person keeps at most … views of a list, and this one has them already.':
    'Une personne garde au plus {1} vues d’une liste, et celle-ci les a déjà.',
  'Delete one that nobody needs any more.': 'Supprimez-en une dont personne n’a plus besoin.',
  'A list has at most … columns.': 'Une liste a au plus {1} colonnes.',
  'A view holds at most … filters.': 'Une vue garde au plus {1} filtres.',
  'These filters are too long for a view.': 'Ces filtres sont trop longs pour une vue.',
};
