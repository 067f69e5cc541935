import type { resources as english } from '../en/resources.ts';
import type { Translated } from '../texts.ts';

export const resources: Translated<typeof english> = {
  'resources.title': 'Records',
  'resources.none': 'Er is nog niets beschreven',
  'resources.noneText':
    'Zeg welke records dit systeem heeft en hoe ze gelezen en geschreven worden. Een proef toont wat het systeem antwoordt en stelt de velden voor.',
  'resources.add': 'Records beschrijven',
  'resources.new': 'Nieuwe records',
  'resources.remove': 'Deze records weghalen',
  'resources.basics': 'Welke records',
  'resources.saved': 'De records van {name} zijn bewaard.',
  'resources.problems':
    '{n, plural, one {# instelling heeft aandacht nodig.} other {# instellingen hebben aandacht nodig.}}',
  'resources.addRow': 'Een rij toevoegen',
  'resources.removeRow': 'Rij {n} weghalen',
  'resources.noRows': 'Nog geen.',
  'resources.try': 'Proberen',
  'resources.tryText': 'Leest één keer met wat hier staat, bewaard of niet. Er wordt niets geschreven.',
  'resources.tryList': 'De lijst lezen',
  'resources.tryOne': 'Eén lezen',
  'resources.tryKey': 'Sleutel van een record',
  'resources.status': 'Status {status}',
  'resources.understood':
    '{n, plural, =0 {De lijst is leeg.} one {# record werd begrepen.} other {# records werden begrepen.}}',
  'resources.hasMore': 'Er is een volgende pagina.',
  'resources.isLast': 'Er is geen volgende pagina.',
  'resources.notFound': 'Er is geen record met deze sleutel.',
  'resources.systemSaid': 'Het systeem zei: “{answer}”',
  'resources.key': 'Sleutel',
  'resources.changedAt': 'Gewijzigd',
  'resources.version': 'Versie',
  'resources.deleted': 'verwijderd',
  'resources.answer': 'Het antwoord',
  'resources.answerCut': 'Alleen het begin wordt getoond.',
  'resources.found': 'Velden in het antwoord',
  'resources.takeOver': 'Overnemen wat gevonden werd',
  'resources.tookOver': 'Overgenomen. Kijk het na en probeer opnieuw.',
  'resources.addField': '{path} toevoegen',
  'resources.isThere': 'staat er al',
};
