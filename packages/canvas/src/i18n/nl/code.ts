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
  'code.mistake': 'Fout in de code',
  'code.mistakeAt': 'Regel {line}: {message}',
  'code.tabIndents': 'Tab springt in. Met Ctrl+M verlaat je er de code mee.',
  'code.tabLeaves': 'Tab verlaat de code. Met Ctrl+M springt Tab weer in.',
  'keys.code': 'In code: of Tab inspringt of ze verlaat',
  'code.result': 'Wat ze geeft',
  'code.resultOf': 'Wat de code voor dit record geeft',
  'code.count':
    '{n, plural, one {# voorbeeld} other {# voorbeelden}}, {failing, plural, =0 {geen mislukt} one {# mislukt} other {# mislukken}}',
  'code.intent.fields': 'Wijzig wat de code vult',
  'code.intent.code': 'Schrijf code',
};
