import type { form as english } from '../en/form.ts';
import type { Translated } from '../texts.ts';

export const form: Translated<typeof english> = {
  'form.required': 'Vul dit in',
  'form.number': 'Vul een getal in, zoals 12 of 0,5',
  'form.wholeNumber': 'Vul een geheel getal in',
  'form.min': 'Minstens {n}',
  'form.max': 'Hoogstens {n}',
  'form.address': 'Vul een volledig adres in, dat begint met https://',
  'form.json': 'Dit is geen leesbare JSON',
};
