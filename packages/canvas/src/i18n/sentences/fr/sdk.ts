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
  '… (status …).': '{1} (statut {2}).',
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
};
