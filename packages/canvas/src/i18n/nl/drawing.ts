import type { drawing as en } from '../en/drawing.ts';
import type { Translated } from '../texts.ts';

export const drawing: Translated<typeof en> = {
  'keys.group': 'Groeperen, groep opheffen, een groep als één kaart tonen',
  'designer.intent.collapse': '{n, plural, one {Een groep dichtklappen} other {# groepen dichtklappen}}',
  'designer.intent.expand': '{n, plural, one {Een groep openklappen} other {# groepen openklappen}}',
  'canvas.groupDescription': 'Omschrijving van de groep',
  'canvas.groupNodes': '{n, plural, one {# stap} other {# stappen}}',
  'canvas.foldedGroup': 'Groep {group}, als één kaart getoond: {nodes}',
  'canvas.fold': 'Als één kaart tonen (Shift+G)',
  'canvas.unfold': 'Tonen wat er in de groep zit (Shift+G)',
  'node.collapseGroup': 'Groep “{group}” als één kaart tonen',
  'node.expandGroup': 'Groep “{group}” openklappen',
  'node.describeGroup': 'Titel en omschrijving van “{group}”',
  'node.ungroup': 'Groep “{group}” opheffen',
  'node.selectToo': 'Ook selecteren',
  'node.unselect': 'Niet meer selecteren',
  'node.group': 'Groeperen',
  'node.cut': 'Knippen',
  'outline.note': 'Een notitie toevoegen',
  'outline.paste': 'Plakken',
  'outline.tidy': 'Opruimen',
  'outline.notes': 'Notities',
  'outline.writeNote': 'In deze notitie schrijven',
  'outline.emptyNote': 'Lege notitie',
  'outline.removeNote': 'Deze notitie verwijderen',
  'subFlow.open': 'De subflow openen',
  'say.collapsed': '{group} is één kaart',
  'say.expanded': '{group} is opengeklapt',
  'say.noGroup': 'De selectie zit in geen groep. Ctrl+G maakt er een',
  'copy.blocked':
    'De browser laat Koppel niet naar het klembord schrijven: er is niets gekopieerd of geknipt. Sta het toe voor dit adres en probeer opnieuw.',
  'paste.empty': 'Het klembord is leeg',
  'paste.foreign':
    'Op het klembord staat geen deel van een flow. Kopieer stappen op een canvas van Koppel, of het bestand van een flow. Er is niets gewijzigd.',
  'paste.damaged':
    'Wat op het klembord staat is beschadigd: een deel ontbreekt of werd gewijzigd. Kopieer het opnieuw. Hier is niets gewijzigd.',
  'paste.newer':
    'Wat op het klembord staat komt van een nieuwere Koppel. Werk deze bij en plak opnieuw. Er is niets gewijzigd.',
  'paste.tooLarge':
    'Wat op het klembord staat is te groot voor een deel van een flow: meer dan twee miljoen tekens. Er is niets gewijzigd.',
  'paste.blocked':
    'De browser laat Koppel het klembord niet lezen. Sta het toe voor dit adres, of druk opnieuw op Ctrl+V.',
  'paste.unbound': '{node}: kies een verbinding',
  'paste.unknown': '{node}: deze Koppel weet niet wat dit doet',
  'notice.label': 'Wat er gebeurd is',
  'notice.attention': 'Bekijk deze nog:',
  'note.tooLong':
    'Een notitie bevat hoogstens {most} tekens en deze heeft er {n}. Kort ze in; intussen gaat er niets verloren.',

  'timetable.rhythm': 'Hoe vaak',
  'timetable.minutes': 'Om de paar minuten',
  'timetable.hours': 'Om de paar uur',
  'timetable.day': 'Eén keer per dag',
  'timetable.month': 'Eén keer per maand',
  'timetable.cron': 'Als cron-regel',
  'timetable.every': 'Elke',
  'timetable.nMinutes': '{n, plural, one {minuut} other {# minuten}}',
  'timetable.nHours': '{n, plural, one {uur} other {# uur}}',
  'timetable.hour': 'Uur',
  'timetable.minute': 'Minuut',
  'timetable.to': 'Tot en met',
  'timetable.days': 'Op deze dagen',
  'timetable.dayOfMonth': 'Dag',
  'timetable.from': 'Van',
};
