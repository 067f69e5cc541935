import type { start as english } from '../en/start.ts';
import type { Translated } from '../texts.ts';

export const start: Translated<typeof english> = {
  'firstSteps.title': 'Eerste stappen',
  'firstSteps.menu': 'Eerste stappen',
  'firstSteps.done': '{n} van {all} gedaan',
  'firstSteps.putAway': 'Deze lijst wegbergen; je vindt ze terug in je eigen menu',
  'firstSteps.minutes': 'ongeveer {n, plural, one {# minuut} other {# minuten}}',
  'firstSteps.doneMark': 'gedaan',
  'firstSteps.skippedMark': 'overgeslagen',
  'firstSteps.skip': 'Overslaan',
  'firstSteps.skipOf': 'Overslaan: {step}',
  'firstSteps.resume': 'Hervatten',
  'firstSteps.resumeOf': 'Hervatten: {step}',
  'firstSteps.erp': 'Verbind het ERP',
  'firstSteps.erpWhy':
    'Flows lezen er klanten, producten en facturen uit. Je hebt het adres nodig en een account voor Koppel.',
  'firstSteps.crm': 'Verbind het CRM',
  'firstSteps.crmWhy': 'Het is de andere kant van elke flow. De test toont meteen of alle rechten er zijn.',
  'firstSteps.mastership': 'Bevestig wie eigenaar is van wat',
  'firstSteps.mastershipWhy':
    'Geen flow overschrijft waar het andere systeem eigenaar van is. Er is een gebruikelijke verdeling voorgesteld: neem ze over, of pas ze eerst aan.',
  'firstSteps.flows': 'Installeer de standaardflows',
  'firstSteps.flowsWhy':
    'Ze dragen klanten, producten, orders en omzet over. Ze komen uitgeschakeld, dus er loopt nog niets.',
  'firstSteps.sample': 'Proef met voorbeelden',
  'firstSteps.sampleWhy': 'Toont voor en na van echte records, en schrijft in geen van beide systemen iets.',
  'firstSteps.publish': 'Publiceer een flow en schakel hem in',
  'firstSteps.publishWhy':
    'Vanaf dan loopt hij vanzelf, volgens zijn planning. Wat mislukt, wacht op je bij Te herstellen.',
  'firstSteps.connect': 'Verbinden',
  'firstSteps.look': 'Matrix bekijken',
  'firstSteps.confirm': 'Bevestigen zoals ze is',
  'firstSteps.confirmed': 'De matrix is bevestigd',
  'firstSteps.addFlows': '{n, plural, one {# flow installeren} other {# flows installeren}}',
  'firstSteps.try': 'Flow proberen',
  'firstSteps.openFlow': 'Flow openen',
  'firstSteps.noFlows': 'Nog geen flows',
  'firstSteps.noFlowsText': 'Flows verschijnen hier zodra iemand er een aanmaakt of importeert.',
  'empty.toDrawing': 'Naar de tekening',
  'empty.toRuns': 'Uitvoeringen bekijken',
  'tour.title': 'Rondleiding',
  'tour.offer': 'Nieuw hier? Een rondleiding van negen haltes toont op de demosystemen hoe Koppel werkt.',
  'tour.again': 'Je vindt ze terug in je eigen menu.',
  'tour.start': 'Rondleiding starten',
  'tour.no': 'Nee, bedankt',
  'tour.step': 'Halte {n} van {all}',
  'tour.next': 'Volgende',
  'tour.back': 'Terug',
  'tour.end': 'Rondleiding stoppen',
  'tour.done': 'Klaar',
  'tour.flows': 'Alle flows in één oogopslag',
  'tour.flowsText':
    'Een flow draagt één soort record van het ene systeem naar het andere over. Hier zie je welke aan staan, hoe de laatste uitvoeringen gingen, en wat eerst aandacht vraagt.',
  'tour.canvas': 'Een flow is een tekening',
  'tour.canvasText':
    'Records gaan langs de pijlen van stap naar stap. ERP is vierkant en CRM is rond. Wat niet past, wordt geweigerd terwijl je tekent, met een manier om het te herstellen.',
  'tour.mapping': 'Hoe elk veld gevuld wordt',
  'tour.mappingText':
    'Elk veld van het doel, wie er eigenaar van is, en wat er voor een echt record geschreven zou worden. Blader door de voorbeelden om er meer te zien.',
  'tour.sample': 'Proberen zonder te schrijven',
  'tour.sampleText': 'De proef met voorbeelden toont voor en na van enkele records. Geen van beide systemen wijzigt.',
  'tour.publish': 'Publiceren als het goed is',
  'tour.publishText':
    'Je wijzigt een concept, en wat loopt is de gepubliceerde versie. Een vergelijking toont wat verschilt voor je publiceert.',
  'tour.runs': 'Kijk hoe het loopt',
  'tour.runsText':
    'Elke uitvoering met haar aantallen, live. Open er een om elk record onderweg te zien, met de tijdlijn en het logboek.',
  'tour.failures': 'Eén slecht record houdt de goede niet tegen',
  'tour.failuresText':
    'Wat mislukte, wacht hier met zijn oorzaak en zijn gegevens. Bij de meeste oorzaken staat een knop die ze herstelt en alles van dezelfde soort opnieuw probeert.',
  'tour.mastership': 'Wie is eigenaar van wat',
  'tour.mastershipText':
    'Deze matrix is het contract tussen beide systemen. Flows, editors en vergrendelingen houden zich eraan.',
  'tour.demo': 'Wijzig iets met de hand',
  'tour.demoText':
    'De demosystemen hebben eigen pagina’s: wijzig er een klant, of maak een systeem traag of stuk, en voer een flow opnieuw uit.',
};
