import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../texts.ts';

export const signIn: Translated<typeof english> = {
  'signIn.title': 'Aanmelden',
  'signIn.email': 'E-mail',
  'signIn.password': 'Wachtwoord',
  'signIn.submit': 'Aanmelden',
  'signIn.noAccount': 'Nog geen account? Een beheerder kan je een aanmeldlink sturen.',
  'signIn.link': 'Je wordt aangemeld',
  'signIn.linkRefused': 'Deze link werkt niet meer',
  'signIn.linkRefusedText':
    'Een aanmeldlink werkt één keer en maar kort. Vraag een nieuwe, of meld je aan met je wachtwoord.',
  'signIn.withPassword': 'Aanmelden met een wachtwoord',
  'signIn.welcome': 'Welkom, {name}',
  'signIn.setPasswordText':
    'Je bent aangemeld. Kies een wachtwoord, dan kun je je volgende keer zonder link aanmelden.',
  'signIn.newPassword': 'Nieuw wachtwoord',
  'signIn.passwordHelp': 'Minstens 12 tekens. Enkele woorden zijn makkelijker te onthouden dan losse tekens.',
  'signIn.setPassword': 'Wachtwoord instellen',
  'signIn.later': 'Nu niet',
};
