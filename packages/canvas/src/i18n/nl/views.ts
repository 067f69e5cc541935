import type { views as english } from '../en/views.ts';
import type { Translated } from '../texts.ts';

export const views: Translated<typeof english> = {
  'views.views': 'Weergaven',
  'views.differs': 'gewijzigd sinds ze bewaard werd',
  'views.own': 'Mijn weergaven',
  'views.shared': 'Met iedereen gedeeld',
  'views.by': 'van {owner}',
  'views.none': 'Nog geen weergaven. Stel filters in en bewaar ze onder een naam.',
  'views.unreadable': 'De weergaven konden niet geladen worden',
  'views.saveChanges': 'Wijzigingen bewaren',
  'views.saveAs': 'Bewaren als weergave…',
  'views.rename': 'Naam wijzigen…',
  'views.delete': 'Verwijderen…',
  'views.share': 'Delen met iedereen in deze werkruimte',
  'views.unshare': 'Alleen voor mij houden',
  'views.unshareOther': 'Alleen voor {owner} houden',
  'views.saveTitle': 'Bewaren als weergave',
  'views.saveText':
    'Een weergave houdt de filters van deze lijst bij onder een naam, om er met één druk naar terug te keren.',
  'views.saveTextColumns':
    'Een weergave houdt de filters en kolommen van deze lijst bij onder een naam, om er met één druk naar terug te keren.',
  'views.renameTitle': 'De naam van de weergave wijzigen',
  'views.name': 'Naam',
  'views.nameMissing': 'Geef de weergave eerst een naam',
  'views.shareHelp': 'Wie deze lijst mag zien, ziet de naam en de filters.',
  'views.mayNotShare': 'Gedeelde weergaven worden bijgehouden door wie flows mag bewerken',
  'views.deleteTitle': 'De weergave “{title}” verwijderen?',
  'views.deleteText': 'De naam en de filters worden vergeten. De lijst zelf blijft zoals ze is.',
  'views.deleteSharedText': 'Niemand in deze werkruimte heeft ze dan nog. De lijst zelf blijft zoals ze is.',
  'views.saved': 'De weergave “{title}” werd bewaard',
  'views.deleted': 'De weergave “{title}” werd verwijderd',
  'views.isShared': '“{title}” is gedeeld met iedereen in deze werkruimte',
  'views.isOwn': '“{title}” is niet meer gedeeld',
  'views.notDone': 'De weergave werd niet gewijzigd',
};
