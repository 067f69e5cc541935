import type { app as english } from '../en/app.ts';
import type { Translated } from '../texts.ts';

export const app: Translated<typeof english> = {
  'rail.label': 'Hoofdmenu',
  'rail.design': 'Ontwerpen',
  'rail.operate': 'Opvolgen',
  'rail.narrow': 'Smaller',
  'rail.widen': 'Breder',
  'rail.openFailures': '{n, plural, one {# open} other {# open}}',

  'environment.production': 'productie',
  'environment.test': 'test',
  'environment.demo': 'demo',

  'role.administrator': 'Beheerder',
  'role.consultant': 'Consultant',
  'role.analyst': 'Analist',
  'role.viewer': 'Lezer',
  'role.sales': 'Verkoop',

  'user.light': 'Licht thema',
  'user.dark': 'Donker thema',
  'user.signOut': 'Afmelden',

  'connection.lost': 'Verbinding verbroken, we proberen opnieuw. Je kunt blijven lezen.',
  'connection.lostIn': 'Verbinding verbroken, nieuwe poging over {seconds} s. Je kunt blijven lezen.',
  'connection.tryNow': 'Nu proberen',
  'connection.outdated': 'Er is een nieuwe versie van Koppel. Laad de pagina opnieuw om weer live cijfers te zien.',
  'connection.forbidden': 'Dit adres mag geen live cijfers ontvangen. Open Koppel op zijn eigen adres.',
  'connection.reload': 'Opnieuw laden',

  'palette.open': 'Zoeken',
  'palette.placeholder': 'Zoek een flow, een scherm of een record, of kies een actie',
  'palette.found': 'Gevonden',
  'palette.nothing': 'Niets gevonden',
  'palette.count': '{n, plural, one {# resultaat} other {# resultaten}}',
  'palette.actions': 'acties',
  'palette.record': 'sleutel van een record',
  'palette.screen': 'Scherm',
  'palette.flow': 'Flow',
  'palette.connection': 'Verbinding',
  'palette.light': 'Licht thema gebruiken',
  'palette.dark': 'Donker thema gebruiken',
  'palette.runsWith': 'Uitvoeringen met record {key}',
  'palette.failuresWith': 'Te herstellen records met {key}',

  'permission.flowsRead': 'Om flows te zien heb je de rol lezer, analist, consultant of beheerder nodig',
  'permission.flowsEdit': 'Alleen een analist, een consultant of een beheerder kan flows bewerken',
  'permission.flowsPublish':
    'Alleen een consultant of een beheerder kan flows publiceren, in- en uitschakelen of verwijderen',
  'permission.flowsRun': 'Alleen een consultant of een beheerder kan uitvoeringen starten en stoppen',
  'permission.runsRead': 'Om uitvoeringen te zien heb je de rol lezer, analist, consultant of beheerder nodig',
  'permission.failuresRead':
    'Om te herstellen records te zien heb je de rol lezer, analist, consultant of beheerder nodig',
  'permission.failuresRepair':
    'Alleen een consultant of een beheerder kan mislukte records opnieuw proberen of afsluiten',
  'permission.connectionsRead': 'Om verbindingen te zien heb je de rol lezer, analist, consultant of beheerder nodig',
  'permission.connectionsEdit': 'Alleen een consultant of een beheerder kan verbindingen wijzigen',
  'permission.mastershipRead': 'Om te zien wie eigenaar is heb je de rol lezer, analist, consultant of beheerder nodig',
  'permission.mastershipEdit': 'Alleen een consultant of een beheerder kan wijzigen wie eigenaar is',
  'permission.linksRead': 'Om recordkoppelingen te zien heb je de rol lezer, analist, consultant of beheerder nodig',
  'permission.linksEdit': 'Alleen een consultant of een beheerder kan recordkoppelingen wijzigen',
  'permission.valueListsEdit': 'Alleen een analist, een consultant of een beheerder kan waardenlijsten wijzigen',
  'permission.peopleEdit': 'Alleen een beheerder kan wijzigen wie zich mag aanmelden',
  'permission.demoUse': 'Alleen een beheerder kan de demosystemen gebruiken',
  'permission.workspaceEdit': 'Alleen een beheerder kan de werkruimte wijzigen',
  'permission.revenueRead': 'U hebt geen recht om de omzet te zien',
  'permission.revenueAll': 'U ziet alleen uw eigen klanten',
  'permission.templatesRead': 'Alleen analisten, consultants en beheerders zien sjablonen',
  'permission.templatesUse': 'Alleen een consultant of een beheerder kan sjablonen uitwisselen',
  'workspace.none': 'U hoort nog bij geen enkele werkruimte',
  'workspace.noneText': 'Vraag een beheerder van deze Koppel om u aan een werkruimte toe te voegen.',
};
