/** Sign-in and the first password. */
export const signIn = {
  'signIn.title': 'Sign in',
  'signIn.email': 'E-mail',
  'signIn.password': 'Password',
  'signIn.submit': 'Sign in',
  'signIn.noAccount': 'No account yet? An administrator can send you a sign-in link.',
  'signIn.link': 'Signing you in',
  'signIn.linkRefused': 'This link no longer works',
  'signIn.linkRefusedText':
    'A sign-in link works once and for a short time. Ask for a new one, or sign in with your password.',
  'signIn.withPassword': 'Sign in with a password',
  'signIn.welcome': 'Welcome, {name}',
  'signIn.setPasswordText': 'You are signed in. Set a password so that you can sign in without a link next time.',
  'signIn.newPassword': 'New password',
  'signIn.passwordHelp': 'At least 12 characters. A few words are easier to remember than signs.',
  'signIn.setPassword': 'Set password',
  'signIn.later': 'Not now',
} as const;
