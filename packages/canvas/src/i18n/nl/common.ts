import type { common as english } from '../en/common.ts';
import type { Translated } from '../texts.ts';

export const common: Translated<typeof english> = {
  'action.cancel': 'Annuleren',
  'action.close': 'Sluiten',
  'action.copy': 'Kopiëren',
  'action.copied': 'Gekopieerd',
  'action.save': 'Bewaren',
  'action.delete': 'Verwijderen',
  'action.tryAgain': 'Opnieuw proberen',
  'action.undo': 'Ongedaan maken',
  'action.back': 'Terug',
  'action.clear': 'Leegmaken',
  'action.clearFilters': 'Filters wissen',
  'action.more': 'Meer acties',
  'action.open': 'Openen',
  'action.search': 'Zoeken',

  'format.milliseconds': '{n} ms',
  'format.seconds': '{n} s',
  'format.minutes': '{m} min {s}',
  'format.hours': '{h} u {m}',
  'format.days': '{d} d {h} u',
  'format.now': 'nu',
  'format.ageMinutes': '{n} min',
  'format.ageHours': '{n} u',
  'format.ageDays': '{n} d',
  'format.today': 'Vandaag, {day}',
  'format.yesterday': 'Gisteren, {day}',

  'state.slow': 'Nog aan het laden, de server is traag',
  'state.stale': 'Deze cijfers zijn van {time}. Sindsdien heeft de server niet meer geantwoord.',
  'state.noPermission': 'Je hebt niet het recht om dit te zien',
  'state.noPermissionWho':
    'Een beheerder van {workspace} kan je dat recht geven. Stuur hem of haar het adres van deze pagina.',
  'state.copyAddress': 'Adres kopiëren',
  'state.notRequired': 'niet verplicht',

  'problem.request': 'Aanvraag',
  'problem.unreachable': 'De server antwoordt niet',
  'problem.unreachableRemedy': 'Ga na of Koppel draait en of je op het juiste netwerk zit, en probeer opnieuw.',
  'problem.unreadable': 'De server gaf een antwoord dat deze pagina niet begrijpt',
  'problem.unreadableRemedy':
    'Laad de pagina opnieuw. Gebeurt het nog eens, geef dan het nummer van de aanvraag aan je beheerder.',

  'screenError.title': 'Dit scherm werkt niet meer',
  'screenError.text': 'Wat je bewaarde, is veilig. Laad de pagina opnieuw om verder te gaan.',
  'screenError.detail': 'Detail',

  'notFound.title': 'Op dit adres is niets te vinden',
  'notFound.text': 'Misschien is de link oud, of is verwijderd waar hij naartoe leidde.',
  'notFound.back': 'Naar de flows',

  'toast.area': 'Meldingen (druk op {hotkey})',

  'columns.title': 'Kolommen',
  'columns.reset': 'Zoals ze waren',
  'columns.narrower': '“{column}” smaller maken',
  'columns.wider': '“{column}” breder maken',
  'columns.narrowest': 'Smaller kan niet',
  'columns.widest': 'Breder kan niet',
  'columns.hidden': 'Ze wordt niet getoond',
  'columns.sortHint': 'Druk op een kop om daarop te sorteren, met Shift op meer dan één.',

  'system.erp': 'ERP',
  'system.crm': 'CRM',
  'direction.to': 'van {from} naar {to}',
  'direction.both': '{from} en {to}, in beide richtingen',
  'direction.within': 'binnen {from}',
  'record.key': 'Sleutel {key}',
  'record.copyKey': 'De sleutel kopiëren',
};
