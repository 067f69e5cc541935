import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../texts.ts';

export const signIn: Translated<typeof english> = {
  'signIn.title': 'Se connecter',
  'signIn.email': 'E-mail',
  'signIn.password': 'Mot de passe',
  'signIn.submit': 'Se connecter',
  'signIn.noAccount': 'Pas encore de compte ? Un administrateur peut vous envoyer un lien de connexion.',
  'signIn.link': 'Connexion en cours',
  'signIn.linkRefused': 'Ce lien ne fonctionne plus',
  'signIn.linkRefusedText':
    'Un lien de connexion ne sert qu’une fois et pendant peu de temps. Demandez-en un nouveau, ou connectez-vous avec votre mot de passe.',
  'signIn.withPassword': 'Se connecter avec un mot de passe',
  'signIn.welcome': 'Bienvenue, {name}',
  'signIn.setPasswordText':
    'Vous êtes connecté. Choisissez un mot de passe pour pouvoir vous connecter sans lien la prochaine fois.',
  'signIn.newPassword': 'Nouveau mot de passe',
  'signIn.passwordHelp': 'Au moins 12 caractères. Quelques mots se retiennent mieux qu’une suite de signes.',
  'signIn.setPassword': 'Définir le mot de passe',
  'signIn.later': 'Pas maintenant',
};
