import type { SentenceCatalogue } from '../sentence-in.ts';

/** Sentences of what all connectors share. */
export const sdk: SentenceCatalogue = {
  '… sent something else than a list of records.': '{1} a envoyé autre chose qu’une liste d’enregistrements.',
  'Check that the address in the connection is that of the API.':
    'Vérifiez que l’adresse de la connexion est celle de l’API.',
  '… sent a page that names itself as the next one.': '{1} a envoyé une page qui se nomme elle-même comme la suivante.',
  'Report this to whoever runs that system: its pages cannot be read to the end.':
    'Signalez-le à qui gère ce système : ses pages ne peuvent pas être lues jusqu’au bout.',
  '… no longer accepts the sign-in of this connection.': '{1} n’accepte plus l’authentification de cette connexion.',
  'Check that the application is registered in that system and sign in again.':
    'Vérifiez que l’application est enregistrée dans ce système et connectez-vous à nouveau.',
  'Give the application the permission for these records in that system.':
    'Donnez à l’application, dans ce système, des droits sur ces enregistrements.',
  '… is too busy and asked to wait.': '{1} est trop occupé et a demandé d’attendre.',
  '… has nothing at the address that was asked for.': '{1} n’a rien à l’adresse demandée.',
  'Check the address, the environment and the company in the connection.':
    'Vérifiez l’adresse, l’environnement et la société de la connexion.',
  '… could not handle the request (status …).': '{1} n’a pas pu traiter la demande (statut {2}).',
  '… sent the request on to another address.': '{1} a renvoyé la demande vers une autre adresse.',
  'Enter the address of the API itself in the connection. Koppel does not follow to other addresses.':
    'Saisissez dans la connexion l’adresse de l’API elle-même. Koppel ne suit pas vers d’autres adresses.',
  'Look at what it answered. If its fields have changed, look at its fields again and check the flow.':
    'Regardez ce qu’il a répondu. Si ses champs ont changé, relisez-les et vérifiez le flux.',
  '… is an address already.': '{1} est déjà une adresse.',
  '… is known.': '{1} est connu.',
  '… takes connections.': '{1} accepte les connexions.',
  'The certificate of … is valid and trusted.': 'Le certificat de {1} est valable et fiable.',
  'Try again in a while. If it lasts, ask whoever runs that system.':
    'Réessayez dans un moment. Si cela dure, demandez à qui gère ce système.',
  '… answers (status …).': '{1} répond (statut {2}).',
  '… answers with a web page instead of data (status …).':
    '{1} répond par une page web au lieu de données (statut {2}).',
  '… has no API at this address (status …).': '{1} n’a pas d’API à cette adresse (statut {2}).',
  'Check the address in the connection: it must be that of the API itself, with nothing in between.':
    'Vérifiez l’adresse de la connexion : c’est celle de l’API elle-même, sans rien entre les deux.',
  '… sent a description of its records that cannot be read.':
    '{1} a envoyé une description illisible de ses enregistrements.',
  'The sign-in did not work: …': 'L’authentification n’a pas réussi : {1}',
  '… took the sign-in but gave no token.': '{1} a accepté l’authentification mais n’a pas donné de jeton.',
  'Check the token address in the connection.': 'Vérifiez l’adresse de jetons de la connexion.',
  'Enter a client secret that is valid. It may have expired.':
    'Saisissez un secret client en vigueur. Il est peut-être expiré.',
  'Check the client id and the tenant: this tenant does not know the application.':
    'Vérifiez l’id client et le tenant : ce tenant ne connaît pas l’application.',
  'Check the address of the system: the sign-in service does not know it.':
    'Vérifiez l’adresse du système : le service d’authentification ne le connaît pas.',
  'Check the tenant, the client id and the client secret.': 'Vérifiez le tenant, l’id client et le secret client.',
  'Check tenant, client id and client secret of the connection.':
    'Vérifiez tenant, id client et secret client de la connexion.',
  '… could not sign in at the moment (status …).': '{1} n’a pas pu authentifier pour le moment (statut {2}).',
  'Something that must always hold did not: …': 'Quelque chose qui doit toujours être vrai ne l’était pas : {1}',
  'Nothing was lost. Send the reference to support, then start the run again.':
    'Rien n’est perdu. Envoyez la référence au support, puis relancez l’exécution.',
  'Koppel tries again by itself. If it lasts, ask whoever runs that system whether it is up.':
    'Koppel réessaie de lui-même. Si cela dure, demandez à qui gère ce système s’il fonctionne.',
  '… was not contacted: … is ….': '{1} n’a pas été contacté : {2} est {3}.',
  'An administrator can open exactly this host and port for the connection.':
    'Un administrateur peut ouvrir exactement cet hôte et ce port pour la connexion.',
  'The name of … could not be looked up.': 'Le nom de {1} n’a pas pu être résolu.',
  'Check the address in the connection and the name server of this machine.':
    'Vérifiez l’adresse de la connexion et le serveur de noms de cette machine.',
  '… could not be reached: nothing answered at that address.':
    '{1} n’a pas pu être joint : rien n’a répondu à cette adresse.',
  'Check the address in the connection, and whether a firewall lets this machine through.':
    'Vérifiez l’adresse de la connexion, et qu’un pare-feu laisse passer cette machine.',
  '… could not be reached: it refused the connection or there is no way to it.':
    '{1} n’a pas pu être joint : il a refusé la connexion ou aucun chemin n’y mène.',
  'The secure connection to … could not be made.': 'La connexion sécurisée avec {1} n’a pas pu être établie.',
  'Let that system show a certificate that is valid for its name and that this machine trusts.':
    'Faites que ce système montre un certificat valable pour son nom et auquel cette machine fait confiance.',
  '… broke off the connection before its answer was complete.':
    '{1} a rompu la connexion avant que sa réponse soit complète.',
  '… broke off the connection before the request was sent.':
    '{1} a rompu la connexion avant que la demande soit envoyée.',
  '… did not answer within … s.': '{1} n’a pas répondu en {2} s.',
  'A request to … was not sent: by the time it could be, it was too late for it.':
    'Une demande à {1} n’a pas été envoyée : quand elle a pu l’être, il était trop tard.',
  '… sent an answer of more than … KiB.': '{1} a envoyé une réponse de plus de {2} Kio.',
  'Ask for fewer records at a time.': 'Demandez moins d’enregistrements à la fois.',
  '… sent an answer that cannot be read.': '{1} a envoyé une réponse illisible.',
  'Check that the address in the connection is that of the system itself. Koppel tries again by itself.':
    'Vérifiez que l’adresse de la connexion est celle du système lui-même. Koppel réessaie de lui-même.',
  'A request to … was not sent: ….': 'Une demande à {1} n’a pas été envoyée : {2}.',
  'A connection reaches only the addresses in its settings. Correct them there if this one is right.':
    'Une connexion n’atteint que les adresses de ses paramètres. Corrigez-les là si celle-ci est juste.',
  'The connection to … was closed on this side.': 'La connexion avec {1} a été fermée de ce côté.',
  'Start the run again; it goes on where it stopped.': 'Relancez l’exécution ; elle reprend où elle s’est arrêtée.',
  '… answered with a web page instead of data.': '{1} a répondu par une page web au lieu de données.',
  'Check that the address in the connection is that of the API, not of a page for people or a proxy’s sign-in.':
    'Vérifiez que l’adresse de la connexion est celle de l’API, pas celle d’une page pour des personnes ou de l’authentification d’un proxy.',
  '… sent an empty answer instead of data.': '{1} a envoyé une réponse vide au lieu de données.',
  '… sent an answer that is not complete data.': '{1} a envoyé une réponse dont les données sont incomplètes.',
  'Koppel tries again by itself. If it lasts, check the address in the connection and that system’s log.':
    'Koppel réessaie de lui-même. Si cela dure, vérifiez l’adresse de la connexion et le journal de ce système.',
};
