import type { form as english } from '../en/form.ts';
import type { Translated } from '../texts.ts';

export const form: Translated<typeof english> = {
  'form.required': 'Ce champ est obligatoire',
  'form.number': 'Saisissez un nombre, par exemple 12 ou 0,5',
  'form.wholeNumber': 'Saisissez un nombre entier',
  'form.min': 'Au moins {n}',
  'form.max': 'Au plus {n}',
  'form.address': 'Saisissez une adresse complète, commençant par https://',
  'form.json': 'Ce n’est pas du JSON lisible',
};
