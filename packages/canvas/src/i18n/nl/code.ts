import type { code as en } from '../en/code.ts';
import type { Translated } from '../texts.ts';

export const code: Translated<typeof en> = {
  'code.tab': 'Code',
  'code.fills': 'Velden die ze vult',
  'code.fillsAdd': 'Veld toevoegen',
  'code.fillsFind': 'Zoek een veld',
  'code.fillsNot': 'Vult {field} niet',
  'code.about':
    'Een decimaal getal of bedrag is tekst, zodat er geen cent verloren gaat: (12.5).toFixed(2). Wat niet gegeven wordt, blijft zoals het is. Gooi een fout voor een record dat niet verder mag.',
  'code.empty': 'Er is nog geen code.',
  'code.begin': 'Begin met een functie',
  'code.label': 'Code van deze stap',
  'code.result': 'Wat ze geeft',
  'code.resultOf': 'Wat de code voor dit record geeft',
  'code.count':
    '{n, plural, one {# voorbeeld} other {# voorbeelden}}, {failing, plural, =0 {geen mislukt} one {# mislukt} other {# mislukken}}',
  'code.intent.fields': 'Wijzig wat de code vult',
  'code.intent.code': 'Schrijf code',
};
